"""Shares of places found right must not fall below tests/heldout/places/floor.json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.nlu.place_finder import finder
from scripts.evaluate_places import DEVELOPMENT, HELD_OUT, Figures, is_right, measure

FLOOR = json.loads((HELD_OUT / "floor.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def held_out() -> Figures:
    """Figures of the held-out lists."""
    return measure(HELD_OUT)


def test_lists_are_as_long_as_they_should_be(held_out: Figures) -> None:
    assert sum(held_out.total.values()) >= 420
    assert held_out.sentences >= 1000


def test_places_are_found_right(held_out: Figures) -> None:
    assert held_out.share(["plain"]) >= FLOOR["plain"]
    assert held_out.share(["no_diacritics", "typo"]) >= FLOOR["no_diacritics_or_typo"]


def test_ordinary_sentences_name_no_place(held_out: Figures) -> None:
    assert held_out.false_share <= FLOOR["false_places"]


def test_development_lists_stay_right() -> None:
    figures = measure(DEVELOPMENT)
    assert sum(figures.total.values()) >= 300
    assert figures.share(["plain"]) >= 0.99
    assert figures.share(["no_diacritics", "typo"]) >= 0.94
    assert figures.false_share <= 0.005


def _texts(path: Path) -> set[str]:
    rows = path.read_text(encoding="utf-8").casefold().splitlines()
    return {json.loads(row)["text"] for row in rows} if path.suffix == ".jsonl" else set(rows)


def test_lists_share_no_text() -> None:
    for name in ("mentions.jsonl", "no_places.txt"):
        shared = len(_texts(DEVELOPMENT / name) & _texts(HELD_OUT / name))  # a number, so that a failure shows no held-out text
        assert shared == 0


def test_question_back_is_right_only_when_it_offers_what_is_fair() -> None:
    (mention,) = finder().find("powiat bielski")
    seats = [p.id for p in finder().candidates(mention.id)]
    assert is_right(mention.id, seats)
    assert not is_right(mention.id, seats[0])
    assert not is_right(mention.id, [*seats, "1"])
    assert is_right(seats[0], seats)
    assert not is_right(None, seats)
    assert is_right("name:dobra", "name:Dobra")
