"""Learns the statistics of danger from data/safety and the training questions (`make train-safety`).

Writes data/safety/model.npz, encoder.onnx, transformer.onnx, deeper.onnx and pieces.model. Thresholds are chosen on a part of the same data that is kept from learning; the held-out messages
play no part. With a revision of the repository (`make train-safety SINCE=v1.0`) the networks do not begin anew: they go on from what is stored, with the
messages that came since then and a share of the others, and what they were is averaged with what they become (Wortsman et al., "Robust fine-tuning of zero-shot
models", 2022).
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC

from bot.folding import fold
from bot.ngrams import Ngrams
from bot.safety import encoder, transformer
from bot.safety.model import BLOCKS, FOLDER, KINDS, READERS, WHO, danger_odds, save, views
from bot.safety.text import clean, plain
from scripts import lint_nlu, teach_encoder, teach_transformer
from scripts.onnx_graph import stored_arrays
from scripts.slips import with_other_stops, with_slips
from scripts.teach_encoder import EncoderPupil
from scripts.teach_transformer import Base, TransformerPupil
from scripts.teaching import Lesson, Pupil

# Shares of what was kept from learning that may raise an alarm, by what the messages are. The strictest one decides.
FALSE_ALARMS: Final = {"written": 0.06, "everyday": 0.028, "question": 0.025, "joined": 0.058}
FALSE_CARE: Final = 0.05
_MISSED: Final = 0.002  # share of the danger noticed that may be lost by not asking for the meaning of what looks harmless;
_CAUTION: Final = 0.1  # and some more
_QUESTIONS: Final = 50_000  # training questions that stand for harmless messages
# Beginnings of intents that are all among them: what is said after an answer to danger must not raise the alarm again.
_ALWAYS: Final = ("out_of_scope", "crisis")
_SHARES: Final = (0.2, 0.3, 0.6)  # weight of the meaning as each of the readers has it
_SLIPS: Final = (0.04, 0.08)  # each written message is learnt by its letters again, with slips at these shares of them
# N-grams must stand twice as often as in the topic model: with slips and all, there are three times as many texts.
_SPARE: Final = 2
_KEPT_QUESTIONS: Final = 4_000  # as many more are kept from learning
_KEPT_EVERYDAY: Final = 12  # one everyday sentence in so many is kept from learning; of the other messages those that say so
# Share of the written messages of each state that are learnt in one message with a question, too: danger counts wherever it stands.
_JOINED: Final = {"crisis": 0.22, "support": 0.15, "silence": 0.15}
_JOINTS: Final = {
    "pl": (". ", ", ", " ", "\n", " - ", "... ", " bo ", " ale ", " a "),
    "en": (". ", ", ", " ", "\n", " - ", "... ", " because ", " but ", " and "),
}
_SHORT: Final = 25  # words of what is joined, at most
# Share of the written messages of each state that are learnt in the middle of a story, too.
_IN_STORIES: Final = {"crisis": 0.03, "support": 0.02, "silence": 0.05}
_OTHERS: Final = range(2, 9)  # harmless messages that such a story is put together from
_ROUNDS: Final = (3, 2, 2)  # of each reader through all messages
_DEEP: Final = 12  # layers of the deeper transformer
_DEEPER_RATE: Final = 1.6e-4  # at which it learns
_EASY: Final = 0.35  # share of what it knows better than the other half that it learns again in the second round
_GENTLER: Final = 0.5  # they learn at this rate then, compared with a beginner
_AGAIN: Final = 0.3  # share of the messages known before that the networks see again when they go on with new ones


@dataclass(frozen=True)
class Line:
    """A message, its state (crisis, support or silence) and, in danger, who is.

    kind: "written" for messages that were written to be told apart, "everyday" for everyday sentences, "question" for those to the guide, "joined" for one
    of each together, "story" for one among several harmless ones. kept: from learning.
    """

    text: str
    state: str
    who: str | None
    kind: str
    language: str
    kept: bool = False

    @property
    def short(self) -> bool:
        """Whether it may stand together with another in one message."""
        return len(self.text.split()) <= _SHORT


def lines() -> list[Line]:
    """All messages to learn from, and those kept from learning."""
    written = [
        Line(row["text"], row["state"], row["who"], "written", path.stem, row.get("kept", False))
        for path in sorted(FOLDER.glob("*.jsonl"))
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]
    everyday = [
        Line(text, "silence", None, "everyday", path.stem[-2:], n % _KEPT_EVERYDAY == 0)
        for path in sorted(FOLDER.glob("everyday_*.txt"))
        for n, text in enumerate(path.read_text(encoding="utf-8").splitlines())
    ]
    questions = [e for e in lint_nlu.read(lint_nlu.FOLDER) if e.text and not e.intent.startswith(("helplines", "crisis_no_wish"))]
    strange = [e for e in questions if e.intent.startswith(_ALWAYS)]
    others = [e for e in questions if not e.intent.startswith(_ALWAYS)]
    order = np.random.RandomState(0).permutation(len(others))
    few = _QUESTIONS - len(strange)
    asked = [(e, False) for e in strange] + [(others[i], n >= few) for n, i in enumerate(order[: few + _KEPT_QUESTIONS])]
    states = ["support" if e.intent == "distress" else "silence" for e, _ in asked]
    return written + everyday + [Line(e.text, state, None, "question", e.language, kept) for (e, kept), state in zip(asked, states)]


def joined(data: Sequence[Line]) -> list[Line]:
    """Some of the written messages, each together with harmless ones of its language: with a question, or in a story."""
    dice = Random(2)  # noqa: S311 (no secret)
    calm = [line for line in data if line.state == "silence" and line.short]
    questions = {to: [line.text for line in calm if line.kind == "question" and line.language == to] for to in _JOINTS}
    anything = {to: [line.text for line in calm if line.language == to] for to in _JOINTS}

    def together(line: Line, parts: Sequence[str], kind: str) -> Line:
        joints = _JOINTS[line.language]
        told = [line.text, *parts]
        dice.shuffle(told)
        return replace(line, text="".join(part + dice.choice(joints) for part in told[:-1]) + told[-1], kind=kind)

    found = []
    for line in data:
        if line.kind != "written" or not line.short:
            continue
        if dice.random() < _JOINED[line.state]:
            found.append(together(line, [dice.choice(questions[line.language])], "joined"))
        if dice.random() < _IN_STORIES[line.state]:
            found.append(together(line, dice.sample(anything[line.language], dice.choice(_OTHERS)), "story"))
    return found


def fingerprint() -> str:
    """Of the written messages and everyday sentences; a test compares it with the one in the model."""
    total = hashlib.sha256()
    for path in [*sorted(FOLDER.glob("*.jsonl")), *sorted(FOLDER.glob("everyday_*.txt"))]:
        total.update(path.read_bytes())
    return total.hexdigest()


class Letters:
    """Features of the letters of all messages, then of the written ones again with slips.

    features: a row each. origin: the message of each row.
    """

    def __init__(self, data: Sequence[Line]) -> None:
        dice = Random(0)  # noqa: S311 (no secret)
        written = [i for i, line in enumerate(data) if line.kind == "written"]
        slipped = [with_slips(data[i].text, share, dice) for share in _SLIPS for i in written]
        self.origin = np.array([*range(len(data)), *(written * len(_SLIPS))])
        texts = [plain(text) for text in (*(line.text for line in data), *slipped)]
        learnt = [Ngrams.learn(kind, list(seen), _SPARE) for kind, seen in zip(BLOCKS, zip(*map(views, texts)))]
        self.ngrams = [ngrams for ngrams, _ in learnt]
        self.features = sparse.hstack([rows for _, rows in learnt], format="csr")

    def of(self, messages: NDArray[Any]) -> NDArray[Any]:
        """The rows of these messages."""
        return np.flatnonzero(np.isin(self.origin, messages))

    def machine(self, messages: NDArray[Any], wanted: NDArray[Any]) -> LinearSVC:
        """A linear model of what is wanted of each of all messages, learnt from some."""
        rows = self.of(messages)
        return LinearSVC(C=0.5, tol=0.1, random_state=0).fit(self.features[rows], wanted[self.origin[rows]])


def lesson(data: Sequence[Line], learnt: NDArray[Any]) -> Lesson:
    """What the readers learn: some of the messages, all with other stops and the written ones in other spellings too."""
    dice = Random(1)  # noqa: S311 (no secret)
    texts = [clean(data[i].text) for i in learnt]
    written = [n for n, i in enumerate(learnt) if data[i].kind == "written"]
    bare = [fold(texts[n]) for n in written]
    slipped = [clean(with_slips(text if dice.random() < 0.5 else texts[n], _SLIPS[0], dice)) for n, text in zip(written, bare)]
    others = [text if text != texts[n] else clean(with_slips(text, _SLIPS[1], dice)) for n, text in zip(written, bare)]
    kinds = [KINDS.index(data[i].who if data[i].state == "crisis" else data[i].state) for i in learnt]
    stopped = [with_other_stops(text, dice) for text in texts]
    return Lesson(texts, np.array(kinds), [*slipped, *others, *stopped], np.array([*written, *written, *range(len(texts))]))


def teach(pupil: Pupil, learns: Lesson, rounds: int, known: Mapping[str, NDArray[Any]] | None) -> None:
    """Teaches a network. known: what it goes on from, if it does not begin anew."""
    pupil.rate *= _GENTLER if known else 1
    pupil.learn(learns, rounds)
    if known:
        pupil.meet(known)


def prepared() -> tuple[list[Line], NDArray[Any], NDArray[Any]]:
    """All messages with those joined of them; which of them are learnt, and which are kept from learning."""
    single = lines()
    parts = [[i for i, line in enumerate(single) if line.kept == kept] for kept in (False, True)]
    together = [joined([single[i] for i in part]) for part in parts]  # of what is learnt only, or of what is kept only
    first, second = len(single), len(single) + len(together[0])
    data = [*single, *together[0], *together[1]]
    return data, np.array([*parts[0], *range(first, second)]), np.array([*parts[1], *range(second, len(data))])


def known_at(revision: str) -> set[str]:
    """The written messages and everyday sentences of a revision of the repository."""
    run = partial(subprocess.run, cwd=FOLDER, capture_output=True, text=True, check=True)
    names = run(["git", "ls-tree", "--name-only", revision, "./"]).stdout.split()
    stored = {
        name: run(["git", "show", f"{revision}:./{name}"]).stdout.splitlines()
        for name in names
        if name.endswith((".jsonl", ".txt"))
    }
    return {json.loads(row)["text"] if name.endswith(".jsonl") else row for name, rows in stored.items() for row in rows}


def new_and_some(data: Sequence[Line], learnt: NDArray[Any], known: Container[str]) -> NDArray[Any]:
    """Of the messages that are learnt, those that are not known, and a share of all others."""
    new = np.array([data[i].kind in ("written", "everyday") and data[i].text not in known for i in learnt])
    again = np.random.RandomState(len(data)).rand(len(learnt)) < _AGAIN
    chosen: NDArray[Any] = learnt[new | again]
    return chosen


def tell(kept: Sequence[Line], scores: NDArray[Any], threshold: float) -> None:
    """Prints shares of what was kept from learning that raise an alarm, by state and kind; then what other thresholds would do."""
    groups: dict[str, list[int]] = {}
    for i, line in enumerate(kept):
        groups.setdefault(f"{line.state} {line.kind}", []).append(i)
    for moved in (0.0, -0.4, -0.2, 0.2, 0.4):
        shares = (f"{name} {(scores[rows] > threshold + moved).mean():.3f}" for name, rows in sorted(groups.items()))
        print(f"  threshold {threshold + moved:.2f}: " + ", ".join(shares))


def main(since: str | None = None) -> int:
    """Learns, prints the figures of what was kept from learning and writes the model.

    since: revision from whose model the networks go on, if they do not begin anew.
    """
    data, learnt, kept = prepared()
    all_of_it = lesson(data, learnt)
    learns, rounds = (
        (all_of_it, _ROUNDS) if since is None else (lesson(data, new_and_some(data, learnt, known_at(since))), (1, 1, 1))
    )
    names = (encoder.NETWORK, transformer.NETWORK, transformer.DEEPER)
    known = [None if since is None else stored_arrays(FOLDER / name) for name in names]
    first = EncoderPupil(len(KINDS), known[0])
    teach(first, learns, rounds[0], known[0])
    teach_encoder.write(first, FOLDER)
    base = Base.installed()
    numbers = (
        base.used([*all_of_it.messages, *all_of_it.others])
        if since is None
        else base.numbers((FOLDER / transformer.VOCABULARY).read_bytes())
    )
    second = TransformerPupil(base, numbers, len(KINDS), known[1])
    teach(second, learns, rounds[1], known[1])
    teach_transformer.write(second, FOLDER / transformer.NETWORK, FOLDER / transformer.VOCABULARY)
    third = TransformerPupil(base, numbers, len(KINDS), known[2], _DEEP)
    third.rate, third.easy = _DEEPER_RATE, _EASY
    teach(third, learns, rounds[2], known[2])
    teach_transformer.write(third, FOLDER / transformer.DEEPER, FOLDER / transformer.VOCABULARY)
    finish(data, learnt, kept, [danger_odds(reader(FOLDER).kinds([clean(data[i].text) for i in kept])) for reader in READERS])
    return 0


def doubts(scores: Sequence[NDArray[Any]], odds: Sequence[NDArray[Any]], danger: NDArray[Any], threshold: float) -> NDArray[Any]:
    """The scores, from the threshold, between which each reader is asked: below the first next to nothing becomes danger, nothing above the second is undone.

    scores: before each reader, and after the last one; danger: which of the messages are.
    """
    noticed = danger & (scores[-1] > threshold)
    undone = [-share * seen.min() for share, seen in zip(_SHARES, odds)]
    low = [float(np.quantile(before[noticed], _MISSED)) - threshold - _CAUTION for before in scores[:-1]]
    return np.array([(least, sum(undone[n:])) for n, least in enumerate(low)])


def finish(data: Sequence[Line], learnt: NDArray[Any], kept: NDArray[Any], odds: Sequence[NDArray[Any]]) -> None:
    """Learns the n-grams, chooses thresholds and writes the model.

    odds: of danger by each reader, for the messages that are kept from learning.
    """
    letters = Letters(data)
    state, kind = np.array([line.state for line in data]), np.array([line.kind for line in data])
    who = np.array([line.who or "self" for line in data])
    danger, silence = state == "crisis", state == "silence"
    machine = letters.machine(np.arange(len(data)), danger)
    # The scores of the messages kept from learning, by the n-grams and then with one reader after the other.
    scores = [letters.machine(learnt, danger).decision_function(letters.features[kept])]
    scores += [scores[0] + sum(share * seen for share, seen in zip(_SHARES[:n], odds)) for n in (1, 2, 3)]
    harmless = {name: scores[-1][(silence & (kind == name))[kept]] for name in FALSE_ALARMS}
    threshold = max(float(np.quantile(found, 1 - FALSE_ALARMS[name])) for name, found in harmless.items())
    caring = letters.machine(np.flatnonzero(~danger), state == "support")
    distress = max(0.0, float(np.quantile(caring.decision_function(letters.features[np.flatnonzero(silence)]), 1 - FALSE_CARE)))
    kinds = letters.machine(np.flatnonzero(danger), who)
    order = [list(kinds.classes_).index(name) for name in WHO]
    arrays = {
        "weights": np.vstack([machine.coef_, caring.coef_, kinds.coef_[order]]).T.astype(np.float16),
        "bias": np.concatenate([machine.intercept_, caring.intercept_, kinds.intercept_[order]]).astype(np.float32),
        "thresholds": np.array([threshold, distress]), "shares": np.array(_SHARES), "doubts": doubts(scores, odds, danger[kept], threshold),
    }  # fmt: skip
    save(FOLDER, fingerprint(), letters.ngrams, arrays)
    print(f"{len(data)} messages, {int(danger.sum())} in danger; share of the {len(kept)} kept from learning that raise an alarm:")
    tell([data[i] for i in kept], scores[-1], threshold)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
