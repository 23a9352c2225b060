"""A place that a text names, and which of several is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot import gazetteer
from bot.folding import fold

MASK: Final = "xplacex"
REGION: Final = "woj:"  # prefix of the id of a voivodeship
SHARED_NAME: Final = "name:"  # prefix of the id of a name that several places of like size share

_PREPOSITION: Final = r"( (w|we|z|ze|do|o|na|pod|kolo|in|near|from|to|around))?"
_DENIED: Final = re.compile(
    rf"(\b(nie|not|zamiast|instead of|except|oprocz|poza|byle nie)( ten| ta| to| that| the)?{_PREPOSITION}"
    rf"|\bnie (ma|bylo|znala\w+|chce|moge)( \w+)?{_PREPOSITION[:-1]})$"
)
_CORRECTED: Final = re.compile(
    r"\b(ale|tylko|lecz|raczej|jednak|chodzi\w*|znaczy|pomylk\w*|pomylil\w*|but|mean|meant|rather|actually|sorry|wait|przepraszam"
    r"|nie ma\W+(\w+\W+)?(wiec|to|moze|a)|daleko|too far)\b"
    r"|\b(nie|no|not)[,.!;-]"
)
_SOMETHING_ELSE: Final = re.compile(r"\b(cos innego|gdzie indziej|gdzies indziej|inne\w*|innym|something else|somewhere else|elsewhere|another|other)\b")
_SOUGHT: Final = re.compile(r"\b(szuka\w*|znal\w+|znajd\w+|looking|search\w*|find)( [\w,]+){0,4}$")


@dataclass(frozen=True)
class Mention:
    """A place in a text. id: of the gazetteer, `woj:…` or `name:…`; start, end: characters; exact: not corrected.

    district: the name of the part of the city that was named ("Mokotów"), else empty.
    """

    id: str
    start: int
    end: int
    exact: bool = True
    district: str = ""


def masked(text: str, mentions: Iterable[Mention]) -> str:
    """The text with every place replaced by one and the same word, so that no town tells a topic or a language."""
    for mention in sorted(mentions, key=lambda m: -m.start):
        text = f"{text[: mention.start]} {MASK} {text[mention.end :]}"
    return text


def chosen(text: str, mentions: list[Mention]) -> Mention | None:
    """The place that is meant when several are named.

    Not one that is denied; the last one after a correction; the one that is looked for; a town before its region.
    None when the only place is denied and something else is asked for.
    """
    kept = [m for m in mentions if not _DENIED.search(fold(text[: m.start]))]
    if not kept:
        return mentions[0] if mentions and not _SOMETHING_ELSE.search(fold(text[mentions[-1].end :])) else None
    if len(kept) > 1:
        if _CORRECTED.search(fold(text[kept[0].end : kept[-1].start])):
            return kept[-1]
        sought = [m for before, m in zip(kept, kept[1:]) if _SOUGHT.search(fold(text[before.end : m.start]))]
        if sought and not _SOUGHT.search(fold(text[: kept[0].start])):
            return sought[0]
        inside = [m for m in kept[1:] if _lies_in(m, kept[0])]
        return inside[0] if inside else kept[0]
    return kept[0]


def _lies_in(mention: Mention, region: Mention) -> bool:
    place = gazetteer.by_id().get(mention.id) if region.id.startswith(REGION) else None
    return place is not None and REGION + place.voivodeship == region.id
