"""Lint of the training questions in data/nlu (`make lint-nlu`): errors stop, warnings are for a person to judge."""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.folding import fold, words
from bot.languages import LANGUAGES
from bot.nlu.place_finder import finder
from bot.nlu.questions import Question, Reader
from bot.nlu.topics import ngram_features
from bot.settings import ROOT
from scripts import heldout

FOLDER: Final = ROOT / "data" / "nlu"
FEWEST: Final = 60  # examples of an intent in one language
BALANCE: Final = 0.6  # least share of the other language's examples
LONGEST: Final = 600  # characters of an example
TWIN: Final = 0.92  # cosine from which two examples are nearly the same
FAR_ABOVE: Final = 2.5  # times the median size of an intent
FOLDS: Final = 3
_TOLERANCE: Final = 0.1  # of the solver: a quarter faster than its default, 99.6 % of the topics are the same
_ROWS: Final = 256  # rows of a product that stand in memory at once
_SHOWN: Final = 90  # characters of an example in the report
_OWN: Final = 4  # words from which a message is somebody's own

Sizes = Mapping[tuple[str, str], int]  # examples by intent and language


@dataclass(frozen=True)
class Example:
    """A line of training data. text: empty for a line that Rasa would skip; where: file and line."""

    text: str
    intent: str
    language: str
    where: str

    @cached_property
    def folded(self) -> str:
        """The text as it is compared."""
        return fold(self.text)

    def __str__(self) -> str:
        text = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}…"
        return f"{self.where} {self.intent}: {text}"


@dataclass(frozen=True)
class Twins:
    """Two examples of an intent that are nearly the same."""

    first: Example
    second: Example
    cosine: float


@dataclass(frozen=True)
class Stray:
    """An example that a model which has not seen it gives to another intent; margin: by how much."""

    example: Example
    nearest: str
    margin: float


# Reading


def read(folder: Path) -> list[Example]:
    """All examples of a folder, in order."""
    paths = sorted(path for language in LANGUAGES for path in folder.glob(f"*.{language}.yml"))
    return [example for path in paths for example in parse(path.read_text(encoding="utf-8"), path.name)]


def parse(content: str, name: str) -> Iterator[Example]:
    """The examples of one file, whose name says the language. Composed, not loaded: the nodes know their lines."""
    language = name.split(".")[-2]
    for block in _entries(yaml.compose(content, Loader=yaml.CSafeLoader))["nlu"].value:
        entries = _entries(block)
        examples = entries["examples"]
        for number, line in enumerate(examples.value.splitlines(), examples.start_mark.line + 2):
            text = line[1:].strip() if line.startswith("-") else ""
            yield Example(text, entries["intent"].value, language, f"{name}:{number}")


def _entries(mapping: Any) -> dict[str, Any]:
    return {key.value: value for key, value in mapping.value}


def held_out(folder: Path) -> dict[str, str]:
    """The folded held-out texts and where each stands."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for row in heldout.lines(path):
            for text in [row["text"]] if "text" in row else [turn["user"] for turn in row["turns"]]:
                found.setdefault(fold(text), f"{path.name} {row['id']}")
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found.setdefault(fold(line), f"{path.name}:{number}")
    found.pop("", None)
    return found


# Errors


def bad_lines(examples: Iterable[Example]) -> list[str]:
    """Lines that say nothing or too much."""
    empty = [f"{e.where} {e.intent}: empty, or without “-” at the start" for e in examples if not e.text]
    return empty + [f"{e} ({len(e.text)} characters, at most {LONGEST})" for e in examples if len(e.text) > LONGEST]


def repeated(examples: Iterable[Example]) -> tuple[list[str], list[str]]:
    """Texts that stand under two intents, and texts that stand twice under one in the same language (folded)."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        groups[example.folded].append(example)
    under_two, twice = [], []
    for group in groups.values():
        if len({e.intent for e in group}) > 1:
            under_two.append(f"{group[0].text[:_SHOWN]}: " + ", ".join(f"{e.intent} ({e.where})" for e in group))
        elif len({e.language for e in group}) < len(group):
            twice.append(f"{group[0]}; also {', '.join(e.where for e in group[1:])}")
    return under_two, twice


def sizes(examples: Iterable[Example]) -> dict[tuple[str, str], int]:
    """How many examples each intent has in each language, none included."""
    counted = Counter((e.intent, e.language) for e in examples)
    return {(intent, language): counted[intent, language] for intent in sorted({i for i, _ in counted}) for language in LANGUAGES}


def too_few(counted: Sizes) -> list[str]:
    """Intents with fewer than FEWEST examples in a language."""
    return [f"{intent} ({language}): {n} examples, at least {FEWEST}" for (intent, language), n in counted.items() if n < FEWEST]


def unbalanced(counted: Sizes) -> list[str]:
    """Intents that one language treats much worse than the other."""
    found = []
    for intent in dict.fromkeys(i for i, _ in counted):
        of_intent = {language: counted[intent, language] for language in LANGUAGES}
        if min(of_intent.values()) < BALANCE * max(of_intent.values()):
            found.append(f"{intent}: " + ", ".join(f"{language} {n}" for language, n in of_intent.items()))
    return found


def leaked(examples: Iterable[Example], known: Mapping[str, str]) -> list[str]:
    """Examples that stand in the held-out questions too; very short ones ("thanks", "is it free") are nobody's own."""
    return [f"{e} = {known[e.folded]}" for e in examples if e.folded in known and len(e.folded.split()) >= _OWN]


# Warnings


def far_above(counted: Sizes) -> list[str]:
    """Intents with many more examples than the median of their language, the largest first."""
    middle = {language: median([n for (_, lang), n in counted.items() if lang == language]) for language in LANGUAGES}
    large = [(n, intent, language) for (intent, language), n in counted.items() if n > FAR_ABOVE * middle[language]]
    return [
        f"{intent} ({language}): {n} examples, the median is {middle[language]:g}" for n, intent, language in sorted(large)[::-1]
    ]


def near_duplicates(examples: Iterable[Example]) -> list[Twins]:
    """Pairs within an intent that differ in a few letters only, the nearest first."""
    by_intent: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(example)
    return sorted((twins for group in by_intent.values() for twins in _twins(group)), key=lambda t: -t.cosine)


def _twins(group: Sequence[Example]) -> Iterator[Twins]:
    """Compares one intent with itself, some rows at a time; texts that are equal when folded are errors already."""
    texts = [" ".join(words(e.text)) for e in group]
    if not any(texts):
        return
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), dtype=np.float32).fit_transform(texts)
    for start in range(0, len(group), _ROWS):
        product = sparse.triu(grams[start : start + _ROWS] @ grams.T, k=start + 1, format="coo")
        near = product.data >= TWIN
        for i, j, cosine in zip(product.row[near], product.col[near], product.data[near]):
            first, second = group[start + i], group[j]
            if first.folded != second.folded:
                yield Twins(first, second, float(cosine))


def strays(examples: Sequence[Example], questions: Sequence[Question]) -> list[Stray]:
    """Examples that lie nearest to another intent, the farthest astray first. questions: the examples, as `prepared` gives them.

    A third at a time is kept from the model. The n-grams are weighted once over all: their weights know no intents.
    """
    counted = Counter(e.intent for e in examples)
    kept = np.array([i for i, e in enumerate(examples) if counted[e.intent] >= FOLDS], dtype=int)
    intents = np.array([examples[i].intent for i in kept])
    if len(set(intents)) < 2:
        return []
    _, features = ngram_features([questions[i] for i in kept])
    folds = list(StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(features, intents))
    with ThreadPoolExecutor(2) as pool:  # the solver releases the interpreter: two folds run at once
        per_fold = list(pool.map(lambda parts: _astray(features, intents, *parts), folds))
    found = [Stray(examples[kept[i]], nearest, margin) for rows in per_fold for i, nearest, margin in rows]
    return sorted(found, key=lambda s: -s.margin)


def _astray(
    features: sparse.csr_matrix, intents: NDArray[Any], learnt: NDArray[Any], asked: NDArray[Any]
) -> list[tuple[int, str, float]]:
    """The rows asked that a model of the rows learnt gives to another intent, that intent, and the margin."""
    model = LinearSVC(random_state=0, tol=_TOLERANCE).fit(features[learnt], intents[learnt])
    nearest, margins = _nearest_other(_scores(model, features[asked]), np.searchsorted(model.classes_, intents[asked]))
    return [(int(i), str(model.classes_[c]), float(margin)) for i, c, margin in zip(asked, nearest, margins) if margin > 0]


def _scores(model: LinearSVC, features: sparse.csr_matrix) -> NDArray[Any]:
    """One column for each intent, also when there are only two."""
    scores: NDArray[Any] = model.decision_function(features)
    return scores if scores.ndim == 2 else np.column_stack([-scores, scores])


def _nearest_other(scores: NDArray[Any], own: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """For each row the best column that is not its own, and by how much it is better than its own."""
    rows = np.arange(len(own))
    others = scores.copy()
    others[rows, own] = -np.inf
    nearest = others.argmax(axis=1)
    return nearest, others[rows, nearest] - scores[rows, own]


def prepared(examples: Sequence[Example]) -> list[Question]:
    """The examples as the classifier learns them."""
    texts = [e.text for e in examples]
    return Reader.learn(texts).read_all(texts, [finder().find(text, correct=False) for text in texts])


# Report


def errors(examples: Sequence[Example], known: Mapping[str, str]) -> dict[str, list[str]]:
    """What must not be, by kind."""
    filled = [e for e in examples if e.text]
    counted = sizes(filled)
    under_two, twice = repeated(filled)
    return {
        "empty or over-long lines": bad_lines(examples),
        "the same text under two intents": under_two,
        "the same text twice": twice,
        "too few examples": too_few(counted),
        f"one language has less than {BALANCE:.0%} of the other": unbalanced(counted),
        "stands in tests/heldout": leaked(filled, known),
    }


def warnings(examples: Sequence[Example]) -> dict[str, list[str]]:
    """What a person should look at, by kind."""
    filled = [e for e in examples if e.text]
    return {
        "intents far above the median size": far_above(sizes(filled)),
        "near-duplicates": [
            f"{t.cosine:.2f} {t.first} | {t.second.where} {t.second.text[:_SHOWN]}" for t in near_duplicates(filled)
        ],
        "nearest to another intent": [f"{s.margin:.2f} {s.example} → {s.nearest}" for s in strays(filled, prepared(filled))],
    }


def section(level: str, found: Mapping[str, Sequence[str]], most: int) -> str:
    """The findings of one level, at most so many of each kind (0: all), without kinds that found nothing."""
    lines = []
    for kind, items in found.items():
        shown = items[:most] if most else items
        lines += [f"{level}: {kind}: {len(items)}"] * bool(items) + [f"  {item}" for item in shown]
        lines += [f"  … and {len(items) - len(shown)} more"] * (len(shown) < len(items))
    return "".join(f"{line}\n" for line in lines)


def _arguments(args: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="lint_nlu", description=__doc__)
    parser.add_argument("--most", type=int, default=40, metavar="N", help="findings listed of each kind; 0: all (default: 40)")
    return parser.parse_args(args)


def main(args: Sequence[str] | None = None) -> int:
    """Prints the errors at once, then the warnings, which take about two minutes; 1 when there are errors."""
    most = _arguments(args).most
    examples = read(FOLDER)
    wrong = errors(examples, held_out(heldout.FOLDER))
    print(section("error", wrong, most), end="", flush=True)
    doubtful = warnings(examples)
    print(section("warning", doubtful, most), end="")
    counts = [sum(map(len, found.values())) for found in (wrong, doubtful)]
    print(f"{len(examples)} examples, {len({e.intent for e in examples})} intents: {counts[0]} errors, {counts[1]} warnings.")
    return 1 if counts[0] else 0


if __name__ == "__main__":
    sys.exit(main())
