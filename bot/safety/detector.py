"""Decides whether a message speaks of danger: silence, support or crisis, who is in danger, and why.

Statistics and named rules are weighed together (bot/safety/model.py), on the whole message and, in a long one, on each
sentence. Both languages are looked at together. How it is reviewed: docs/safety.md.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final, Literal, cast

from bot.safety import rules
from bot.safety.model import danger_model
from bot.safety.text import plain, sentences

logger = logging.getLogger(__name__)
Danger = Literal["self", "other", "minor", "violence", "sexual", "medical", "child"]
State = Literal["silence", "support", "crisis"]
_LONG: Final = 25  # words from which a message is also looked at sentence by sentence
_SENTENCE: Final = 3  # words of a sentence that is looked at alone
_MOST: Final = 40  # sentences
_ALONE: Final = 1.0  # how much more a sentence taken out of its message must tell (log odds)
# For when there is no model: the kind of danger that a rule names by itself.
_KIND: Final[dict[str, Danger]] = {
    "violence": "violence", "sexual violence": "sexual", "no breath or pulse": "medical", "overdose": "medical",
}  # fmt: skip


@dataclass(frozen=True)
class Assessment:
    """What one message means, looked at alone.

    danger: who is in danger and how, None when nobody is. support: distress without danger, or danger that is not likely enough.
    reasons: the rules and words that told most.
    """

    danger: Danger | None
    support: bool
    reasons: tuple[str, ...]

    @property
    def state(self) -> State:
        """The three states."""
        return "crisis" if self.danger else "support" if self.support else "silence"


_NOTHING: Final = Assessment(None, False, ())


def assess(text: str) -> Assessment:
    """The state of one message. Never raises: without its model the rules decide."""
    folded = plain(text)
    if not folded:
        return _NOTHING
    try:
        return _by_model(text, folded)
    except Exception as error:  # whatever broke, danger must still be noticed
        logger.error("danger is noticed by rules only: %s", type(error).__name__)
        return _by_rules(folded)


def _by_model(text: str, folded: str) -> Assessment:
    model = danger_model()
    found = whole = model.signs(text)
    if found.danger <= 0 and len(text.split()) >= _LONG:
        pieces = [s for s in sentences(text) if len(s.split()) >= _SENTENCE][:_MOST]
        found = max([found, *map(model.signs, pieces)], key=lambda signs: signs.danger - _ALONE * (signs is not whole))
    if found.danger > _ALONE * (found is not whole):
        return Assessment(_who(found.who, folded), False, found.reasons)
    return Assessment(None, whole.distress > 0 or whole.doubt > 0, ())


def _who(likeliest: str, folded: str) -> Danger:
    """A child's age anywhere in the message makes a danger to life a child's."""
    if likeliest in ("self", "other") and "age under 18" in rules.matches(rules.MINOR, folded):
        return "minor"
    return cast(Danger, likeliest)


def _by_rules(folded: str) -> Assessment:
    named = rules.matches(rules.DANGER, folded)
    if not named or "denied" in rules.matches(rules.HARMLESS, folded):
        return _NOTHING
    kind = next((_KIND[name] for name in named if name in _KIND), None)
    return Assessment(kind or ("minor" if rules.matches(rules.MINOR, folded) else "self"), False, tuple(named))
