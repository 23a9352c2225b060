"""What an update of Telegram asks of the guide: one JSON object in, one `Incoming` out, or None when there is nothing to do.

Pure, and total: whatever Telegram may send, nothing here raises. Only what an answer needs is taken over.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from bot.languages import LANGUAGES
from bot.telegram.commands import HasTopic, meaning

# Kinds of update that the guide asks Telegram for.
WANTED: Final = ("message", "edited_message", "callback_query", "my_chat_member")
TEXT, PAYLOAD, POSITION, UNREADABLE, CONTACT, GROUP, GONE = "text", "payload", "position", "unreadable", "contact", "group", "gone"
TITLE_MARK: Final = "="  # begins the data of a button whose payload is too long: the words of the button follow
_UNREADABLE: Final = (
    "voice", "photo", "sticker", "document", "video", "video_note", "audio", "animation", "dice", "game", "story", "poll",
    "paid_media", "checklist", "invoice", "web_app_data", "giveaway",
)  # fmt: skip


@dataclass(frozen=True)
class Incoming:
    """One thing that somebody has sent.

    chat: Telegram's number of the chat. message: number of the message, above which the answer will be found. kind: one of the
    names above. text: words, or the payload of a button. language: what the telephone or a command says of the language.
    asked_language: the language that a command or a link asks for. lat, lon: degrees, of a position. reply_to: message that
    the answer refers to. album: pictures sent together share it. callback: number of a pressed button, to be confirmed.
    """

    update_id: int
    chat: int
    kind: str
    message: int = 0
    text: str = ""
    language: str | None = None
    asked_language: str | None = None
    lat: float = 0.0
    lon: float = 0.0
    reply_to: int | None = None
    album: str | None = None
    callback: str | None = None

    def as_json(self) -> dict[str, Any]:
        """As it is kept until it is answered."""
        return asdict(self)


def read(update: object, has_topic: HasTopic) -> Incoming | None:
    """What an update asks for. has_topic: see commands.meaning."""
    number = _number(_part(update, "update_id"))
    if number is None:
        return None
    if isinstance(_part(update, "message"), dict):
        return _message(number, _part(update, "message"), has_topic, edited=False)
    if isinstance(_part(update, "edited_message"), dict):
        return _message(number, _part(update, "edited_message"), has_topic, edited=True)
    if isinstance(_part(update, "callback_query"), dict):
        return _button(number, _part(update, "callback_query"))
    if isinstance(_part(update, "my_chat_member"), dict):
        return _membership(number, _part(update, "my_chat_member"))
    return None


def _message(number: int, message: Any, has_topic: HasTopic, edited: bool) -> Incoming | None:
    chat = _number(_part(message, "chat", "id"))
    if chat is None or _part(message, "from", "is_bot"):
        return None
    if _part(message, "chat", "type") != "private":
        is_group = _part(message, "chat", "type") in ("group", "supergroup")
        return Incoming(number, chat, GROUP) if is_group and not edited else None
    about = _number(_part(message, "message_id")) or 0
    known: dict[str, Any] = {"message": about, "language": _language(_part(message, "from")), "reply_to": about if edited else None}
    text = _words(message)
    if text or isinstance(_part(message, "text"), str):
        meant = meaning(text.lstrip("/") if edited else text, has_topic, known["language"])
        kind = PAYLOAD if meant.is_payload else TEXT
        known["language"] = meant.language or known["language"]
        return Incoming(number, chat, kind, text=meant.text, asked_language=meant.language, **known)
    if edited:
        return None  # a position that moves on, a picture without words: nothing new to answer
    position = _position(_part(message, "venue", "location") or _part(message, "location"))
    if position:
        return Incoming(number, chat, POSITION, lat=position[0], lon=position[1], **known)
    if _part(message, "contact") or _part(message, "users_shared"):
        return Incoming(number, chat, CONTACT, **known)
    if any(_part(message, kind) is not None for kind in (*_UNREADABLE, "location", "venue")):
        album = _part(message, "media_group_id")
        return Incoming(number, chat, UNREADABLE, album=str(album) if album is not None else None, **known)
    return None  # Telegram's own notes: pinned messages, changed titles, payments …


def _words(message: Any) -> str:
    """Everything in a message that somebody has written: danger may stand in any of it."""
    found = [
        _part(message, "text"),
        _part(message, "caption"),
        _part(message, "poll", "question"),
        _part(message, "checklist", "title"),
    ]
    return "\n".join(text for text in found if isinstance(text, str) and text.strip())


def _button(number: int, query: Any) -> Incoming | None:
    chat, data, name = _number(_part(query, "message", "chat", "id")), _part(query, "data"), _part(query, "id")
    if chat is None or _part(query, "message", "chat", "type") != "private":
        return None
    known: dict[str, Any] = {
        "message": _number(_part(query, "message", "message_id")) or 0,
        "language": _language(_part(query, "from")),
        "callback": str(name) if name is not None else None,
    }
    if not isinstance(data, str) or not data.strip(TITLE_MARK + " /"):
        return Incoming(number, chat, TEXT, **known)
    if data.startswith(TITLE_MARK):
        return Incoming(number, chat, TEXT, text=data.removeprefix(TITLE_MARK), **known)
    return Incoming(number, chat, PAYLOAD, text=data, **known)


def _membership(number: int, change: Any) -> Incoming | None:
    """The guide was blocked by somebody, or added to a group."""
    chat, status = _number(_part(change, "chat", "id")), _part(change, "new_chat_member", "status")
    if chat is None:
        return None
    kind = _part(change, "chat", "type")
    if kind == "private" and status in ("kicked", "left"):
        return Incoming(number, chat, GONE)
    if kind in ("group", "supergroup") and status in ("member", "administrator"):
        return Incoming(number, chat, GROUP)
    return None


def _part(value: object, *names: str) -> Any:
    """A member of nested objects, or None."""
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63 else None


def _position(value: object) -> tuple[float, float] | None:
    lat, lon = _part(value, "latitude"), _part(value, "longitude")
    if any(isinstance(x, bool) or not isinstance(x, (int, float)) or not math.isfinite(x) for x in (lat, lon)):
        return None
    return float(lat), float(lon)


def _language(person: object) -> str | None:
    code = _part(person, "language_code")
    short = code.lower()[:2] if isinstance(code, str) else None
    return short if short in LANGUAGES else None
