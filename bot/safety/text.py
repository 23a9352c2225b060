"""The forms of a message in which danger is looked for: plain for letters and words, clean for meaning, sentence by sentence."""

from __future__ import annotations

import re
from typing import Final

from bot.folding import fold

_SPACED: Final = re.compile(r"(?<!\w)(?:[^\W\d_](?P<gap>[ .\-_*·|/])(?P=gap)?){2,}[^\W\d_](?!\w)")
_GAP: Final = re.compile(r"[ .\-_*·|/]+")
_REPEATED: Final = re.compile(r"([^\W\d_])\1{2,}")
_AGAIN: Final = re.compile(r"\b(\w+)(?:[\s,.!?]+\1\b){4,}", re.IGNORECASE)  # one word again and again tells no more than twice
_SAME_SENTENCE: Final = re.compile(r"(?:^|(?<=[.!?]\s))([^\s.!?][^.!?\n]{3,200}[.!?]+)(?:\s+\1){3,}")  # nor does one sentence
# Signs in the middle of a word that stand for letters, and full stops that only break it up.
_LEET_WORD: Final = re.compile(r"(?<!\w)[\w@$!*]*[^\W\d_][@$!*013457]+[^\W\d_][\w@$!*]*")
_LEET: Final = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "*": ""})
_BROKEN_UP: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,2})\.(?=[^\W\d_])|(?<=[^\W\d_])\.([^\W\d_]{1,2})(?![^\W\d_])")
_SHORT_WORDS: Final = frozenset("aiouwz")
_NOT_TEXT: Final = re.compile(r"[^\w' ]+")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…;\n])\s+|\n+")


def clean(text: str) -> str:
    """Lower case with diacritics kept; letters that were spaced out, repeated or replaced by signs are put right, words and sentences said again and again said twice."""
    joined = _AGAIN.sub(r"\1 \1", _SAME_SENTENCE.sub(r"\1 \1", _SPACED.sub(_join, text)))
    whole = _BROKEN_UP.sub(lambda m: m[1] or m[2], joined)
    plain_letters = _LEET_WORD.sub(lambda m: m[0].translate(_LEET), whole)
    return _REPEATED.sub(r"\1", " ".join(plain_letters.split())).lower()


def plain(text: str) -> str:
    """The clean text folded and without punctuation."""
    return " ".join(_NOT_TEXT.sub(" ", fold(clean(text))).split())


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order; one of a single word stays with the one before."""
    found: list[str] = []
    for piece in filter(None, (p.strip() for p in _SENTENCE_END.split(text))):
        if found and len(piece.split()) == 1:
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def _join(match: re.Match[str]) -> str:
    """Spaced letters as words: a double gap is where a word ended. Three one-letter words ("a i o") are words."""
    letters = _GAP.sub("", match[0]).lower()
    if len(letters) == 3 and _SHORT_WORDS.issuperset(letters):
        return match[0]
    words = re.split(r"(?:" + re.escape(match["gap"]) + r"){2,}", match[0])
    return " ".join(_GAP.sub("", word) for word in words)
