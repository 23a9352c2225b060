"""What the server remembers of a running visit: whether it is answering, and its last answer, for a browser that asks again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

_MOST_VISITS: Final = 10_000


class BusyError(RuntimeError):
    """A message of this session is being answered."""


class FullError(RuntimeError):
    """As many messages as the server takes are being answered or wait."""


@dataclass
class Visit:
    """One session. last_id: the browser's id of the message answered last; last_answer: what was said to it."""

    busy: bool = False
    last_id: str = ""
    last_answer: list[dict[str, Any]] = field(default_factory=list)


class Visits:
    """All running visits, the longest silent one forgotten first. most_at_once: messages in work, waiting ones included."""

    def __init__(self, most_at_once: int) -> None:
        self._most_at_once = most_at_once
        self._at_work = 0
        self._visits: OrderedDict[str, Visit] = OrderedDict()

    def of(self, session: str) -> Visit:
        """The visit of a session, new if it is not known."""
        visit = self._visits.setdefault(session, Visit())
        self._visits.move_to_end(session)
        if len(self._visits) > _MOST_VISITS:
            self._visits.popitem(last=False)
        return visit

    def forget(self, session: str) -> None:
        """Forgets a visit."""
        self._visits.pop(session, None)

    @contextmanager
    def answering(self, session: str) -> Iterator[Visit]:
        """Marks the visit as busy for the time of a block. Raises BusyError or FullError when it has to wait."""
        visit = self.of(session)
        if visit.busy:
            raise BusyError
        if self._at_work >= self._most_at_once:
            raise FullError
        visit.busy = True
        self._at_work += 1
        try:
            yield visit
        finally:
            visit.busy = False
            self._at_work -= 1
