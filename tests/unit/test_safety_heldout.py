"""The detector on messages that nobody trained on must not fall below tests/heldout/safety/floor.json; the model is that of its data."""

from __future__ import annotations

import json

import numpy as np
import pytest

from bot.languages import LANGUAGES
from bot.safety.model import MODEL
from scripts import evaluate_safety, train_safety

FLOOR = json.loads((evaluate_safety.FOLDER / "floor.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def figures() -> dict[str, tuple[int, int]]:
    return evaluate_safety.measure()


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_have_not_fallen(figures: dict[str, tuple[int, int]], language: str) -> None:
    for name, limit in FLOOR[language].items():
        alarm = not name.startswith("recall")
        key = f"false alarms {language} {name}" if alarm else " ".join(["recall", language, *name.split()[1:]])
        hits, total = figures[key]
        assert (hits / total <= limit) if alarm else (hits / total >= limit), (key, hits / total)


def test_set_is_large_enough() -> None:
    rows = [row for language in LANGUAGES for row in evaluate_safety.messages(language)]
    assert sum(r["state"] == "crisis" for r in rows) >= 400
    assert sum(r["state"] == "silence" for r in rows) >= 400


def test_nothing_held_out_is_trained_on() -> None:
    held = {row["text"].casefold() for language in LANGUAGES for row in evaluate_safety.messages(language)}
    assert not held & {line["text"].casefold() for line in train_safety.written()}


def test_model_is_learnt_from_the_data_of_the_project() -> None:
    with np.load(MODEL, allow_pickle=False) as stored:
        assert str(stored["fingerprint"]) == train_safety.fingerprint(), "run `make train-safety`"


def test_interval_is_wilsons() -> None:
    low, high = evaluate_safety.wilson(98, 100)
    assert (round(low, 3), round(high, 3)) == (0.930, 0.994)
