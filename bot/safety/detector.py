"""Decides whether a message speaks of danger: silence, support or crisis, who is in danger, and why.

Statistics decide (bot/safety/model.py), on the whole message and, in a long one, on each sentence, and say of what kind a danger is.
Rules (patterns.py) take out phrases that only look like danger, name emergencies, and decide where the statistics do not work. Both
languages are looked at together.
How it is reviewed: docs/safety.md.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal, cast

from bot.safety.model import Signs, danger_model
from bot.safety.patterns import (
    ACUTE,
    AT_HAND,
    CHILD_SPEAKS,
    COMMANDED,
    DENIES,
    DISCHARGED,
    DOES_HARM,
    FEARS_TO_HARM,
    GROWN_UP,
    HARMLESS,
    HELP_CAME,
    HELP_COMING,
    IN_SAFETY,
    MEDICAL,
    MINOR,
    NOT_ONESELF,
    NOT_OVER,
    OTHER_PERSON,
    OUTRIGHT,
    REFUSES_RESCUE,
    SOMEBODY_COMES,
    UNREACHABLE,
    VIOLENCE,
    YOUNG,
    Rules,
)
from bot.safety.text import plain, sentences

logger = logging.getLogger(__name__)
Danger = Literal["self", "other", "minor", "young", "violence", "sexual", "medical", "child", "harming"]
State = Literal["silence", "support", "crisis"]
_NEAR: Final = 1.0  # how far below danger a message is distress at least: no alarm, but a line of care and numbers
_SLIGHT: Final = 0.5  # score up to which the signs of danger are slight
_FAINT: Final = 1.2  # the same for a short message in a talk about something else (docs/safety.md)
_ALONE: Final = 2.6  # score from which one piece of a long message counts: among many, one is slight by chance
_ALONE_OUTRIGHT: Final = 1.2  # the same where the piece says it outright
_OUTRIGHT: Final = 0.9  # what words that say it outright add to the score
# Rules that need no other signs.
_AT_ONCE: Final = ("overdose", "poison", "bleeding", "where a step is enough", "a heavy hand", "cannot go on")
_EMERGENCY: Final = 2.2  # what these add
_LONG: Final = 25  # words from which a message is also looked at sentence by sentence
_SENTENCE: Final = 3  # words of a sentence that is looked at alone
_WINDOW: Final = 12  # words of a piece of a long sentence
_MOST: Final = 60  # pieces of a long message


@dataclass(frozen=True)
class Assessment:
    """danger: who is in danger and how, None when nobody is; support: distress without danger; reasons: the words that told most;
    slight: the signs of danger are only just enough; faint: they are not enough in the middle of a talk about something else.
    """

    danger: Danger | None
    support: bool
    reasons: tuple[str, ...]
    slight: bool = False
    faint: bool = False

    @property
    def state(self) -> State:
        """The three states."""
        return "crisis" if self.danger else "support" if self.support else "silence"


@cache
def _compiled(group: Rules) -> list[re.Pattern[str]]:
    return [re.compile(pattern) for _, pattern in group]


def _says(group: Rules, name: str, plain_text: str) -> bool:
    """Whether a rule of this name in the group matches."""
    return any(re.search(pattern, plain_text) for known, pattern in group if known == name)


def _matches(group: Rules, plain_text: str) -> bool:
    return any(pattern.search(plain_text) for pattern in _compiled(group))


def without_harmless(text: str) -> str:
    """The text, as plain text when it holds a phrase that only looks like danger, without that phrase."""
    told = plain(text)
    left = told
    for pattern in _compiled(HARMLESS):
        left = pattern.sub(" ", left)
    return text if left == told else left


def assess(text: str) -> Assessment:
    """The state of one message, looked at alone. Never raises: without its model the rules decide."""
    read = without_harmless(text)
    if not read.strip():
        return Assessment(None, False, ())
    try:
        found = _by_model(read)
        # Without a harmless phrase the rest of a sentence may look like anything: what is left and the whole must both show danger.
        whole = _by_model(text) if found.danger and read != text else found
        return found if whole.danger else whole
    except Exception as error:  # whatever broke, danger must still be noticed
        logger.error("danger is noticed by rules only: %s", type(error).__name__)
        return _by_rules(plain(read))


def tells_young_age(text: str) -> bool:
    """Whether somebody says of themselves that they are under eighteen."""
    return _says(MINOR, "own age", plain(text))


def speaks_of_young(text: str) -> bool:
    """Whether somebody writes of a child or a teenager, not of their own age."""
    return _young_other(plain(text))


def speaks_of_grown_up(text: str) -> bool:
    """Whether somebody says of another person that they are eighteen or older."""
    return _matches(GROWN_UP, plain(text))


def names_harm(text: str) -> bool:
    """Whether the words of the text name violence, whatever the statistics take it for."""
    return _matches(VIOLENCE, plain(text))


def tells_as_child(text: str) -> bool:
    """Whether a child tells itself of what somebody does to it, as far as words tell; asked only where there is such a danger."""
    return _says(MINOR, "own age", plain(text)) or _matches(CHILD_SPEAKS, plain(text))


def says_outright(text: str) -> bool:
    """Whether the words of the text say outright that somebody wants to die."""
    return _matches(OUTRIGHT, plain(text))


def is_at_hand(text: str) -> bool:
    """Whether what could do harm is at hand, or somebody stands where a step is enough; asked only after an answer to danger."""
    return _matches(AT_HAND, plain(text))


def is_acute(text: str) -> bool:
    """Whether somebody tells what cannot wait, such as blood or steps on the stairs; asked only after an answer to danger."""
    return _matches(ACUTE, plain(text))


def is_not_of_oneself(text: str) -> bool:
    """Whether somebody says that they are not the one in danger; asked only after an answer to danger."""
    return _matches(NOT_ONESELF, plain(text))


def denies(text: str) -> bool:
    """Whether somebody says plainly that there is no danger; asked only after an answer to danger."""
    return _matches(DENIES, plain(text))


def is_not_over(text: str) -> bool:
    """Whether somebody denies that all is well, or calls for help; asked only after an answer to danger."""
    return _matches(NOT_OVER, plain(text.replace(",", " and ")))  # after a comma a "no" denies nothing ("nie, jest dobrze")


def is_unreachable(text: str) -> bool:
    """Whether somebody tells that there is no contact with a person; asked only after an answer to danger about somebody else."""
    return _matches(UNREACHABLE, plain(text))


def names_somebody(text: str) -> bool:
    """Whether the words of the text name another person."""
    return _matches(OTHER_PERSON, plain(text))


def refuses_rescue(text: str) -> bool:
    """Whether somebody asks for no ambulance, no police or no call; asked only after an answer to danger."""
    return _matches(REFUSES_RESCUE, plain(text))


def help_came(text: str) -> bool:
    """Whether somebody tells that help has come to the person in danger; asked only after an answer to danger."""
    return _matches(HELP_CAME, plain(text))


def help_is_coming(text: str) -> bool:
    """Whether somebody tells that help has been called and is on its way; asked only after an answer to danger."""
    return _matches(HELP_COMING, plain(text))


def somebody_comes(text: str) -> bool:
    """Whether somebody close is there or on the way; asked only after an answer to danger."""
    return _matches(SOMEBODY_COMES, plain(text))


def is_discharged(text: str) -> bool:
    """Whether somebody tells that they, or the one in danger, are out of hospital; asked only after an answer to danger."""
    return _matches(DISCHARGED, plain(text))


def is_in_safety(text: str) -> bool:
    """Whether somebody who was harmed tells that they are in a safe place; asked only after an answer to danger."""
    return _matches(IN_SAFETY, plain(text))


def names_emergency(text: str) -> bool:
    """Whether the words of the text name a medical emergency, whatever the statistics take it for."""
    return _matches(MEDICAL, plain(text))


def _by_model(read: str) -> Assessment:
    (found,) = _signs([read], 0.0, 0.0)
    if found.danger <= 0 and len(read.split()) >= _LONG:
        alone = _signs(_pieces(read), _ALONE, _ALONE_OUTRIGHT)
        counting = [signs for signs in alone if signs.danger > (_ALONE_OUTRIGHT if signs.outright else _ALONE)]
        found = max(counting, key=lambda signs: signs.danger, default=found)
    if found.danger <= 0:
        return Assessment(None, found.distress > 0 or found.danger > -_NEAR, ())
    told = plain(read)
    named = _matches(MEDICAL, told) or _matches(VIOLENCE, told) or _matches(OUTRIGHT, told)  # what a rule names is no slight sign
    slight, faint = (found.danger < least and not named for least in (_SLIGHT, _FAINT))
    return Assessment(_kind(told, cast(Danger, found.who)), False, found.words, slight, faint)


def _by_rules(told: str) -> Assessment:
    names = tuple(name for group in (MEDICAL, VIOLENCE, OUTRIGHT) for name, pattern in group if re.search(pattern, told))
    return Assessment(_kind_by_rules(told) if names else None, False, names)


def _signs(texts: Sequence[str], needed: float, needed_outright: float) -> list[Signs]:
    """The signs in each text; words that say it outright make them stronger, and are named first.

    needed, needed_outright: the score from which a text counts, and one that says it outright.
    """
    told = [plain(text) for text in texts]
    outright = [tuple(name for name, pattern in (*OUTRIGHT, *MEDICAL) if re.search(pattern, one)) for one in told]
    more = [_EMERGENCY if set(names) & set(_AT_ONCE) else _OUTRIGHT for names in outright]
    least = [needed_outright - added if names else needed for names, added in zip(outright, more)]
    found = danger_model().signs(texts, least) if texts else []
    return [
        replace(signs, danger=signs.danger + added, words=(*names, *signs.words), outright=True) if names else signs
        for signs, names, added in zip(found, outright, more)
    ]


def _pieces(text: str) -> list[str]:
    """The different sentences of a long text, the long ones in pieces that overlap by half; at most _MOST from its end."""
    found: list[str] = []
    for sentence in map(str.split, sentences(text)):
        step = _WINDOW // 2
        starts = range(0, max(1, len(sentence) - step), step)
        found += [" ".join(sentence[i : i + _WINDOW]) for i in starts if len(sentence[i : i + _WINDOW]) >= _SENTENCE]
    return list(dict.fromkeys(found))[-_MOST:]


def _kind(plain_text: str, likeliest: Danger) -> Danger:
    """Who is in danger and how: as the statistics say, but where a mistake would cost most."""
    if _matches(MEDICAL, plain_text):  # an ambulance comes first, whatever else was said
        return "medical"
    if _matches(FEARS_TO_HARM, plain_text):
        return "harming"
    if (likeliest == "harming" and _matches(DOES_HARM, plain_text)) or (likeliest == "child" and _matches(GROWN_UP, plain_text)):
        return "violence"  # "my daughter's husband beats her": no child
    if likeliest in ("minor", "violence") and _child_is_beaten(plain_text) and not _matches(OUTRIGHT, plain_text):
        return "child"
    if likeliest == "violence" and _matches(COMMANDED, plain_text):
        return "self"
    if likeliest in ("other", "minor") and _young_other(plain_text):
        return "young"
    return "other" if likeliest == "self" and _says(OTHER_PERSON, "help for", plain_text) else likeliest


def _young_other(plain_text: str) -> bool:
    """Whether somebody writes of a child or teenager, not of their own age."""
    return _matches(YOUNG, plain_text) and not _says(MINOR, "own age", plain_text)


def _child_is_beaten(plain_text: str) -> bool:
    """Whether somebody who says that they are a child tells of violence."""
    return _says(MINOR, "own age", plain_text) and _matches(VIOLENCE, plain_text)


def _kind_by_rules(plain_text: str) -> Danger:
    """Who is in danger and how, as far as rules tell."""
    if _matches(MEDICAL, plain_text):
        return "medical"
    if _says(VIOLENCE, "rape", plain_text):
        return "sexual"
    if _says(VIOLENCE, "child harm", plain_text) or _child_is_beaten(plain_text):
        return "child"
    if _matches(VIOLENCE, plain_text):
        return "violence"
    if _young_other(plain_text):
        return "young"
    if _matches(MINOR, plain_text):
        return "minor"
    return "other" if _matches(OTHER_PERSON, plain_text) else "self"
