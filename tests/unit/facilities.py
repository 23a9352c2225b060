"""Facilities made up for tests: as a row of the table, and as the guide knows them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from actions.directory.model import Facility
from actions.directory.table import COLUMNS, OPTIONAL
from tests.unit.places import place

ROW = {
    "id": "dom-krakow",
    "name": "Dom w Krakowie",
    "kind": "community_self_help_home",
    "registration_point": "no",
    "street": "ul. Długa 1",
    "postcode": "31-067",
    "city": "Kraków",
    "voivodeship": "małopolskie",
    "phone": "+48123456789",
    "email": "dom@example.org",
    "website": "https://example.org",
    "employs_recovery_assistants": "yes",
    "hours": "Mo-Fr 08:00-16:00",
    "area_pl": "dorośli",
    "area_en": "adults",
    "note_pl": "uwaga",
    "note_en": "note",
    "source_url": "https://example.org/about",
    "source_date": "2024-05",
    "collected_on": "2026-11-22",
}


def row(**changes: str) -> dict[str, str]:
    """A good row with some values changed; another id has another name, since no facility may stand in the table twice."""
    own_name = {"name": f"Dom {changes['id']}"} if "id" in changes else {}
    return {**ROW, **own_name, **changes}


def write(path: Path, *rows: dict[str, str]) -> Path:
    """The rows as a table in the file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS + OPTIONAL)
        writer.writeheader()
        writer.writerows(rows)
    return path


def facility(id: str, town: str = "", kind: str = "mental_health_centre", confirmed: bool = False) -> Facility:
    """A facility in a town of the gazetteer; without a town one that is online."""
    found = place(town) if town else None
    values: dict[str, Any] = {name: value for name, value in ROW.items() if name != "employs_recovery_assistants"}
    values.update(id=id, kind=kind, confirmed=confirmed, registration_point=False, city=town)
    values.update(voivodeship=found.voivodeship if found else "", place_id=found.id if found else "")
    return Facility(**values)
