"""Decides whether a message speaks of danger: silence, support or crisis, who is in danger, and why.

Statistics decide (bot/safety/model.py), on the whole message and, in a long one, on each sentence; rules (patterns.py)
only tell a minor from an adult. Both languages are looked at together. How it is reviewed: docs/safety.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from bot.safety.model import danger_model
from bot.safety.patterns import MINOR
from bot.safety.text import plain, sentences

Danger = Literal["self", "other", "minor", "violence", "medical"]
_KNOWN: Final[dict[str, Danger]] = {
    "self": "self", "other": "other", "minor": "minor", "violence": "violence", "sexual": "violence", "medical": "medical",
    "child": "violence",
}  # fmt: skip
_LONG: Final = 25  # words from which a message is also looked at sentence by sentence
_SENTENCE: Final = 4  # words of a sentence that is looked at alone
_MOST: Final = 12  # sentences


@dataclass(frozen=True)
class Assessment:
    """danger: who is in danger and how, None when nobody is; support: distress without danger; reasons: the words that told most."""

    danger: Danger | None
    support: bool
    reasons: tuple[str, ...]


@cache
def _minor() -> list[re.Pattern[str]]:
    return [re.compile(pattern) for _, pattern in MINOR]


@lru_cache(8)  # the door and the dialogue ask about the same message
def assess(text: str) -> Assessment:
    """The state of one message, looked at alone."""
    if not text.strip():
        return Assessment(None, False, ())
    model = danger_model()
    found = model.signs(text)
    if found.danger <= 0 and len(text.split()) >= _LONG:
        pieces = [s for s in sentences(text) if len(s.split()) >= _SENTENCE][:_MOST]
        found = max([found, *map(model.signs, pieces)], key=lambda signs: signs.danger)
    if found.danger <= 0:
        return Assessment(None, found.distress > 0, ())
    danger = _KNOWN[found.who]
    if danger in ("self", "other") and any(pattern.search(plain(text)) for pattern in _minor()):
        danger = "minor"
    return Assessment(danger, False, found.words)
