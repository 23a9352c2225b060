"""Which language a reply is in, by its commonest words; independent of the guide's own recogniser."""

from __future__ import annotations

import re

_PL = set(
    "jest nie się na do jak czy dla oraz może są przez gdzie osoba osoby które który pomoc po od w z o lub proszę mogę i".split()
)
_EN = set("the is are and of you to can for who where not a an in with your this their they person i please".split())


def language_of(text: str) -> str | None:
    """`pl`, `en`, or None when the text does not tell."""
    words = re.findall(r"[a-ząćęłńóśźż]+", text.lower())
    pl = sum(w in _PL for w in words) + 0.5 * sum(bool(re.search("[ąćęłńśźż]", w)) for w in words)
    en = sum(w in _EN for w in words)
    return "pl" if pl > en else "en" if en > pl else None
