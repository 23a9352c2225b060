"""The table of places and distances between them: bot/gazetteer.py."""

from __future__ import annotations

from collections import Counter

import pytest

from bot import gazetteer
from bot.gazetteer import VOIVODESHIPS, distance_km
from tests.unit.places import place

PLACES = gazetteer.read()
WARSAW, CRACOW, GDANSK = (52.2297, 21.0122), (50.0647, 19.9450), (54.3520, 18.6466)


@pytest.mark.parametrize(
    ("a", "b", "kilometres"),
    [
        (WARSAW, WARSAW, 0),
        (WARSAW, CRACOW, 252),
        (CRACOW, WARSAW, 252),
        (WARSAW, GDANSK, 284),
        (CRACOW, GDANSK, 485),
        ((0.0, 0.0), (0.0, 1.0), 111.2),
        ((0.0, 0.0), (0.0, 180.0), 20015),
        ((90.0, 0.0), (90.0, 120.0), 0),
    ],
)
def test_distance_is_the_known_one(a: tuple[float, float], b: tuple[float, float], kilometres: float) -> None:
    assert distance_km(a, b) == pytest.approx(kilometres, abs=1)


def test_distance_of_places_is_that_of_the_towns() -> None:
    wieliczka, cracow = place("Wieliczka"), place("Kraków")
    assert distance_km((wieliczka.lat, wieliczka.lon), (cracow.lat, cracow.lon)) == pytest.approx(12, abs=3)


def test_there_are_sixteen_voivodeships_and_each_has_places() -> None:
    assert len(set(VOIVODESHIPS)) == len(VOIVODESHIPS) == 16
    counts = Counter(p.voivodeship for p in PLACES)
    assert set(counts) == set(VOIVODESHIPS)
    assert min(counts.values()) > 500


def test_table_is_as_large_as_the_country() -> None:
    assert len(PLACES) > 40_000
    assert 900 <= sum(p.is_town for p in PLACES) <= 1_050


def test_ids_are_unique_and_find_their_place() -> None:
    assert len(gazetteer.by_id()) == len(PLACES)
    assert all(gazetteer.by_id()[p.id] == p for p in PLACES[:100])


def test_every_place_lies_in_poland() -> None:
    outside = [p for p in PLACES if not (49.0 <= p.lat <= 54.9 and 14.1 <= p.lon <= 24.2)]
    assert not outside


def test_places_are_told_by_position_id_and_slice_alike() -> None:
    first = PLACES[0]
    assert gazetteer.by_id()[first.id] == first == PLACES[:1][0]
    assert next(iter(gazetteer.by_id())) == first.id
    assert PLACES[-1].id.startswith("x")
    assert gazetteer.by_id()[PLACES[-1].id] == PLACES[-1]


@pytest.mark.parametrize("unknown", ["", "0", "01", "-1", "9999999", "x0", "x999", "woj:śląskie", "name:dobra", "²"])
def test_unknown_id_names_no_place(unknown: str) -> None:
    assert unknown not in gazetteer.by_id()
    assert None not in gazetteer.by_id()
    assert gazetteer.by_id().get(unknown) is None


@pytest.mark.parametrize(
    ("voivodeship", "town"), [("mazowieckie", "Warszawa"), ("lubuskie", "Zielona Góra"), ("śląskie", "Katowice")]
)
def test_largest_town_of_a_voivodeship(voivodeship: str, town: str) -> None:
    assert gazetteer.largest_in(voivodeship).name == town


def test_place_knows_its_commune() -> None:
    assert place("Zawoja").gmina == "Zawoja"
    assert not [p.name for p in PLACES if "gmina" in p.gmina.lower().split("-")[-1]]


@pytest.mark.parametrize(
    ("name", "voivodeship", "thousands"),
    [
        ("Warszawa", "mazowieckie", (1600, 1900)),
        ("Kraków", "małopolskie", (750, 850)),
        ("Wrocław", "dolnośląskie", (600, 700)),
        ("Łódź", "łódzkie", (600, 770)),
        ("Poznań", "wielkopolskie", (520, 580)),
        ("Gdańsk", "pomorskie", (440, 500)),
        ("Szczecin", "zachodniopomorskie", (380, 420)),
        ("Bydgoszcz", "kujawsko-pomorskie", (320, 370)),
        ("Lublin", "lubelskie", (320, 360)),
        ("Białystok", "podlaskie", (285, 300)),
        ("Katowice", "śląskie", (270, 320)),
        ("Rzeszów", "podkarpackie", (150, 200)),
        ("Kielce", "świętokrzyskie", (180, 210)),
        ("Olsztyn", "warmińsko-mazurskie", (160, 180)),
        ("Opole", "opolskie", (115, 130)),
        ("Zielona Góra", "lubuskie", (115, 145)),
    ],
)
def test_big_town_has_its_inhabitants(name: str, voivodeship: str, thousands: tuple[int, int]) -> None:
    low, high = thousands
    found = place(name)
    assert found.is_town
    assert found.voivodeship == voivodeship
    assert low <= found.population / 1000 <= high


def test_every_town_has_inhabitants() -> None:
    assert not [p.name for p in PLACES if p.is_town and p.population <= 0]


def test_no_village_is_larger_than_the_largest_of_poland() -> None:
    # Kozy, with some 13,000 people, is known as the largest one.
    assert not [(p.name, p.voivodeship, p.population) for p in PLACES if not p.is_town and p.population > 13_500]


@pytest.mark.parametrize(
    ("lat", "lon", "name"), [(50.061, 19.937, "Kraków"), (54.44, 18.56, "Sopot"), (48.85, 2.35, None), (90.0, 180.0, None)]
)
def test_nearest_place_of_a_position(lat: float, lon: float, name: str | None) -> None:
    found = gazetteer.nearest(lat, lon)
    assert (found.name if found else None) == name
