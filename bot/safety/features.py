"""What the statistics of danger look at: hashed groups of letters and words. Pure, numpy only.

Hashing needs no dictionary, so the model is small and reads fast.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

SIZE: Final = 1 << 17  # columns; with about 150,000 n-grams collisions cost nothing that can be measured
_CHARACTERS: Final = (2, 5)
_WORDS: Final = (1, 3)


def ngrams(plain: str) -> Iterator[str]:
    """Groups of 2 to 5 letters inside each word with a space around it; words, pairs and triples ("w:" before them)."""
    words = plain.split()
    for word in words:
        padded = f" {word} "
        for n in range(_CHARACTERS[0], _CHARACTERS[1] + 1):
            for i in range(max(1, len(padded) - n + 1)):
                yield padded[i : i + n]
    for n in range(_WORDS[0], _WORDS[1] + 1):
        for i in range(len(words) - n + 1):
            yield "w:" + " ".join(words[i : i + n])


def column(ngram: str) -> int:
    """The column of an n-gram."""
    return crc32(ngram.encode()) % SIZE


def counts(plain: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """Columns and damped counts (1 + log n) of the n-grams of one plain text."""
    counted = Counter(map(column, ngrams(plain)))
    columns = np.fromiter(counted, dtype=np.int64, count=len(counted))
    values = np.array([1 + math.log(n) for n in counted.values()], dtype=np.float32)
    return columns, values
