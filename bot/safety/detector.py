"""Decides whether a message speaks of danger: silence, support or crisis, who is in danger, and why.

Evidence is weighed, not counted: n-grams, the meaning of the sentence, rules that name danger and rules that name harmless
contexts, each with a weight that was fitted on texts the model had not seen (scripts/train_safety.py). Where the n-grams alone
are certain, the encoder of sentences is not asked. How all this is reviewed: docs/safety.md.
"""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from bot.safety import rules, statistics
from bot.safety.statistics import KINDS, Letters, Model
from bot.safety.text import plain, sentences

logger = logging.getLogger(__name__)
Danger = Literal["self", "other", "minor", "violence", "sexual", "medical", "child"]
State = Literal["silence", "support", "crisis"]
_LONGEST: Final = 20_000  # characters that are read
_PIECES: Final = 40  # sentences of a long message that are read one by one
_LONG: Final = 18  # words from which a message is also read by the sentence


@dataclass(frozen=True)
class Assessment:
    """What one message means, looked at alone.

    danger: who is in danger and how, None when nobody is. support: distress without danger. reasons: the rules and n-grams
    that spoke for it. probability: of danger, between 0 and 1; for tests and tuning, never shown to anybody.
    """

    danger: Danger | None
    support: bool
    reasons: tuple[str, ...]
    probability: float = 0.0

    @property
    def state(self) -> State:
        """The three states of the detector."""
        return "crisis" if self.danger else "support" if self.support else "silence"


_NOTHING: Final = Assessment(None, False, ())


@dataclass
class _Reading:
    """One text (a message or a sentence of it) with all that is known of it."""

    plain: str
    letters: Letters
    named: list[str]
    harmless: list[str]
    vector: NDArray[Any] | None = None
    probability: float = 0.0


def assess(text: str) -> Assessment:
    """The state of one message. Never raises; without its model file it falls back on the rules alone."""
    text = text[:_LONGEST]
    if not plain(text):
        return _NOTHING
    try:
        model = statistics.model()
    except (OSError, ValueError, KeyError) as error:
        logger.error("the model of danger cannot be read: %s", type(error).__name__)
        return _by_rules(plain(text))
    whole, *parts = [_read(model, piece) for piece in _pieces(text)]
    _weigh(model, [whole, *parts], text)
    worst = max([whole, *parts], key=lambda r: r.probability - (model.facts["sentence_margin"] if r is not whole else 0.0))
    threshold = model.facts["threshold"] + (model.facts["sentence_margin"] if worst is not whole else 0.0)
    if worst.probability >= threshold:
        reasons = (*worst.named, *(f"“{n}”" for n in model.strongest(worst.plain, worst.letters)))
        return Assessment(_who(model, worst, whole), False, reasons, worst.probability)
    support = _support(model, whole)
    return Assessment(None, support, ("distress",) if support else (), worst.probability)


def _pieces(text: str) -> list[str]:
    """The whole text, and when it is long each of its sentences."""
    if len(text.split()) < _LONG:
        return [text]
    found = sentences(text)
    return [text, *found[:_PIECES]] if len(found) > 1 else [text]


def _read(model: Model, text: str) -> _Reading:
    folded = plain(text)
    return _Reading(folded, model.letters(folded), rules.matches(rules.DANGER, folded), rules.matches(rules.HARMLESS, folded))


def _weigh(model: Model, readings: list[_Reading], text: str) -> None:
    """Gives every reading its probability of danger; asks the encoder for those where the n-grams are not certain."""
    low, high = model.facts["certain"]
    open_ = [r for r in readings if low <= r.letters.margins[0] <= high or r.named]
    texts = dict(zip(map(id, readings), _pieces(text)))
    vectors = _vectors([model.sentence(texts[id(r)]) for r in open_])
    if vectors is not None and len(open_):
        meanings, _ = model.meaning(vectors)
        for reading, vector, meaning in zip(open_, vectors, meanings):
            reading.vector = vector
            reading.probability = _probability(model.facts["weights"], reading, float(meaning))
    for reading in readings:
        if reading.vector is None:
            reading.probability = _probability(model.facts["weights_letters"], reading, 0.0)


def _vectors(texts: list[str]) -> NDArray[Any] | None:
    """Sentence vectors, or None when the encoder cannot work."""
    if not texts:
        return None
    try:
        from bot.nlu.sentence_vectors import encode

        return encode(texts)
    except Exception as error:  # whatever broke there, danger must still be noticed
        logger.error("no sentence vectors: %s", type(error).__name__)
        return None


def evidence(letters: float, meaning: float, named: int, harmless: list[str]) -> list[float]:
    """What is weighed, in the order of the weights: n-grams, meaning, rules of danger, each harmless context."""
    return [letters, meaning, min(named, 2), *(float(rule.name in harmless) for rule in rules.HARMLESS), 1.0]


def _probability(weights: list[float], reading: _Reading, meaning: float) -> float:
    known = evidence(float(reading.letters.margins[0]), meaning, len(reading.named), reading.harmless)
    return 1 / (1 + math.exp(-float(np.dot(weights, known))))


def _who(model: Model, worst: _Reading, whole: _Reading) -> Danger:
    """The likeliest kind of danger; a child's age or school anywhere in the message makes it a child's."""
    margins = worst.letters.margins[2:].copy()
    if worst.vector is not None:
        margins += model.facts["meaning_share"] * model.meaning(worst.vector[None, :])[1][0, 1:]
    kind: Danger = KINDS[int(np.argmax(margins))]  # type: ignore[assignment]
    if kind in ("self", "other") and "age under 18" in rules.matches(rules.MINOR, whole.plain):
        return "minor"
    return kind


def _support(model: Model, whole: _Reading) -> bool:
    margin = float(whole.letters.margins[1])
    if whole.vector is not None:
        margin += model.facts["meaning_share"] * float(model.meaning(whole.vector[None, :])[1][0, 0])
    return margin > model.facts["support_threshold"][whole.vector is not None]


def _by_rules(folded: str) -> Assessment:
    """For when there is no model: the rules decide, and rather once too often."""
    named = rules.matches(rules.DANGER, folded)
    if not named or "denied" in rules.matches(rules.HARMLESS, folded):
        return _NOTHING
    if rules.matches(rules.MINOR, folded):
        return Assessment("minor", False, tuple(named), 1.0)
    kinds: dict[str, Danger] = {"violence": "violence", "sexual violence": "sexual", "no breath or pulse": "medical", "overdose": "medical"}
    return Assessment(next((kinds[n] for n in named if n in kinds), "self"), False, tuple(named), 1.0)
