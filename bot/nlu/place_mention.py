"""A place that a text names, and which of several is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot import gazetteer
from bot.folding import fold

MASK: Final = "xplacex"
REGION: Final = "woj:"  # prefix of the id of a voivodeship
ONLINE: Final = "online"  # what stands for a place when somebody looks for help over the internet
SHARED_NAME: Final = "name:"  # prefix of the id of a name that several places of like size share

_PREPOSITION: Final = r"( (w|we|z|ze|do|o|na|pod|kolo|in|near|from|to|around))?( sam\w*)?"
_DENIED: Final = re.compile(
    rf"(\b(nie|not|zamiast|instead of|except|oprocz|poza|byle nie|nie tylko|not only|not just|niz|than|no nie,? znowu)( ten| ta| to| that| the| koniecznie| necessarily)?{_PREPOSITION}"
    rf"|\bnie (ma|bylo|znala\w+|chce|moge)( \w+)? (w|we|na|in|near))$"
)
_CORRECTED: Final = re.compile(
    r"\b(ale|tylko|lecz|raczej|jednak|chodzi\w*|znaczy|pomylk\w*|pomylil\w*|but|mean|meant|rather|actually|sorry|wait|przepraszam"
    r"|nie ma\W+(\w+\W+)?(wiec|to|moze|a)|daleko|too far|odpada|teraz|obecnie|aktualnie|now|currently)\b"
    r"|\b(nie|no|not)[,.!;-]"
)
_SOMETHING_ELSE: Final = re.compile(
    r"\b(cos innego|gdzie indziej|gdzies indziej|inne\w*|innym|something else|somewhere else|elsewhere|another|other)\b"
)
_ANOTHER_MEANT: Final = re.compile(r"\b(mean|meant|chodzi\w*|pomyl\w*)\b")
_SOUGHT: Final = re.compile(r"\b(szuka\w*|znal\w+|znajd\w+|looking|search\w*|find)( [\w,]+){0,4}$")
_LIVES: Final = re.compile(r"\b(mieszka\w*|zamieszka\w*|live|living)( [\w,]+){0,3}$")
_FROM: Final = re.compile(r"\b(przeprowadz\w*|wyprowadz\w*|przenos\w*|przenios\w*|moved|moving|relocat\w*)( \w+)* (z|ze|from)$")
_TO: Final = re.compile(r"\b(do|to)$")
_OR: Final = re.compile(
    r"[\s,;/(]*(albo|lub|czy|i|oraz|a|ewentualnie|ew\.?|badz|or|and|plus)?[\s,;/]*((tez|takze|moze|nawet|also|maybe|even|w|we|na|do|pod|kolo|z|okolice|okolicach|in|near|around)(\s+|$))*"
)
_LIES_NEAR: Final = re.compile(
    r"[\s,(]*((ten|ta|to|ale|that|one|is|the|jest|wies|village)[\s,]+)*(kolo|k\.?|pod|obok|niedaleko|blisko|near|close to)\s*"
)


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
    None when the only place is denied and something else is asked for, or another one meant that is not known.
    """
    accepted = _accepted(text, mentions)
    denied = {m.id for m in mentions if m not in accepted}
    kept = [m for m in mentions if m.id not in denied] or accepted
    if not kept:
        then = fold(text[mentions[-1].end :]) if mentions else ""
        return None if _SOMETHING_ELSE.search(then) or _ANOTHER_MEANT.search(then) else next(iter(mentions), None)
    kept[0] = next((m for m in kept if m.id == kept[0].id and m.district), kept[0])  # "in Wrocław, well, Psie Pole"
    kept = [kept[0], *(m for before, m in pairwise(kept) if not _tells_where(text, before, m))]
    if len(kept) == 1 or _lies_in(kept[0], kept[-1]):
        return kept[0]
    between = fold(text[kept[0].end : kept[-1].start])
    if _CORRECTED.search(between) or (_FROM.search(fold(text[: kept[0].start])) and _TO.search(between)):
        return kept[-1]
    for said_before in (_SOUGHT, _LIVES):
        told = [m for before, m in pairwise(kept) if said_before.search(fold(text[before.end : m.start]))]
        if told and not said_before.search(fold(text[: kept[0].start])):
            return told[0]
    return next((m for m in kept[1:] if _lies_in(m, kept[0])), kept[0])


def _accepted(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions that no denial stands before ("not in Kraków")."""
    return [m for m in mentions if not _DENIED.search(fold(text[: m.start]))]


def alternatives(text: str, mentions: list[Mention], place: Mention) -> list[Mention]:
    """The places that are named beside the one that is meant and would do as well ("Kraków albo Tarnów"); none twice."""
    found, others = {place.id}, []
    for before, mention in pairwise(_accepted(text, mentions)):
        beside = _OR.fullmatch(fold(text[before.end : mention.start]))
        for one, other in ((before, mention), (mention, before)):
            if beside and one.id in found and other.id not in found and not other.id.startswith(SHARED_NAME):
                found.add(other.id)
                others.append(other)
    return others


def _tells_where(text: str, before: Mention, mention: Mention) -> bool:
    """Whether a place only says where the one before it lies ("Leszno, ale to koło Błonia")."""
    return bool(_LIES_NEAR.fullmatch(fold(text[before.end : mention.start])))


def _lies_in(mention: Mention, region: Mention) -> bool:
    place = gazetteer.by_id().get(mention.id) if region.id.startswith(REGION) else None
    return place is not None and REGION + place.voivodeship == region.id
