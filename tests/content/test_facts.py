"""Walks the list of facts: each is carried by the answer that claims it, in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from actions.directory import table
from bot.settings import ROOT

FACTS: dict[str, dict[str, str]] = yaml.safe_load((ROOT / "tests/facts.yml").read_text(encoding="utf-8"))
RESPONSES: dict[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]


def test_the_list_is_whole() -> None:
    assert set(FACTS) == {f"F{i}" for i in range(1, 135)} | {f"X{i}" for i in range(1, 43)}


@pytest.mark.parametrize("fact", FACTS)
def test_fact_is_carried(fact: str) -> None:
    entry = FACTS[fact]
    variants = RESPONSES[f"utter_{entry['intent']}"]
    if entry["intent"] == "list_facilities":  # the list itself carries these
        names = " ".join(f.name for f in table.read(ROOT / "data/facilities.csv") if f.confirmed)
        texts = [variants[0]["text"] + names, variants[1]["text"] + names]
    else:
        texts = [variant["text"] for variant in variants]
    for language, text in zip(("pl", "en"), texts):
        assert re.search(entry[language], text, re.IGNORECASE | re.DOTALL), f"{fact} is not in utter_{entry['intent']} ({language})"
    assert fact in variants[0]["metadata"].get("facts", []), f"{fact} is missing in the metadata of utter_{entry['intent']}"
