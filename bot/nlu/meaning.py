"""What a question means, as a vector: a small transformer that was taught to tell the topics apart (scripts/teach_topics.py). Pure.

It knows that "how long is the course" and "when will I be finished" are near, although they share no word. A topic that came after the
teaching is told apart by its vectors all the same, only less well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from numpy.typing import NDArray

from bot.settings import ROOT
from bot.transformer import Transformer

FOLDER: Final = ROOT / "data" / "meaning"
NETWORK: Final = "questions.onnx"
VOCABULARY: Final = "pieces.model"
_KEPT: Final = 12  # one question in so many is kept from the teaching


@cache
def reader() -> Transformer:
    """The network, read once."""
    return Transformer(FOLDER / NETWORK, FOLDER / VOCABULARY)


def vectors(sentences: Sequence[str]) -> NDArray[Any]:
    """A vector for each sentence (bot.nlu.questions.Question.sentence), float32: the mean and the maximum of what the last layer says of its word pieces."""
    return reader().read(sentences)


def is_kept(text: str) -> bool:
    """Whether a training question was kept from the teaching: what is known of such ones tells how sure the guide may be of strangers'."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % _KEPT == 0
