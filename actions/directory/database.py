"""How the database of the directory is reached: engines, transactions, time limits, migrations; on SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import create_engine, event, inspect
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

MIGRATIONS: Final = Path(__file__).parent / "migrations"
_BUSY_SECONDS: Final = 1  # a reader waits so long for a locked SQLite file, a writer ten times as long
_CONNECT_SECONDS: Final = 2  # the shortest that libpq allows
_READ_MS: Final = 8000  # of a statement on PostgreSQL; reader.py watches over the seconds of a visitor
_LOG_SECONDS, _PAUSE = 2.0, 0.1  # how long the change to a log beside the file is tried again, and the time between two tries
_WRITE_LOCK: Final = 7_301_642  # any number: writers of one PostgreSQL database queue for it
_WRITES: Final = "writes"  # execution option of a connection that will write


class DirectoryError(RuntimeError):
    """The list cannot be read or written now."""


def connect(url: str) -> Engine:
    """An engine for the database; makes the folder of an SQLite file. Raises DirectoryError for an address it cannot use."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            if parsed.database and not parsed.database.startswith("file:"):
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            return _sqlite(url)
        options = f"-c statement_timeout={_READ_MS}"
        limits = {"connect_timeout": _CONNECT_SECONDS, "options": options, "application_name": "guide"}
        # pool_pre_ping: a server that was started anew in between is no error
        return create_engine(url, connect_args=limits, pool_pre_ping=True, pool_size=2)
    except (SQLAlchemyError, ImportError, OSError) as error:
        raise DirectoryError(f"the database cannot be used: {_reason(error)}") from error


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})

    # Python's sqlite3 begins transactions only before changes of rows; ours hold reads and changes of tables too.
    @event.listens_for(engine, "connect")
    def _take_over(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get(_WRITES):
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 10_000}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees the database as it was at one moment. Raises DirectoryError; never makes a file."""
    missing = _missing_file(engine)
    if missing:
        raise DirectoryError(f"the list of facilities could not be read: there is no file {missing}")
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection
    except SQLAlchemyError as error:
        raise DirectoryError(f"the list of facilities could not be read: {_reason(error)}") from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction alone among writers: all of it comes to be, or nothing. Raises DirectoryError."""
    try:
        with engine.execution_options(**{_WRITES: True}).begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '{_BUSY_SECONDS * 10}s'")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")
            yield connection
    except (SQLAlchemyError, OSError) as error:
        raise DirectoryError(f"the list of facilities could not be written: {_reason(error)}") from error


def migrate(engine: Engine) -> None:
    """Brings the tables up to date; does nothing when they are. Raises DirectoryError; then nothing has changed."""
    from alembic import command  # only writers need it
    from alembic.config import Config

    if engine.dialect.name == "sqlite":
        _write_ahead(engine)
    with writing(engine) as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def has_tables(engine: Engine) -> bool:
    """There is a database whose tables a migration has made. Raises DirectoryError when it does not answer."""
    if _missing_file(engine):
        return False
    with reading(engine) as connection:
        return bool(inspect(connection).has_table("imports"))


def _write_ahead(engine: Engine) -> None:
    """SQLite keeps changes in a file beside, so that readers go on while an import writes; the file remembers this.

    The change does not wait for other processes that make it at the same moment, so it is tried again.
    """
    deadline = time.monotonic() + _LOG_SECONDS
    while True:
        try:
            with engine.connect() as connection:  # outside a transaction, as the pragma demands
                if connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
                    connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            return
        except SQLAlchemyError as error:
            if "locked" not in _reason(error) or time.monotonic() > deadline:
                raise DirectoryError(f"the list of facilities could not be written: {_reason(error)}") from error
            time.sleep(_PAUSE)


def _missing_file(engine: Engine) -> str | None:
    database: Any = engine.url.database
    if engine.dialect.name != "sqlite" or not database or database.startswith(("file:", ":memory:")):
        return None
    return None if Path(database).exists() else str(database)


def _reason(error: Exception) -> str:
    """The sort of an error and, of the database, its first line; never the values of rows or a password."""
    original = getattr(error, "orig", None)
    if original is None or "IntegrityError" in type(error).__name__:
        return type(error).__name__
    return f"{type(error).__name__} ({str(original).strip().splitlines()[0] if str(original).strip() else 'no reason given'})"
