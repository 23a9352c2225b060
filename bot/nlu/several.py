"""Takes a message with several questions apart: "ile trwa kurs i czy dostanę certyfikat?" asks two things. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from bot.nlu.topics import Ranked

# Where a second question may begin: after the end of a sentence, or after "and" or a comma before a question word.
_ASKING: Final = (
    r"czy|co|kto|kim|gdzie|kiedy|ile|ilu|jak\w{0,3}|dlaczego|któr\w+|ktor\w+|po co|skąd|skad|do kogo|u kogo|"
    r"what|who|where|when|how|why|which|whom|is it|is there|are there|do i|do they|can i|can they|does it|will i|will they"
)
_BREAK: Final = re.compile(
    rf"(?<=[.?!…;])\s+|\s*\n+\s*|,?\s+(?:i|oraz|a|a także|and|also|and also|plus)\s+(?=(?:też |also |then )?(?:{_ASKING})\b)|,\s+(?=(?:{_ASKING})\b)",
    re.IGNORECASE,
)
_FEWEST_WORDS: Final = 2
_MOST: Final = 8  # pieces that are looked at


def parts(text: str) -> list[str]:
    """The pieces of a message that may be questions of their own, in order."""
    return [piece.strip() for piece in _BREAK.split(text) if len(piece.split()) >= _FEWEST_WORDS]


def topics_asked(text: str, rank: Callable[[str], Sequence[Ranked]], counts: Callable[[str], bool], certain: float) -> list[str]:
    """The different topics that the pieces of a message clearly ask about, in order; empty when it is one piece.

    rank: the topics of one piece, likeliest first; counts: whether a topic is a question in scope; certain:
    probability from which a piece counts.
    """
    pieces = parts(text)
    if len(pieces) < 2:
        return []
    best = [ranking[0] for ranking in map(rank, pieces[:_MOST]) if ranking]
    return list(dict.fromkeys(r.topic for r in best if r.probability >= certain and counts(r.topic)))
