"""Reads of what kind a message is by its meaning: two small transformers, taught on messages in danger. Pure.

Their files lie beside the other statistics of danger; both read the same word pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

from numpy.typing import NDArray

from bot import transformer

NETWORK: Final = "transformer.onnx"
DEEPER: Final = "deeper.onnx"
VOCABULARY: Final = "pieces.model"


class Transformer(transformer.Transformer):
    """folder: where the network and its vocabulary lie."""

    network: ClassVar[str] = NETWORK

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / self.network, folder / VOCABULARY)

    def kinds(self, sentences: Sequence[str]) -> NDArray[Any]:
        """Scores of the kinds of messages for each clean sentence, as logarithms of odds; shape (sentences, kinds)."""
        return self.read(sentences)


class Deeper(Transformer):
    """The one with twice as many layers, which takes twice as long."""

    network = DEEPER
