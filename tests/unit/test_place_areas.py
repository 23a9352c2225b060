"""Counties, regions, districts and postcodes: bot/nlu/place_areas.py and its tables."""

from __future__ import annotations

import pytest

from actions.directory import table
from bot import gazetteer
from bot.nlu.place_areas import KINDS, areas, of_postcode, town_names
from bot.nlu.place_names import Names, key_of
from bot.settings import ROOT

FACILITIES = ROOT / "data" / "facilities.csv"
PLACES = gazetteer.read()
COUNTIES = {(p.powiat, p.voivodeship) for p in PLACES if p.powiat[:1].islower()}


def test_every_area_is_of_a_known_kind_and_place() -> None:
    assert {a.kind for a in areas()} == set(KINDS)
    assert all(a.place is not None or a.voivodeship in gazetteer.VOIVODESHIPS for a in areas())


def test_every_county_has_its_town_in_its_voivodeship() -> None:
    named = {(a.name, a.voivodeship) for a in areas() if a.kind == "county"}
    assert not COUNTIES - named
    assert len(COUNTIES) == 314
    counties = [a for a in areas() if a.kind == "county" and a.place is not None]
    assert all(PLACES[a.place].voivodeship == a.voivodeship for a in counties if a.place is not None)


def test_every_voivodeship_is_an_area() -> None:
    assert {a.voivodeship for a in areas() if a.kind == "voivodeship"} == set(gazetteer.VOIVODESHIPS)


def test_forms_were_made_of_this_very_table_of_areas() -> None:
    names = Names()
    assert not [a.name for a in areas() if a not in names.look_up(key_of(a.name)).areas]


@pytest.mark.parametrize(
    ("digits", "target"),
    [
        ("00950", "Warszawa"), ("31067", "Kraków"), ("05500", "mazowieckie"), ("08500", "lubelskie"), ("19300", "warmińsko-mazurskie"),
        ("19200", "podlaskie"), ("26600", "mazowieckie"), ("26300", "łódzkie"), ("43300", "śląskie"), ("47400", "śląskie"),
        ("76200", "pomorskie"), ("77400", "wielkopolskie"), ("38300", "małopolskie"), ("79000", None), ("19900", None),
    ],
)  # fmt: skip
def test_postcode_tells_the_town_or_voivodeship(digits: str, target: str | None) -> None:
    assert of_postcode(digits) == target


def test_postcodes_of_the_listed_facilities_lie_in_their_voivodeships() -> None:
    rows = [f for f in table.read(FACILITIES) if f.postcode]
    assert len(rows) >= 5
    for facility in rows:
        target = of_postcode(facility.postcode.replace("-", ""))
        assert target in (facility.voivodeship, facility.city), facility.id


def test_unknown_name_of_a_town_is_refused() -> None:
    with pytest.raises(ValueError, match="Xyz"):
        town_names().position("Xyz")


def test_town_is_the_one_of_the_voivodeship() -> None:
    assert PLACES[town_names().position("Józefów", "lubelskie")].voivodeship == "lubelskie"
    assert PLACES[town_names().position("Józefów")].voivodeship == "mazowieckie"
