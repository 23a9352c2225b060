"""A small thesaurus of danger and of what only looks like it: words of both languages for the same thing. Pure.

"chcę zniknąć" and "I want to disappear" become the same sequence WANT GONE, so that each language learns from the other.
The words stand in data/safety/concepts.csv, folded; a star stands for any ending.
"""

from __future__ import annotations

from functools import cache, lru_cache

from bot import tables
from bot.settings import ROOT

TABLE = ROOT / "data" / "safety" / "concepts.csv"


@cache
def _thesaurus() -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Whole words and, longest first, beginnings of words, each with its concept."""
    whole: dict[str, str] = {}
    beginnings: list[tuple[str, str]] = []
    for row in tables.read(TABLE, ("concept", "words")):
        for word in row["words"].split():
            if word.endswith("*"):
                beginnings.append((word[:-1], row["concept"]))
            else:
                whole.setdefault(word, row["concept"])
    return whole, sorted(beginnings, key=lambda pair: -len(pair[0]))


@lru_cache(20_000)
def concept(word: str) -> str | None:
    """The concept of a folded word, or None."""
    whole, beginnings = _thesaurus()
    return whole.get(word) or next((name for beginning, name in beginnings if word.startswith(beginning)), None)


def concepts(plain_text: str) -> str:
    """The concepts of a plain text (bot.safety.text.plain), in order, with spaces between."""
    return " ".join(found for found in map(concept, plain_text.split()) if found)
