"""Decides whether words that could be the name of a place are meant as one, by what stands around them.

Names of places are often ordinary words (Piła, Hel, Praca) or people's names (Marki, Adamów): how common the word is
decides how much its surroundings must say. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from bot.folding import fold
from bot.nlu.place_index import PhraseTable
from bot.settings import ROOT

WORDS: Final = ROOT / "data" / "places" / "words.bin.gz"
# How ordinary a word is; 0 means that no dictionary has it.
UNKNOWN, RARE, COMMON, VERY_COMMON, NAME = range(5)
BIG: Final = 60_000  # inhabitants from which a name of a person or an adjective is taken for the city

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_SENTENCE_END: Final = re.compile(r"[.!?\n]")
_CLAUSE_END: Final = re.compile(r"[.!?\n,;:()–—]|\s-|-\s")
# Prepositions and nouns after which a place may follow; the second set is too weak for names that are also words.
_POLISH: Final = frozenset(
    "w we z ze do od kolo k pod spod obok okolice okolicach okolicy okolic wiosce wioska miasteczku miasteczko blisko niedaleko nieopodal przy miasto miescie miasta "
    "miejscowosc miejscowosci wies wsi poblizu rejon rejonie rejonu strony stron kierunku gmina gminie gminy gm powiat powiecie "
    "powiatu pow wojewodztwo wojewodztwie wojewodztwa woj za nad miedzy przez".split()
)
_ENGLISH: Final = frozenset("near in around from outside towards toward town village city of called named".split())
_WEAK: Final = frozenset("at to by close nad za miedzy przez of od przy".split())
_AREA_PREPOSITIONS: Final = frozenset(["na"])
PLACE_WORDS: Final = _POLISH | _ENGLISH | _WEAK
GMINA: Final = frozenset("gmina gminie gminy gmine gm".split())
VILLAGE: Final = frozenset("wies wsi wioska wiosce wioski village".split())
POWIAT: Final = frozenset("powiat powiecie powiatu powiatem pow".split())
STREET: Final = frozenset(
    "ul ulica ulicy ulice al aleja alei aleje plac placu pl rynek rondo os imienia im pan pani pana panem".split()
)
# Words that say that somebody lives or looks there; with a preposition they outweigh that a name is also a word.
_LIVING: Final = re.compile(
    r"(mieszka|zamieszka|przeprowadz|przyjezdza|dojezdza|dojade|pochodz|wroci|urodz|okolic|live|living|moved|based|visit|stay|miast|miescie"
    r"|miejscowosc|niedaleko|nieopodal|poblizu)"
)
_SOUGHT: Final = re.compile(r"(szuka|poszuk|znajd|znalez|asystent|osrod|centrum|poradni|szpital|adres|assistant|looking|find)")
_MEANT: Final = re.compile(r"(mean|meant|chodzi|pytam|pytal|rather|raczej)")  # "not Krakow, I meant lodz"
_FACILITY: Final = re.compile(
    r"(szpital|osrod|centr|poradni|asystent|klini|oddzial|placow|przychodni|dom|fundacj|okolic|stron|rejon|pomoc|opiek|psychiatr|psycholog|terapeut|kurs|nocleg|adres|telefon|hospital|help|clinic|area)"
)
_HINTS: Final = frozenset("kolo k obok niedaleko gmina gm powiat pow woj wojewodztwo near".split())  # after a name
_POLITE: Final = frozenset("a to albo czy i o oraz prosze please moze np hej czesc no tak or and maybe hi".split())
_PLEASE: Final = frozenset("prosze please albo oraz or".split())  # after a name that begins a message
_AND: Final = frozenset(["i", "oraz", "and"])
_FEW: Final = 4  # words of a message that hardly says more than a place
_LIVING_WINDOW: Final = 3  # words before the name
# Forms of towns that are far commoner as words; only capital letters tell.
_NEVER: Final = frozenset(
    "tych pil lomze konina koniny radam kole kolo kola nowe nowy nowa nowego nowym nowych dobra dobre dobrej dobrym nisko sick gory "
    "gora gorze goro police polic pily pila pilo srody sroda srode gora mala male lipie miastem miasto polska polski polsce polske europa europie europy ziemia ziemi swiat".split()
)
# Words of the training questions that no dictionary has and that are near to the name of a place.
_OF_THE_GUIDE: Final = frozenset("helplines helplins peerach holendrzy mariupol".split())
_MORE_OFTEN_A_BOAT: Final = frozenset(["lodz", "lodzi"])  # in ordinary sentences: a word must tell
_RATHER_A_CITY: Final = frozenset("poznan chelm konin koninie bytom radom".split())
_NEVER_LONGER: Final = frozenset(
    "nowe miasto|nowego miasta|nowym miescie|dobre miasto|dobrego miasta|dobrym miescie|stare miasto|starego miasta|starym miescie|"
    "wielka wies|nowy dwor|dobra wola|dobrej woli|dobra wole".split("|")
)
_NEUTER: Final = ("ie", "iem", "im", "iego", "iemu")
_SHORTEST_VILLAGE: Final = 3
_SMALL: Final = 10_000  # inhabitants of a town that is less likely meant than a rare word
_TOWN: Final = 30_000  # the same after a weak preposition
_KNOWN_VILLAGE: Final = 1000  # inhabitants from which a village is as likely meant as a rare word


@dataclass(frozen=True)
class Token:
    """A word of a message: folded, where it stands, whether it is written like a name inside a sentence.

    capital: in any case with a capital letter; opens, closes: whether a clause begins with it, ends with it.
    """

    word: str
    start: int
    end: int
    named: bool
    capital: bool
    opens: bool
    closes: bool


def tokens_of(text: str) -> list[Token]:
    """The words of a text in order; "named" says nothing in texts written all in capitals."""
    shouted = text.isupper()
    matches = list(_WORD.finditer(text.replace("’", "'")))
    gaps = [text[a.end() : b.start()] for a, b in pairwise(matches)]
    found = []
    for match, before, after in zip(matches, ["\n", *gaps], [*gaps, "\n"]):
        named = not shouted and match[0][:1].isupper() and not _SENTENCE_END.search(before)
        clause = bool(_CLAUSE_END.search(before)), bool(_CLAUSE_END.search(after))
        found.append(Token(fold(match[0]).removesuffix("'s"), match.start(), match.end(), named, match[0][:1].isupper(), *clause))
    return found


@cache
def _words() -> PhraseTable:
    return PhraseTable(WORDS)


def commonness(word: str) -> int:
    """How ordinary a folded word is: UNKNOWN, RARE, COMMON, VERY_COMMON, or NAME of a person."""
    values = _words().get(word)
    return values[0] if values else COMMON if word in _OF_THE_GUIDE else UNKNOWN


@dataclass(frozen=True)
class Setting:
    """What the surroundings of words say.

    placed: a preposition or noun of place stands before them (weakly: one with many other uses), or a hint at where it
    is after them; area: "na" does; named: written like a name; capital: with a
    capital letter, if only as the first word; expected: a place was asked for, or nothing else is
    said; clause: nothing else is said in the clause, or only "proszę" or a word for a
    place of help follows at once; living: "mieszkam" or the like stands before; sought: "szukam" or the like, or
    the message is short; few: it is short; located: words after them say where it is; street: "ulica" or the like;
    facility: a word for a place of help follows; meant: "I meant" or the like stands before.
    """

    placed: bool
    weakly: bool
    area: bool
    named: bool
    capital: bool
    expected: bool
    clause: bool
    living: bool
    sought: bool
    located: bool
    few: bool
    street: bool
    facility: bool
    meant: bool


def setting(tokens: list[Token], i: int, length: int, expected: bool) -> Setting:
    """The surroundings of the words from token i on. expected: a place was asked for, or nothing else is said."""
    before = tokens[i - 1].word if i else ""
    rest = [t.word for t in tokens[i + length : i + length + 2]]
    after = rest[0] if rest else ""
    help_follows = any(_FACILITY.match(word) for word in (rest if after in _AND else rest[:1]))
    window = tokens[max(0, i - _LIVING_WINDOW) : i]
    return Setting(
        placed=before in PLACE_WORDS or after in _HINTS,
        weakly=before in _WEAK,
        area=before in _AREA_PREPOSITIONS,
        named=tokens[i].named,
        capital=tokens[i].capital,
        expected=expected or length == len(tokens) or (len(tokens) <= _FEW and all(map(_says_little, tokens))),
        clause=tokens[i].opens and (tokens[i + length - 1].closes or (i == 0 and (after in _PLEASE or help_follows))),
        living=any(_LIVING.match(t.word) for t in window),
        sought=len(tokens) <= _FEW or any(_SOUGHT.match(t.word) for t in window),
        located=after in _HINTS and (tokens[i].opens or tokens[i].named),
        few=len(tokens) <= _FEW,
        street=before in STREET,
        facility=help_follows,
        meant=any(_MEANT.match(t.word) for t in window),
    )


def _says_little(token: Token) -> bool:
    return token.word in _POLITE or token.word in PLACE_WORDS or commonness(token.word) in (UNKNOWN, NAME)


def is_town(key: str, length: int, population: int, at: Setting) -> bool:
    """Whether words that are a form of a town are meant as one."""
    told = at.placed or at.named or at.expected or at.clause or at.living
    if at.street and not at.placed:
        return False
    if length > 1:
        if key in _NEVER_LONGER:
            return at.named or (at.expected and key.endswith("o"))
        return told or min(map(commonness, key.split())) < COMMON
    if at.located or key in _RATHER_A_CITY:
        return True
    if key in _NEVER:
        return at.named and (at.placed or at.area or key == "pila")
    if key in _MORE_OFTEN_A_BOAT:
        return told or at.sought or at.area or at.meant
    return _is_town_by_commonness(commonness(key), population, at)


def _is_town_by_commonness(common: int, population: int, at: Setting) -> bool:
    if common == UNKNOWN:
        return True
    if common == NAME:
        return at.expected or (at.placed and (at.living or not at.named)) or population >= BIG
    if common == RARE:
        strongly = at.placed and (at.named or at.sought or at.living or population >= (_TOWN if at.weakly else _SMALL))
        return strongly or at.expected or at.clause or at.named or at.living or (at.sought and not at.placed)
    if (at.named and (common < VERY_COMMON or at.placed)) or (at.clause and at.capital and population >= BIG):
        return True
    return (at.expected and common < VERY_COMMON) or (at.placed and not at.weakly and at.living)


def is_village(key: str, length: int, population: int, at: Setting) -> bool:
    """Whether words that are a form of a village are meant as one."""
    if len(key) < _SHORTEST_VILLAGE or key in _NEVER or at.street:
        return False
    if key in _NEVER_LONGER:
        return at.named and (at.placed or at.expected)
    known = [commonness(word) for word in key.split()]
    here = at.placed or at.expected or at.clause
    if length > 1:
        likely = at.named or at.living or population >= _KNOWN_VILLAGE
        return min(known) < COMMON or ((here or at.sought) and likely)
    return at.located or _is_village_by_commonness(known[0], population, here, at)


def _is_village_by_commonness(common: int, population: int, here: bool, at: Setting) -> bool:
    if common == UNKNOWN:
        return population >= _KNOWN_VILLAGE or (here and (not at.weakly or at.named or at.expected))
    if common == NAME:
        return at.placed and at.living
    if at.placed and at.named:
        return common < VERY_COMMON or at.living or at.sought
    if common != RARE or at.weakly:
        return False
    return (at.living and at.placed) or (here and population >= _KNOWN_VILLAGE and (at.sought or at.expected or at.clause))


def is_district(key: str, length: int, beside_city: bool, at: Setting) -> bool:
    """Whether words that are a form of a district are meant as one. beside_city: its city is named next to it."""
    if beside_city:
        return True
    if at.street:
        return False
    common = min(map(commonness, key.split()))
    told = at.placed or at.area
    if common == UNKNOWN or (common == RARE and (told or at.sought)):
        return True
    if (told and (at.named or at.living)) or (at.named and length > 1):
        return True
    return (at.expected or (at.clause and (common < COMMON or length > 1))) and common < VERY_COMMON


def is_region(key: str, length: int, at: Setting) -> bool:
    """Whether words that are a form of a region or voivodeship are meant as one; "ulica Śląska" is not."""
    if at.street and not at.placed:
        return False
    return length > 1 or commonness(key) < VERY_COMMON or at.named or at.placed or at.area


def is_voivodeship(key: str, at: Setting) -> bool:
    """Whether the adjective of a voivodeship stands for it: not in streets and surnames."""
    return not at.street and (key.endswith(_NEUTER) or (not at.named and (at.facility or at.few)))


def is_adjective(key: str, at: Setting, population: int = BIG) -> bool:
    """Whether an adjective of a town ("w krakowskiem") stands for it: not in streets and surnames.

    Those of small towns are surnames and words of other meanings ("turecki") too often.
    """
    if at.street:
        return False
    if key.endswith(_NEUTER) and (at.placed or at.area or at.expected or at.clause or population >= BIG):
        return commonness(key) < COMMON or population >= BIG
    return population >= BIG and not at.named and at.facility
