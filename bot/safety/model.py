"""The statistics of danger: how much a message is like those in which somebody was in danger. Pure: numpy only.

Weighed together: n-grams of characters, words and concepts (bot/safety/concepts.py), the meaning of the sentence, and the named
rules (bot/safety/rules.py). The model is learnt by scripts/train_safety.py from data/safety and lies beside it, so that it needs
no training at start.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot import sentence_vectors
from bot.ngrams import Ngrams
from bot.safety import rules
from bot.safety.concepts import concepts
from bot.safety.text import clean, plain
from bot.settings import ROOT

logger = logging.getLogger(__name__)
MODEL: Final = ROOT / "data" / "safety" / "model.npz"
WHO: Final = ("self", "other", "minor", "violence", "sexual", "medical", "child")
BLOCKS: Final = ("characters", "words", "concepts")
STRETCH: Final = 5.0  # of the unit vectors before the networks
_SHOWN: Final = 3  # words that an alarm names as its reason
_SURE: Final = 12.0  # log odds beyond which a network is not believed


@dataclass(frozen=True)
class Signs:
    """Scores above 0 where a message is rather of that kind.

    danger: of anybody; doubt: danger is not likely enough for an alarm, but too likely for silence; distress: without danger;
    who: the likeliest of WHO; reasons: rules and words that told most, when there is danger.
    """

    danger: float
    doubt: float
    distress: float
    who: str
    reasons: tuple[str, ...]


class DangerModel:
    """Linear weights over n-grams, small networks over the sentence vector, and the weights of all evidence.

    arrays: `weights` (terms, 2 + WHO) for danger, distress and each of WHO, `bias`; the networks `w1` (networks, vector, hidden),
    `b1`, `w2` (networks, hidden), `b2`; `evidence` and `letters`, the weights of `evidence()` with and without the meaning.
    facts: thresholds of danger, doubt and distress, and `low`: the margin of the n-grams below which the meaning is not asked.
    """

    def __init__(self, ngrams: Sequence[Ngrams], arrays: dict[str, NDArray[Any]], facts: dict[str, float]) -> None:
        self._ngrams = ngrams
        self._arrays = {name: array if name == "weights" else array.astype(np.float32) for name, array in arrays.items()}
        self._facts = facts
        self._offsets = np.cumsum([0, *(len(n.terms) for n in ngrams)])
        self._names = list(ngrams[1].terms)

    def signs(self, text: str) -> Signs:
        """The signs of danger and distress in a text."""
        folded = plain(text)
        scores = self._arrays["bias"].copy()
        for ngrams, offset, view in zip(self._ngrams, self._offsets, views(folded)):
            columns, values = ngrams.row(view)
            scores += values @ self._arrays["weights"][columns + offset].astype(np.float32)
        named, harmless = rules.matches(rules.DANGER, folded), rules.matches(rules.HARMLESS, folded)
        meaning = self._meaning(text) if named or scores[0] > self._facts["low"] else None
        weights = self._arrays["letters" if meaning is None else "evidence"]
        odds = float(np.dot(weights, evidence(float(scores[0]), meaning or 0.0, named, harmless)))
        danger = odds - self._facts["danger"]
        reasons = (*named, *self._telling(folded)) if danger > 0 else ()
        who = WHO[int(np.argmax(scores[2:]))]
        return Signs(danger, odds - self._facts["doubt"], float(scores[1]) - self._facts["distress"], who, reasons)

    def _meaning(self, text: str) -> float | None:
        """Log odds of danger by the meaning of the sentence; None when the encoder does not work: danger is noticed without it."""
        try:
            vector = sentence_vectors.encode([clean(text)])[0] * STRETCH
        except Exception as error:
            logger.error("no sentence vectors: %s", type(error).__name__)
            return None
        hidden = np.maximum(np.einsum("v,nvh->nh", vector, self._arrays["w1"]) + self._arrays["b1"], 0)
        odds = np.einsum("nh,nh->n", hidden, self._arrays["w2"]) + self._arrays["b2"]
        return float(np.clip(odds, -_SURE, _SURE).mean())

    def _telling(self, folded: str) -> tuple[str, ...]:
        """The words and pairs that speak most for danger."""
        words, offset = self._ngrams[1], self._offsets[1]
        columns, values = words.row(folded)
        weights = values * self._arrays["weights"][columns + offset, 0]
        return tuple(self._names[columns[i]] for i in np.argsort(-weights)[:_SHOWN] if weights[i] > 0)

    def save(self, path: Path, fingerprint: str) -> None:
        """Writes the model; fingerprint: of what it was learnt from."""
        terms = zlib.compress(json.dumps([list(n.terms) for n in self._ngrams], ensure_ascii=False).encode(), 9)
        np.savez_compressed(
            path,
            terms=np.frombuffer(terms, dtype=np.uint8),
            fingerprint=np.array(fingerprint),
            facts=np.array(json.dumps(self._facts)),
            **{f"idf_{n.kind}": n.idf.astype(np.float16) for n in self._ngrams},
            **{name: array.astype(np.float16 if name in ("weights", "w1") else np.float32) for name, array in self._arrays.items()},
        )

    @classmethod
    def load(cls, path: Path = MODEL) -> DangerModel:
        """Reads what `save` wrote. Raises OSError, KeyError or ValueError for a file that it did not write."""
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files if name != "fingerprint"}
        terms = json.loads(zlib.decompress(arrays.pop("terms").tobytes()))
        facts = json.loads(str(arrays.pop("facts")))
        ngrams = [Ngrams(k, known, arrays.pop(f"idf_{k}").astype(np.float32)) for k, known in zip(BLOCKS, terms)]
        return cls(ngrams, arrays, facts)


def views(plain_text: str) -> tuple[str, str, str]:
    """What each block of n-grams reads of a plain text."""
    return plain_text, plain_text, concepts(plain_text)


def evidence(margin: float, meaning: float, named: Sequence[str], harmless: Sequence[str]) -> list[float]:
    """What is weighed: the margin of the n-grams, the meaning, every rule, and 1."""
    return [
        margin,
        meaning,
        *(float(rule.name in named) for rule in rules.DANGER),
        *(float(rule.name in harmless) for rule in rules.HARMLESS),
        1.0,
    ]


@cache
def danger_model() -> DangerModel:
    """The model of this process, read once."""
    sentence_vectors.encoder()
    return DangerModel.load()
