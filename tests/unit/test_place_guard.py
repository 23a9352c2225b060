"""What the surroundings of a name say: bot/nlu/place_guard.py."""

from __future__ import annotations

import pytest

from bot.nlu.place_guard import COMMON, NAME, RARE, UNKNOWN, VERY_COMMON, commonness, setting, tokens_of


@pytest.mark.parametrize(
    ("word", "common"),
    [
        ("praca", VERY_COMMON), ("mama", VERY_COMMON), ("pomoc", VERY_COMMON), ("hospital", VERY_COMMON), ("kalafior", RARE), ("stodole", COMMON),
        ("krakow", UNKNOWN), ("warsaw", UNKNOWN), ("zawoja", UNKNOWN), ("karolina", NAME), ("tomasz", NAME), ("nowakowska", NAME),
    ],
)  # fmt: skip
def test_ordinary_words_are_known_and_names_of_places_are_not(word: str, common: int) -> None:
    assert commonness(word) == common


def test_tokens_tell_where_they_stand_and_how_they_are_written() -> None:
    first, second, third = tokens_of("Jadę do Łodzi.")
    assert [t.word for t in (first, second, third)] == ["jade", "do", "lodzi"]
    assert (third.start, third.end) == (8, 13)
    assert (first.capital, first.named, third.named) == (True, False, True)
    assert (first.opens, third.closes, second.opens) == (True, True, False)


@pytest.mark.parametrize(("text", "named"), [("w Nowem", True), ("w nowem", False), ("W NOWEM", False), ("Tak. Nowe leki", False)])
def test_capital_counts_inside_a_sentence_only(text: str, named: bool) -> None:
    assert tokens_of(text)[1].named is named


def test_possessive_is_taken_off() -> None:
    assert [t.word for t in tokens_of("Warsaw’s help")] == ["warsaw", "help"]


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("mieszkam w Pile", {"placed", "living", "named"}),
        ("szukam w Pile", {"placed", "sought", "named"}),
        ("siedzę od rana przy Pile", {"placed", "weakly", "named"}),
        ("na Pile", {"area", "named"}),
        ("ulica Pile", {"street", "named"}),
    ],
)
def test_surroundings_are_told(text: str, true: set[str]) -> None:
    tokens = tokens_of(text)
    at = setting(tokens, len(tokens) - 1, 1, False)
    flags = {f for f in ("placed", "weakly", "area", "named", "living", "street") if getattr(at, f)}
    assert flags == true - {"sought"}
    assert at.sought or "sought" not in true
