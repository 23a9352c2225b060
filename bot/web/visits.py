"""How many messages are in work: one of a session, and not more than the server takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class BusyError(RuntimeError):
    """A message of this session is being answered."""


class FullError(RuntimeError):
    """As many messages as the server takes are being answered or wait."""


class Visits:
    """The sessions that are being answered by this process. most_at_once: messages in work, waiting ones included."""

    def __init__(self, most_at_once: int) -> None:
        self._most_at_once = most_at_once
        self._busy: set[str] = set()

    @contextmanager
    def answering(self, session: str) -> Iterator[None]:
        """Marks the session as busy for the time of a block. Raises BusyError or FullError when it has to wait."""
        if session in self._busy:
            raise BusyError
        if len(self._busy) >= self._most_at_once:
            raise FullError
        self._busy.add(session)
        try:
            yield
        finally:
            self._busy.discard(session)
