"""The statistics of danger: how much a message is like those in which somebody was in danger. Pure: numpy only.

Put together: n-grams of characters, words and concepts (bot/safety/concepts.py), and the meaning of the sentence, read by an encoder
that was taught on messages in danger. The model is learnt by scripts/train_safety.py from data/safety and lies beside it, so that it
needs no training at start.
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
KINDS: Final = ("silence", "support", *WHO)
_CALM: Final = 2  # of these are no danger
_EVEN: Final = np.log([1 / _CALM] * _CALM + [1 / len(WHO)] * len(WHO))  # scores that speak neither for danger nor against it
_SHARE_OF_KINDS: Final = 0.2  # weight of the meaning where it tells of what kind the danger is
_NETWORK: Final = "net_"  # before the names of the encoder's layers in the file
BLOCKS: Final = ("characters", "words", "concepts")
_SHOWN: Final = 3  # words that an alarm names as its reason


@dataclass(frozen=True)
class Signs:
    """danger, distress: scores above 0 where a message is rather of that kind; who: the likeliest of WHO; words: what told most.

    outright: words that the detector knows say it.
    """

    danger: float
    distress: float
    who: str
    words: tuple[str, ...]
    outright: bool = False


class DangerModel:
    """Linear weights over n-grams, and an encoder with a small network over its sentence vector.

    arrays: `weights` (terms, 2 + WHO) for danger, distress and each of WHO, `bias`, and `facts`: weight of the meaning, threshold of
    danger, threshold of distress, margin from which the meaning is asked.
    """

    def __init__(self, ngrams: Sequence[Ngrams], arrays: dict[str, NDArray[Any]], reader: Reader) -> None:
        self._ngrams = ngrams
        self._arrays = arrays
        self._reader = reader

    def signs(self, texts: Sequence[str]) -> list[Signs]:
        """The signs of danger and distress in each text."""
        folded = [plain(text) for text in texts]
        scores = np.array([self._arrays["bias"] + linear(self._ngrams, views(f), self._arrays["weights"]) for f in folded])
        share, danger, distress, doubt = (float(x) for x in self._arrays["facts"])
        kinds = np.zeros((len(texts), len(KINDS)))
        kinds[:, 0] = 10.0  # silence, where nothing that the sentence may mean could make it danger
        doubtful = np.flatnonzero(scores[:, 0] > doubt)
        if len(doubtful):
            kinds[doubtful] = self._kinds([texts[i] for i in doubtful])
        margins = scores[:, 0] + share * danger_odds(kinds)
        who = scores[:, 2:] + _SHARE_OF_KINDS * kinds[:, _CALM:]
        return [
            Signs(
                float(margin) - danger,
                float(row[1]) - distress,
                WHO[int(np.argmax(likely))],
                self._telling(f) if margin > danger else (),
            )
            for f, row, likely, margin in zip(folded, scores, who, margins)
        ]

    def _kinds(self, texts: Sequence[str]) -> NDArray[Any]:
        """Scores of KINDS by the meaning; even ones when the encoder does not work: the n-grams must do then."""
        try:
            return self._reader.kinds([clean(text) for text in texts])
        except Exception as error:
            logger.error("no sentence vectors: %s", type(error).__name__)
            return np.tile(_EVEN, (len(texts), 1))

    def _telling(self, folded: str) -> tuple[str, ...]:
        """The words and pairs that speak most for danger."""
        characters, words, _ = self._ngrams
        said = [term for term in dict.fromkeys(word_ngrams(folded)) if term in words.terms]
        columns, values = words.row(folded)  # in the order of `said`
        weights = values * self._arrays["weights"][columns + len(characters.terms), 0]
        return tuple(said[i] for i in np.argsort(-weights)[:_SHOWN] if weights[i] > 0)

    @classmethod
    def load(cls, path: Path = MODEL) -> DangerModel:
        """Reads what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files if name != "fingerprint"}
        network = {name[len(_NETWORK) :]: arrays.pop(name) for name in list(arrays) if name.startswith(_NETWORK)}
        terms = json.loads(zlib.decompress(arrays.pop("terms").tobytes()))
        ngrams = [Ngrams(k, known, arrays.pop(f"idf_{k}").astype(np.float32)) for k, known in zip(BLOCKS, terms)]
        return cls(ngrams, arrays, Reader(network))


def save(
    path: Path, fingerprint: str, ngrams: Sequence[Ngrams], arrays: dict[str, NDArray[Any]], network: Mapping[str, NDArray[Any]]
) -> None:
    """Writes a model. fingerprint: of the data that it was learnt from; network: of `scripts.teach_encoder.Pupil.arrays`."""
    terms = zlib.compress(json.dumps([list(n.terms) for n in ngrams], ensure_ascii=False).encode(), 9)
    idf = {f"idf_{n.kind}": n.idf.astype(np.float16) for n in ngrams}
    layers = {_NETWORK + name: value for name, value in network.items()}
    stored = {**idf, **arrays, **layers, "fingerprint": np.array(fingerprint)}
    np.savez_compressed(path, terms=np.frombuffer(terms, dtype=np.uint8), **stored)


class Reader:
    """Reads the meaning of sentences with a taught encoder. network: its layers, and `h1`, `hb1`, `h2`, `hb2` over the vector."""

    def __init__(self, network: Mapping[str, NDArray[Any]]) -> None:
        given = {name: np.asarray(value, dtype=np.float32) for name, value in network.items()}  # half precision is slow to multiply
        self._head = [given.pop(name) for name in ("h1", "hb1", "h2", "hb2")]
        self._encoder = sentence_vectors.Taught(given)

    def kinds(self, sentences: Sequence[str]) -> NDArray[Any]:
        """Scores of KINDS of each clean sentence, as logarithms of odds."""
        h1, hb1, h2, hb2 = self._head
        found: NDArray[Any] = np.maximum(self._encoder.encode(sentences) * sentence_vectors.STRETCH @ h1 + hb1, 0) @ h2 + hb2
        return found


def danger_odds(kinds: NDArray[Any]) -> NDArray[Any]:
    """Log odds of any danger against none. kinds: scores of KINDS, a row each."""
    odds: NDArray[Any] = np.logaddexp.reduce(kinds[:, _CALM:], 1) - np.logaddexp.reduce(kinds[:, :_CALM], 1)
    return odds


def views(plain_text: str) -> tuple[str, str, str]:
    """What each block of n-grams reads of a plain text."""
    return plain_text, plain_text, concepts(plain_text)


@cache
def danger_model() -> DangerModel:
    """The model of this process, read once."""
    sentence_vectors.encoder()
    return DangerModel.load()
