"""The search over facilities: actions/directory/search.py, on a small list and the real gazetteer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.directory.search import NEAREST, Ambiguous, InPlace, Nearest, UnknownPlace, Wish, by_ids, search
from bot.nlu.place_mention import ONLINE
from tests.unit.facilities import facility
from tests.unit.places import place

LIST = [
    facility("krakow-maybe", "Kraków"),
    facility("krakow-yes", "Kraków", kind="community_self_help_home", confirmed=True),
    facility("krakow-community", "Kraków", kind="community_mental_health_centre"),
    facility("wieliczka", "Wieliczka"),
    facility("katowice", "Katowice", confirmed=True),
    facility("gdansk", "Gdańsk"),
    facility("online", kind="online_service", confirmed=True),
]


def ids(found: object) -> list[str]:
    assert isinstance(found, (InPlace, Nearest))
    return [f.id for f in found.facilities]


def test_in_the_place_the_confirmed_ones_come_first() -> None:
    found = search(LIST, place("Kraków").id)
    assert isinstance(found, InPlace)
    assert found.place == "Kraków"
    assert ids(found) == ["krakow-yes", "krakow-maybe", "krakow-community"]


def test_in_the_place_a_day_home_stands_below_what_is_open_to_more() -> None:
    home, centre, maybe = (
        facility("home", "Kraków", "community_self_help_home", confirmed=True),
        facility("centre", "Kraków", confirmed=True),
        facility("maybe", "Kraków"),
    )
    assert ids(search([home, maybe, centre], place("Kraków").id)) == ["centre", "home", "maybe"]


def test_nearest_come_with_ascending_distances() -> None:
    found = search(LIST, place("Bochnia").id)
    assert isinstance(found, Nearest)
    assert found.place == "Bochnia"
    assert len(found.facilities) == len(found.distances_km) == NEAREST
    assert ids(found)[0] == "wieliczka"
    assert list(found.distances_km) == sorted(found.distances_km)
    assert 15 < found.distances_km[0] < 40


@pytest.mark.parametrize(("town", "nearest"), [("Sopot", "gdansk"), ("Sosnowiec", "katowice"), ("Zakopane", "wieliczka")])
def test_nearest_is_the_nearest(town: str, nearest: str) -> None:
    assert ids(search(LIST, place(town).id))[0] == nearest


def test_short_list_gives_all_it_has() -> None:
    found = search(LIST[-2:], place("Kraków").id)
    assert isinstance(found, Nearest)
    assert ids(found) == ["gdansk"]


@pytest.mark.parametrize(
    ("voivodeship", "found"),
    [
        ("małopolskie", ["krakow-yes", "krakow-maybe", "krakow-community", "wieliczka"]),
        ("śląskie", ["katowice"]),
        ("pomorskie", ["gdansk"]),
    ],
)
def test_region_gives_all_of_it_confirmed_first(voivodeship: str, found: list[str]) -> None:
    result = search(LIST, f"woj:{voivodeship}")
    assert isinstance(result, InPlace)
    assert result.place == voivodeship
    assert ids(result) == found


@pytest.mark.parametrize(("place_id", "kind"), [("woj:opolskie", None), ("woj:pomorskie", "community_self_help_home")])
def test_region_without_any_is_not_told_as_found(place_id: str, kind: str | None) -> None:
    found = search(LIST, place_id, Wish(kind))
    assert not isinstance(found, UnknownPlace)
    assert not isinstance(found, InPlace) or found.facilities


def test_shared_name_is_ambiguous_and_offers_its_places() -> None:
    found = search(LIST, "name:zawady")
    assert isinstance(found, Ambiguous)
    assert found.name == "Zawady"
    assert len(found.places) > 10
    assert [p.population for p in found.places] == sorted((p.population for p in found.places), reverse=True)


@pytest.mark.parametrize("place_id", ["", "0", "nonsense", "woj:", "woj:krakowskie", "name:", "name:xyz"])
def test_unknown_place_is_told(place_id: str) -> None:
    assert search(LIST, place_id) == UnknownPlace()


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (None, ["krakow-yes", "krakow-maybe", "krakow-community"]),
        ("mental_health_centre", ["krakow-maybe", "krakow-community"]),
        ("community_mental_health_centre", ["krakow-community"]),
        ("community_self_help_home", ["krakow-yes"]),
        ("hospital", ["krakow-yes", "krakow-maybe", "krakow-community"]),  # none on the list: the kind is left aside
    ],
)
def test_kind_narrows_the_search(kind: str | None, found: list[str]) -> None:
    assert ids(search(LIST, place("Kraków").id, Wish(kind))) == found


@pytest.mark.parametrize("place_id", [place("Kraków").id, "woj:pomorskie"])
def test_online_service_is_found_from_everywhere(place_id: str) -> None:
    assert "online" in ids(search(LIST, place_id, Wish("online_service")))


def test_empty_list_finds_nothing_nearby() -> None:
    assert search([], place("Kraków").id) == Nearest("Kraków", (), ())


def test_by_ids_keeps_the_order_and_leaves_unknown_ones_out() -> None:
    assert [f.id for f in by_ids(LIST, ["gdansk", "gone", "krakow-yes"])] == ["gdansk", "krakow-yes"]


def test_part_of_a_city_stands_first() -> None:
    mokotow = replace(facility("mokotow", "Warszawa"), name="Mokotowskie Centrum Zdrowia Psychicznego")
    found = search([facility("wola", "Warszawa", confirmed=True), mokotow], place("Warszawa").id, Wish(district="Mokotów"))
    assert isinstance(found, InPlace)
    assert (ids(found), found.of_district) == (["mokotow", "wola"], 1)
    wola = replace(facility("wola", "Warszawa"), name="Wolskie Centrum Zdrowia Psychicznego")
    found = search([mokotow, wola], place("Warszawa").id, Wish(district="Wola"))
    assert isinstance(found, InPlace)
    assert (ids(found), found.of_district) == (["wola", "mokotow"], 1)
    huta = replace(facility("huta", "Kraków"), name="Centrum Zdrowia Psychicznego Nowa Huta")
    found = search([facility("krakow", "Kraków", confirmed=True), huta], place("Kraków").id, Wish(district="Nowa Huta"))
    assert isinstance(found, InPlace)
    assert (ids(found), found.of_district) == (["huta", "krakow"], 1)
    other = search([facility("wola", "Warszawa"), mokotow], place("Warszawa").id, Wish(district="Ursus"))
    assert isinstance(other, InPlace)
    assert (ids(other), other.of_district) == (["wola", "mokotow"], 0)


def test_shared_name_begins_near_where_was_searched_before() -> None:
    first = search(LIST, "name:zawady")
    near = search(LIST, "name:zawady", Wish(near=place("Białystok").id))
    assert isinstance(first, Ambiguous)
    assert isinstance(near, Ambiguous)
    assert {p.id for p in first.places} == {p.id for p in near.places}
    assert near.places[0].voivodeship == "podlaskie"


def test_online_services_stand_apart_from_places() -> None:
    found = search(LIST, ONLINE)
    assert isinstance(found, InPlace)
    assert (found.place, ids(found)) == (ONLINE, ["online"])


def test_none_confirmed_in_a_region_is_not_none_at_all() -> None:
    found = search(LIST, "woj:pomorskie", Wish(confirmed=True))
    assert isinstance(found, Nearest)
    assert (found.place, found.others_here) == ("pomorskie", True)
