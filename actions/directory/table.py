"""Checks every row of data/facilities.csv and turns it into a Facility; says file, line, column and reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from actions.directory.model import KINDS, Facility
from bot import gazetteer, tables

COLUMNS: Final = (
    "id", "name", "kind", "registration_point", "street", "postcode", "city", "voivodeship", "phone", "email", "website",
    "employs_recovery_assistants", "hours", "area_pl", "area_en", "note_pl", "note_en", "source_url", "source_date",
    "collected_on",
)  # fmt: skip
_DAY: Final = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_TIME: Final = r"(?:[01]\d|2[0-4]):[0-5]\d"
_HOURS: Final = rf"(?:24/7|{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)* {_TIME}-{_TIME}(?:,{_TIME}-{_TIME})*)"
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
    "website": (r"(https?://\S+)?", "an address that begins with http, or nothing"),
    "employs_recovery_assistants": ("yes|unknown", "yes or unknown"),
    "hours": (rf"({_HOURS}(; {_HOURS})*)?", "opening hours like 'Mo-Fr 08:00-18:00', or nothing"),
    "note_pl": (r".{0,200}", "at most 200 characters"),
    "note_en": (r".{0,200}", "at most 200 characters"),
    "source_url": (r"https?://\S+", "an address that begins with http"),
    "source_date": (rf"n\.d\.|(c\. )?{_DATE}", "a date like 2023-03-01, a year, 'c. 2019' or 'n.d.'"),
    "collected_on": (r"\d{4}-\d{2}-\d{2}", "a date like 2026-11-22"),
}


def read(path: Path) -> list[Facility]:
    """All facilities of the file. Raises tables.TableError with one line for every problem found."""
    rows = tables.read(path, COLUMNS)
    problems, facilities, seen = [], [], dict[str, int]()
    for line, row in enumerate(rows, start=2):
        found = [*_pattern_problems(row), *_meaning_problems(row)]
        if row["id"] in seen:
            found.append(("id", f"already used in line {seen[row['id']]}"))
        seen.setdefault(row["id"], line)
        problems += [f"{path.name}:{line}: {column}: {reason}" for column, reason in found]
        if not found:
            facilities.append(_facility(row))
    if problems:
        raise tables.TableError("\n".join(problems))
    return facilities


def _pattern_problems(row: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (column, f"{row[column]!r}: expected {expected}")
        for column, (pattern, expected) in _PATTERNS.items()
        if not re.fullmatch(pattern, row[column])
    ]


def _meaning_problems(row: dict[str, str]) -> list[tuple[str, str]]:
    """What a pattern cannot tell: the place exists, both languages are there."""
    problems = []
    online = row["kind"] == "online_service"
    if not online and not _place_id(row["city"], row["voivodeship"]):
        problems.append(("city", f"{row['city']!r}: expected a place in the voivodeship {row['voivodeship']!r}"))
    for column in ("source_date", "collected_on"):
        if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", row[column]) and not _is_date(row[column]):
            problems.append((column, f"{row[column]!r}: expected {_PATTERNS[column][1]} that exists"))
    for stem in ("area", "note"):
        if bool(row[f"{stem}_pl"]) != bool(row[f"{stem}_en"]):
            problems.append((f"{stem}_pl", f"expected {stem}_pl and {stem}_en both filled or both empty"))
    return problems


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text if len(text) == len("2026-11-22") else f"{text}-01")
    except ValueError:
        return False
    return True


@cache
def _places_by_name() -> dict[tuple[str, str], gazetteer.Place]:
    best: dict[tuple[str, str], gazetteer.Place] = {}
    for place in gazetteer.read():
        key = (place.name, place.voivodeship)
        if key not in best or (place.is_town, place.population) > (best[key].is_town, best[key].population):
            best[key] = place
    return best


def _place_id(city: str, voivodeship: str) -> str:
    place = _places_by_name().get((city, voivodeship))
    return place.id if place else ""


def _facility(row: dict[str, str]) -> Facility:
    values: dict[str, object] = {c: row[c] for c in COLUMNS if c != "employs_recovery_assistants"}
    values["registration_point"] = row["registration_point"] == "yes"
    values["confirmed"] = row["employs_recovery_assistants"] == "yes"
    values["place_id"] = _place_id(row["city"], row["voivodeship"])
    make: Callable[..., Facility] = Facility
    return make(**values)
