"""Takes a message with several questions apart: "ile trwa kurs i czy dostanę certyfikat?" asks two things. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Final

from bot.nlu.topics import Ranked

# Where a second question may begin: after the end of a sentence, or after "and" or a comma before a question word.
_ASKING: Final = (
    r"czy|co|kto|kim|gdzie|kiedy|ile|ilu|jak|jaki\w*|dlaczego|któr\w+|ktor\w+|po co|skąd|skad|do kogo|u kogo|"
    r"what|who|where|when|how|why|which|whom|is it|is there|are there|do i|do they|can i|can they|does it|will i|will they"
)
_BREAK: Final = re.compile(
    rf"(?<=[.?!…;])\s+|\s*\n+\s*|,?\s+(?:i|oraz|a|a także|and|also|and also|plus)\s+(?=(?:też |also |then )?(?:{_ASKING})\b)|,\s+(?=(?:{_ASKING})\b)",
    re.IGNORECASE,
)
_FEWEST_WORDS: Final = 2


def parts(text: str) -> list[str]:
    """The pieces of a message that may be questions of their own, in order."""
    return [piece.strip() for piece in _BREAK.split(text) if len(piece.split()) >= _FEWEST_WORDS]


def topics_asked(
    text: str, rank: Callable[[str], Sequence[Ranked]], in_scope: Collection[str], certain: float
) -> list[tuple[str, str]]:
    """The different topics that the pieces of a message clearly ask about, in order, each with its piece.

    rank: of TopicModel, for one piece; certain: probability from which a piece counts. Fewer than two pieces: empty.
    """
    pieces = parts(text)
    if len(pieces) < 2:
        return []
    found: dict[str, str] = {}
    for piece in pieces:
        ranking = rank(piece)
        if ranking and ranking[0].probability >= certain and ranking[0].topic in in_scope:
            found.setdefault(ranking[0].topic, piece)
    return [(topic, piece) for topic, piece in found.items()]
