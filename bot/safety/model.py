"""The statistics of danger: how much a message is like those in which somebody was in danger. Pure: numpy only.

Put together: n-grams of characters, words and concepts (bot/safety/concepts.py), and the meaning of the sentence. The model is
learnt by scripts/train_safety.py from data/safety and lies beside it, so that it needs no training at start.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot import sentence_vectors
from bot.ngrams import Ngrams, linear, word_ngrams
from bot.safety.concepts import concepts
from bot.safety.text import clean, plain
from bot.settings import ROOT

logger = logging.getLogger(__name__)
MODEL: Final = ROOT / "data" / "safety" / "model.npz"
WHO: Final = ("self", "other", "minor", "violence", "sexual", "medical", "child")
BLOCKS: Final = ("characters", "words", "concepts")
_SHOWN: Final = 3  # words that an alarm names as its reason


@dataclass(frozen=True)
class Signs:
    """danger, distress: scores above 0 where a message is rather of that kind; who: the likeliest of WHO; words: what told most."""

    danger: float
    distress: float
    who: str
    words: tuple[str, ...]


class DangerModel:
    """Linear weights over n-grams and a small network over the sentence vector.

    arrays: `weights` (terms, 2 + WHO) for danger, distress and each of WHO, `bias`, the network `w1`, `b1`, `w2`, `b2`,
    and `facts`: weight of the meaning, threshold of danger, threshold of distress, margin from which the meaning is asked.
    """

    def __init__(self, ngrams: Sequence[Ngrams], arrays: dict[str, NDArray[Any]]) -> None:
        self._ngrams = ngrams
        self._arrays = arrays

    def signs(self, texts: Sequence[str]) -> list[Signs]:
        """The signs of danger and distress in each text."""
        folded = [plain(text) for text in texts]
        scores = np.array([self._arrays["bias"] + linear(self._ngrams, views(f), self._arrays["weights"]) for f in folded])
        share, danger, distress, doubt = (float(x) for x in self._arrays["facts"])
        meaning = np.full(len(texts), -10.0)  # where nothing that the sentence may mean could make it danger
        doubtful = np.flatnonzero(scores[:, 0] > doubt)
        if len(doubtful):
            meaning[doubtful] = self._meaning([texts[i] for i in doubtful])
        margins = scores[:, 0] + share * meaning
        return [
            Signs(
                float(margin) - danger,
                float(row[1]) - distress,
                WHO[int(np.argmax(row[2:]))],
                self._telling(f) if margin > danger else (),
            )
            for f, row, margin in zip(folded, scores, margins)
        ]

    def _meaning(self, texts: Sequence[str]) -> NDArray[Any]:
        """Log odds of danger by the meaning of each sentence; 0 when the encoder does not work: the n-grams must do then."""
        try:
            vectors = sentence_vectors.encode([clean(text) for text in texts])
        except Exception as error:
            logger.error("no sentence vectors: %s", type(error).__name__)
            return np.zeros(len(texts))
        return log_odds(self._arrays, vectors * 5)

    def _telling(self, folded: str) -> tuple[str, ...]:
        """The words and pairs that speak most for danger."""
        characters, words, _ = self._ngrams
        said = [term for term in dict.fromkeys(word_ngrams(folded)) if term in words.terms]
        columns, values = words.row(folded)  # in the order of `said`
        weights = values * self._arrays["weights"][columns + len(characters.terms), 0]
        return tuple(said[i] for i in np.argsort(-weights)[:_SHOWN] if weights[i] > 0)

    def save(self, path: Path, fingerprint: str) -> None:
        """Writes the model; fingerprint: of the data that it was learnt from."""
        terms = zlib.compress(json.dumps([list(n.terms) for n in self._ngrams], ensure_ascii=False).encode(), 9)
        idf = {f"idf_{n.kind}": n.idf.astype(np.float16) for n in self._ngrams}
        np.savez_compressed(
            path, terms=np.frombuffer(terms, dtype=np.uint8), fingerprint=np.array(fingerprint), **idf, **self._arrays
        )

    @classmethod
    def load(cls, path: Path = MODEL) -> DangerModel:
        """Reads what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        arrays.pop("fingerprint")
        for name in ("w1", "w2"):  # numbers of half precision are small in a file, and slow to multiply
            arrays[name] = arrays[name].astype(np.float32)
        terms = json.loads(zlib.decompress(arrays.pop("terms").tobytes()))
        ngrams = [Ngrams(k, known, arrays.pop(f"idf_{k}").astype(np.float32)) for k, known in zip(BLOCKS, terms)]
        return cls(ngrams, arrays)


def log_odds(network: Mapping[str, NDArray[Any]], vectors: NDArray[Any]) -> NDArray[Any]:
    """Output of a network with one hidden layer for sentence vectors (times 5, which makes them learn faster), shape (…, 512)."""
    hidden = np.maximum(vectors @ network["w1"] + network["b1"], 0)
    found: NDArray[Any] = (hidden @ network["w2"] + network["b2"])[..., 0]
    return found


def views(plain_text: str) -> tuple[str, str, str]:
    """What each block of n-grams reads of a plain text."""
    return plain_text, plain_text, concepts(plain_text)


@cache
def danger_model() -> DangerModel:
    """The model of this process, read once."""
    sentence_vectors.encoder()
    return DangerModel.load()
