"""How text is compared: lower case, without diacritics, one kind of quote, dash and space."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# ł, đ, ø and ß do not decompose into a letter and a mark.
_LETTERS: Final = str.maketrans({"ł": "l", "Ł": "l", "đ": "d", "ø": "o", "ß": "ss", "’": "'", "`": "'", "–": "-", "—": "-"})
# What most messages here hold beside ASCII, folded at once: several times as fast as taking every letter apart.
_POLISH: Final = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ’–—", "acelnoszzACELNOSZZ'--")
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def fold(text: str) -> str:
    """Text in the form in which all comparisons are made; folding twice changes nothing."""
    usual = text if text.isascii() else text.translate(_POLISH)
    bare = usual.lower().replace("`", "'") if usual.isascii() else _taken_apart(text)
    return " ".join(bare.split())


def _taken_apart(text: str) -> str:
    """Any letters without their marks."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).translate(_LETTERS).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)


def words(text: str) -> list[str]:
    """The words of a text, folded, in order, without punctuation."""
    return _WORD.findall(fold(text))
