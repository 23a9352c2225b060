"""Words of the search besides places: kinds of facilities, their names, "the second one". Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from bot import tables
from bot.folding import fold, words
from bot.settings import ROOT

ALIASES: Final = ROOT / "data" / "facility_aliases.csv"
_KINDS: Final = (
    (r"\b(czp|pzk|centr\w* zdrowia psych\w*|mental health cent\w+)\b", "mental_health_centre"),
    (r"\b(sds|srodowiskow\w* dom\w*|dom\w* samopomoc\w*|self[- ]help (home|house)s?)\b", "community_self_help_home"),
    (r"\b(online|internet\w*|zdaln\w*|remote\w*|video|wideo)\b", "online_service"),
)
_ORDINALS: Final = (
    (r"\b(pierwsz\w+|first|1st)\b", "1"), (r"\b(drug(i|a|ie|iego|iej|im)|second|2nd)\b", "2"),
    (r"\b(trzeci\w*|third|3rd)\b", "3"), (r"\b(czwart(y|a|e|ego|ej|ym)|fourth|4th)\b", "4"),
    (r"\b(piat(y|a|e|ego|ej|ym)|fifth|5th)\b", "5"), (r"\b(ostatni\w*|last)\b", "-1"),
)  # fmt: skip
_CONTACT: Final = re.compile(
    r"\b(tel\w*|numer\w*|adres\w*|ulic\w*|gdzie to jest|mail\w*|mejl\w*|e mail|www|stron\w*|godzin\w*|otwart\w*|czynn\w*|"
    r"dojazd\w*|dojech\w*|trafi\w*|kontakt\w*|zadzwon\w*|phone\w*|number|address\w*|street|website|web page|site|email|"
    r"open|opening|hours|directions|get there|contact\w*|call them)\b"
)
_HOW_MANY: Final = re.compile(r"\b(how many|number of|ile|ilu|liczb\w+)\b")
_NUMBER: Final = re.compile(
    r"^(?:nr|numer|number|no\.?|#|pozycja)?\s*([1-9])[.)]?$|\b(?:nr|numer|number|no\.?|#|pozycja)\s*([1-9])\b"
)


def kind_named(text: str) -> str | None:
    """The kind of facility that the text asks for, as in the column `kind` of the table, or None."""
    folded = fold(text)
    return next((kind for pattern, kind in _KINDS if re.search(pattern, folded)), None)


def asks_contact(text: str) -> bool:
    """The text asks for an address, phone, page, opening hours or the way, of something that was named before."""
    return bool(_CONTACT.search(fold(text)))


def asks_how_many(text: str) -> bool:
    """The text asks for a number of something."""
    return bool(_HOW_MANY.search(fold(text)))


def ordinal_named(text: str) -> str | None:
    """Position in a list, counted from "1", "-1" for the last one, or None."""
    folded = fold(text).strip("?!. ")
    number = _NUMBER.search(folded)
    if number:
        return number[1] or number[2]
    return next((value for pattern, value in _ORDINALS if re.search(pattern, folded)), None)


@cache
def _aliases() -> list[tuple[list[str], str]]:
    rows = tables.read(ALIASES, ("alias", "facility"))
    return sorted(((words(r["alias"]), r["facility"]) for r in rows), key=lambda pair: -len(" ".join(pair[0])))


def facility_named(text: str) -> str | None:
    """Id of the facility named in the text by one of its aliases (beginnings of words), or None."""
    said = words(text)
    for alias, facility in _aliases():
        for i in range(len(said) - len(alias) + 1):
            if all(word.startswith(part) for part, word in zip(alias, said[i:])):
                return facility
    return None
