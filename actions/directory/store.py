"""Keeps the list of facilities in a database and reads it back. One transaction an import: all rows or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Boolean, Column, Integer, MetaData, Table, Text, create_engine, select
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from actions.directory.model import FIELDS, Facility

_METADATA = MetaData()
_BOOLEAN = ("registration_point", "confirmed")
FACILITIES = Table(
    "facilities",
    _METADATA,
    Column("position", Integer, primary_key=True),  # order of the table: the most certain rows stand first
    *(Column(name, Boolean if name in _BOOLEAN else Text, nullable=False, unique=name == "id") for name in FIELDS),
)


class DirectoryError(RuntimeError):
    """The list cannot be read or written now."""


def connect(url: str) -> Engine:
    """An engine for the database; makes the folder of an SQLite file."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    return create_engine(url)


def replace_all(engine: Engine, facilities: Sequence[Facility]) -> None:
    """Puts these facilities in place of all that were there. Raises DirectoryError; then nothing has changed."""
    rows = [{"position": i, **{name: getattr(f, name) for name in FIELDS}} for i, f in enumerate(facilities)]
    try:
        with engine.begin() as connection:
            _METADATA.create_all(connection)
            connection.execute(FACILITIES.delete())
            if rows:
                connection.execute(FACILITIES.insert(), rows)
    except SQLAlchemyError as error:
        raise DirectoryError(f"the list of facilities could not be written: {type(error).__name__}") from error


def all_facilities(engine: Engine) -> list[Facility]:
    """Every facility in the order of the table. Raises DirectoryError when the database does not answer."""
    try:
        with engine.connect() as connection:
            rows = connection.execute(select(FACILITIES).order_by(FACILITIES.c.position)).mappings().all()
    except SQLAlchemyError as error:
        raise DirectoryError(f"the list of facilities could not be read: {type(error).__name__}") from error
    if not rows:
        raise DirectoryError("the list of facilities is empty")
    return [Facility(**{name: row[name] for name in FIELDS}) for row in rows]
