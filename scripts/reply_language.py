"""Which language a reply is in, by its commonest words; independent of the guide's own recogniser."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Final

from bot.settings import ROOT

_FACILITIES: Final = ROOT / "data" / "facilities.csv"
_PL = set(
    "jest nie się na do jak czy dla oraz może są przez gdzie osoba osoby które który pomoc po od w z o lub proszę mogę i".split()
)
_EN = set("the is are and of you to can for who where not a an in with your this their they person i please".split())


@cache
def _names() -> tuple[str, ...]:
    """Names of the facilities, which are Polish in every language."""
    return tuple(row["name"] for row in csv.DictReader(_FACILITIES.read_text(encoding="utf-8").splitlines()))


def language_of(text: str) -> str | None:
    """`pl`, `en`, or None when the text does not tell."""
    for name in _names():
        text = text.replace(name, " ")
    words = re.findall(r"[a-ząćęłńóśźż]+", text.lower())
    pl = sum(w in _PL for w in words) + 0.5 * sum(bool(re.search("[ąćęłńśźż]", w)) for w in words)
    en = sum(w in _EN for w in words)
    return "pl" if pl > en else "en" if en > pl else None
