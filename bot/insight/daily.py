"""Counts by day in the database, for `./guide report`: topics, languages, searches, times. Nothing about who or which conversation.

Counted in memory and written every few seconds by a thread of its own, so that no visitor waits for it; a process that is
killed loses what it has not written yet.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from sqlalchemy import Column, Date, Integer, MetaData, PrimaryKeyConstraint, Table, Text, delete, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from actions.directory import store
from bot import settings
from bot.insight.metrics import BUCKETS
from bot.insight.noted import Noted

logger = logging.getLogger(__name__)
_EVERY: Final = 5.0  # seconds
_METADATA: Final = MetaData()
FIGURES: Final = Table(
    "daily_figures",
    _METADATA,
    Column("day", Date, nullable=False),
    Column("what", Text, nullable=False),  # one of KINDS
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("day", "what", "name", "language"),
)
MORE: Final = "more"  # name of a time longer than the longest bound
KINDS: Final = ("channel", "topic", "not_understood", "danger", "search", "place", "trouble", "time")


@dataclass(frozen=True)
class Figure:
    """So many times on a day. what: one of KINDS; name: topic, outcome, place, or upper bound of a time in milliseconds."""

    day: date
    what: str
    name: str
    language: str
    count: int


def figures_of(turn: Noted, day: date) -> list[tuple[date, str, str, str]]:
    """What a turn adds one to."""
    bound = next((b for b in BUCKETS if turn.seconds.get("whole", 0.0) <= b), None)
    named = {
        "channel": turn.channel,
        "topic": turn.topic,
        "not_understood": "" if turn.understood else turn.topic,
        "danger": turn.danger,
        "search": turn.search,
        "place": turn.place,
        "trouble": turn.trouble,
        "time": f"{bound * 1000:g}" if bound else MORE,
    }
    return [(day, what, name, turn.language or "unknown") for what, name in named.items() if name]


class DailyFigures:
    """Counts of a database; `days`: how long they are kept. A database that fails loses counts, never an answer."""

    def __init__(self, engine: Engine, days: int) -> None:
        self._engine = engine
        self._days = days
        self._counts: Counter[tuple[date, str, str, str]] = Counter()
        self._lock = threading.Lock()

    def count(self, turn: Noted, day: date) -> None:
        """Remembers a turn until the next writing."""
        with self._lock:
            self._counts.update(figures_of(turn, day))

    def count_search(self, outcome: str, place: str, language: str, day: date) -> None:
        """Remembers a search on the list of facilities. place: name of a place without any, or ""."""
        with self._lock:
            self._counts[(day, "search", outcome, language)] += 1
            if place:
                self._counts[(day, "place", place, language)] += 1

    def write(self) -> None:
        """Adds what was counted to the database and drops what is too old; keeps the counts when that fails."""
        with self._lock:
            counted, self._counts = self._counts, Counter()
        if not counted:
            return
        try:
            _METADATA.create_all(self._engine)
            with self._engine.begin() as connection:
                for key, number in counted.items():
                    _add(connection, key, number)
                connection.execute(delete(FIGURES).where(FIGURES.c.day < max(k[0] for k in counted) - timedelta(days=self._days)))
        except SQLAlchemyError as error:
            logger.error("daily figures: %s", type(error).__name__)
            with self._lock:
                self._counts.update(counted)

    def write_for_ever(self) -> None:
        """Writes from time to time in a thread of its own, and at the end of the process."""
        threading.Thread(target=self._writing, name="daily figures", daemon=True).start()
        atexit.register(self.write)

    def _writing(self) -> None:
        while True:
            time.sleep(_EVERY)
            self.write()

    def between(self, first: date, last: date) -> list[Figure]:
        """All figures of these days. Raises SQLAlchemyError when the database does not answer."""
        _METADATA.create_all(self._engine)
        query = select(FIGURES).where(FIGURES.c.day.between(first, last)).order_by(FIGURES.c.day)
        with self._engine.connect() as connection:
            return [Figure(*row) for row in connection.execute(query)]


def _add(connection: Connection, key: tuple[date, str, str, str], number: int) -> None:
    """Adds to a count, or begins it; another process may begin it at the same moment."""
    day, what, name, language = key
    here = (FIGURES.c.day == day) & (FIGURES.c.what == what) & (FIGURES.c.name == name) & (FIGURES.c.language == language)
    more = FIGURES.update().where(here).values(count=FIGURES.c.count + number)
    if connection.execute(more).rowcount:
        return
    try:
        with connection.begin_nested():
            connection.execute(FIGURES.insert().values(day=day, what=what, name=name, language=language, count=number))
    except IntegrityError:
        connection.execute(more)


def total(figures: Iterable[Figure], what: str) -> Counter[str]:
    """Counts by name of one kind."""
    found: Counter[str] = Counter()
    for figure in figures:
        if figure.what == what:
            found[figure.name] += figure.count
    return found


@cache
def daily_figures() -> DailyFigures:
    """The figures of this process, as the settings say."""
    config = settings.load()
    return DailyFigures(store.connect(config.database_url), config.figures_days)
