"""The tables of the directory in the database. Changes of them go through `migrations`, never through this file alone."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, MetaData, Table, Text

from actions.directory.model import FIELDS

METADATA: Final = MetaData()
_BOOLEAN: Final = ("registration_point", "confirmed")
_DEGREES: Final = ("lat", "lon")


def _column(name: str) -> Column:
    kind = Boolean if name in _BOOLEAN else Float(53) if name in _DEGREES else Text
    return Column(name, kind, nullable=name in _DEGREES, unique=name == "id")


# The list as it is now. position: order of the table, in which the most certain rows stand first.
FACILITIES: Final = Table("facilities", METADATA, Column("position", Integer, primary_key=True), *map(_column, FIELDS))

# One row an import. imported_at: UTC, ISO; file: its name alone; sha256: of the file; the rest: numbers of facilities.
IMPORTS: Final = Table(
    "imports",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("imported_at", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("total", "added", "changed", "removed")),
)

# What an import did to a facility. change: added, changed or removed; old: the row before, as JSON, none when added.
FACILITY_HISTORY: Final = Table(
    "facility_history",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("import_id", Integer, ForeignKey("imports.id"), nullable=False, index=True),
    Column("facility_id", Text, nullable=False, index=True),
    Column("change", Text, nullable=False),
    Column("old", Text),
)

# "This contact is wrong", said by a visitor: which, on what day, of what sort. Never words of the visitor.
CONTACT_REPORTS: Final = Table(
    "contact_reports",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("facility_id", Text, nullable=False, index=True),
    Column("reported_on", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
