"""Reads of what kind a message is by its meaning: the sentence encoder, taught on messages in danger (scripts/teach_encoder.py). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot import sentence_vectors


class Encoder:
    """network: the layers of the encoder, and `h1`, `hb1`, `h2`, `hb2` over its vector."""

    def __init__(self, network: Mapping[str, NDArray[Any]]) -> None:
        given = {name: np.asarray(value, dtype=np.float32) for name, value in network.items()}  # half precision is slow to multiply
        self._head = [given.pop(name) for name in ("h1", "hb1", "h2", "hb2")]
        self._encoder = sentence_vectors.Taught(given)

    def kinds(self, sentences: Sequence[str]) -> NDArray[Any]:
        """Scores of the kinds of messages for each clean sentence, as logarithms of odds; shape (sentences, kinds)."""
        h1, hb1, h2, hb2 = self._head
        found: NDArray[Any] = np.maximum(self._encoder.encode(sentences) * sentence_vectors.STRETCH @ h1 + hb1, 0) @ h2 + hb2
        return found
