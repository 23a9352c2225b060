"""The assessment of the message that is being answered now, so that the door and the dialogue look at it once.

Kept for the time of one request only (a context variable), never for longer: nothing that people write stays in memory here.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

from bot.safety.detector import Assessment, assess

_CURRENT: Final[ContextVar[tuple[str, Assessment] | None]] = ContextVar("assessment of the current message", default=None)


def assessed(text: str) -> Assessment:
    """The assessment of a text; remembered for the rest of the request."""
    known = _CURRENT.get()
    if known is None or known[0] != text:
        known = (text, assess(text))
        _CURRENT.set(known)
    return known[1]
