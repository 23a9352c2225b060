"""Checks every row of data/facilities.csv and turns it into a Facility; says file, line, column and reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from actions.directory import checks, days
from actions.directory.model import KINDS, Facility
from bot import gazetteer, tables

COLUMNS: Final = (
    "id", "name", "kind", "registration_point", "street", "postcode", "city", "voivodeship", "phone", "email", "website",
    "employs_recovery_assistants", "hours", "area_pl", "area_en", "note_pl", "note_en", "source_url", "source_date",
    "collected_on",
)  # fmt: skip
OPTIONAL: Final = ("lat", "lon")  # degrees of the house; without them the place of the gazetteer stands for it
_YES_NO: Final = ("registration_point", "employs_recovery_assistants")
_DAY: Final = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_TIME: Final = r"(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)"
_HOURS: Final = rf"(?:24/7|{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)* {_TIME}-{_TIME}(?:,{_TIME}-{_TIME})*)"
_URL: Final = r"https?://[^\s/?#]+\.[^\s/?#.]{2,}(?:[/?#]\S*)?"
_DATE: Final = r"\d{4}(?:-\d{2}(?:-\d{2})?|–\d{4})?"

# column -> (pattern of the whole value, what was expected)
_PATTERNS: Final = {
    "id": (r"[a-z0-9][a-z0-9-]{1,23}", "2 to 24 lower-case letters, digits and hyphens"),
    "name": (r".{3,200}", "a name of 3 to 200 characters"),
    "kind": ("|".join(KINDS), "one of " + ", ".join(KINDS)),
    "registration_point": ("yes|no", "yes or no"),
    "postcode": (r"(\d{2}-\d{3})?", "a postcode like 31-067, or nothing"),
    "voivodeship": ("(" + "|".join(gazetteer.VOIVODESHIPS) + ")?", "the name of a voivodeship, or nothing"),
    "phone": (r"(\+48\d{9}( ext\. \d+)?(; (?!$)|$))*", "numbers like +48123456789, separated by '; '"),
    "email": (r"([^@\s]+@[^@\s]+\.[a-z]{2,})?", "an e-mail address, or nothing"),
    "website": (rf"({_URL})?", "an address that begins with http, or nothing"),
    "employs_recovery_assistants": ("yes|unknown", "yes or unknown"),
    "hours": (rf"({_HOURS}(; {_HOURS})*)?", "opening hours like 'Mo-Fr 08:00-18:00', or nothing"),
    "note_pl": (r".{0,200}", "at most 200 characters"),
    "note_en": (r".{0,200}", "at most 200 characters"),
    "source_url": (_URL, "an address that begins with http"),
    "source_date": (rf"n\.d\.|(c\. )?{_DATE}", "a date like 2023-03-01, a year, 'c. 2019' or 'n.d.'"),
    "collected_on": (r"\d{4}-\d{2}-\d{2}", "a date like 2026-11-22"),
}


def read(path: Path, today: date | None = None) -> list[Facility]:
    """All facilities of a CSV or .xlsx file. Raises tables.TableError with one line for every problem found.

    today: no date may lie behind it; the day of the machine if it is not given.
    """
    rows = tables.read(path, COLUMNS, OPTIONAL)
    problems, facilities, doubles = [], [], checks.Doubles()
    for line, row in enumerate(rows, start=2):
        found = [*_pattern_problems(row), *checks.of_row(row, today or days.today()), *doubles.of(row, line)]
        problems += [f"{path.name}:{line}: {column}: {reason}" for column, reason in found]
        if not found:
            facilities.append(_facility(row))
    if not rows:
        problems.append(f"{path.name}:2: expected at least one facility")
    if problems:
        raise tables.TableError("\n".join(problems))
    return facilities


def row_of(facility: Facility) -> dict[str, str]:
    """The facility as a row of the table: what `read` would turn into it."""
    row = {c: str(getattr(facility, c)) for c in COLUMNS if c not in _YES_NO}
    row["registration_point"] = "yes" if facility.registration_point else "no"
    row["employs_recovery_assistants"] = "yes" if facility.confirmed else "unknown"
    for column in OPTIONAL:
        value = getattr(facility, column)
        row[column] = "" if value is None else repr(value)
    return {column: row[column] for column in COLUMNS + OPTIONAL}


def _pattern_problems(row: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (column, f"{row[column]!r}: expected {expected}")
        for column, (pattern, expected) in _PATTERNS.items()
        if not re.fullmatch(pattern, row[column])
    ]


def _facility(row: dict[str, str]) -> Facility:
    values: dict[str, object] = {c: row[c] for c in COLUMNS if c not in _YES_NO}
    values["registration_point"] = row["registration_point"] == "yes"
    values["confirmed"] = row["employs_recovery_assistants"] == "yes"
    place = checks.place_of(row)
    values["place_id"] = place.id if place else ""
    values |= {column: checks.degrees(row[column]) if row[column] else None for column in OPTIONAL}
    make: Callable[..., Facility] = Facility
    return make(**values)
