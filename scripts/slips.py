"""Slips of the thumb, as people make them on a telephone: letters left out, doubled, swapped, or the key beside."""

from __future__ import annotations

from random import Random
from typing import Final

_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE: Final = {letter: (row[i - 1] if i else "") + row[i + 1 : i + 2] for row in _ROWS for i, letter in enumerate(row)}


def with_slips(text: str, share: float, dice: Random) -> str:
    """The text with a slip at about this share of its letters."""
    written, i = "", 0
    while i < len(text):
        letter, following = text[i], text[i + 1 : i + 2]
        i += 1
        if not letter.isalpha() or dice.random() >= share:
            written += letter
            continue
        kind = dice.choice(("left out", "doubled", "swapped", "beside"))
        if kind == "swapped":
            written, i = written + following + letter, i + len(following)
        elif kind != "left out":
            written += letter * 2 if kind == "doubled" else dice.choice(_BESIDE.get(letter.lower()) or letter)
    return written
