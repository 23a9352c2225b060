"""Learns the statistics of danger from data/safety and data/nlu and writes data/safety/model.npz (`make train-safety`).

The model is kept in the repository: danger must be noticed even where nothing was trained. It carries the fingerprint of
what it was learnt from, and a test compares. All choices are made by five-fold cross-validation; the figures are printed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import SVC, LinearSVC

from bot.languages import LANGUAGES
from bot.nlu import sentence_vectors
from bot.nlu.spelling import Spelling
from bot.safety import features, rules
from bot.safety.detector import evidence
from bot.safety.statistics import HEADS, KINDS, MODEL
from bot.safety.text import clean, plain
from bot.settings import ROOT

FOLDER: Final = ROOT / "data" / "safety"
LEARNT_FROM: Final = (FOLDER / "pl.jsonl", FOLDER / "en.jsonl")
READ_BY: Final = ("text.py", "features.py", "rules.py")
_QUESTIONS: Final = 9000  # of data/nlu that teach silence; the rest shows the false alarms on ordinary questions
_QUESTIONS_MEANT: Final = 1200  # of these, for the kernel machine
_NOT_SILENCE: Final = ("distress", "helplines")  # topics of data/nlu that are no plain silence
_FOLDS: Final = 5
_MARGIN: Final = 1.0  # C of the linear machines
_KERNEL: Final = {"C": 5.0, "gamma": 1.0}
_FALSE_ALARMS: Final = 0.035  # of the hard negatives, in cross-validation
_MEANING_SHARE: Final = 0.25
_LOST: Final = 0.002  # share of dangers that the n-grams alone may put into silence for sure


@dataclass(frozen=True)
class Texts:
    """Texts to learn from with their features."""

    texts: list[str]
    state: NDArray[Any]
    who: NDArray[Any]
    language: NDArray[Any]
    ngrams: sparse.csr_matrix
    vectors: NDArray[Any]


def fingerprint() -> str:
    """One hash over what the model is learnt from and how texts are read."""
    total = hashlib.sha256()
    for path in (*LEARNT_FROM, *(ROOT / "bot" / "safety" / name for name in READ_BY)):
        total.update(path.read_bytes())
    return total.hexdigest()


def questions() -> list[str]:
    """The training questions of the guide, in a fixed order that mixes topics."""
    found: set[str] = set()
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:  # noqa: S506 (a safe loader)
            if block["intent"] not in _NOT_SILENCE and not block["intent"].startswith("crisis_"):
                found |= {line[2:].strip() for line in block["examples"].splitlines() if line.strip()}
    return sorted(found, key=lambda text: hashlib.sha256(text.encode()).digest())


def bag(texts: Sequence[str]) -> sparse.csr_matrix:
    """Damped counts of n-grams, a row a text."""
    counted = [features.counts(plain(text)) for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(columns) for columns, _ in counted])
    columns, values = (np.concatenate([c[i] for c in counted]) for i in (0, 1))
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), features.SIZE))


def read(spelling: Spelling) -> Texts:
    """The hand-written texts of data/safety."""
    rows = [{**json.loads(line), "language": path.stem} for path in LEARNT_FROM for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [row["text"] for row in rows]
    state, who, language = (np.array([str(row[key]) for row in rows]) for key in ("state", "who", "language"))
    return Texts(texts, state, who, language, bag(texts), vectors(texts, spelling))


def vectors(texts: Sequence[str], spelling: Spelling) -> NDArray[Any]:
    """Sentence vectors of texts with Polish letters put back."""
    return sentence_vectors.encode([spelling.restore(clean(text), correct=False) for text in texts])


@dataclass(frozen=True)
class Fitted:
    """All fitted parts."""

    scale: TfidfTransformer
    linear: dict[str, LinearSVC]
    kernel: SVC
    meaning: dict[str, LogisticRegression]

    @classmethod
    def fit(cls, learnt: Texts, rows: NDArray[Any], silent: sparse.csr_matrix, silent_vectors: NDArray[Any]) -> Fitted:
        """Fits every head on some rows of the texts, and on questions that are silence."""
        scale = TfidfTransformer().fit(sparse.vstack([learnt.ngrams[rows], silent]))
        bags, silence = scale.transform(learnt.ngrams[rows]), scale.transform(silent)
        crisis, support = learnt.state[rows] == "crisis", learnt.state[rows] == "support"
        quiet = ~crisis
        linear = {"crisis": _machine(sparse.vstack([bags, silence]), [*crisis, *np.zeros(silence.shape[0], bool)])}
        linear["support"] = _machine(sparse.vstack([bags[quiet], silence]), [*support[quiet], *np.zeros(silence.shape[0], bool)])
        kernel = SVC(**_KERNEL, cache_size=1000).fit(
            np.vstack([learnt.vectors[rows], silent_vectors]), [*crisis, *np.zeros(len(silent_vectors), bool)]
        )
        meaning = {"support": _regression(np.vstack([learnt.vectors[rows][quiet], silent_vectors]), [*support[quiet], *np.zeros(len(silent_vectors), bool)])}
        for kind in KINDS:
            is_kind = learnt.who[rows][crisis] == kind
            linear[kind] = _machine(bags[crisis], is_kind)
            meaning[kind] = _regression(learnt.vectors[rows][crisis], is_kind)
        return cls(scale, linear, kernel, meaning)

    def margins(self, ngrams: sparse.csr_matrix, sentences: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Margins: linear (texts, heads), kernel (texts,), meaning (texts, heads - 1)."""
        bags = self.scale.transform(ngrams)
        linear = np.column_stack([self.linear[head].decision_function(bags) for head in HEADS])
        meaning = np.column_stack([self.meaning[head].decision_function(sentences) for head in HEADS[1:]])
        return linear, self.kernel.decision_function(sentences), meaning


def _machine(bags: sparse.csr_matrix, wanted: Any) -> LinearSVC:
    return LinearSVC(C=_MARGIN, random_state=0).fit(bags, wanted)


def _regression(sentences: NDArray[Any], wanted: Any) -> LogisticRegression:
    return LogisticRegression(C=30.0, max_iter=200).fit(sentences, wanted)


def weigh(learnt: Texts, linear: NDArray[Any], kernel: NDArray[Any]) -> dict[str, Any]:
    """Weights of the evidence and thresholds, from margins of texts that were not learnt from."""
    crisis = learnt.state == "crisis"
    known = []
    for text, letters, meaning in zip(learnt.texts, linear[:, 0], kernel):
        folded = plain(text)
        known.append(evidence(letters, meaning, len(rules.matches(rules.DANGER, folded)), rules.matches(rules.HARMLESS, folded)))
    both = np.array(known)
    alone = both.copy()
    alone[:, 1] = 0.0
    facts: dict[str, Any] = {}
    for name, table in (("weights", both), ("weights_letters", alone)):
        facts[name] = LogisticRegression(C=10.0, fit_intercept=False, max_iter=1000).fit(table, crisis).coef_[0].tolist()
    chances = 1 / (1 + np.exp(-both @ facts["weights"]))
    facts["threshold"] = float(np.quantile(chances[learnt.state == "silence"], 1 - _FALSE_ALARMS))
    facts["sentence_margin"] = 0.15
    facts["certain"] = [float(np.quantile(linear[crisis, 0], _LOST)), float(np.quantile(linear[~crisis, 0], 0.9995))]
    for language in LANGUAGES:
        here = learnt.language == language
        figures = {"recall": chances[here & crisis], "support": chances[here & (learnt.state == "support")], "silence": chances[here & (learnt.state == "silence")]}
        print(language, {name: round(float(np.mean(values >= facts["threshold"])), 3) for name, values in figures.items()})
    print({key: facts[key] for key in ("threshold", "certain", "weights", "weights_letters")})
    return facts


def support_thresholds(learnt: Texts, linear: NDArray[Any], meaning: NDArray[Any], ordinary: NDArray[Any]) -> list[float]:
    """Margins from which a text is distress, without and with the meaning: at most one in a hundred ordinary questions."""
    silence, support = learnt.state == "silence", learnt.state == "support"
    found = []
    for margins, quiet in ((linear[:, 1], ordinary[:, 0]), (linear[:, 1] + _MEANING_SHARE * meaning[:, 0], ordinary[:, 1])):
        threshold = max(float(np.quantile(margins[silence], 0.95)), float(np.quantile(quiet, 0.99)))
        print("support: recall", round(float(np.mean(margins[support] > threshold)), 3), "threshold", round(threshold, 3))
        found.append(threshold)
    return found


def arrays(fitted: Fitted, facts: dict[str, Any]) -> dict[str, NDArray[Any]]:
    """The model file: weights as small integers, text facts as JSON."""
    weights = np.column_stack([fitted.linear[head].coef_[0] for head in HEADS])
    steps = np.abs(weights).max(axis=0) / 127
    supports = fitted.kernel.support_vectors_
    step = np.abs(supports).max() / 127
    return {
        "idf": fitted.scale.idf_.astype(np.float16),
        "weights": np.round(weights / steps).astype(np.int8),
        "steps": steps.astype(np.float32),
        "bias": np.array([fitted.linear[head].intercept_[0] for head in HEADS], dtype=np.float32),
        "supports": np.round(supports / step).astype(np.int8),
        "support_step": np.float32(step),
        "duals": fitted.kernel.dual_coef_[0].astype(np.float32),
        "gamma": np.float32(_KERNEL["gamma"]),
        "offset": np.float32(fitted.kernel.intercept_[0]),
        "meaning": np.column_stack([fitted.meaning[head].coef_[0] for head in HEADS[1:]]).astype(np.float16),
        "meaning_bias": np.array([fitted.meaning[head].intercept_[0] for head in HEADS[1:]], dtype=np.float32),
        "facts": np.array(json.dumps(facts, ensure_ascii=False)),
    }


def main() -> int:
    """Cross-validates, prints the figures, fits on everything and writes the file."""
    asked = questions()
    written = [json.loads(line)["text"] for path in LEARNT_FROM for line in path.read_text(encoding="utf-8").splitlines()]
    spelling = Spelling.learn([*written, *asked])
    learnt = read(spelling)
    silent, rest = bag(asked[:_QUESTIONS]), asked[_QUESTIONS : _QUESTIONS + 6000]
    silent_vectors = vectors(asked[:_QUESTIONS_MEANT], spelling)
    linear, kernel, meaning = np.zeros((len(written), len(HEADS))), np.zeros(len(written)), np.zeros((len(written), len(HEADS) - 1))
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(written, np.char.add(learnt.state, learnt.language))
    for rows, kept in folds:
        fitted = Fitted.fit(learnt, rows, silent, silent_vectors)
        linear[kept], kernel[kept], meaning[kept] = fitted.margins(learnt.ngrams[kept], learnt.vectors[kept])
    facts = weigh(learnt, linear, kernel)
    crisis = learnt.state == "crisis"
    guessed = np.array(KINDS)[np.argmax(linear[crisis][:, 2:] + _MEANING_SHARE * meaning[crisis][:, 1:], axis=1)]
    print("who:", round(float(np.mean(guessed == learnt.who[crisis])), 3))
    fitted = Fitted.fit(learnt, np.arange(len(written)), silent, silent_vectors)
    other_linear, _, other_meaning = fitted.margins(bag(rest), vectors(rest, spelling))
    ordinary = np.column_stack([other_linear[:, 1], other_linear[:, 1] + _MEANING_SHARE * other_meaning[:, 0]])
    facts |= {"support_threshold": support_thresholds(learnt, linear, meaning, ordinary), "meaning_share": _MEANING_SHARE}
    facts |= {"fingerprint": fingerprint(), "spelling": spelling.to_data()["spellings"]}
    np.savez_compressed(MODEL, **arrays(fitted, facts))
    print(f"{MODEL.relative_to(ROOT)}: {MODEL.stat().st_size / 2**20:.1f} MB, {len(fitted.kernel.support_vectors_)} support vectors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
