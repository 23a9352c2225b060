"""The statistics of danger: how much a message is like those in which somebody was in danger. Pure.

Put together: n-grams of characters, words and concepts (bot/safety/concepts.py), and the meaning of the sentence, read by an encoder and by
two small transformers that were taught on messages in danger. The model is learnt by scripts/train_safety.py from data/safety and lies beside
it, so that it needs no training at start.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bot import sentence_vectors
from bot.ngrams import Ngrams, linear, word_ngrams
from bot.safety import encoder, transformer
from bot.safety.concepts import concepts
from bot.safety.text import clean, plain
from bot.settings import ROOT

logger = logging.getLogger(__name__)
FOLDER: Final = ROOT / "data" / "safety"
_FILE: Final = "model.npz"
WHO: Final = ("self", "other", "minor", "violence", "sexual", "medical", "child", "harming")
KINDS: Final = ("silence", "support", *WHO)
_CALM: Final = 2  # of these are no danger
_EVEN: Final = np.log([1 / _CALM] * _CALM + [1 / len(WHO)] * len(WHO))  # scores that speak neither for danger nor against it
_QUIET: Final = np.array([10.0] + [0.0] * (len(KINDS) - 1))  # those of a message that nothing which it may mean could make danger
_SHARE_OF_KINDS: Final = 0.4  # weight of the meaning where it tells of what kind the danger is
READERS: Final = (encoder.Encoder, transformer.Transformer, transformer.Deeper)  # in the order in which they are asked
_NETWORKS: Final = (encoder.NETWORK, transformer.NETWORK, transformer.VOCABULARY, transformer.DEEPER)  # their files, beside it
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


class Reader(Protocol):
    """Reads the meaning of sentences."""

    def kinds(self, sentences: Sequence[str]) -> NDArray[Any]:
        """Scores of KINDS of each clean sentence, as logarithms of odds."""


class DangerModel:
    """Linear weights over n-grams, and readers of the meaning, asked one after the other, each only while it could change the answer.

    arrays: `weights` (terms, 2 + WHO) for danger, distress and each of WHO, `bias`, `thresholds` of danger and of distress; `shares`, the weight of
    each reader, and `doubts`, the scores between which it is asked (readers, 2). No reader (None) where one could not be loaded.
    """

    def __init__(self, ngrams: Sequence[Ngrams], arrays: Mapping[str, NDArray[Any]], readers: Sequence[Reader | None]) -> None:
        self._ngrams = ngrams
        self._arrays = arrays
        self._readers = readers

    def signs(self, texts: Sequence[str], needed: Sequence[float]) -> list[Signs]:
        """The signs of danger and distress in each text. needed: the score of danger from which each counts; lower ones are guessed."""
        folded = [plain(text) for text in texts]
        scores = np.array([self._arrays["bias"] + linear(self._ngrams, views(f), self._arrays["weights"]) for f in folded])
        danger, distress = map(float, self._arrays["thresholds"])
        margins, who = scores[:, 0] - danger, scores[:, 2:].copy()
        for reader, share, (low, high) in zip(self._readers, self._arrays["shares"], self._arrays["doubts"]):
            before = margins - np.array(needed)
            kinds = np.where((before < high)[:, None], _QUIET, _EVEN)
            asked = np.flatnonzero((before > low) & (before < high))
            if len(asked):
                kinds[asked] = _kinds(reader, [texts[i] for i in asked])
            margins += share * danger_odds(kinds)
            who += _SHARE_OF_KINDS / len(self._readers) * kinds[:, _CALM:]
        unread = np.setdiff1d(np.flatnonzero(margins > np.array(needed)), asked)  # plain danger: only of what kind it is
        if len(unread):
            kinds[unread] = _kinds(self._readers[-1], [texts[i] for i in unread])
            who[unread] += _SHARE_OF_KINDS / len(self._readers) * kinds[unread, _CALM:]
        return [
            Signs(
                float(margin),
                float(row[1]) - distress,
                WHO[int(np.argmax(likely))],
                self._telling(f) if margin > least else (),
            )
            for f, row, likely, margin, least in zip(folded, scores, who, margins, needed)
        ]

    def _telling(self, folded: str) -> tuple[str, ...]:
        """The words and pairs that speak most for danger."""
        characters, words, _ = self._ngrams
        said = [term for term in dict.fromkeys(word_ngrams(folded)) if term in words.terms]
        columns, values = words.row(folded)  # in the order of `said`
        weights = values * self._arrays["weights"][columns + len(characters.terms), 0]
        return tuple(said[i] for i in np.argsort(-weights)[:_SHOWN] if weights[i] > 0)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> DangerModel:
        """Reads what `save` and the teachers of the readers wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            arrays = dict(stored)
        ngrams = [Ngrams.of_arrays(kind, arrays) for kind in BLOCKS]
        return cls(ngrams, arrays, [_loaded(reader, folder) for reader in READERS])


def _loaded(reader: Callable[[Path], Reader], folder: Path) -> Reader | None:
    try:
        return reader(folder)
    except Exception as error:
        logger.error("a reader of danger does not work: %s", type(error).__name__)
        return None


def _kinds(reader: Reader | None, texts: Sequence[str]) -> NDArray[Any]:
    """Scores of KINDS by the meaning; even ones when the reader does not work: the rest must do then."""
    try:
        if reader:
            return reader.kinds([clean(text) for text in texts])
    except Exception as error:
        logger.error("a reader of danger does not work: %s", type(error).__name__)
    return np.tile(_EVEN, (len(texts), 1))


def save(
    folder: Path,
    fingerprint: str,
    ngrams: Sequence[Ngrams],
    arrays: Mapping[str, NDArray[Any]],
) -> None:
    """Writes a model beside the networks of its readers. fingerprint: of the data that it was learnt from."""
    terms = {name: value for block in ngrams for name, value in block.arrays().items()}
    idf = {name: value.astype(np.float16) for name, value in terms.items() if name.startswith("idf")}
    whose = {"fingerprint": np.array(fingerprint), "networks": np.array(digest(folder))}
    np.savez_compressed(folder / _FILE, **{**terms, **idf, **arrays, **whose})


def digest(folder: Path) -> str:
    """Of the files of the readers: what else was learnt with them belongs to them only."""
    return sha256(b"".join((folder / name).read_bytes() for name in _NETWORKS)).hexdigest()


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
