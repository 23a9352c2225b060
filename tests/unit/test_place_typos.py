"""How unlikely slips of the pen are: bot/nlu/place_typos.py."""

from __future__ import annotations

import pytest

from bot.nlu.place_typos import alike, cost, likeliest, one_slip_away, rank, slips_allowed


@pytest.mark.parametrize(
    ("likely", "less_likely"),
    [
        ("gdnask", "gdxnsk"),  # swapped
        ("krakoww", "krakowt"),  # doubled
        ("krajow", "krapow"),  # neighbouring key
        ("krakof", "krakoz"),  # sounds alike
    ],
)
def test_likely_slips_cost_less(likely: str, less_likely: str) -> None:
    meant = "gdansk" if likely.startswith("g") else "krakow"
    assert 0 < cost(likely, meant) < cost(less_likely, meant)


def test_no_slip_costs_nothing_and_a_wrong_first_letter_more() -> None:
    assert cost("krakow", "krakow") == 0
    assert cost("xrakow", "krakow") > cost("kxakow", "krakow")


def test_one_slip_outweighs_a_hundredfold_size_but_not_all() -> None:
    assert rank(0, 1000) < rank(1, 100_000)
    assert rank(1, 1_000_000) < rank(1, 1000)
    assert rank(1, 0) == rank(1, 300)


def test_large_city_comes_before_a_village_that_is_as_like() -> None:
    first, second = likeliest("szczecn", [("szczecno", 300), ("szczecin", 395_000)])
    assert (first.phrase, second.phrase) == ("szczecin", "szczecno")


@pytest.mark.parametrize(("phrase", "slips"), [("opole", 1), ("krakow", 1), ("gliwice", 2), ("tarnowskie gory", 3)])
def test_longer_names_may_have_more_slips(phrase: str, slips: int) -> None:
    assert slips_allowed(phrase) == slips


def test_names_that_are_too_unlike_are_left_out() -> None:
    assert alike("gliwcie", ["gliwice", "katowice", "gliniec"]) == ["gliwice"]


@pytest.mark.parametrize("meant", ["gdansk", "gdasnk", "gdanks", "gdanskk", "gdask", "xgdansk", "gd ansk"])
def test_all_single_slips_are_tried(meant: str) -> None:
    assert meant == "gdansk" or meant in set(one_slip_away("gdansk"))
    assert "gdansk" in set(one_slip_away(meant))
