"""Runs a small transformer that was taught on messages of this guide (scripts/teach_transformer.py). Pure: onnxruntime, sentencepiece and numpy."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor

from bot.network import session

LONGEST: Final = 256  # word pieces of a message that are read
_FEW: Final = 64  # sentences from which more than one thread pays


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
    """network: the file that was taught; vocabulary: its model of sentencepiece."""

    def __init__(self, network: Path, vocabulary: Path) -> None:
        self._pieces = Pieces(vocabulary.read_bytes())
        self._network = session(network)

    def read(self, sentences: Sequence[str]) -> NDArray[Any]:
        """What the network says of each sentence, a row each, float32.

        They are read one by one: read together, each would change how the numbers of the others are rounded. Many are shared among the processors.
        """
        rows = self._pieces(sentences)
        if len(rows) < _FEW:
            return np.vstack([self._run(row) for row in rows])
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return np.vstack(list(pool.map(self._run, rows)))

    def _run(self, row: Sequence[int]) -> NDArray[Any]:
        found: NDArray[Any] = self._network.run(None, {"pieces": np.array([row], dtype=np.int64)})[0]
        return found
