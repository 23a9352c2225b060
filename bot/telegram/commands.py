"""What the commands of Telegram mean in the conversation, and the list of them that Telegram shows. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from bot.languages import DEFAULT, LANGUAGES
from bot.telegram.texts import words

_COMMAND: Final = re.compile(r"^/(?P<name>[A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(?P<rest>.*\S))?\s*$", re.DOTALL)
_DEEP_LINK: Final = re.compile(r"^(?:(?P<language>[a-z]{2})(?:-|$))?(?P<topic>[a-z_]+)?$")
HasTopic = Callable[[str], bool]


@dataclass(frozen=True)
class Meaning:
    """What a message asks for. text: words, or the payload of a button if `is_payload`; language: the one it asks for."""

    text: str
    is_payload: bool = False
    language: str | None = None


# Command -> the button that it stands for, and the language that its name is in.
_BUTTONS: Final = {
    "help": ("help_menu", "en"),
    "pomoc": ("help_menu", "pl"),
    "placowki": ("find_facility", "pl"),
    "facilities": ("find_facility", "en"),
    "zapomnij": ("forget_me", "pl"),
    "forget": ("forget_me", "en"),
}
NAMES: Final = ("start", "help", "pomoc", "placowki", "facilities", *LANGUAGES, "zapomnij", "forget")
_SEARCHES: Final = ("placowki", "facilities")


def meaning(text: str, has_topic: HasTopic, prior: str | None = None) -> Meaning:
    """What a text means when it may begin with a command.

    prior: language of the greeting that a start without more stands for. has_topic: whether there is an answer to a topic, for links like t.me/<bot>?start=en-course_length. Words behind a command
    that takes none are never lost: then the whole is read as text, without the slash.
    """
    found = _COMMAND.match(text)
    if not found:
        return Meaning(text.lstrip("/ \t\n") or text)
    name, rest = found["name"].lower(), found["rest"] or ""
    if name == "start":
        return _start(rest, has_topic, prior or DEFAULT)
    if name in LANGUAGES and not rest:
        return Meaning(words().text("switch", name), language=name)
    if name in _BUTTONS and not rest:
        topic, language = _BUTTONS[name]
        return Meaning(f"/{topic}", is_payload=True, language=language)
    if name in _SEARCHES:
        return Meaning(rest, language=_BUTTONS[name][1])
    return Meaning(f"{found['name'].replace('_', ' ')} {rest}".strip())


def _start(rest: str, has_topic: HasTopic, prior: str) -> Meaning:
    """The beginning of a conversation, perhaps by a link that names language and topic."""
    link = _DEEP_LINK.match(rest)
    if rest and not link:
        return Meaning(rest)
    language = link["language"] if link and link["language"] in LANGUAGES else None
    if link and link["topic"] and has_topic(link["topic"]):
        return Meaning(f"/{link['topic']}", is_payload=True, language=language)
    return Meaning(words().text("greeting", language or prior), language=language)


def registrations() -> list[dict[str, Any]]:
    """Parameters of setMyCommands: one list for each language and, for all other languages, the first of them."""
    lists = []
    for code, language in [("", LANGUAGES[0]), *zip(LANGUAGES, LANGUAGES)]:
        shown = [{"command": name, "description": words().text(f"command_{name}", language)} for name in NAMES]
        scope = {"type": "all_private_chats"}
        lists.append({"commands": shown, "scope": scope, **({"language_code": code} if code else {})})
    return lists
