"""Reads of what kind a message is by its meaning: a small transformer, taught on messages in danger. Pure.

Its two files lie beside the other statistics of danger.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from numpy.typing import NDArray

from bot import transformer

NETWORK: Final = "transformer.onnx"
VOCABULARY: Final = "pieces.model"


class Transformer(transformer.Transformer):
    """folder: where the network and its vocabulary lie."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / NETWORK, folder / VOCABULARY)

    def kinds(self, sentences: Sequence[str]) -> NDArray[Any]:
        """Scores of the kinds of messages for each clean sentence, as logarithms of odds; shape (sentences, kinds)."""
        return self.read(sentences)
