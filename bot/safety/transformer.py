"""Reads of what kind a message is by its meaning: a small transformer, taught on messages in danger (scripts/teach_transformer.py).

Pure: onnxruntime, sentencepiece and numpy. Its two files lie beside the other statistics of danger.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor

from bot.safety.network import session

NETWORK: Final = "transformer.onnx"
VOCABULARY: Final = "pieces.model"
LONGEST: Final = 256  # word pieces of a message that are read


class Pieces:
    """Takes texts apart into word pieces. model: of sentencepiece."""

    def __init__(self, model: bytes) -> None:
        self._processor = SentencePieceProcessor(model_proto=model)
        self.padding: int = self._processor.pad_id()

    def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of the pieces of each text, between those of its beginning and its end; at most LONGEST."""
        rows = self._processor.encode([normalize("NFKC", text) for text in texts], add_bos=True, add_eos=True)
        return [row if len(row) <= LONGEST else [*row[: LONGEST - 1], row[-1]] for row in rows]


class Transformer:
    """folder: where the network and its vocabulary lie."""

    def __init__(self, folder: Path) -> None:
        self._pieces = Pieces((folder / VOCABULARY).read_bytes())
        self._network = session(folder / NETWORK)

    def kinds(self, sentences: Sequence[str]) -> NDArray[Any]:
        """Scores of the kinds of messages for each clean sentence, as logarithms of odds; shape (sentences, kinds).

        They are read one by one: read together, each would change how the numbers of the others are rounded.
        """
        return np.vstack(
            [self._network.run(None, {"pieces": np.array([row], dtype=np.int64)})[0] for row in self._pieces(sentences)]
        )
