"""Opening hours (OpenStreetMap syntax, see table.py) in the words of a language."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from actions.directory.opening import ALWAYS, DAYS

_NAMES: Final = {
    "pl": ("pon.", "wt.", "śr.", "czw.", "pt.", "sob.", "niedz."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_ROUND_THE_CLOCK: Final = {"pl": "całą dobę", "en": "24 hours a day"}
_DAY: Final = re.compile("|".join(DAYS))


def moment_in_words(moment: datetime | None, language: str) -> str:
    """A moment of the coming week as "pon. 8:00" or "Mon 8:00"; empty for none."""
    return f"{_NAMES[language][moment.weekday()]} {moment.hour}:{moment.minute:02}" if moment else ""


def in_words(hours: str, language: str) -> str:
    """ "Mo-Fr 08:00-18:00" as "pon.–pt. 8:00–18:00"; empty stays empty."""
    if hours == ALWAYS:
        return _ROUND_THE_CLOCK[language]
    named = _DAY.sub(lambda m: _NAMES[language][DAYS.index(m[0])], hours)
    return re.sub(r"\b0(\d:)", r"\1", named).replace("-", "–")
