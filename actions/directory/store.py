"""Keeps the list of facilities, its history and the reports of wrong contacts in a database, and reads them back.

An import is one transaction: readers see all of it or nothing of it, on SQLite as on PostgreSQL.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timezone
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine

from actions.directory import changes
from actions.directory.changes import Changes
from actions.directory.database import DirectoryError, connect, has_tables, migrate, reading, writing
from actions.directory.model import FIELDS, Facility
from actions.directory.schema import CONTACT_REPORTS, FACILITIES, FACILITY_HISTORY, IMPORTS

__all__ = ["DirectoryError", "connect", "migrate"]  # a caller needs to know no more of the database
REASONS: Final = ("phone", "address", "hours", "closed", "other")  # of a report that a contact is wrong
_COLUMNS: Final = [FACILITIES.c[name] for name in FIELDS]


@dataclass(frozen=True)
class Import:
    """One import, as the history keeps it. imported_at: UTC, ISO 8601; sha256: of the file."""

    id: int
    imported_at: str
    file: str
    sha256: str
    total: int
    added: int
    changed: int
    removed: int


@dataclass(frozen=True)
class RowChange:
    """What an import did to a facility. old: its values before; none when it was added."""

    import_id: int
    facility_id: str
    change: str
    old: dict[str, Any] | None


@dataclass(frozen=True)
class ContactReport:
    """A visitor said that a contact is wrong. reported_on: ISO day; reason: one of REASONS, or empty."""

    facility_id: str
    reported_on: str
    reason: str


def replace_all(engine: Engine, facilities: Sequence[Facility], file: str = "", sha256: str = "") -> Changes:
    """Puts these facilities in place of all that were there and returns what that has changed.

    file, sha256: where they come from, for the history. Raises DirectoryError; then nothing has changed.
    """
    migrate(engine)
    rows = [{"position": i, **{name: getattr(f, name) for name in FIELDS}} for i, f in enumerate(facilities)]
    with writing(engine) as connection:
        found = changes.between(_facilities(connection), facilities)
        connection.execute(FACILITIES.delete())
        if rows:
            connection.execute(FACILITIES.insert(), rows)
        _remember(connection, found, len(rows), file, sha256)
    return found


def _remember(connection: Connection, found: Changes, total: int, file: str, sha256: str) -> None:
    """Writes the import and its changes into the history."""
    counts = {"total": total, "added": len(found.added), "changed": len(found.changed), "removed": len(found.removed)}
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    done = connection.execute(IMPORTS.insert().values(imported_at=now, file=file, sha256=sha256, **counts))
    (import_id,) = done.inserted_primary_key
    history = [{"import_id": import_id, **row} for row in _history_rows(found)]
    if history:
        connection.execute(FACILITY_HISTORY.insert(), history)


def _history_rows(found: Changes) -> Iterator[dict[str, str | None]]:
    for facility in found.added:
        yield {"facility_id": facility.id, "change": "added", "old": None}
    for change, facilities in (("changed", [old for old, _ in found.changed]), ("removed", found.removed)):
        for facility in facilities:
            yield {"facility_id": facility.id, "change": change, "old": json.dumps(asdict(facility), ensure_ascii=False)}


def _facilities(connection: Connection) -> list[Facility]:
    return [Facility(*row) for row in connection.execute(select(*_COLUMNS).order_by(FACILITIES.c.position))]


def all_facilities(engine: Engine) -> list[Facility]:
    """Every facility in the order of the table. Raises DirectoryError when there is none or the database does not answer."""
    return stamped_facilities(engine)[1]


def stamped_facilities(engine: Engine) -> tuple[int, list[Facility]]:
    """The stamp of the list and every facility of it, both of one moment. Raises DirectoryError as all_facilities does."""
    with reading(engine) as connection:
        current, facilities = _stamp(connection), _facilities(connection)
    if not facilities:
        raise DirectoryError("the list of facilities is empty")
    return current, facilities


def stamp(engine: Engine) -> int:
    """A number that changes with every import: the id of the last one, 0 before the first. Raises DirectoryError."""
    with reading(engine) as connection:
        return _stamp(connection)


def _stamp(connection: Connection) -> int:
    return int(connection.execute(select(func.max(IMPORTS.c.id))).scalar() or 0)


def last_import(engine: Engine) -> Import | None:
    """The import that the list comes from; None when there was none yet. Raises DirectoryError if the database fails."""
    return imports(engine)[0] if has_tables(engine) and stamp(engine) else None


def imports(engine: Engine) -> list[Import]:
    """All imports, the last one first. Raises DirectoryError."""
    with reading(engine) as connection:
        return [Import(*row) for row in connection.execute(select(IMPORTS).order_by(IMPORTS.c.id.desc()))]


def history(engine: Engine, facility_id: str) -> list[RowChange]:
    """What the imports did to a facility, the last change first. Raises DirectoryError."""
    wanted = FACILITY_HISTORY.c.facility_id == facility_id
    columns = [FACILITY_HISTORY.c[name] for name in ("import_id", "facility_id", "change", "old")]
    with reading(engine) as connection:
        rows = connection.execute(select(*columns).where(wanted).order_by(FACILITY_HISTORY.c.id.desc())).all()
    return [RowChange(i, f, change, json.loads(old) if old else None) for i, f, change, old in rows]


def last_modified(engine: Engine) -> dict[str, str]:
    """When each facility last changed, by id: UTC, ISO 8601. Raises DirectoryError."""
    joined = FACILITY_HISTORY.join(IMPORTS, FACILITY_HISTORY.c.import_id == IMPORTS.c.id)
    query = select(FACILITY_HISTORY.c.facility_id, func.max(IMPORTS.c.imported_at)).select_from(joined)
    with reading(engine) as connection:
        return {facility: when for facility, when in connection.execute(query.group_by(FACILITY_HISTORY.c.facility_id))}


def report_contact(engine: Engine, facility_id: str, day: date, reason: str = "") -> None:
    """Notes that a contact is said to be wrong. Raises DirectoryError, ValueError for a reason that is not in REASONS."""
    if reason and reason not in REASONS:
        raise ValueError(f"{reason!r}: expected one of {', '.join(REASONS)}, or nothing")
    with writing(engine) as connection:
        row = {"facility_id": facility_id, "reported_on": day.isoformat(), "reason": reason}
        connection.execute(CONTACT_REPORTS.insert().values(**row))


def contact_reports(engine: Engine) -> list[ContactReport]:
    """All reports of wrong contacts, the newest first. Raises DirectoryError."""
    columns = [CONTACT_REPORTS.c[name] for name in ("facility_id", "reported_on", "reason")]
    with reading(engine) as connection:
        rows = connection.execute(select(*columns).order_by(CONTACT_REPORTS.c.id.desc())).all()
    return [ContactReport(*row) for row in rows]
