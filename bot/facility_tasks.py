"""What the command `guide facilities …` does: import, export, and looks at the age, the numbers and the reports."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy.engine import Engine

from actions.directory import changes, exports, phones, store, table
from actions.directory.changes import Changes
from actions.directory.model import Facility
from bot import settings
from bot.tables import TableError

FACILITIES: Final = settings.ROOT / "data" / "facilities.csv"
OK, BAD_TABLE, BAD_DATABASE = 0, 1, 3  # exit codes; 2 is that of wrong settings and arguments
_LISTED: Final = 50  # changes of a kind that are shown one by one
Thing = TypeVar("Thing")
_FILLED: Final = ("phone", "email", "website", "street", "postcode", "hours", "area_pl", "lat")


def import_facilities(path: Path, database_url: str, dry_run: bool = False) -> int:
    """Puts a checked table of facilities into the database and prints what that changes; returns an exit code.

    Changes nothing when a row is wrong, or in a dry run.
    """
    try:
        facilities = table.read(path)
        engine = store.connect(database_url)
        if dry_run:
            _print_all(difference(changes.between(_listed_now(engine), facilities)))
            print(f"Dry run of {len(facilities)} facilities: nothing was changed.")
            return OK
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        _print_all(difference(store.replace_all(engine, facilities, name_of(path), sha256)))
    except (TableError, store.DirectoryError) as error:
        print(f"{error}\nNothing was changed.", file=sys.stderr)
        return BAD_TABLE if isinstance(error, TableError) else BAD_DATABASE
    print(f"{len(facilities)} facilities imported, {sum(f.confirmed for f in facilities)} of them confirmed workplaces.")
    return OK


def name_of(path: Path) -> str:
    """How the history calls a file: the project's own by their place in it, others by their name alone."""
    resolved = path.resolve()
    return str(resolved.relative_to(settings.ROOT)) if resolved.is_relative_to(settings.ROOT) else path.name


def _listed_now(engine: Engine) -> list[Facility]:
    """The list in the database, empty when there is none yet. Raises DirectoryError when the database does not answer."""
    last = store.last_import(engine)
    return store.all_facilities(engine) if last and last.total else []


def difference(found: Changes) -> Iterator[str]:
    """A line for each facility that is new (+), gone (-) or different (~, a line for each field)."""
    yield from _some(found.added, lambda f: [f"+ {f.id}: {f.name}"])
    yield from _some(found.removed, lambda f: [f"- {f.id}: {f.name}"])
    yield from _some(found.changed, lambda pair: _field_lines(*pair))
    counts = f"{len(found.added)} added, {len(found.changed)} changed, {len(found.removed)} removed"
    yield "No difference." if found.none else f"Difference: {counts}."


def _field_lines(before: Facility, now: Facility) -> list[str]:
    names = changes.fields_changed(before, now)
    return [f"~ {now.id}: {name}: {getattr(before, name)!r} → {getattr(now, name)!r}" for name in names]


def _some(things: Sequence[Thing], lines: Callable[[Thing], list[str]]) -> Iterator[str]:
    for thing in things[:_LISTED]:
        yield from lines(thing)
    if len(things) > _LISTED:
        yield f"… and {len(things) - _LISTED} more"


def export(path: Path, form: str, database_url: str) -> int:
    """Writes the list in the database to a file in one of the formats; returns an exit code."""
    try:
        engine = store.connect(database_url)
        facilities = store.all_facilities(engine)
        exports.write(facilities, store.last_modified(engine), path, form)
    except (store.DirectoryError, OSError) as error:
        print(f"{error}\nNothing was written.", file=sys.stderr)
        return BAD_DATABASE
    print(f"{len(facilities)} facilities written to {path}.")
    return OK


def stale(limit: int, database_url: str, today: date) -> int:
    """Prints the rows whose check is more than `limit` days old, the oldest first; returns an exit code."""
    facilities = store.all_facilities(store.connect(database_url))
    found = sorted((f for f in facilities if f.age_days(today) > limit), key=lambda f: f.collected_on)
    for facility in found:
        contact = phones.for_people(facility.phone) or facility.email or facility.website or "no contact"
        print(f"{facility.age_days(today):5} days  {facility.collected_on}  {facility.id:24}  {facility.name}  ({contact})")
    oldest = max(f.age_days(today) for f in facilities)
    print(f"{len(found)} of {len(facilities)} rows were checked more than {limit} days ago; the oldest check is {oldest} days old.")
    return OK


def stats(database_url: str, today: date) -> int:
    """Prints what the list holds and where it came from; returns an exit code."""
    engine = store.connect(database_url)
    facilities = store.all_facilities(engine)
    last = store.imports(engine)[0]
    number = len(facilities)
    print(f"{number} facilities, {sum(f.confirmed for f in facilities)} of them confirmed workplaces")
    for title, values in (("kind", (f.kind for f in facilities)), ("voivodeship", (f.voivodeship for f in facilities))):
        for value, count in Counter(values).most_common():
            print(f"  {title:12} {value or 'none':32} {count:6}")
    for column in _FILLED:
        filled = sum(getattr(f, column) not in ("", None) for f in facilities)
        print(f"  {'known':12} {column.removesuffix('_pl'):32} {filled:6} ({filled / number:.0%})")
    ages = sorted(f.age_days(today) for f in facilities)
    print(f"age of the checks in days: newest {ages[0]}, middle {ages[number // 2]}, oldest {ages[-1]}")
    print(
        f"last import: {last.imported_at}, {last.file or 'no file'}, sha256 {last.sha256[:12] or 'unknown'}, "
        f"{last.added} added, {last.changed} changed, {last.removed} removed"
    )
    return OK


def reports(database_url: str) -> int:
    """Prints what visitors said is wrong, by facility, the most reported first; returns an exit code."""
    engine = store.connect(database_url)
    found = store.contact_reports(engine)
    names = {f.id: f.name for f in store.all_facilities(engine)}
    for facility_id, count in Counter(r.facility_id for r in found).most_common():
        print(f"{count} × {facility_id}: {names.get(facility_id, 'no longer on the list')}")
        for report in found:
            if report.facility_id == facility_id:
                print(f"    {report.reported_on}  {report.reason or 'no reason given'}")
    print(f"{len(found)} reports of wrong contacts.")
    return OK


def _print_all(lines: Iterator[str]) -> None:
    for line in lines:
        print(line)
