"""The score on questions that nobody trained on must not fall below tests/heldout/floor.json."""

from __future__ import annotations

import json

import pytest

from scripts import evaluate, heldout
from scripts.running import Guide

FLOOR = json.loads((heldout.FOLDER / "floor.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def figures(guide: Guide) -> dict[str, dict[str, float]]:
    measured: dict[str, dict[str, float]] = evaluate.measure(guide)
    return measured


@pytest.mark.parametrize("language", FLOOR)
@pytest.mark.parametrize("figure", ["right", "turns", "out_of_scope_recognised"])
def test_score_has_not_fallen(figures: dict[str, dict[str, float]], language: str, figure: str) -> None:
    assert figures[language][figure] >= FLOOR[language][figure]


def test_sets_are_large_enough() -> None:
    for language in FLOOR:
        assert len(list(heldout.lines(heldout.FOLDER / f"{language}.jsonl"))) >= 300
