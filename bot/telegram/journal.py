"""What must outlive a killed process: updates that wait for an answer, answers that wait to be sent, what was seen before.

An update is kept with its words until its answer is made, an answer until it is sent; afterwards only the number of the update
stays, for as long as Telegram might bring it again. All calls run in one thread beside the server; those that come together
share one transaction.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    delete,
    event,
    select,
    update,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.telegram.updates import Incoming

logger = logging.getLogger(__name__)
T = TypeVar("T")
LIFETIME: Final = 24 * 3600.0  # seconds for which an answer is worth sending; Telegram keeps updates as long
_REMEMBERED: Final = 2 * LIFETIME  # for which an update could come again
_BUSY_SECONDS: Final = 5
_METADATA: Final = MetaData()
_UPDATES: Final = Table(
    "telegram_updates",
    _METADATA,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("bot", Text, nullable=False),
    Column("received", Float, nullable=False),  # seconds since the epoch
    Column("chat", BigInteger, index=True),  # None once it is answered, like the next one
    Column("asked", Text),  # JSON of Incoming
)
_CALLS: Final = Table(
    "telegram_calls",
    _METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("bot", Text, nullable=False),
    Column("made", Float, nullable=False),
    Column("chat", BigInteger, nullable=False, index=True),
    Column("call", Text, nullable=False),  # JSON of method, params, urgent and places of a Call
    Column("started", Boolean, nullable=False),
    Column("above", BigInteger, nullable=False),
)
_NEWEST: Final = Table(
    "telegram_newest", _METADATA, Column("bot", Text, primary_key=True), Column("message", BigInteger, nullable=False)
)
_TOLD: Final = Table("telegram_told", _METADATA, Column("chat", Text, primary_key=True))


class JournalError(RuntimeError):
    """Nothing could be kept or read now; the message names the sort of the error only."""


@dataclass
class Call:
    """A message on its way to a chat.

    number: in the journal, 0 when it could not be kept. places: ids of facilities, when it is a map of them. marked: the
    journal knows that a try may have begun, and that its message can only have a number above `above`. unsure: such a try was
    made, and nobody knows how it ended.
    """

    method: str
    params: dict[str, Any]
    urgent: bool = False
    places: list[str] = field(default_factory=list)
    number: int = 0
    marked: bool = False
    unsure: bool = False
    above: int = 0


@dataclass(frozen=True)
class Backlog:
    """What a former process has left.

    seen: updates that were answered or wait. newest: the last of them. message: the highest number of a message that was known.
    updates, calls: in their order; calls with their chats.
    """

    seen: frozenset[int]
    newest: int | None
    message: int
    updates: tuple[Incoming, ...]
    calls: tuple[tuple[int, Call], ...]


class Journal:
    """Keeps all this in a database. bot: whose numbers these are; what was left for another one is dropped.

    Every method may raise JournalError.
    """

    def __init__(self, url: str, bot: str) -> None:
        self._bot = bot
        self._engine = _engine(url)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="telegram-journal")
        self._waiting: list[tuple[Callable[[Connection], Any], asyncio.Future[Any]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._is_ready = False

    async def load(self) -> Backlog:
        """Everything that waits; drops what is too old."""
        return await self._do(lambda connection: _load(connection, self._bot))

    async def add(self, incoming: Incoming) -> None:
        """An update has come."""
        row = {
            "update_id": incoming.update_id, "bot": self._bot, "received": time.time(), "chat": incoming.chat, "asked": json.dumps(incoming.as_json()),
        }  # fmt: skip

        def insert(connection: Connection) -> None:
            connection.execute(delete(_UPDATES).where(_UPDATES.c.update_id == incoming.update_id))
            connection.execute(_UPDATES.insert().values(**row))

        await self._do(insert)

    async def answered(self, incoming: Incoming, calls: Sequence[Call]) -> None:
        """The answer is made: forgets the words of the update and keeps the calls, which get their numbers."""
        await self._do(lambda connection: _answered(connection, self._bot, incoming, calls))

    async def starting(self, call: Call) -> None:
        """A try to send begins."""
        values = {"started": True, "above": call.above}
        await self._do(lambda c: c.execute(update(_CALLS).where(_CALLS.c.number == call.number).values(**values)))

    async def sent(self, call: Call, newest: int) -> None:
        """A call is done with. newest: highest number of a message that is known now."""

        def remove(connection: Connection) -> None:
            connection.execute(delete(_CALLS).where(_CALLS.c.number == call.number))
            connection.execute(update(_NEWEST).where(_NEWEST.c.bot == self._bot).values(message=newest))

        await self._do(remove)

    async def drop(self, chat: int) -> None:
        """Nothing more is to be sent to a chat."""

        def remove(connection: Connection) -> None:
            connection.execute(update(_UPDATES).where(_UPDATES.c.chat == chat).values(chat=None, asked=None))
            connection.execute(delete(_CALLS).where(_CALLS.c.chat == chat))

        await self._do(remove)

    async def first_time(self, key: str) -> bool:
        """A group, by a key that does not name it, is met for the first time; the second time it is not."""

        def tell(connection: Connection) -> bool:
            if connection.execute(select(_TOLD).where(_TOLD.c.chat == key)).first():
                return False
            connection.execute(_TOLD.insert().values(chat=key))
            return True

        return bool(await self._do(tell))

    async def _do(self, work: Callable[[Connection], T]) -> T:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        """Does what waits, in batches, until nothing waits."""
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                results = await asyncio.get_running_loop().run_in_executor(
                    self._thread, self._transact, [work for work, _ in batch]
                )
            except (SQLAlchemyError, OSError) as error:
                for _, done in batch:
                    if not done.done():
                        done.set_exception(JournalError(f"the queue of Telegram: {type(error).__name__}"))
            else:
                for (_, done), result in zip(batch, results):
                    if not done.done():
                        done.set_result(result)

    def _transact(self, works: list[Callable[[Connection], Any]]) -> list[Any]:
        if not self._is_ready:
            _METADATA.create_all(self._engine)
            self._is_ready = True
        with self._engine.begin() as connection:
            return [work(connection) for work in works]

    def close(self) -> None:
        """Ends the thread and the connections."""
        self._thread.shutdown(wait=True)
        self._engine.dispose()


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, connect_args={"connect_timeout": _BUSY_SECONDS}, pool_pre_ping=True, pool_size=1)
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _erase(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA secure_delete = ON")  # words that were deleted leave no trace in the file

    return engine


def _load(connection: Connection, bot: str) -> Backlog:
    now = time.time()
    for table in (_UPDATES, _CALLS, _NEWEST):
        connection.execute(delete(table).where(table.c.bot != bot))
    connection.execute(delete(_UPDATES).where(_UPDATES.c.received < now - _REMEMBERED))
    late = _UPDATES.c.received < now - LIFETIME
    connection.execute(update(_UPDATES).where(late).values(chat=None, asked=None))
    connection.execute(delete(_CALLS).where(_CALLS.c.made < now - LIFETIME))
    rows = connection.execute(select(_UPDATES.c.update_id, _UPDATES.c.asked).order_by(_UPDATES.c.update_id)).all()
    calls = connection.execute(select(_CALLS).order_by(_CALLS.c.number)).all()
    known = connection.execute(select(_NEWEST.c.message)).scalar()
    if known is None:
        connection.execute(_NEWEST.insert().values(bot=bot, message=0))
    waiting = tuple(Incoming(**json.loads(row.asked)) for row in rows if row.asked)
    return Backlog(
        seen=frozenset(row.update_id for row in rows),
        newest=max((row.update_id for row in rows), default=None),
        message=max([known or 0, *(r.above for r in calls), *(incoming.message for incoming in waiting)]),
        updates=waiting,
        calls=tuple(
            (r.chat, Call(**json.loads(r.call), number=r.number, marked=r.started, unsure=r.started, above=r.above)) for r in calls
        ),
    )


def _answered(connection: Connection, bot: str, incoming: Incoming, calls: Sequence[Call]) -> None:
    connection.execute(update(_UPDATES).where(_UPDATES.c.update_id == incoming.update_id).values(chat=None, asked=None))
    for call in calls:
        kept = {"method": call.method, "params": call.params, "urgent": call.urgent, "places": call.places}
        row = {
            "bot": bot, "made": time.time(), "chat": incoming.chat, "call": json.dumps(kept), "started": False, "above": call.above,
        }  # fmt: skip
        call.number = connection.execute(_CALLS.insert().values(**row)).inserted_primary_key[0]
