"""Finds the places of Poland that a message names, however they are written. Pure: text in, mentions out.

Towns count wherever they stand; villages, whose names are often ordinary words, only after a preposition of
place, when written like a name, or when the guide has just asked for a place. Misspelt names are looked for
only where a place is expected. Method and figures: docs/finding-places.md.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot import gazetteer, tables
from bot.folding import fold
from bot.gazetteer import Place
from bot.settings import ROOT

MASK: Final = "xplacex"
REGION: Final = "woj:"  # prefix of the id of a voivodeship
SHARED_NAME: Final = "name:"  # prefix of the id of a name that several places of like size share
ALIASES: Final = ROOT / "data" / "places" / "aliases.csv"

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_PREPOSITIONS: Final = frozenset(
    "w we z ze do kolo pod obok okolice okolicach okolicy okolic blisko niedaleko nieopodal przy miasto miescie wies "
    "near in around from at to by close".split()
)
_DENIED: Final = re.compile(r"\b(nie|not|zamiast|instead of|except|oprocz|poza)( (w|we|z|ze|do|o|in|near|from|to))?$")
_CORRECTED: Final = re.compile(
    r"\b(ale|tylko|lecz|raczej|jednak|chodzi\w*|znaczy|pomylk\w*|but|mean|meant|rather|actually|sorry)\b"
)
# Forms of towns that are far commoner as words; they count only inside a longer name.
_NEVER: Final = frozenset("tych pil lomze konina koniny radom kole kolo kola nowe nowy nowa dobra dobre nisko sick".split())
_SHORTEST_VILLAGE: Final = 3
_LONGEST: Final = 4  # words in a name
_INFLECTED: Final = "~"  # in the id of a shared name: the form stood where it must be inflected
_VILLAGE: Final = 1000  # inhabitants that a place of unknown size is taken to have
_BIG: Final = 60_000  # inhabitants from which a name that is also a word is taken for the city
_FUZZY_CUTOFF: Final = 0.78
_FUZZY_LETTERS: Final = 5
_ENGLISH_WORDS: Final = frozenset(["to", "by", "at", "in"])


@dataclass(frozen=True)
class Mention:
    """A place in a text. id: of the gazetteer, `woj:…` or `name:…`; start, end: characters; exact: not corrected."""

    id: str
    start: int
    end: int
    exact: bool = True


@dataclass(frozen=True)
class _Token:
    word: str
    start: int
    end: int
    capital: bool


def _tokens(text: str) -> list[_Token]:
    return [_Token(fold(m[0]), m.start(), m.end(), m[0][:1].isupper()) for m in _WORD.finditer(text)]


def _region_forms() -> dict[str, str]:
    forms = {}
    for name in gazetteer.VOIVODESHIPS:
        stem = fold(name).removesuffix("e").replace("-", " ")
        soft = "k" if stem.endswith("ki") else ""
        for ending in ("e", "m", "ego", "emu"):
            forms[(stem + ending) if soft else stem] = REGION + name
    return forms


class PlaceFinder:
    """Looks places up by their folded forms."""

    def __init__(self, places: Iterable[Place], aliases: dict[str, str]) -> None:
        self._towns: dict[str, list[Place]] = defaultdict(list)
        self._villages: dict[str, list[Place]] = defaultdict(list)
        self._ordinary: set[str] = set()
        names: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            index = self._towns if place.is_town else self._villages
            names[place.name].append(place)
            for form in place.forms:
                key = form.removeprefix("!").replace("-", " ")
                index[key].append(place)
                if form.startswith("!"):
                    self._ordinary.add(key)
        self._names = {name: max(found, key=lambda p: p.population) for name, found in names.items()}
        self._regions = _region_forms()
        for alias, target in aliases.items():
            key = fold(alias).replace("-", " ")
            if target in gazetteer.VOIVODESHIPS:
                self._regions[key] = REGION + target
            else:
                self._towns[key] = [self._names[target]]
                self._ordinary.discard(key)
        self._town_keys = [key for key in self._towns if len(key) >= _FUZZY_LETTERS]

    def find(self, text: str, expected: bool = False, correct: bool = True) -> list[Mention]:
        """Places named in the text, in order, without overlaps.

        expected: the guide has just asked for a place, so that a bare or misspelt name is enough. correct: look
        for misspelt names too (some milliseconds).
        """
        tokens = _tokens(text)
        alone = len(tokens) == 1
        found, i = [], 0
        while i < len(tokens):
            mention, used = self._at(tokens, i, expected or alone)
            if mention:
                found.append(mention)
            i += used
        if not found and correct:
            found = self._misspelt(tokens, expected)
        return found

    def _at(self, tokens: list[_Token], i: int, expected: bool) -> tuple[Mention | None, int]:
        """The longest name that begins at token i, and how many tokens it takes."""
        for length in range(min(_LONGEST, len(tokens) - i), 0, -1):
            span = tokens[i : i + length]
            key = " ".join(t.word for t in span)
            place_id = self._identify(key, length, tokens, i, expected)
            if place_id:
                return Mention(place_id, span[0].start, span[-1].end), length
        return None, 1

    def _identify(self, key: str, length: int, tokens: list[_Token], i: int, expected: bool) -> str | None:
        """The id of what the words from token i on name, if they are to be taken for a place there."""
        if key in self._regions:
            return self._regions[key]
        placed = i > 0 and tokens[i - 1].word in _PREPOSITIONS
        named = tokens[i].capital and i > 0
        towns, villages = self._towns.get(key), self._villages.get(key)
        if towns and self._is_town(key, length, placed, named, expected, max(p.population for p in towns)):
            return _resolve(towns, key, placed)
        if villages and self._is_village(key, placed, named, expected):
            return _resolve(villages, key, placed)
        return None

    def _is_town(self, key: str, length: int, placed: bool, named: bool, expected: bool, population: int) -> bool:
        if length > 1:
            return True
        if key in _NEVER:
            return False
        known = key in _vocabulary()
        if population >= _BIG or not (known or key in self._ordinary):
            return True
        return named or (expected and not (known and key in self._ordinary)) or (placed and not known)

    def _is_village(self, key: str, placed: bool, named: bool, expected: bool) -> bool:
        if len(key) < _SHORTEST_VILLAGE or key in _NEVER:
            return False
        ordinary = key in self._ordinary or key in _vocabulary()
        return (placed or expected) and (named or not ordinary)

    def _misspelt(self, tokens: list[_Token], expected: bool) -> list[Mention]:
        """The town most like a word that stands where a place is expected; empty when none is like it."""
        for i, token in enumerate(tokens):
            placed = i > 0 and tokens[i - 1].word in _PREPOSITIONS - _ENGLISH_WORDS
            if len(token.word) < _FUZZY_LETTERS or not (placed or expected) or token.word in _vocabulary():
                continue
            for length in (2, 1):
                span = tokens[i : i + length]
                hits = process.extract(
                    " ".join(t.word for t in span), self._town_keys, scorer=OSA.normalized_similarity,
                    score_cutoff=_FUZZY_CUTOFF, limit=5,
                )  # fmt: skip
                if hits:
                    best = max(hits, key=lambda h: (round(h[1], 2), max(p.population for p in self._towns[h[0]])))
                    return [Mention(_resolve(self._towns[best[0]], best[0]), span[0].start, span[-1].end, exact=False)]
        return []

    def candidates(self, shared_name: str) -> list[Place]:
        """The places that share a name, given the id `name:…`; largest first, then by voivodeship."""
        name = shared_name.removeprefix(SHARED_NAME).removeprefix(_INFLECTED)
        places = {p.id: p for p in (*self._towns.get(name, ()), *self._villages.get(name, ()))}
        called = {
            i: p for i, p in places.items() if _INFLECTED not in shared_name and fold(p.name).replace("-", " ") == name
        } or places
        return sorted(called.values(), key=lambda p: (-p.population, p.voivodeship, p.powiat))


def masked(text: str, mentions: Iterable[Mention]) -> str:
    """The text with every place replaced by one and the same word, so that no town tells a topic or a language."""
    for mention in sorted(mentions, key=lambda m: -m.start):
        text = f"{text[: mention.start]} {MASK} {text[mention.end :]}"
    return text


def chosen(text: str, mentions: list[Mention]) -> Mention | None:
    """The place that is meant when several are named: not one that is denied, and the last one after a correction."""
    kept = [m for m in mentions if not _DENIED.search(fold(text[: m.start]))] or mentions
    if len(kept) > 1 and _CORRECTED.search(fold(text[kept[0].end : kept[-1].start])):
        return kept[-1]
    return kept[0] if kept else None


def _resolve(places: list[Place], key: str, inflected: bool = False) -> str:
    """The id of the one that is meant: the only one, or one that is far larger than the rest.

    A place that has the written form as its very name comes before one of which it is an inflected form, unless
    the form stands where it must be inflected. Nobody knows how large most villages are: then the guide asks.
    """
    called = [p for p in places if not inflected and fold(p.name).replace("-", " ") == key] or places
    ranked = sorted({p.id: p for p in called}.values(), key=lambda p: -p.population)
    if len(ranked) == 1 or ranked[0].population > 5 * max(ranked[1].population, _VILLAGE):
        return ranked[0].id
    return SHARED_NAME + (_INFLECTED if inflected else "") + key


@cache
def _vocabulary() -> frozenset[str]:
    """Folded words that people use with the guide: the words of all training questions."""
    words: set[str] = set()
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        if not path.name.startswith("finder"):
            words.update(t.word for t in _tokens(path.read_text(encoding="utf-8")))
    return frozenset(words)


@cache
def finder() -> PlaceFinder:
    """The finder over the whole table of places and the words of the guide, built once in a few seconds."""
    _vocabulary()
    aliases = {row["alias"]: row["target"] for row in tables.read(ALIASES, ("alias", "target"))}
    return PlaceFinder(gazetteer.read(), aliases)
