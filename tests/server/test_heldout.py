"""The score on questions that nobody trained on must not fall below tests/heldout/floor.json."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scripts import evaluate, heldout
from scripts.running import Guide

FLOOR = json.loads((heldout.FOLDER / "floor.json").read_text(encoding="utf-8"))
FALLING = [(name, figure) for name, figures in FLOOR.items() for figure in figures]


@pytest.fixture(scope="module")
def figures(guide: Guide) -> dict[str, Any]:
    return evaluate.measure_all(guide)


@pytest.mark.parametrize(("name", "figure"), FALLING)
def test_score_has_not_fallen(figures: dict[str, Any], name: str, figure: str) -> None:
    score, floor = figures[name][figure], FLOOR[name][figure]
    if figure == "everyday_taken_for_a_question":
        assert score <= floor
    else:
        assert score >= floor


def test_every_set_and_language_has_a_floor() -> None:
    assert set(FLOOR) == {f"{number}_{language}" for number in heldout.SETS for language in ("pl", "en")}


@pytest.mark.parametrize("language", ["pl", "en"])
def test_sets_are_large_enough(language: str) -> None:
    assert all(len(heldout.questions(number, language)) >= 350 for number in heldout.SETS)
    assert sum(len(heldout.conversations(number, language)) for number in heldout.SETS) >= 60
