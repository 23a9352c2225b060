"""What is noted of the message that is being answered: topic, answers, outcome of a search, time of each step. Pure.

Kept for the time of one request (a context variable) and then only counted. Names come from closed lists (topics, responses, the
gazetteer), so that no word of a visitor can get in.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

_NOTHING: Final = "utter_nothing_in_place"
# What the response of a search says of its outcome.
SEARCHES: Final = {
    "utter_found_in_place": "found",
    "utter_found_in_district": "found",
    _NOTHING: "nearest",
    "utter_no_such_in_place": "nearest",
    "utter_place_ambiguous": "ambiguous",
    "utter_place_unknown": "unknown",
    "utter_directory_down": "failed",
}
NOT_UNDERSTOOD: Final = ("unsure", "nlu_fallback", "still_not_understood")


@dataclass
class Noted:
    """One message. topic: intent that was answered; danger: its kind or ""; search: outcome or ""; place: name of a place
    without facilities or ""; seconds: by step; trouble: why the dialogue did not answer, or "".
    """

    channel: str
    language: str = ""
    topic: str = ""
    danger: str = ""
    search: str = ""
    place: str = ""
    trouble: str = ""
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def understood(self) -> bool:
        """Something else was answered than "I did not understand"."""
        return self.topic not in NOT_UNDERSTOOD


_CURRENT: Final[ContextVar[Noted | None]] = ContextVar("turn that is counted", default=None)


def begin(channel: str) -> Noted:
    """Starts a turn; what is noted from now on in this request belongs to it."""
    turn = Noted(channel)
    _CURRENT.set(turn)
    return turn


def is_going_on() -> bool:
    """Whether a message is being answered here."""
    return _CURRENT.get() is not None


def note_danger(kind: str) -> None:
    """Somebody is in danger, and how."""
    if noted := _CURRENT.get():
        noted.danger = kind


def note_trouble(why: str) -> None:
    """The dialogue did not answer; why: name of an exception."""
    if noted := _CURRENT.get():
        noted.trouble = why


def note_understood(topic: str, language: str) -> None:
    """The topic that the message was found to be about."""
    if noted := _CURRENT.get():
        noted.topic, noted.language = topic, language or noted.language


def note_language(language: str) -> None:
    """The language of an answer that the dialogue did not give."""
    if noted := _CURRENT.get():
        noted.language = language


def note_answer(response: str, place: str = "") -> None:
    """A response was said; place: what it says of a search was about."""
    turn = _CURRENT.get()
    if turn and response in SEARCHES:
        turn.search = SEARCHES[response]
        turn.place = place if response == _NOTHING else ""


def note_time(name: str, seconds: float) -> None:
    """A step of the current turn took so long; several times of one step are added up."""
    if noted := _CURRENT.get():
        noted.seconds[name] = noted.seconds.get(name, 0.0) + seconds


@contextmanager
def step(name: str) -> Iterator[None]:
    """Adds the time of a block to a step of the current turn, if there is one."""
    started = time.perf_counter()
    try:
        yield
    finally:
        note_time(name, time.perf_counter() - started)
