"""The list of facilities at hand in the process: read again only when an import has changed it."""

from __future__ import annotations

import threading
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

_SECONDS: Final = 1.8  # a visitor waits so long for the database, whatever it does


class DirectoryReader:
    """Gives the current list; each call asks the database for one number, the stamp of the last import.

    The database is asked in a thread of its own: one that hangs costs a visitor a moment and never the whole server.
    """

    def __init__(self, engine: Engine, stale_days: int, day: Callable[[], date] = today) -> None:
        self._engine = engine
        self._stale_days = stale_days
        self._day = day
        self._lock = threading.Lock()
        self._running: Future[Directory] | None = None
        self._stamp = -1
        self._facilities: list[Facility] = []
        self._directory: Directory | None = None
        self._directory_day = date.min

    def directory(self) -> Directory:
        """The list as it is now. Raises DirectoryError within two seconds when it cannot be read."""
        with self._lock:
            if self._running is None or self._running.done():
                self._running = self._start()
            running = self._running
        try:
            return running.result(timeout=_SECONDS)
        except TooLateError:
            raise DirectoryError("the list of facilities could not be read: the database does not answer") from None

    def _start(self) -> Future[Directory]:
        """Reads in a daemon thread, so that a database that hangs does not keep the process from ending."""
        future: Future[Directory] = Future()

        def read() -> None:
            try:
                future.set_result(self._current())
            except BaseException as error:
                future.set_exception(error)

        threading.Thread(target=read, name="directory", daemon=True).start()
        return future

    def _current(self) -> Directory:
        """Runs in one thread at a time."""
        if store.stamp(self._engine) != self._stamp or not self._facilities:
            self._stamp, self._facilities = store.stamped_facilities(self._engine)
            self._directory = None
        day = self._day()
        if self._directory is None or day != self._directory_day:  # the next day more rows may be stale
            self._directory = Directory(self._facilities, day - timedelta(days=self._stale_days))
            self._directory_day = day
        return self._directory
