"""The list of facilities at hand in the process: read again only when an import has changed it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLateError
from datetime import date, timedelta
from typing import Final

from sqlalchemy.engine import Engine

from actions.directory import store
from actions.directory.database import DirectoryError
from actions.directory.days import today
from actions.directory.directory import Directory
from actions.directory.model import Facility

_ANSWER_SECONDS: Final = 1.8  # a visitor waits so long for a database that may not answer at all
_READ_SECONDS: Final = 8.0  # and so long, once it has answered, for the first reading of a very long list


class _Reading:
    """A look at the database that goes on in a thread. answered: it has told the stamp, or that something is wrong."""

    def __init__(self) -> None:
        self.answered = threading.Event()
        self.result: Future[Directory] = Future()
        self.started = time.monotonic()


class DirectoryReader:
    """Gives the current list; each call asks the database for one number, the stamp of the last import.

    The database is asked in a thread of its own: one that hangs costs a visitor a moment and never the whole server.
    """

    def __init__(self, engine: Engine, stale_days: int, day: Callable[[], date] = today) -> None:
        self._engine = engine
        self._stale_days = stale_days
        self._day = day
        self._lock = threading.Lock()
        self._reading: _Reading | None = None
        self._stamp = -1
        self._facilities: list[Facility] = []
        self._directory: Directory | None = None
        self._directory_day = date.min

    def directory(self) -> Directory:
        """The list as it is now; that of before while a very long new one is still being read.

        Raises DirectoryError when it cannot be read, within two seconds when the database does not answer.
        """
        with self._lock:
            if self._reading is None or self._reading.result.done():
                self._reading = self._start()
            reading = self._reading
        if reading.answered.wait(_ANSWER_SECONDS):
            old = self._directory
            try:
                return reading.result.result(_ANSWER_SECONDS if old else _READ_SECONDS)
            except TooLateError:
                if old and time.monotonic() - reading.started < _READ_SECONDS:
                    return old
        raise DirectoryError("the list of facilities could not be read: the database does not answer")

    def _start(self) -> _Reading:
        """Reads in a daemon thread, so that a database that hangs does not keep the process from ending."""
        reading = _Reading()

        def read() -> None:
            try:
                reading.result.set_result(self._current(reading.answered))
            except BaseException as error:
                reading.result.set_exception(error)
            finally:
                reading.answered.set()

        threading.Thread(target=read, name="directory", daemon=True).start()
        return reading

    def _current(self, answered: threading.Event) -> Directory:
        """Runs in one thread at a time."""
        changed = store.stamp(self._engine) != self._stamp
        answered.set()
        if changed:
            self._stamp, self._facilities = store.stamped_facilities(self._engine)
        day = self._day()
        if changed or self._directory is None or day != self._directory_day:  # the next day more rows may be stale
            self._directory = Directory(self._facilities, day - timedelta(days=self._stale_days))
            self._directory_day = day
        return self._directory
