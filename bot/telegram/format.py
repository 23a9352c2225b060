"""How answers are written for Telegram: HTML, lengths in UTF-16 units, numbers to tap, buttons. Pure.

Telegram makes links of numbers that are written as +48123456789. Short numbers it does not know; as code they are copied
by a tap.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from bot import tables
from bot.contacts import HELPLINE_COLUMNS, HELPLINES
from bot.telegram.updates import TITLE_MARK

LONGEST_TEXT: Final = 4096  # UTF-16 units of a message
LONGEST_CAPTION: Final = 1024
LONGEST_DATA: Final = 64  # bytes behind a button
_LONGEST_IN_A_ROW: Final = 32  # units of all titles in one row of buttons
_MOST_IN_A_ROW: Final = 3
# Where a long text may be cut, the best place first; the last one cuts anywhere.
_ENDS: Final = (re.compile(r"\n\n"), re.compile(r"(?<=[.!?…])\s|\n"), re.compile(r"\s"), re.compile(r""))


@dataclass(frozen=True)
class Piece:
    """A part of an answer. heading: its first line is set in bold."""

    text: str
    heading: bool = False


def units(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def messages(pieces: Sequence[Piece], limit: int = LONGEST_TEXT) -> list[str]:
    """The pieces as few messages in HTML, each of at most `limit` units when it is read; cut at the ends of sentences."""
    parts = [Piece(text, piece.heading and not i) for piece in pieces for i, text in enumerate(split(piece.text, limit))]
    found: list[list[Piece]] = []
    room = 0
    for part in parts:
        needed = units(part.text) + 2
        if not found or needed > room:
            found.append([])
            room = limit + 2
        found[-1].append(part)
        room -= needed
    return ["\n\n".join(_html(part) for part in parts) for parts in found]


def split(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` units, without empty ones."""
    rest, found = text.strip(), []
    while units(rest) > limit:
        at = _cut(rest, limit)
        found.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [part for part in [*found, rest] if part]


def _cut(text: str, limit: int) -> int:
    """How many characters fit, up to the best place to cut that leaves the part not too short."""
    fits = min(len(text), limit)
    while units(text[:fits]) > limit:
        fits -= 1
    for end in _ENDS:
        places = [match.start() for match in end.finditer(text, 0, fits + 1) if fits // 2 < match.start() <= fits]
        if places:
            return places[-1]
    return fits


def _html(piece: Piece) -> str:
    first, line_end, rest = piece.text.partition("\n")
    return f"<b>{html_text(first)}</b>{line_end}{html_text(rest)}" if piece.heading else html_text(piece.text)


def html_text(text: str) -> str:
    """Plain text as Telegram's HTML, with numbers to tap."""
    clean = text.encode("utf-8", "ignore").decode()  # half a surrogate pair cannot be sent
    return _numbers().sub(_tappable, html.escape(clean, quote=False))


def plain(text: str) -> str:
    """Our HTML as plain text, for when Telegram refuses it."""
    return html.unescape(re.sub(r"</?(?:b|code)>", "", text))


def _tappable(match: re.Match[str]) -> str:
    number = match[0]
    return re.sub(r"[ -]", "", number) if number.startswith("+") else f"<code>{number}</code>"


@cache
def _numbers() -> re.Pattern[str]:
    """Numbers in full, and those of the helplines."""
    short = sorted({row["number"] for row in tables.read(HELPLINES, HELPLINE_COLUMNS)}, key=len, reverse=True)
    return re.compile(r"\+48(?:[ -]?\d){9}(?!\d)|(?<![\w+])(?<!\d )(?:" + "|".join(map(re.escape, short)) + r")(?! ?\d)(?!\w)")


def inline_keyboard(buttons: Sequence[Mapping[str, str]]) -> dict[str, Any] | None:
    """Buttons under a message; short ones share a row. The same button twice is one."""
    rows: list[list[dict[str, str]]] = []
    room = 0
    for title, payload in {b["title"]: b["payload"] for b in buttons}.items():
        length = units(title)
        alone = length > _LONGEST_IN_A_ROW // 2
        if not rows or len(rows[-1]) == _MOST_IN_A_ROW or alone or length > room:
            rows.append([])
            room = _LONGEST_IN_A_ROW
        rows[-1].append({"text": title, "callback_data": data_of(title, payload)})
        room = 0 if alone else room - length
    return {"inline_keyboard": rows} if rows else None


def data_of(title: str, payload: str) -> str:
    """What a button sends: its payload or, when that is too long for Telegram, its words."""
    if len(payload.encode()) <= LONGEST_DATA:
        return payload
    return (TITLE_MARK + title).encode()[:LONGEST_DATA].decode("utf-8", "ignore")


def position_keyboard(title: str, hint: str) -> dict[str, Any]:
    """A button that shares one's position, for one use. hint: shown in the field for typing."""
    return {
        "keyboard": [[{"text": title, "request_location": True}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
        "input_field_placeholder": hint,
    }
