"""Teaches the encoder of bot/sentence_vectors.py to tell kinds of messages apart: its layers learn on, its table of word pieces stays.

Uses TensorFlow, which Rasa brings along; the guide runs what was learnt in numpy (`bot.sentence_vectors.Taught`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot import sentence_vectors

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

_BATCH: Final = 128  # messages
_NEAR: Final = 50  # batches out of which messages of like length come together
_RATE: Final = 5e-4  # of learning, at its highest
_WARM: Final = 200  # steps until then, at most
_DECAY: Final = 0.01
_LOST_PIECES: Final = 0.06  # share of word pieces that are left out at random, and of features:
_LOST_FEATURES: Final = 0.1
_LOST_MEANING: Final = 0.2
_DOUBT: Final = 0.04  # about the labels
_HIDDEN: Final = 128
_LONGEST: Final = 120  # word pieces of a message
Pieces = Sequence[Sequence[int]]


def pieces(texts: Sequence[str]) -> list[list[int]]:
    """The word pieces of texts."""
    tokens = sentence_vectors.encoder()._tokenizer.encode
    return [list(tokens(text, out_type=int, add_bos=True, add_eos=True))[:_LONGEST] for text in texts]


class Pupil:
    """The encoder as variables, with a small network over it. classes: how many kinds of messages there are."""

    def __init__(self, classes: int) -> None:
        import tensorflow as tf

        self._tf = tf
        known = sentence_vectors.weights()
        backend = sentence_vectors.encoder()._model
        self._table, self._scale, self._lowest = map(tf.constant, (backend.table, backend.scale, backend.lo))
        self._little = backend.eps
        dice = np.random.RandomState(0)
        head = {
            "h1": dice.randn(sentence_vectors.SIZE, _HIDDEN) * 0.06, "hb1": np.zeros(_HIDDEN),
            "h2": dice.randn(_HIDDEN, classes) * 0.1, "hb2": np.zeros(classes),
        }  # fmt: skip
        self.variables = {name: tf.Variable(value, dtype=tf.float32) for name, value in {**known, **head}.items()}
        self._classes = classes

    def learn(self, messages: Pieces, wanted: NDArray[Any], others: Pieces, others_of: NDArray[Any], rounds: int) -> None:
        """Goes through the messages so many times, and each time through half of their other spellings.

        wanted: kind of each message. others, others_of: other spellings, and the messages that they are spellings of.
        """
        tf = self._tf
        total = rounds * -(-(len(messages) + len(others) // 2) // _BATCH)
        warm = min(_WARM, max(1, total // 10))
        master = tf.keras.optimizers.AdamW(learning_rate=_RATE, weight_decay=_DECAY, global_clipnorm=1.0)
        shapes = [tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None], tf.int32)]
        step = tf.function(lambda rows, kinds: self._step(master, rows, kinds), input_signature=shapes)
        done = 0
        for number in range(rounds):
            dice = np.random.RandomState(number)
            chosen = dice.permutation(len(others))[: len(others) // 2]
            shown = [*messages, *(others[i] for i in chosen)]
            kinds = np.concatenate([wanted, wanted[others_of[chosen]]])
            losses = []
            for rows in _batches(shown, dice):
                done += 1
                master.learning_rate = _RATE * min(1, done / warm) * (0.5 * (1 + np.cos(np.pi * done / total)) + 0.02)
                losses.append(float(step(padded([shown[i] for i in rows]), kinds[rows].astype(np.int32))))
            print(f"  round {number + 1} of {rounds}: loss {np.mean(losses):.2f}", flush=True)

    def _step(self, master: Any, rows: Any, kinds: Any) -> Any:
        tf = self._tf
        variables = list(self.variables.values())
        with tf.GradientTape() as tape:
            sure = tf.one_hot(kinds, self._classes) * (1 - _DOUBT) + _DOUBT / self._classes
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(sure, self.scores(rows, learns=True)))
        master.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return loss

    def scores(self, rows: Any, learns: bool = False) -> Any:
        """Scores of the kinds, shape (messages, kinds). rows: word pieces, -1 behind the end of a message. learns: leaves things out."""
        tf, v = self._tf, self.variables
        lost_pieces, lost_features, lost_meaning = (_LOST_PIECES, _LOST_FEATURES, _LOST_MEANING) if learns else (0.0, 0.0, 0.0)
        there = tf.cast(rows >= 0, tf.float32)[..., None]
        rows = tf.maximum(rows, 0)
        chunk = rows % len(self._scale)
        words = tf.cast(tf.gather(self._table, rows), tf.float32) * tf.gather(self._scale, chunk)[..., None]
        stays = tf.cast(tf.random.uniform(tf.shape(rows)) >= lost_pieces, tf.float32)
        words = (words + tf.gather(self._lowest, chunk)[..., None]) * stays[..., None]
        branches = [self._branch(seen, there, *branch) for seen, branch in zip(self._projected(words), sentence_vectors.BRANCHES)]
        features = tf.nn.dropout(self._level(tf.concat([words, *branches], -1), v["ln_g"], v["ln_b"]) * there, lost_features)
        length = tf.reduce_sum(there, 1)
        mean = (tf.reduce_sum(features, 1) @ v["cnn_W"] + length * v["cnn_b"]) * tf.math.rsqrt(length)
        first = tf.nn.relu(mean @ v["d0"])
        second = tf.nn.relu(mean @ v["p1"] + first @ v["d1"])
        meaning = tf.math.l2_normalize(tf.tanh(second @ v["p3"] + tf.nn.relu(second @ v["d2"]) @ v["d3"]), -1)
        hidden = tf.nn.relu(tf.nn.dropout(meaning * sentence_vectors.STRETCH, lost_meaning) @ v["h1"] + v["hb1"])
        return hidden @ v["h2"] + v["hb2"]

    def _projected(self, words: Any) -> Any:
        """What each branch is given of the words; levelled together."""
        tf, v, widths = self._tf, self.variables, [width for width, _ in sentence_vectors.BRANCHES]
        together = tf.concat([words @ v[f"proj{n}"] + v[f"proj_b{n}"] for n in widths], -1)
        gain, shift = (tf.concat([v[f"{name}{n}"] for n in widths], -1) for name in ("ln_g", "ln_b"))
        return tf.split(self._level(together, gain, shift), len(widths), -1)

    def _branch(self, projected: Any, there: Any, width: int, left: int) -> Any:
        tf, v = self._tf, self.variables

        def convolution(seen: Any, layer: str) -> Any:
            around = tf.pad(seen * there, [[0, 0], [left, width - 1 - left], [0, 0]])
            size = seen.shape[-1]
            kernel = tf.reshape(v[f"w{layer}_{width}"], (width, size, size))
            return tf.nn.relu(tf.nn.conv1d(around, kernel, 1, "VALID") + v[f"b{layer}_{width}"]) + seen

        return convolution(convolution(projected, "1"), "2")

    def _level(self, seen: Any, gain: Any, shift: Any) -> Any:
        mean, variance = self._tf.nn.moments(seen, [-1], keepdims=True)
        return (seen - mean) * self._tf.math.rsqrt(variance + self._little) * gain + shift

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """What was learnt, in half precision: the layers of the encoder, and `h1`, `hb1`, `h2`, `hb2`."""
        return {name: value.numpy().astype(np.float16) for name, value in self.variables.items()}


def _batches(shown: Pieces, dice: np.random.RandomState) -> Iterator[NDArray[Any]]:
    """Numbers of messages that are learnt at once, of like length, in any order."""
    order, found = dice.permutation(len(shown)), []
    for start in range(0, len(order), _BATCH * _NEAR):
        near = sorted(order[start : start + _BATCH * _NEAR], key=lambda i: len(shown[i]))
        found += [np.array(near[i : i + _BATCH]) for i in range(0, len(near), _BATCH)]
    return iter([found[i] for i in dice.permutation(len(found))])


def padded(rows: Pieces) -> NDArray[Any]:
    """Word pieces of messages as one array, -1 behind the end of each."""
    longest = max(map(len, rows))
    return np.array([[*row, *[-1] * (longest - len(row))] for row in rows], dtype=np.int32)
