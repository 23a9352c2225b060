"""The list made ready for searching: actions/directory/directory.py, against the plainest way to do the same."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from actions.directory.directory import Directory, coordinates
from actions.directory.model import KINDS, Facility
from actions.directory.search import InPlace, Nearest, search
from bot import gazetteer
from tests.unit.facilities import facility
from tests.unit.places import place

LIMIT = date(2026, 1, 1)
TOWNS = [p for p in gazetteer.by_id().values() if p.is_town]


def made_up(number: int, seed: int) -> list[Facility]:
    """Facilities all over Poland: some with coordinates of their own, some at the same point, some online, some stale."""
    dice, model, found = random.Random(seed), facility("x", "Kraków"), []
    for i in range(number):
        town = dice.choice(TOWNS[:40] if dice.random() < 0.3 else TOWNS)
        one = replace(
            model,
            id=f"f{i}", kind=dice.choice(KINDS), confirmed=dice.random() < 0.2, city=town.name, voivodeship=town.voivodeship,
            place_id=town.id, collected_on=(LIMIT + timedelta(days=dice.randint(-300, 300))).isoformat(),
        )  # fmt: skip
        if dice.random() < 0.3:
            one = replace(one, lat=round(town.lat + dice.uniform(-0.1, 0.1), 4), lon=round(town.lon + dice.uniform(-0.1, 0.1), 4))
        if one.kind == "online_service":
            one = replace(one, place_id="", city="", voivodeship="", lat=None, lon=None)
        found.append(one)
    return found


@pytest.mark.parametrize("kind", [None, "hospital"])
def test_nearest_is_that_of_brute_force_for_500_random_places(kind: str | None) -> None:
    facilities = made_up(700, seed=1)
    directory = Directory(facilities, LIMIT)
    wanted = [(i, f, point) for i, f in enumerate(facilities) if kind in (None, f.kind) and (point := coordinates(f))]
    for somewhere in random.Random(2).sample(list(gazetteer.by_id().values()), 500):
        here = (somewhere.lat, somewhere.lon)
        number = 1 + somewhere.population % 7
        ranked = sorted((gazetteer.distance_km(here, point), f.collected_on < LIMIT.isoformat(), i) for i, f, point in wanted)
        found, distances = directory.nearest(here, number, directory.of_kind(kind))
        assert [f.id for f in found] == [facilities[i].id for _, _, i in ranked[:number]]
        assert list(distances) == [distance for distance, _, _ in ranked[:number]]


def test_search_in_a_place_is_that_of_brute_force() -> None:
    facilities = made_up(2000, seed=3)
    directory = Directory(facilities, LIMIT)
    for town in random.Random(4).sample(TOWNS, 200):
        same = (town.name, town.voivodeship, town.powiat)
        here = [
            f for f in facilities
            if f.place_id and (p := gazetteer.by_id()[f.place_id]) and (p.name, p.voivodeship, p.powiat) == same
        ]  # fmt: skip
        found = search(directory, town.id)
        assert isinstance(found, InPlace if here else Nearest)
        if here:
            home = "community_self_help_home"
            ranked = sorted(here, key=lambda f: (not f.confirmed, f.collected_on < LIMIT.isoformat(), f.kind == home))
            assert list(found.facilities) == ranked


def test_stale_stands_lower_in_its_group_and_is_never_hidden() -> None:
    old, new = "2025-12-31", "2026-01-01"
    rows = [("a", False, old), ("b", False, new), ("c", True, old), ("d", True, new), ("e", False, old)]
    facilities = [replace(facility(i, "Kraków", confirmed=sure), collected_on=day) for i, sure, day in rows]
    for place_id in (place("Kraków").id, "woj:małopolskie"):
        found = search(Directory(facilities, LIMIT), place_id)
        assert isinstance(found, InPlace)
        assert [f.id for f in found.facilities] == ["d", "c", "b", "a", "e"]
        found = search(facilities, place_id)
        assert isinstance(found, InPlace)
        assert [f.id for f in found.facilities] == ["c", "d", "a", "b", "e"]


def test_stale_stands_lower_at_the_same_distance_only() -> None:
    facilities = [
        replace(facility("old", "Wieliczka"), collected_on="2020-01-01"),
        facility("new", "Wieliczka"),
        replace(facility("nearer", "Kraków"), collected_on="2020-01-01"),
    ]
    found = search(Directory(facilities, LIMIT), place("Skawina").id)
    assert isinstance(found, Nearest)
    assert [f.id for f in found.facilities] == ["nearer", "new", "old"]


def test_own_coordinates_count_before_those_of_the_place() -> None:
    at_the_edge = replace(facility("edge", "Kraków"), lat=50.0, lon=20.2)
    assert coordinates(at_the_edge) == (50.0, 20.2)
    krakow = place("Kraków")
    assert coordinates(facility("middle", "Kraków")) == (krakow.lat, krakow.lon)
    assert coordinates(facility("online", kind="online_service")) is None
    directory = Directory([facility("middle", "Kraków"), at_the_edge])
    found, _ = directory.nearest((50.0, 20.3), 1, directory.of_kind(None))
    assert [f.id for f in found] == ["edge"]


def test_kind_of_a_community_centre_is_a_centre_too() -> None:
    directory = Directory([facility(k, "Kraków", kind=k) for k in KINDS])
    assert {f.id for f in directory.ranked(directory.of_kind("mental_health_centre"))} == {
        "mental_health_centre",
        "community_mental_health_centre",
    }
    assert not directory.of_kind("no such kind").any()
    assert directory.of_kind(None).all()


def test_is_a_sequence_in_the_order_of_the_table() -> None:
    facilities = made_up(5, seed=5)
    directory = Directory(facilities)
    assert list(directory) == facilities
    assert (len(directory), directory[1], directory[:2]) == (5, facilities[1], tuple(facilities[:2]))
    assert directory.confirmed_count == sum(f.confirmed for f in facilities)
    assert directory.by_id["f3"] is facilities[3]
    assert Directory.of(directory) is directory


def test_empty_directory_finds_nothing() -> None:
    empty = Directory([])
    assert empty.nearest((50.0, 20.0), 3, empty.of_kind(None)) == ((), ())
    assert empty.in_voivodeship("opolskie", empty.of_kind(None)) == ()
