"""The detector of danger on held-out messages must not fall below tests/heldout/safety/floor.json."""

from __future__ import annotations

import json

import pytest

from scripts import evaluate_safety, train_safety

FLOOR = json.loads((evaluate_safety.FOLDER / "floor.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return {name: hits / total for name, (hits, total) in evaluate_safety.measure().items()}


@pytest.mark.parametrize("name", FLOOR["least"])
def test_danger_is_noticed_as_often_as_before(figures: dict[str, float], name: str) -> None:
    assert figures[name] >= FLOOR["least"][name]


@pytest.mark.parametrize("name", FLOOR["most"])
def test_no_more_false_alarms_than_before(figures: dict[str, float], name: str) -> None:
    assert figures[name] <= FLOOR["most"][name]


def test_interval_of_a_share() -> None:
    low, high = evaluate_safety.wilson(161, 161)
    assert (round(low, 3), round(high, 3)) == (0.977, 1.0)


def test_nothing_held_out_is_trained_on() -> None:
    held = {
        row["text"].casefold()
        for language in ("pl", "en")
        for rows in (
            evaluate_safety.messages(language),
            *(evaluate_safety.others(which, language) for which in evaluate_safety.MORE),
        )
        for row in rows
    }
    found = sum(line.text.casefold() in held for line in train_safety.lines() if line.kind != "question")
    assert found == 0  # a number only: nobody who improves the detector should read them
