"""Which topic a message is about: folded text, character and word n-grams, a linear model. Pure: no Rasa.

Chosen by measurement, see docs/experiments.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

from bot.folding import fold
from bot.nlu.place_finder import Mention, masked

_GREETING: Final = re.compile(
    r"^(?:(?:dzien ?dobry|dobry wieczor|dobry|czesc|hej\w*|siema|witam|witajcie|halo|elo|szanowni panstwo|szanowny panie|szanowna pani|"
    r"prosze pani|prosze pana|hello|hi|hey|good (?:morning|evening|afternoon|day)|dear (?:sir|madam|all|team))\b[ ,.!:)-]*)+"
)
_PLAUSIBLE: Final = 0.6  # share of known letter triples from which a word is taken for a word
_TOLERANCE: Final = 0.05  # of the solver; a finer one changes no decision that matters and takes longer
_KEPT: Final = 0.15  # share of the questions that only the calibration sees
_SCALES: Final = np.linspace(0.5, 12.0, 24)


@dataclass(frozen=True)
class Ranked:
    """A topic and the probability that the message is about it."""

    topic: str
    probability: float


def prepare(text: str, places: Iterable[Mention]) -> str:
    """The text as the model reads it: folded, places masked, without a greeting before something else."""
    folded = fold(masked(text, places))
    rest = _GREETING.sub("", folded)
    return rest if len(rest.split()) > 1 else folded


def _vectorizers() -> list[TfidfVectorizer]:
    return [
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2, dtype=np.float32),
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\w+", dtype=np.float32),  # noqa: S106 (a pattern)
    ]


class TopicModel:
    """A fitted model; `fit` makes one, `save` and `load` keep it without pickle."""

    def __init__(
        self, vectorizers: Sequence[TfidfVectorizer], weights: NDArray[Any], bias: NDArray[Any], topics: Sequence[str], scale: float
    ) -> None:
        self._vectorizers = vectorizers
        self._weights = weights  # (features, topics)
        self._bias = bias
        self._topics = list(topics)
        self._scale = scale

    @classmethod
    def fit(cls, texts: Sequence[str], topics: Sequence[str]) -> TopicModel:
        """Learns from prepared texts. The scale of the probabilities is chosen on a part that was kept out."""
        vectorizers = _vectorizers()
        features = sparse.hstack([v.fit_transform(texts) for v in vectorizers], format="csr")
        with ThreadPoolExecutor(2) as pool:  # the solver releases the interpreter: both fits run at once
            calibration = pool.submit(_calibrated_scale, features, np.asarray(topics))
            model = LinearSVC(tol=_TOLERANCE, random_state=0).fit(features, topics)
            scale = calibration.result()
        return cls(vectorizers, model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32), model.classes_, scale)

    def rank(self, text: str) -> list[Ranked]:
        """All topics for a prepared text, the likeliest first; the probabilities sum to 1. Empty for gibberish."""
        if not any(map(self._is_plausible, text.split())):
            return []
        features = sparse.hstack([v.transform([text]) for v in self._vectorizers], format="csr")
        scores = self._weights[features.indices].T @ features.data + self._bias
        probabilities = _softmax(scores[None, :] * self._scale)[0]
        return [Ranked(self._topics[i], float(probabilities[i])) for i in np.argsort(-probabilities)]

    def _is_plausible(self, word: str) -> bool:
        """Most of its letter triples occur in the questions learnt from, unlike in "asdkjh"."""
        known = self._vectorizers[0].vocabulary_
        if any(c.isdigit() for c in word):
            return False
        triples = [word[i : i + 3] for i in range(len(word) - 2)]
        if not triples:
            return word.isalpha() and word in self._vectorizers[1].vocabulary_
        return sum(t in known for t in triples) >= _PLAUSIBLE * len(triples)

    def save(self, folder: Path) -> None:
        """Writes the model as JSON and plain arrays."""
        facts: dict[str, Any] = {"topics": self._topics, "scale": self._scale}
        facts["vocabularies"] = [{term: int(i) for term, i in v.vocabulary_.items()} for v in self._vectorizers]
        (folder / "topics.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        idfs = {f"idf{i}": v.idf_ for i, v in enumerate(self._vectorizers)}
        np.savez(folder / "topics.npz", weights=self._weights.astype(np.float16), bias=self._bias, **idfs)

    @classmethod
    def load(cls, folder: Path) -> TopicModel:
        """Reads what `save` wrote."""
        facts = json.loads((folder / "topics.json").read_text(encoding="utf-8"))
        arrays = np.load(folder / "topics.npz", allow_pickle=False)
        vectorizers = _vectorizers()
        for i, vectorizer in enumerate(vectorizers):
            vectorizer.vocabulary_ = facts["vocabularies"][i]
            vectorizer.idf_ = arrays[f"idf{i}"]
        return cls(vectorizers, arrays["weights"].astype(np.float32), arrays["bias"], facts["topics"], facts["scale"])


def _calibrated_scale(features: sparse.csr_matrix, topics: NDArray[Any]) -> float:
    """The scale at which the probabilities of texts that were not learnt from fit best (log loss)."""
    learnt, kept = train_test_split(np.arange(len(topics)), test_size=_KEPT, stratify=topics, random_state=0)
    model = LinearSVC(tol=_TOLERANCE, random_state=0).fit(features[learnt], topics[learnt])
    scores, wanted = model.decision_function(features[kept]), np.searchsorted(model.classes_, topics[kept])
    losses = [-np.mean(np.log(_softmax(scores * scale)[np.arange(len(wanted)), wanted] + 1e-9)) for scale in _SCALES]
    return float(_SCALES[int(np.argmin(losses))])


def _softmax(scores: NDArray[Any]) -> NDArray[Any]:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    softmax: NDArray[Any] = shifted / shifted.sum(axis=1, keepdims=True)
    return softmax
