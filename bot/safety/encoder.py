"""Reads of what kind a message is by its meaning: the sentence encoder, taught on messages in danger (scripts/teach_encoder.py). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot import sentence_vectors
from bot.network import session

NETWORK: Final = "encoder.onnx"


class Encoder:
    """folder: where the network lies. Its word pieces are those of bot/sentence_vectors.py."""

    def __init__(self, folder: Path) -> None:
        self._network = session(folder / NETWORK)

    def kinds(self, sentences: Sequence[str]) -> NDArray[Any]:
        """Scores of the kinds of messages for each clean sentence, as logarithms of odds; shape (sentences, kinds)."""
        return np.vstack([self._network.run(None, {"words": sentence_vectors.words(sentence)})[0] for sentence in sentences])
