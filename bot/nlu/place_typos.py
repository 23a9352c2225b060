"""Finds the place that a misspelt name means: how unlikely the slips are, weighed against how many people live there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz "
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS: Final = frozenset(
    frozenset(pair) for pair in ("ou", "fw", "vw", "iy", "ij", "sz", "cs", "ck", "td", "bp", "gk", "mn", "ae")
)
_EDIT: Final = 3.0  # orders of magnitude by which one slip makes a reading less likely
_LIKELY_SLIP: Final = 0.8  # how much less the slips count that people make most
_FIRST_LETTER: Final = 0.5  # edits that a wrong first letter counts more
_UNKNOWN_SIZE: Final = 300  # inhabitants that a place of unknown size is taken to have
_TWO_SLIPS_FROM: Final = 7  # letters from which two slips are looked for
_THREE_SLIPS_FROM: Final = 14


class Reading(NamedTuple):
    """What a misspelt phrase may mean. rank: the lower the likelier; edits: slips that it takes."""

    rank: float
    phrase: str
    edits: float


def slips_allowed(phrase: str) -> int:
    """How many slips are looked for in a phrase of this length."""
    return 1 if len(phrase) < _TWO_SLIPS_FROM else 2 if len(phrase) < _THREE_SLIPS_FROM else 3


def _neighbours(a: str, b: str) -> bool:
    for up, row in enumerate(_ROWS):
        at = row.find(a)
        if at >= 0:
            near = row[max(0, at - 1) : at + 2]
            near += "".join(_ROWS[n][max(0, at - 1) : at + 2] for n in (up - 1, up + 1) if 0 <= n < len(_ROWS))
            return b in near
    return False


def cost(written: str, meant: str) -> float:
    """How many slips lie between two phrases; swapped, doubled, neighbouring and alike-sounding letters count less."""
    edits: float = OSA.distance(written, meant)
    steps = Levenshtein.editops(written, meant)
    if len(steps) > edits:  # swapped letters
        edits -= 1 - _LIKELY_SLIP
    for step in steps:
        a, b = written[step.src_pos : step.src_pos + 1], meant[step.dest_pos : step.dest_pos + 1]
        if step.tag == "replace":
            likely = _neighbours(a, b) or frozenset((a, b)) in _SOUNDS
        elif step.tag == "delete":
            likely = a in (written[step.src_pos - 1 : step.src_pos], written[step.src_pos + 1 : step.src_pos + 2])
        else:
            likely = True  # a letter left out
        edits -= likely * (1 - _LIKELY_SLIP)
    return edits + _FIRST_LETTER * (written[:1] != meant[:1])


def rank(edits: float, population: int) -> float:
    """The likelihood of a reading as a negative power of ten."""
    return _EDIT * edits - math.log10(max(population, _UNKNOWN_SIZE))


def likeliest(written: str, phrases: Iterable[tuple[str, int]]) -> list[Reading]:
    """Readings of what is written, likeliest first. phrases: names with the inhabitants that stand for each."""
    return sorted(Reading(rank(edits := cost(written, name), people), name, edits) for name, people in phrases)


def alike(written: str, names: Sequence[str]) -> list[str]:
    """Names that so many slips as are looked for lead away from; takes a millisecond for ten thousand."""
    return [
        name for name, _, _ in process.extract(written, names, scorer=OSA.distance, score_cutoff=slips_allowed(written), limit=None)
    ]


def one_slip_away(written: str) -> Iterator[str]:
    """All phrases from which one slip leads to this one."""
    for i in range(len(written) + 1):
        head, tail = written[:i], written[i:]
        if tail:
            yield head + tail[1:]
            for letter in LETTERS:
                yield head + letter + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in LETTERS:
            yield head + letter + tail
