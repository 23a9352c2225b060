"""What must hold for a row of the table of facilities beyond the form of its values; and between its rows."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from functools import cache
from typing import Final

from actions.directory import postcodes
from bot import gazetteer
from bot.folding import fold

Row = dict[str, str]
Problem = tuple[str, str]  # column, what was expected
FARTHEST_KM: Final = 30.0  # of a house from the middle of its town
_POLAND: Final = ((49.0, 54.9), (14.1, 24.2))  # degrees of latitude, of longitude
_DEGREES: Final = re.compile(r"\d{1,2}(?:[.,]\d{1,8})?")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_PART_OF_DATE: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def of_row(row: Row, today: date) -> list[Problem]:
    """What is wrong with one row: in how its values fit together, and with the world."""
    return [*_text_problems(row), *_place_problems(row), *_coordinate_problems(row), *_date_problems(row, today)]


def _text_problems(row: Row) -> list[Problem]:
    problems = [(c, "expected one line without control characters") for c, value in row.items() if _CONTROL.search(value)]
    for stem in ("area", "note"):
        if bool(row[f"{stem}_pl"]) != bool(row[f"{stem}_en"]):
            problems.append((f"{stem}_pl", f"expected {stem}_pl and {stem}_en both filled or both empty"))
    return problems


def _place_problems(row: Row) -> list[Problem]:
    problems = []
    city, voivodeship, postcode = row["city"], row["voivodeship"], row["postcode"]
    if row["kind"] != "online_service" and not place_of(row):
        problems.append(("city", f"{city!r}: expected a place in the voivodeship {voivodeship!r}"))
    known = postcodes.prefixes(voivodeship)
    if known and re.fullmatch(r"\d{2}-\d{3}", postcode) and postcode[:2] not in known:
        problems.append(("postcode", f"{postcode!r}: expected one of {voivodeship}, beginning with {', '.join(known)}"))
    return problems


def _coordinate_problems(row: Row) -> list[Problem]:
    """Both or neither, in Poland, and near the named place."""
    if not row["lat"] and not row["lon"]:
        return []
    problems = []
    for column, (least, most) in zip(("lat", "lon"), _POLAND):
        if not _DEGREES.fullmatch(row[column]) or not least <= degrees(row[column]) <= most:
            problems.append((column, f"{row[column]!r}: expected degrees between {least} and {most}, like {most - 2:.4f}"))
    if problems:
        return problems
    place = place_of(row)
    if place:
        apart = gazetteer.distance_km((degrees(row["lat"]), degrees(row["lon"])), (place.lat, place.lon))
        if apart > FARTHEST_KM:
            problems.append(("lat", f"{apart:.0f} km from {row['city']}: expected at most {FARTHEST_KM:.0f} km"))
    return problems


def degrees(text: str) -> float:
    """A number of degrees, with a point or, as Polish spreadsheets write it, a comma."""
    return float(text.replace(",", "."))


def _date_problems(row: Row, today: date) -> list[Problem]:
    problems = []
    for column, example in (("source_date", "2023-03-01"), ("collected_on", "2026-11-22")):
        for part in _PART_OF_DATE.findall(row[column]):
            first = _first_day(part)
            if first is None:
                problems.append((column, f"{row[column]!r}: expected a date like {example} that exists"))
            elif first > today:
                problems.append((column, f"{row[column]!r}: expected a date that is not in the future (today is {today})"))
    return problems


def _first_day(text: str) -> date | None:
    """The first day of a year, a month or a day; None when there is no such day."""
    try:
        return date.fromisoformat(text + "-01-01"[len(text) - len("2026") :])
    except ValueError:
        return None


class Doubles:
    """Notices rows that stand in the table twice: by id, or by name and address."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._addresses: dict[tuple[str, ...], int] = {}

    def of(self, row: Row, line: int) -> list[Problem]:
        """What the row, in this line, repeats of the lines before it."""
        if row["id"] in self._ids:
            return [("id", f"already used in line {self._ids[row['id']]}")]
        self._ids[row["id"]] = line
        address = tuple(fold(row[column]) for column in ("name", "street", "city"))
        if address in self._addresses:
            return [("name", f"{row['name']!r}: the same name and address already stand in line {self._addresses[address]}")]
        self._addresses[address] = line
        return []


@cache
def _places_by_name() -> dict[tuple[str, str], list[gazetteer.Place]]:
    """Places of a name in a voivodeship, the town and the largest first."""
    found = defaultdict(list)
    for place in gazetteer.by_id().values():
        found[place.name, place.voivodeship].append(place)
    return {key: sorted(places, key=lambda p: (not p.is_town, -p.population)) for key, places in found.items()}


def place_of(row: Row) -> gazetteer.Place | None:
    """The place that the row names; of several that are called so, the one at its coordinates, else the largest."""
    places = _places_by_name().get((row["city"], row["voivodeship"]), [])
    if places and _DEGREES.fullmatch(row["lat"]) and _DEGREES.fullmatch(row["lon"]):
        here = (degrees(row["lat"]), degrees(row["lon"]))
        return min(places, key=lambda p: gazetteer.distance_km(here, (p.lat, p.lon)))
    return places[0] if places else None
