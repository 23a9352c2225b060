"""The table of conversations, on SQLite or PostgreSQL. Everything here may take time: it is called in threads."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    Column,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    create_engine,
    delete,
    event,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DisconnectionError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from bot.stores.turns import ConflictError, StoreError

BUSY_SECONDS: Final = 2  # a statement waits so long for others; the shortest that libpq allows for a connection
_METADATA: Final = MetaData()
TABLE: Final = Table(
    "conversations",
    _METADATA,
    Column("conversation", Text, primary_key=True),  # a keyed hash of the id that the channel gave
    Column("version", Integer, nullable=False),  # counts the turns
    Column("seen_at", Float, nullable=False, index=True),  # end of the last turn, seconds since the epoch
    Column("message", Text, nullable=False),  # hash of the id of the message answered last
    Column("content", LargeBinary, nullable=False),  # sealed: the state (compact.py) and what was said last
)
_KEY: Final = TABLE.c.conversation == bindparam("key")
_READ: Final = select(TABLE).where(_KEY)
_ADD: Final = insert(TABLE)
_CHANGE: Final = update(TABLE).where(_KEY, TABLE.c.version == bindparam("known"))
_FORGET: Final = delete(TABLE).where(_KEY)


@dataclass(frozen=True)
class Row:
    """A stored conversation; the columns of the table."""

    version: int
    seen_at: float
    message: str
    content: bytes


class ConversationTable:
    """Reads and writes rows. Every method raises StoreError when the database does not answer; nothing has changed then."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self._made = False

    def read(self, key: str) -> Row | None:
        """The row of a conversation."""
        with _Transaction(self) as connection:
            found = connection.execute(_READ, {"key": key}).mappings().first()
        return Row(**{name: found[name] for name in Row.__dataclass_fields__}) if found else None

    def write(self, key: str, row: Row) -> None:
        """Stores the next version of a conversation. Raises ConflictError when it is not the next any more."""
        values = {name: getattr(row, name) for name in Row.__dataclass_fields__}
        with _Transaction(self) as connection:
            if row.version == 1:
                connection.execute(_ADD, {"conversation": key, **values})
            elif connection.execute(_CHANGE, {"key": key, "known": row.version - 1, **values}).rowcount != 1:
                raise ConflictError("the conversation went on elsewhere")

    def forget(self, key: str) -> None:
        """Deletes a conversation so that no byte of it is left in the file."""
        with _Transaction(self) as connection:
            connection.execute(_FORGET, {"key": key})
        self._clear_log()

    def expire(self, before: float, now: float) -> list[str]:
        """Deletes the conversations silent since `before`; the keys of those. What lies after `now`, by a clock set back, is put there."""
        with _Transaction(self) as connection:
            old = connection.execute(select(TABLE.c.conversation).where(TABLE.c.seen_at < before)).scalars().all()
            if old:
                connection.execute(delete(TABLE).where(TABLE.c.seen_at < before))
            connection.execute(update(TABLE).where(TABLE.c.seen_at > now).values(seen_at=now))
        self._clear_log()
        return list(old)

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()

    def _clear_log(self) -> None:
        """SQLite keeps deleted rows in the file of its log until that is taken into the main file."""
        if self._engine.dialect.name == "sqlite":
            try:
                with self._engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            except SQLAlchemyError as error:
                raise StoreError(reason(error)) from None


class _Transaction:
    """A transaction on the table, which it makes when it is not there; errors as StoreError."""

    def __init__(self, table: ConversationTable) -> None:
        self._table = table

    def __enter__(self) -> Any:
        engine = self._table._engine
        try:
            if not self._table._made:
                _make(engine)
                self._table._made = True
            self._begun = engine.begin()
            return self._begun.__enter__()
        except SQLAlchemyError as error:
            raise StoreError(reason(error)) from None

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> None:
        try:
            self._begun.__exit__(kind, error, traceback)
        except IntegrityError:
            raise ConflictError("the conversation was begun elsewhere") from None
        except SQLAlchemyError as failed:
            error = failed
        if isinstance(error, IntegrityError):
            raise ConflictError("the conversation was begun elsewhere") from None
        if isinstance(error, SQLAlchemyError):
            self._table._made = False  # perhaps another database stands there now
            raise StoreError(reason(error)) from None


def reason(error: SQLAlchemyError) -> str:
    """The sort of an error, and the database's code for it; never a statement or values."""
    code = getattr(getattr(error, "orig", None), "pgcode", None)
    return type(error).__name__ + (f" {code}" if code else "")


def _make(engine: Engine) -> None:
    """Makes the table; one with the columns of another version goes first, as its conversations could not be read."""
    found = inspect(engine)
    if found.has_table(TABLE.name) and {column["name"] for column in found.get_columns(TABLE.name)} != set(TABLE.c.keys()):
        TABLE.drop(engine)
    try:
        _METADATA.create_all(engine)
    except SQLAlchemyError:
        _METADATA.create_all(engine)  # another process made it at the same moment


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        limits = {
            "connect_timeout": BUSY_SECONDS,
            "options": f"-c statement_timeout={BUSY_SECONDS * 1000} -c idle_in_transaction_session_timeout=10000",
            "application_name": "guide",
            "tcp_user_timeout": BUSY_SECONDS * 1000,
            "keepalives_idle": 10,
        }
        return create_engine(
            url,
            connect_args=limits,
            pool_size=4,
            max_overflow=0,
            pool_timeout=BUSY_SECONDS,
            pool_pre_ping=True,
            hide_parameters=True,
        )
    file = make_url(url).database
    if file and not file.startswith((":memory:", "file:")):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    # Connections stay open: closing the last one makes SQLite empty its log, which costs more than the turn.
    same_thread = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, connect_args=same_thread, poolclass=QueuePool, pool_timeout=BUSY_SECONDS, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, record: Any) -> None:
        record.info["file"] = _identity(file)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")

    @event.listens_for(engine, "checkout")
    def _look(_connection: sqlite3.Connection, record: Any, _proxy: object) -> None:
        if record.info["file"] != _identity(file):  # put back from elsewhere, or removed, since it was opened
            raise DisconnectionError

    return engine


def _identity(file: str | None) -> tuple[int, int] | None:
    """Which file stands at a path now."""
    try:
        found = Path(file or "").stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
