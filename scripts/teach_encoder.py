"""Teaches the encoder of bot/sentence_vectors.py to tell kinds of messages apart: its layers learn on, its table of word pieces stays.

The guide runs what was learnt with onnxruntime (bot/safety/encoder.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot import sentence_vectors
from bot.safety.encoder import NETWORK
from scripts.onnx_graph import Graph
from scripts.teaching import Pupil, head

_LOST_PIECES: Final = 0.06  # share of word pieces that are left out at random, and of features:
_LOST_FEATURES: Final = 0.1
_LOST_MEANING: Final = 0.2
_LONGEST: Final = 120  # word pieces of a message
_NONE: Final = -1  # behind the end of a message
_END: Final = 2**31  # of a message, however long


class EncoderPupil(Pupil):
    """The encoder as variables, with a small network over it. classes: how many kinds of messages there are.

    known: what it goes on from, if not from its package.
    """

    batch, rate, warm, share = 128, 5e-4, 200, 0.5

    def __init__(self, classes: int, known: Mapping[str, NDArray[Any]] | None = None) -> None:
        super().__init__({**sentence_vectors.weights(), **head(sentence_vectors.SIZE, classes), **(known or {})}, classes, _NONE)
        backend = sentence_vectors.encoder()._model
        self._table, self._scale, self._lowest = map(self._tf.constant, (backend.table, backend.scale, backend.lo))
        self.little = backend.eps

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """The word pieces of texts."""
        return [sentence_vectors.pieces(text)[:_LONGEST] for text in texts]

    def scores(self, rows: Any, learns: bool = False) -> Any:
        """Scores of the kinds, shape (messages, kinds). rows: word pieces, padded. learns: leaves things out at random."""
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
        return (seen - mean) * self._tf.math.rsqrt(variance + self.little) * gain + shift


def write(pupil: EncoderPupil, folder: Path) -> None:
    """Writes what the pupil learnt."""
    graph = Graph("words", "FLOAT", ("length", sentence_vectors.SIZE))
    graph.write(folder / NETWORK, _computation(pupil, graph))


def _computation(pupil: EncoderPupil, graph: Graph) -> str:
    """Writes down what `EncoderPupil.scores` computes of one message, from its words on; gives the name of its result."""
    arrays, number = pupil.arrays(), graph.number

    def learnt(name: str) -> str:
        return number(arrays[name], name)

    def times(seen: str, weights: str, shift: str = "") -> str:
        product = graph("MatMul", seen, learnt(weights))
        return graph("Add", product, learnt(shift)) if shift else product

    def level(seen: str, gain: str, shift: str) -> str:
        return graph("LayerNormalization", seen, gain, shift, axis=-1, epsilon=pupil.little)

    def rectified(seen: str) -> str:
        return graph("Relu", seen)

    def together(*parts: str, axis: int) -> str:
        return graph("Concat", *parts, axis=axis)

    def branch(projected: str, width: int, left: int) -> str:
        for layer in ("1", "2"):
            around = graph("Pad", projected, number(np.array([left, 0, width - 1 - left, 0])))
            shifted = [
                graph("Slice", around, *(number(np.array([n])) for n in (i, i - width + 1 or _END, 0))) for i in range(width)
            ]
            heard = times(together(*shifted, axis=1), f"w{layer}_{width}", f"b{layer}_{width}")
            projected = graph("Add", rectified(heard), projected)
        return projected

    widths = [width for width, _ in sentence_vectors.BRANCHES]
    gain, shift = (together(*(learnt(f"{name}{n}") for n in widths), axis=0) for name in ("ln_g", "ln_b"))
    projected = level(together(*(times("words", f"proj{n}", f"proj_b{n}") for n in widths), axis=1), gain, shift)
    size = arrays[f"proj_b{widths[0]}"].size
    branches = []
    for place, (width, left) in enumerate(sentence_vectors.BRANCHES):
        of_branch = [number(np.array([n])) for n in (place * size, (place + 1) * size, 1)]
        branches.append(branch(graph("Slice", projected, *of_branch), width, left))
    features = level(together("words", *branches, axis=1), learnt("ln_g"), learnt("ln_b"))
    first, along = number(np.array([0])), number(np.array([1]))
    length = graph("Cast", graph("Slice", graph("Shape", "words"), first, along), to=1)
    total = graph("Add", times(graph("ReduceSum", features, first), "cnn_W"), graph("Mul", length, learnt("cnn_b")))
    mean = graph("Div", total, graph("Sqrt", length))
    second = rectified(graph("Add", times(mean, "p1"), times(rectified(times(mean, "d0")), "d1")))
    meaning = graph("Tanh", graph("Add", times(second, "p3"), times(rectified(times(second, "d2")), "d3")))
    stretched = graph("Mul", graph("LpNormalization", meaning), number(np.float32(sentence_vectors.STRETCH)))
    return times(rectified(times(stretched, "h1", "hb1")), "h2", "hb2")
