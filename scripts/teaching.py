"""Teaches a network to tell kinds of messages apart. What the network is, its subclasses say (teach_encoder.py, teach_transformer.py).

Uses TensorFlow, which Rasa brings along.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

HIDDEN: Final = 128  # features between the meaning of a message and its kinds
LITTLE: Final = 1e-6  # keeps variances from being nought
_NEAR: Final = 50  # batches out of which messages of like length come together
_DECAY: Final = 0.01
_DOUBT: Final = 0.04  # about the labels
_TOLD: Final = 200  # steps between two lines of progress
Pieces = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Lesson:
    """Messages, the number of the kind of each, and other spellings, with the numbers of the messages that they are spellings of."""

    messages: Sequence[str]
    kinds: NDArray[Any]
    others: Sequence[str]
    others_of: NDArray[Any]


class Pupil:
    """A network that learns. arrays: its numbers at first; classes: how many kinds of messages there are; padding: fills up short messages."""

    batch: int  # messages that are learnt at once
    rate: float  # of learning, at its highest
    warm: int  # steps until then, at most
    share: float  # of the other spellings that are learnt in each round
    easy = 1.0  # share of the half of the messages that it knows better which is shown again after the first round

    def __init__(self, arrays: Mapping[str, NDArray[Any]], classes: int, padding: int) -> None:
        import tensorflow as tf

        self._tf, self._classes, self.padding = tf, classes, padding
        self.variables = {name: tf.Variable(np.asarray(value, dtype=np.float32)) for name, value in arrays.items()}
        self.learning = list(self.variables)  # names of those that change

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """The word pieces of texts."""
        raise NotImplementedError

    def scores(self, rows: Any, learns: bool = False) -> Any:
        """Scores of the kinds, shape (messages, kinds). rows: word pieces, padded. learns: leaves things out at random."""
        raise NotImplementedError

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What was learnt."""
        return {name: value.numpy() for name, value in self.variables.items()}

    def learn(self, lesson: Lesson, rounds: int) -> None:
        """Goes through the messages so many times, and each time through a share of their other spellings."""
        tf = self._tf
        messages, others = self.pieces(lesson.messages), self.pieces(lesson.others)
        few = int(len(others) * self.share)
        again = int(len(messages) * (1 + self.easy) / 2)
        total = -(-(len(messages) + (rounds - 1) * again + rounds * few) // self.batch)
        warm = min(self.warm, max(1, total // 10))
        master = tf.keras.optimizers.AdamW(learning_rate=self.rate, weight_decay=_DECAY, global_clipnorm=1.0)
        shapes = [tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None], tf.int32)]
        step = tf.function(lambda rows, kinds: self._step(master, rows, kinds), input_signature=shapes)
        told: list[float] = []
        losses = np.zeros(len(messages))
        for number in range(rounds):
            dice = np.random.RandomState(number)
            own = self._again(losses, dice) if number else np.arange(len(messages))
            chosen = dice.permutation(len(others))[:few]
            shown = [*(messages[i] for i in own), *(others[i] for i in chosen)]
            kinds = np.concatenate([lesson.kinds[own], lesson.kinds[lesson.others_of[chosen]]]).astype(np.int32)
            for rows in self._batches(shown, dice):
                done = len(told) + 1
                master.learning_rate = self.rate * min(1, done / warm) * (0.5 * (1 + np.cos(np.pi * done / total)) + 0.02)
                found = step(self.padded([shown[i] for i in rows]), kinds[rows]).numpy()
                mine = rows < len(own)
                losses[own[rows[mine]]] = found[mine]
                told.append(float(found.mean()))
                if done % _TOLD == 0:
                    print(f"  step {done} of {total}: loss {np.mean(told[-_TOLD:]):.3f}", flush=True)

    def meet(self, known: Mapping[str, NDArray[Any]]) -> None:
        """Goes half the way back to what was known: it keeps most of what is new and forgets less of what is old."""
        for name, variable in self.variables.items():
            variable.assign((variable + known[name]) / 2)

    def _step(self, master: Any, rows: Any, kinds: Any) -> Any:
        tf = self._tf
        variables = [self.variables[name] for name in self.learning]
        with tf.GradientTape() as tape:
            sure = tf.one_hot(kinds, self._classes) * (1 - _DOUBT) + _DOUBT / self._classes
            losses = tf.nn.softmax_cross_entropy_with_logits(sure, self.scores(rows, learns=True))
            loss = tf.reduce_mean(losses)
        master.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return losses

    def _again(self, losses: NDArray[Any], dice: np.random.RandomState) -> NDArray[Any]:
        """Numbers of the messages that are shown again: those that are hard, and a share of the others."""
        shown: NDArray[Any] = np.flatnonzero((losses >= np.median(losses)) | (dice.rand(len(losses)) < self.easy))
        return shown

    def _batches(self, shown: Pieces, dice: np.random.RandomState) -> Iterator[NDArray[Any]]:
        """Numbers of messages that are learnt at once, of like length, in any order."""
        order, found = dice.permutation(len(shown)), []
        for start in range(0, len(order), self.batch * _NEAR):
            near = sorted(order[start : start + self.batch * _NEAR], key=lambda i: len(shown[i]))
            found += [np.array(near[i : i + self.batch]) for i in range(0, len(near), self.batch)]
        return iter([found[i] for i in dice.permutation(len(found))])

    def padded(self, rows: Pieces) -> NDArray[Any]:
        """Word pieces of messages as one array."""
        longest = max(map(len, rows))
        return np.array([[*row, *[self.padding] * (longest - len(row))] for row in rows], dtype=np.int32)


def head(size: int, classes: int) -> dict[str, NDArray[Any]]:
    """Numbers, at first, of the small network over a meaning of so many features: `h1`, `hb1`, `h2`, `hb2`."""
    dice = np.random.RandomState(0)
    return {
        "h1": dice.randn(size, HIDDEN) * 1.4 / np.sqrt(size), "hb1": np.zeros(HIDDEN),
        "h2": dice.randn(HIDDEN, classes) * 0.1, "hb2": np.zeros(classes),
    }  # fmt: skip
