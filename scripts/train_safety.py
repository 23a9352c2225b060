"""Learns the statistics of danger from data/safety and the training questions (`make train-safety`).

Writes data/safety/model.npz. Thresholds are chosen by cross-validation on the same data; the held-out messages play no part.
"""

from __future__ import annotations

import hashlib
import json
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.model_selection import StratifiedKFold
from sklearn.neural_network import MLPClassifier
from sklearn.svm import LinearSVC

from bot import sentence_vectors
from bot.ngrams import Ngrams
from bot.safety.model import BLOCKS, MODEL, WHO, DangerModel, views
from bot.safety.text import clean, plain
from bot.settings import ROOT
from scripts import lint_nlu

DATA: Final = ROOT / "data" / "safety"
# Shares that may raise an alarm in cross-validation: of the messages written to look like danger, of all other ones.
FALSE_ALARMS: Final = 0.07
FALSE_ALARMS_ON_QUESTIONS: Final = 0.012
FALSE_CARE: Final = 0.05
_HARMLESS: Final = 16_000  # training questions that stand for harmless messages
_SHARE: Final = 0.15  # weight of the meaning
_FOLDS: Final = 5


@dataclass(frozen=True)
class Line:
    """A message, its state (crisis, support or silence) and, in danger, who is."""

    text: str
    state: str
    who: str | None
    hard: bool  # written for this purpose, not a question to the guide


def lines() -> list[Line]:
    """All messages to learn from."""
    written = [json.loads(row) for path in sorted(DATA.glob("*.jsonl")) for row in path.read_text(encoding="utf-8").splitlines()]
    found = [Line(r["text"], r["state"], r["who"], True) for r in written]
    questions = [e for e in lint_nlu.read(lint_nlu.FOLDER) if e.text and not e.intent.startswith(("helplines", "crisis_no_wish"))]
    strange = [e for e in questions if e.intent == "out_of_scope"]
    others = [e for e in questions if e.intent != "out_of_scope"]
    chosen = np.random.RandomState(0).permutation(len(others))[: _HARMLESS - len(strange)]
    return found + [
        Line(e.text, "support" if e.intent == "distress" else "silence", None, False)
        for e in [*strange, *(others[i] for i in sorted(chosen))]
    ]


def fingerprint() -> str:
    """Of the written messages; a test compares it with the one in the model."""
    total = hashlib.sha256()
    for path in sorted(DATA.glob("*.jsonl")):
        total.update(path.read_bytes())
    return total.hexdigest()


def _machine(features: sparse.csr_matrix, wanted: NDArray[Any]) -> LinearSVC:
    return LinearSVC(C=0.5, tol=0.1, random_state=0).fit(features, wanted)


def _network(vectors: NDArray[Any], wanted: NDArray[Any]) -> MLPClassifier:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return MLPClassifier((200,), early_stopping=True, max_iter=25, alpha=1e-3, batch_size=256, random_state=0).fit(
            vectors * 5, wanted
        )


def _log_odds(network: MLPClassifier, vectors: NDArray[Any]) -> NDArray[Any]:
    chances = np.clip(network.predict_proba(vectors * 5)[:, 1], 1e-7, 1 - 1e-7)
    odds: NDArray[Any] = np.log(chances / (1 - chances))
    return odds


def _folds(
    features: sparse.csr_matrix, vectors: NDArray[Any], danger: NDArray[Any]
) -> Iterator[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]]:
    """For each fold: its rows, their margins and their log odds by meaning."""
    for learnt, kept in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(vectors, danger):
        machine = _machine(features[learnt], danger[learnt])
        yield kept, machine.decision_function(features[kept]), _log_odds(_network(vectors[learnt], danger[learnt]), vectors[kept])


def main() -> int:
    """Learns, prints the figures of the cross-validation and writes the model."""
    data = lines()
    folded = [plain(line.text) for line in data]
    learnt = [Ngrams.learn(kind, list(texts)) for kind, texts in zip(BLOCKS, zip(*map(views, folded)))]
    features = sparse.hstack([rows for _, rows in learnt], format="csr")
    vectors = sentence_vectors.encode([clean(line.text) for line in data])
    danger = np.array([line.state == "crisis" for line in data])
    care = np.array([line.state == "support" for line in data])
    hard = np.array([line.hard and line.state == "silence" for line in data])
    easy = ~danger & ~care & ~hard
    with ThreadPoolExecutor(2) as pool:
        final = pool.submit(_machine, features, danger)
        margins, odds = np.zeros(len(data)), np.zeros(len(data))
        for kept, margin, odd in _folds(features, vectors, danger):
            margins[kept], odds[kept] = margin, odd
        network = _network(vectors, danger)
        machine = final.result()
    scores = margins + _SHARE * odds
    threshold = float(max(np.quantile(scores[hard], 1 - FALSE_ALARMS), np.quantile(scores[easy], 1 - FALSE_ALARMS_ON_QUESTIONS)))
    alarms = scores > threshold
    caring = _machine(features[~danger], care[~danger])
    distress = float(np.quantile(caring.decision_function(features[~danger & ~care]), 1 - FALSE_CARE))
    distress = max(distress, 0.0)
    who = LinearSVC(C=0.5, random_state=0).fit(features[danger], np.array([line.who or "self" for line in data])[danger])
    order = [list(who.classes_).index(name) for name in WHO]
    weights = np.vstack([machine.coef_, caring.coef_, who.coef_[order]]).T
    arrays = {
        "weights": weights.astype(np.float16),
        "bias": np.concatenate([machine.intercept_, caring.intercept_, who.intercept_[order]]).astype(np.float32),
        "w1": network.coefs_[0].astype(np.float16),
        "b1": network.intercepts_[0].astype(np.float32),
        "w2": network.coefs_[1].astype(np.float16),
        "b2": network.intercepts_[1].astype(np.float32),
        "facts": np.array([_SHARE, threshold, distress, min(-1.0, float(np.quantile(margins[danger & alarms], 0.002)))]),
    }
    DangerModel([ngrams for ngrams, _ in learnt], arrays).save(MODEL, fingerprint())
    print(f"{len(data)} messages, {int(danger.sum())} in danger; five-fold cross-validation:")
    print(f"  recall {alarms[danger].mean():.3f}, false alarms on hard negatives {alarms[hard].mean():.3f}, "
          f"on support {alarms[care].mean():.3f}, on questions to the guide {alarms[easy].mean():.4f}")  # fmt: skip
    print(f"  {MODEL.relative_to(ROOT)}: {Path(MODEL).stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
