"""Other spellings of a message: slips of the thumb, as people make them on a telephone (letters left out, doubled, swapped, or the key
beside), and other stops.
"""

from __future__ import annotations

from random import Random
from typing import Final

_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_STOPS: Final = ("", "", ".", ".", "...", "!")  # at the end of a message
_NO_QUESTION_MARK: Final = 0.3  # share of the questions that lose theirs
_NO_COMMAS: Final = 0.35
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


def with_other_stops(text: str, dice: Random) -> str:
    """The text with another end, and perhaps without commas: how somebody ends a line tells nothing about danger."""
    if not text.endswith("?"):
        ended = text.rstrip(".!… ") + dice.choice(_STOPS)
    else:
        ended = text.rstrip("? ") if dice.random() < _NO_QUESTION_MARK else text
    if dice.random() < _NO_COMMAS:
        ended = " ".join(ended.replace(",", " ").split())
    return ended or text
