"""Which topic a message is about: n-grams with a linear model, and the meaning of the sentence with another. Pure: no Rasa.

Chosen by measurement, see docs/experiments.md: n-grams know the words that people here use, vectors of the meaning know other
words for the same thing; together they are right more often than either.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

from bot.ngrams import Ngrams, linear
from bot.nlu import meaning
from bot.nlu.questions import Question

_PLAUSIBLE: Final = 0.6  # share of known letter triples from which a word is taken for a word
_MARGIN: Final = 0.5  # C of the support vector machine
_TOLERANCE: Final = 0.2  # of its solver; a finer one changes no decision that matters and takes longer
_HUMBLE: Final = (
    0.5  # share of the questions that the margins are calibrated with; all of them would make it too sure of strangers'
)
_EVERY: Final = 7  # one question in so many is kept for the calibration where none is
# How much the margins and the meaning count. Chosen on questions of other writers: among one's own, which the
# calibration sees, the meaning looks better than it is.
_SHARPNESS: Final = 8.0
_SHARE: Final = 0.6
# Lead of a margin from which the meaning changed no decision: of 2,600 messages by strangers three in five lead by more (docs/experiments.md).
_NO_DOUBT: Final = 0.7
_TEMPERATURES: Final = np.linspace(0.6, 3.0, 25)
_FREEDOM: Final = 0.3  # C of the model of the meaning
_STEPS: Final = 40  # of its solver
_MEANT: Final = (
    30_000  # questions that the model of the meaning learns from; with all, training takes half as long again (docs/experiments.md)
)
_SHORT_WORD: Final = 4  # letters
_BLOCKS: Final = ("characters", "words")


@dataclass(frozen=True)
class Ranked:
    """A topic and the probability that the message is about it."""

    topic: str
    probability: float


class TopicModel:
    """A fitted model; `fit` makes one, `save` and `load` keep it without pickle."""

    def __init__(
        self, topics: Sequence[str], ngrams: Sequence[Ngrams], arrays: dict[str, NDArray[Any]], temperature: float
    ) -> None:
        self._topics = list(topics)
        self._ngrams = ngrams
        self._arrays = arrays  # "weights" (n-grams, topics) in half precision, "bias", "meaning" (vector, topics), "meaning_bias"
        self._temperature = temperature

    @classmethod
    def fit(cls, questions: Sequence[Question], topics: Sequence[str], kept: Sequence[bool]) -> TopicModel:
        """Learns from questions. kept: those that the network of the meaning was not taught; the temperature of the probabilities is chosen on them."""
        ngrams, features = ngram_features(questions)
        wanted = np.asarray(topics)
        apart = np.asarray(kept) if any(kept) else np.arange(len(topics)) % _EVERY == 0
        others, kept_ones = np.flatnonzero(~apart), np.flatnonzero(apart)
        with ThreadPoolExecutor(2) as pool:  # the solver releases the interpreter
            learnt, _ = train_test_split(others, train_size=_HUMBLE, stratify=wanted[others], random_state=0)
            partly = pool.submit(_margins, features[learnt], wanted[learnt])
            fully = pool.submit(_margins, features, wanted)
            meant = np.random.RandomState(0).permutation(others)[:_MEANT]
            vectors, unknown = (meaning.vectors([questions[i].sentence for i in chosen]) for chosen in (meant, kept_ones))
            model = LogisticRegression(C=_FREEDOM, max_iter=_STEPS).fit(vectors, wanted[meant])
            margins = partly.result().decision_function(features[kept_ones])
            machine = fully.result()
        right = np.searchsorted(machine.classes_, wanted[kept_ones])
        temperature = _temperature(margins, model.predict_log_proba(unknown), right)
        arrays = {
            "weights": machine.coef_.T.astype(np.float16),
            "bias": machine.intercept_.astype(np.float32),
            "meaning": model.coef_.T.astype(np.float32),
            "meaning_bias": model.intercept_.astype(np.float32),
        }
        return cls(machine.classes_, ngrams, arrays, temperature)

    def rank(self, question: Question) -> list[Ranked]:
        """All topics for a question, the likeliest first; the probabilities sum to 1. Empty for gibberish."""
        if not any(map(self._is_plausible, question.folded.split())) and not self._is_known_short(question):
            return []
        margins = self._arrays["bias"] + linear(self._ngrams, (question.folded, question.lemmas), self._arrays["weights"])
        probabilities = _probabilities(margins, self._meaning(question, margins), self._temperature)
        return [Ranked(self._topics[i], float(probabilities[i])) for i in np.argsort(-probabilities)]

    def _meaning(self, question: Question, margins: NDArray[Any]) -> NDArray[Any]:
        """Log odds of the topics by the meaning of the sentence; even odds where the n-grams leave no doubt, which saves half of the time."""
        second, best = np.partition(margins, -2)[-2:]
        if best - second > _NO_DOUBT:
            return np.zeros_like(margins)
        vector = meaning.vectors([question.sentence])[0]
        return _log_softmax(vector @ self._arrays["meaning"] + self._arrays["meaning_bias"])

    def _is_plausible(self, word: str) -> bool:
        """Most of its letter triples occur in the questions learnt from, unlike in "asdkjh"."""
        characters, words = self._ngrams
        if any(c.isdigit() for c in word) or not any(c.isalpha() for c in word):
            return False
        triples = [word[i : i + 3] for i in range(len(word) - 2)]
        if not triples:
            return word.isalpha() and word in words.terms
        return sum(t in characters.terms for t in triples) >= _PLAUSIBLE * len(triples)

    def _is_known_short(self, question: Question) -> bool:
        """A short word ("ok") that was learnt under its lemma."""
        return any(word in self._ngrams[1].terms for word in question.lemmas.split() if len(word) <= _SHORT_WORD)

    def save(self, folder: Path) -> None:
        """Writes the model as JSON and plain arrays."""
        facts = {"topics": self._topics, "temperature": self._temperature}
        (folder / "topics.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / "topics.npz", **self._arrays, **{k: v for n in self._ngrams for k, v in n.arrays().items()})

    @classmethod
    def load(cls, folder: Path) -> TopicModel:
        """Reads what `save` wrote."""
        facts = json.loads((folder / "topics.json").read_text(encoding="utf-8"))
        with np.load(folder / "topics.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        ngrams = [Ngrams.of_arrays(kind, arrays) for kind in _BLOCKS]
        meaning.reader()  # now, so that the first message is not slow
        return cls(facts["topics"], ngrams, arrays, facts["temperature"])


def ngram_features(questions: Sequence[Question]) -> tuple[list[Ngrams], sparse.csr_matrix]:
    """The n-grams of questions to learn from (of characters, then of words), and their features, a row each."""
    texts = [q.folded for q in questions], [q.lemmas for q in questions]
    learnt = [Ngrams.learn(kind, seen) for kind, seen in zip(_BLOCKS, texts)]
    return [ngrams for ngrams, _ in learnt], sparse.hstack([rows for _, rows in learnt], format="csr")


def _margins(features: sparse.csr_matrix, topics: NDArray[Any]) -> LinearSVC:
    return LinearSVC(C=_MARGIN, tol=_TOLERANCE, random_state=0).fit(features, topics)


def _temperature(margins: NDArray[Any], meaning: NDArray[Any], right: NDArray[Any]) -> float:
    """The temperature at which the probabilities of texts that were not learnt from fit best (log loss)."""
    rows = np.arange(len(right))
    losses = [-np.mean(np.log(_probabilities(margins, meaning, t)[rows, right] + 1e-9)) for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def _probabilities(margins: NDArray[Any], meaning: NDArray[Any], temperature: float) -> NDArray[Any]:
    """Both models together: softmax((log softmax of the sharpened margins + share × log odds of the meaning) / temperature)."""
    fused = _log_softmax(_SHARPNESS * margins) + _SHARE * meaning
    chances: NDArray[Any] = np.exp(_log_softmax(fused / temperature))
    return chances


def _log_softmax(scores: NDArray[Any]) -> NDArray[Any]:
    shifted = scores - scores.max(axis=-1, keepdims=True)
    logs: NDArray[Any] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logs
