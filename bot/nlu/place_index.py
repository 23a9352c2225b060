"""A compact table from phrases to numbers: one sorted text with offsets instead of hundreds of thousands of objects."""

from __future__ import annotations

import gzip
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final
from zlib import crc32

_MAGIC: Final = b"phrases 2"
_MARKED: Final = 64  # phrases from one that is kept apart, so that they are found quickly, to the next
_BITS_EACH: Final = 16  # bits of the filter for each phrase: one look-up in sixteen of an unknown phrase goes on to the text


class PhraseTable:
    """Phrases (UTF-8, sorted by their bytes), each with one or more numbers from 0 to 65,535."""

    def __init__(self, path: Path) -> None:
        """Reads a file of `write`. Raises ValueError for any other file."""
        data = memoryview(gzip.decompress(path.read_bytes()))
        magic, _, rest = bytes(data[:60]).partition(b":")
        header = rest.partition(b"\n")[0]
        if magic != _MAGIC:
            raise ValueError(f"{path.name}: not a table of phrases; build it anew with scripts/places/build.py")
        count, size, values = (int(n) for n in header.split())
        at = len(magic) + len(header) + 2
        self._starts = array("I", accumulate(data[at : at + count], initial=0))
        at += count
        self._text = bytes(data[at : at + size])
        at += size
        # Tables in which each phrase has just one number need no offsets.
        one_each: Sequence[int] = range(count + 1)
        self._firsts = one_each if values == count else array("I", accumulate(data[at : at + count], initial=0))
        at += count
        self._values = array("H")
        self._values.frombytes(data[at : at + 2 * values])
        self._filter = bytes(data[at + 2 * values :])
        self._mask = len(self._filter) * 8 - 1
        self._marks = [self._bytes(i) for i in range(0, count, _MARKED)]

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __iter__(self) -> Iterator[str]:
        return (self._bytes(i).decode() for i in range(len(self)))

    def _bytes(self, i: int) -> bytes:
        return self._text[self._starts[i] : self._starts[i + 1]]

    def find(self, phrase: str) -> tuple[Sequence[int], bool]:
        """The numbers of a phrase (none when it is not in the table), and whether longer ones begin with it."""
        key = phrase.encode()
        count = len(self)
        start = max(0, bisect_left(self._marks, key) - 1) * _MARKED
        near = range(start, min(count, start + _MARKED + 1))
        at = start + bisect_left(near, key, key=self._bytes)
        found = at < count and self._bytes(at) == key
        values = self._values[self._firsts[at] : self._firsts[at + 1]] if found else ()
        after = at + found  # a space sorts before every letter, so that longer phrases follow at once
        return values, after < count and self._bytes(after).startswith(key + b" ")

    def get(self, phrase: str) -> Sequence[int]:
        """The numbers of a phrase; none when it is not in the table. Quicker than `find` when it is not."""
        bit = crc32(phrase.encode()) & self._mask
        return self.find(phrase)[0] if self._filter[bit >> 3] & (1 << (bit & 7)) else ()

    def __contains__(self, phrase: object) -> bool:
        return isinstance(phrase, str) and len(self.get(phrase)) > 0


def write(path: Path, phrases: Mapping[str, Sequence[int]]) -> None:
    """Writes a table; the same phrases give the same bytes."""
    rows = sorted((phrase.encode(), numbers) for phrase, numbers in phrases.items())
    if any(len(key) > 255 or not 0 < len(numbers) < 256 for key, numbers in rows):
        raise ValueError("a phrase has at most 255 bytes and 1 to 255 numbers")
    text = b"".join(key for key, _ in rows)
    values = array("H", [n for _, numbers in rows for n in numbers])
    bits = bytearray(max(1, 1 << (len(rows) * _BITS_EACH // 8).bit_length()))
    for key, _ in rows:
        bit = crc32(key) & (len(bits) * 8 - 1)
        bits[bit >> 3] |= 1 << (bit & 7)
    header = _MAGIC + b":%d %d %d\n" % (len(rows), len(text), len(values))
    lengths, counts = (bytes(len(row[part]) for row in rows) for part in (0, 1))
    path.write_bytes(gzip.compress(header + lengths + text + counts + values.tobytes() + bits, mtime=0))
