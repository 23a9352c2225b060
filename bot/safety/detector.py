"""Decides whether a message speaks of danger: silence, support or crisis, who is in danger, and why.

Rules on folded text in both languages at once. A rule is a pattern with a name, so that every alarm says what
matched. `HARMLESS` wins over the rules it names: figures of speech, study questions, the distant past.
How the rules are reviewed: docs/safety.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from bot.folding import fold
from bot.safety.patterns import HARMLESS, MEDICAL, MINOR, OTHER_PERSON, SELF_HARM, SUPPORT, VIOLENCE

Danger = Literal["self", "other", "minor", "violence", "medical"]
_REPEATED: Final = re.compile(r"([^\W\d_])\1{2,}")
_SPACED: Final = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*]){3,}[^\W\d_](?!\w)")
_NOT_TEXT: Final = re.compile(r"[^\w' ]+")


@dataclass(frozen=True)
class Assessment:
    """danger: who is in danger and how, None when nobody is; support: distress without danger; reasons: rules that matched."""

    danger: Danger | None
    support: bool
    reasons: tuple[str, ...]


def normalise(text: str) -> str:
    """Folded text without punctuation, with letters that were repeated or spaced out put right."""
    joined = _SPACED.sub(lambda m: re.sub(r"[ .\-_*]", "", m[0]), text)
    folded = _REPEATED.sub(r"\1", fold(joined))
    return " ".join(_NOT_TEXT.sub(" ", folded).split())


@cache
def _compiled(group: tuple[tuple[str, str], ...]) -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(pattern)) for name, pattern in group]


def _matches(group: tuple[tuple[str, str], ...], text: str) -> list[str]:
    return [name for name, pattern in _compiled(group) if pattern.search(text)]


def assess(text: str) -> Assessment:
    """The state of one message, looked at alone."""
    plain = normalise(text)
    for _, pattern in _compiled(HARMLESS):
        plain = pattern.sub(" ", plain)
    medical, harm, violence = _matches(MEDICAL, plain), _matches(SELF_HARM, plain), _matches(VIOLENCE, plain)
    reasons = tuple(medical + harm + violence)
    if not reasons:
        support = tuple(_matches(SUPPORT, plain))
        return Assessment(None, bool(support), support)
    return Assessment(_who(plain, bool(medical), bool(harm)), False, reasons)


def _who(plain: str, medical: bool, harm: bool) -> Danger:
    if medical:
        return "medical"
    if not harm:
        return "violence"
    if _matches(MINOR, plain):
        return "minor"
    return "other" if _matches(OTHER_PERSON, plain) else "self"
