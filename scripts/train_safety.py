"""Learns the statistics of danger from data/safety and the training questions (`make train-safety`).

Writes data/safety/model.npz, which is kept in the repository: danger must be noticed even where nothing was trained. It carries
the fingerprint of what it was learnt from. Weights and thresholds are chosen by cross-validation; the held-out messages play no part.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.neural_network import MLPClassifier
from sklearn.svm import LinearSVC

from bot import sentence_vectors
from bot.languages import LANGUAGES
from bot.ngrams import Ngrams
from bot.safety import rules
from bot.safety.model import BLOCKS, MODEL, STRETCH, WHO, DangerModel, evidence, views
from bot.safety.text import clean, plain
from bot.settings import ROOT
from scripts import lint_nlu

DATA: Final = ROOT / "data" / "safety"
READ_BY: Final = ("text.py", "concepts.py", "rules.py", "model.py")
FALSE_ALARMS: Final = 0.06  # share of the hard negatives in cross-validation that may raise an alarm
DOUBTS: Final = 0.15  # … that may be taken for distress because danger cannot be ruled out
FALSE_CARE: Final = 0.02
_HARMLESS: Final = 20_000  # training questions that stand for harmless messages
_MEANT: Final = 6000  # of these, for the networks
_KEPT: Final = 4000  # more of them, for the weights of the evidence only
_NOT_HARMLESS: Final = ("helplines", "distress", "crisis_")  # topics of data/nlu that show nothing of silence
_NETWORKS: Final = 2
_FOLDS: Final = 5
_LOST: Final = 0.001  # share of dangers that the n-grams alone may put into silence
_MISSED: Final = 0.08  # share of letters that a slip changes: about one in a dozen
_NEIGHBOURS: Final = {
    letter: row[max(0, i - 1) : i] + row[i + 1 : i + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for i, letter in enumerate(row)
}


@dataclass(frozen=True)
class Texts:
    """Texts and their features: n-grams (a row each) and sentence vectors."""

    texts: Sequence[str]
    ngrams: sparse.csr_matrix
    vectors: NDArray[Any]


def fingerprint() -> str:
    """Of the written messages and of the code that reads them; a test compares it with the one in the model."""
    total = hashlib.sha256()
    code = [ROOT / "bot" / "safety" / name for name in READ_BY]
    for path in [*sorted(DATA.glob("*.jsonl")), DATA / "concepts.csv", *code]:
        total.update(path.read_bytes())
    return total.hexdigest()


def written() -> list[dict[str, Any]]:
    """The messages of data/safety, with their language."""
    return [
        {**json.loads(row), "language": language}
        for language in LANGUAGES
        for row in (DATA / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def harmless() -> list[str]:
    """Training questions without danger in a fixed, mixed order; first what has nothing to do with the guide."""
    found = [e for e in lint_nlu.read(lint_nlu.FOLDER) if e.text and not e.intent.startswith(_NOT_HARMLESS)]
    mixed = sorted(found, key=lambda e: hashlib.sha256(e.text.encode()).digest())
    return [e.text for e in sorted(mixed, key=lambda e: e.intent != "out_of_scope")]


def with_slips(text: str, chance: random.Random) -> str:
    """The text as a thumb in a hurry writes it."""
    letters = list(text)
    for _ in range(max(1, int(len(letters) * _MISSED / 2))):
        i = chance.randrange(1, len(letters) - 1) if len(letters) > 3 else 0
        if not i or not letters[i].isalpha():
            continue
        slip = chance.choice(("swap", "drop", "double", "neighbour"))
        if slip == "swap":
            letters[i], letters[i + 1] = letters[i + 1], letters[i]
        elif slip == "neighbour":
            letters[i] = chance.choice(_NEIGHBOURS.get(letters[i].lower(), letters[i]))
        else:
            letters[i] *= 0 if slip == "drop" else 2
    return "".join(letters)


def _features(known: Sequence[Ngrams], texts: Sequence[str]) -> sparse.csr_matrix:
    columns = []
    for ngrams, seen in zip(known, zip(*(views(plain(text)) for text in texts))):
        rows = [ngrams.row(text) for text in seen]
        where = np.repeat(np.arange(len(rows)), [len(c) for c, _ in rows])
        values, terms = (np.concatenate([row[i] for row in rows]) for i in (1, 0))
        columns.append(sparse.csr_matrix((values, (where, terms)), shape=(len(rows), len(ngrams.terms))))
    return sparse.hstack(columns, format="csr")


def read(known: Sequence[Ngrams], texts: Sequence[str], meant: int | None = None) -> Texts:
    """Texts with their features; sentence vectors of the first `meant` only."""
    return Texts(texts, _features(known, texts), sentence_vectors.encode([clean(text) for text in texts[:meant]]) * STRETCH)


def _machine(features: sparse.csr_matrix, wanted: Any) -> LinearSVC:
    return LinearSVC(C=0.5, tol=0.05, random_state=0).fit(features, wanted)


def _networks(vectors: NDArray[Any], wanted: Any) -> list[MLPClassifier]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [
            MLPClassifier((200,), early_stopping=True, max_iter=25, alpha=1e-3, batch_size=256, random_state=seed).fit(
                vectors, wanted
            )
            for seed in range(_NETWORKS)
        ]


def _odds(networks: Sequence[MLPClassifier], vectors: NDArray[Any]) -> NDArray[Any]:
    """Log odds of danger, as DangerModel computes them."""
    hidden = [np.maximum(vectors @ n.coefs_[0] + n.intercepts_[0], 0) @ n.coefs_[1] + n.intercepts_[1] for n in networks]
    odds: NDArray[Any] = np.clip(np.hstack(hidden), -12, 12).mean(axis=1)
    return odds


class Learner:
    """The messages, their versions with slips, and the harmless questions; fits both kinds of model on some of the messages."""

    def __init__(self, lines: Sequence[dict[str, Any]]) -> None:
        texts = [line["text"] for line in lines]
        questions = harmless()
        silent, kept = questions[_KEPT // 2 : _HARMLESS], [*questions[: _KEPT // 2], *questions[_HARMLESS : _HARMLESS + _KEPT // 2]]
        folded = [plain(text) for text in [*texts, *silent]]
        self.known = [Ngrams.learn(kind, list(seen))[0] for kind, seen in zip(BLOCKS, zip(*map(views, folded)))]
        chance = random.Random(0)  # noqa: S311 (slips, no secrets)
        self.messages = read(self.known, texts)
        self.slips = read(self.known, [with_slips(text, chance) for text in texts])
        self.silent, self.kept = read(self.known, silent, _MEANT), read(self.known, kept)
        self.state = np.array([line["state"] for line in lines])
        self.danger = self.state == "crisis"

    def machine(self, rows: Any) -> LinearSVC:
        """Danger by n-grams."""
        features = sparse.vstack([self.messages.ngrams[rows], self.slips.ngrams[rows], self.silent.ngrams])
        return _machine(features, [*self.danger[rows], *self.danger[rows], *np.zeros(self.silent.ngrams.shape[0], bool)])

    def networks(self, rows: Any) -> list[MLPClassifier]:
        """Danger by meaning."""
        vectors = np.vstack([self.messages.vectors[rows], self.slips.vectors[rows], self.silent.vectors])
        return _networks(vectors, [*self.danger[rows], *self.danger[rows], *np.zeros(len(self.silent.vectors), bool)])

    def unseen(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Margins and log odds (two columns) of the messages, each by models that had not seen it, and of the kept questions."""
        ours, kept = np.zeros((len(self.danger), 2)), np.zeros((len(self.kept.texts), 2))
        for rows, left in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(self.danger, self.state):
            machine, networks = self.machine(rows), self.networks(rows)
            ours[left] = np.column_stack(
                [machine.decision_function(self.messages.ngrams[left]), _odds(networks, self.messages.vectors[left])]
            )
            kept += np.column_stack([machine.decision_function(self.kept.ngrams), _odds(networks, self.kept.vectors)]) / _FOLDS
        return ours, kept


def _evidence(texts: Sequence[str], scores: NDArray[Any]) -> NDArray[Any]:
    folded = [plain(text) for text in texts]
    return np.array(
        [
            evidence(margin, meaning, rules.matches(rules.DANGER, text), rules.matches(rules.HARMLESS, text))
            for text, (margin, meaning) in zip(folded, scores)
        ]
    )


def weigh(learner: Learner, languages: NDArray[Any]) -> tuple[dict[str, NDArray[Any]], dict[str, float]]:
    """Weights of the evidence, with and without the meaning, and the thresholds; prints the figures."""
    ours, kept = learner.unseen()
    tables = _evidence(learner.messages.texts, ours), _evidence(learner.kept.texts, kept)
    both = np.vstack(tables)
    wanted = np.r_[learner.danger, np.zeros(len(kept), bool)]
    weights: dict[str, NDArray[Any]] = {}
    for name in ("evidence", "letters"):
        table = both * (np.arange(both.shape[1]) != 1) if name == "letters" else both
        weights[name] = LogisticRegression(C=3.0, fit_intercept=False, max_iter=3000).fit(table, wanted).coef_[0]
    odds, quiet = tables[0] @ weights["evidence"], tables[1] @ weights["evidence"]
    hard, care = learner.state == "silence", learner.state == "support"
    facts = {name: float(np.quantile(odds[hard], 1 - share)) for name, share in (("danger", FALSE_ALARMS), ("doubt", DOUBTS))}
    facts["low"] = float(np.quantile(ours[learner.danger, 0], _LOST))
    for name in ("danger", "doubt"):
        above = odds > facts[name]
        recall = ", ".join(f"{lang} {above[learner.danger & (languages == lang)].mean():.3f}" for lang in LANGUAGES)
        print(f"  {name}: recall {recall}; hard negatives {above[hard].mean():.3f}, support {above[care].mean():.3f}, "
              f"questions to the guide {(quiet > facts[name]).mean():.4f}")  # fmt: skip
    return weights, facts


def main() -> int:
    """Learns, prints the figures of the cross-validation and writes the model."""
    lines = written()
    learner = Learner(lines)
    print(f"{len(lines)} messages, {int(learner.danger.sum())} in danger; five-fold cross-validation:", flush=True)
    weights, facts = weigh(learner, np.array([line["language"] for line in lines]))
    everything = np.arange(len(lines))
    machine, networks = learner.machine(everything), learner.networks(everything)
    quiet = ~learner.danger
    caring = _machine(
        sparse.vstack([learner.messages.ngrams[quiet], learner.silent.ngrams]),
        [*(learner.state[quiet] == "support"), *np.zeros(learner.silent.ngrams.shape[0], bool)],
    )
    facts["distress"] = max(float(np.quantile(caring.decision_function(learner.kept.ngrams), 1 - FALSE_CARE)), -0.3)
    who = _machine(learner.messages.ngrams[learner.danger], np.array([str(line["who"]) for line in lines])[learner.danger])
    order = [list(who.classes_).index(name) for name in WHO]
    arrays = {
        "weights": np.vstack([machine.coef_, caring.coef_, who.coef_[order]]).T,
        "bias": np.concatenate([machine.intercept_, caring.intercept_, who.intercept_[order]]),
        "w1": np.stack([n.coefs_[0] for n in networks]),
        "b1": np.stack([n.intercepts_[0] for n in networks]),
        "w2": np.stack([n.coefs_[1][:, 0] for n in networks]),
        "b2": np.array([n.intercepts_[1][0] for n in networks]),
        **weights,
    }
    DangerModel(learner.known, arrays, facts).save(MODEL, fingerprint())
    print(f"  {MODEL.relative_to(ROOT)}: {Path(MODEL).stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
