"""The list for maps and other directories: actions/directory/exports.py and hsds.py."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from actions.directory import exports, hsds, table
from actions.directory.model import Facility
from bot.cli import FACILITIES
from tests.unit.facilities import facility
from tests.unit.places import place

HOUSE = replace(facility("house", "Kraków", confirmed=True), lat=50.0619, lon=19.9369)
TOWN = replace(facility("town", "Łódź"), phone="+48123456789 ext. 12; +48512297887", hours="", area_pl="", area_en="")
ONLINE = replace(facility("online", kind="online_service"), street="", postcode="")
LIST = [HOUSE, TOWN, ONLINE]
MODIFIED = {"house": "2026-11-23T10:00:00+00:00"}
# What the schemas of HSDS 3 demand of each object, by the key under which it stands.
REQUIRED = {
    "contents": {"id", "name", "status"},
    "organization": {"id", "name", "description"},
    "location": {"id", "location_type"},
    "addresses": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "phones": {"id", "number"},
    "schedules": {"id"},
    "service_areas": {"id"},
    "service_at_locations": {"id"},
}


def exported(tmp_path: Path, form: str, facilities: list[Facility]) -> dict[str, Any]:
    exports.write(facilities, MODIFIED, tmp_path / "out", form)
    found: dict[str, Any] = json.loads((tmp_path / "out").read_text(encoding="utf-8"))
    return found


def objects(part: object, key: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in a document with the key under which it stands."""
    if isinstance(part, dict):
        yield key, part
        for name, value in part.items():
            yield from objects(value, name)
    elif isinstance(part, list):
        for value in part:
            yield from objects(value, key)


def test_geojson_has_a_feature_for_each_facility(tmp_path: Path) -> None:
    found = exported(tmp_path, "geojson", LIST)
    assert found["type"] == "FeatureCollection"
    house, town, online = found["features"]
    assert {f["type"] for f in found["features"]} == {"Feature"}
    assert house["geometry"] == {"type": "Point", "coordinates": [19.9369, 50.0619]}  # longitude first
    assert house["properties"]["precision"] == "house"
    lodz = place("Łódź")
    assert town["geometry"]["coordinates"] == [lodz.lon, lodz.lat]
    assert town["properties"]["precision"] == "town"
    assert online["geometry"] is None
    assert "precision" not in online["properties"]
    assert (house["id"], house["properties"]["name"]) == ("house", HOUSE.name)


def test_hsds_service_says_what_the_table_says(tmp_path: Path) -> None:
    page = exported(tmp_path, "hsds", LIST)
    assert (page["total_items"], page["size"], page["total_pages"], page["empty"]) == (3, 3, 1, False)
    house, town, online = page["contents"]
    assert house["name"] == house["organization"]["name"] == HOUSE.name
    assert (house["assured_date"], house["last_modified"]) == ("2026-11-22", "2026-11-23T10:00:00+00:00")
    assert town["last_modified"] == "2026-11-22T00:00:00+00:00"
    location = house["service_at_locations"][0]["location"]
    assert (location["latitude"], location["longitude"], location["location_type"]) == (50.0619, 19.9369, "physical")
    assert location["addresses"][0]["postal_code"] == "31-067"
    assert "town" in town["service_at_locations"][0]["location"]["description"]
    assert online["service_at_locations"][0]["location"]["location_type"] == "virtual"
    assert [(p["number"], p.get("extension")) for p in town["phones"]] == [("+48123456789", 12), ("+48512297887", None)]
    assert house["service_areas"][0]["name"] == HOUSE.area_en
    assert "schedules" not in town and "service_areas" not in town


@pytest.mark.parametrize(
    ("hours", "schedules"),
    [
        ("Mo-Fr 08:00-16:00", [("MO,TU,WE,TH,FR", "08:00", "16:00")]),
        ("Mo-Th 07:30-18:00; Fr 07:30-15:30", [("MO,TU,WE,TH", "07:30", "18:00"), ("FR", "07:30", "15:30")]),
        ("Tu 10:00-12:00,13:00-15:00", [("TU", "10:00", "12:00"), ("TU", "13:00", "15:00")]),
        ("Fr 22:00-06:00", [("FR", "22:00", "06:00")]),
        ("24/7", [("MO,TU,WE,TH,FR,SA,SU", "00:00", "23:59")]),
    ],
)
def test_hsds_schedules_are_recurrence_rules(hours: str, schedules: list[tuple[str, str, str]]) -> None:
    found = hsds.service(replace(HOUSE, hours=hours), "")["schedules"]
    assert [(s["byday"], s["opens_at"], s["closes_at"]) for s in found] == schedules
    assert {(s["freq"], s["interval"]) for s in found} == {("WEEKLY", 1)}


def test_hsds_of_the_shipped_table_has_all_that_is_required(tmp_path: Path) -> None:
    page = exported(tmp_path, "hsds", table.read(FACILITIES))
    seen = set()
    for key, part in objects(page):
        assert not REQUIRED.get(key, set()) - set(part), key
        seen.add(key)
        if "id" in part:
            assert str(uuid.UUID(part["id"])) == part["id"]
    assert set(REQUIRED) <= seen


def test_hsds_ids_are_unique_and_stay(tmp_path: Path) -> None:
    first, again = exported(tmp_path, "hsds", LIST), exported(tmp_path, "hsds", [replace(f, name="renamed") for f in LIST[::-1]])
    ids = [part["id"] for _, part in objects(first) if "id" in part]
    assert len(ids) == len(set(ids)) > 15
    assert {part["id"] for _, part in objects(again) if "id" in part} == set(ids)
    assert first["contents"][0]["id"] == str(uuid.uuid5(hsds.NAMESPACE, "house/service"))
