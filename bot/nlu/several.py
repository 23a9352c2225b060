"""Takes a message with several questions apart: "ile trwa kurs i czy dostanę certyfikat?" asks two things. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from bot.folding import fold
from bot.nlu.topics import Ranked

# Where a second question may begin: after the end of a sentence, after "and" or a comma before a question word, after "and" before a verb
# that asks ("i czy", "and is there", "i muszę mieć maturę").
_ASKING: Final = (
    r"czy|co|kto|kim|gdzie|kiedy|ile|ilu|jak\w{0,3}|dlaczego|któr\w+|ktor\w+|po co|skąd|skad|do kogo|u kogo|"
    r"what|whats|what's|who|where|when|how|why|which|whom|is it|is there|are there|do i|do they|can i|can they|does it|will i|will they"
)
_VERBS: Final = (
    r"mogę|moge|można|mozna|muszę|musze|trzeba|da się|da sie|potrzeb\w+|jest|są|dostanę|dostane|znajdę|znajde|"
    r"is|are|do|does|can|could|must|should|will|would"
)
# What goes on after a comma about the one who was named, and asks nothing: ", który sam był pacjentem", ", who has been through it".
_CLAUSE: Final = (
    r"któr\w+|ktor\w+|who\b|whom\b|which\b|where (?:he|she|they|i|we)\b|"
    r"(?:co|kto) (?:sam\w*|kiedyś|kiedys|się|sie|mi|by|to przesz\w+|z tego|przesz\w+|wysz\w+|był\w*|byl\w*|miał\w*|mial\w*|zna|rozumie)\b"
)
_BREAK: Final = re.compile(
    rf"(?<=[.?!…;])\s+|\s*\n+\s*|,?\s+(?:i|oraz|a|ale|a także|and|an|nd|n|&|but|also|and also|plus)\s+(?=(?:też |tez |jeszcze |also |then )?(?:{_ASKING}|{_VERBS})\b)|"
    rf",\s+(?!{_CLAUSE})(?=(?:{_ASKING})\b)",
    re.IGNORECASE,
)
# What may stand before a question without being one: thanks, a "no" that sets something right, a sigh.
_OPENER: Final = re.compile(
    r"^(?:(?:ok|okej|okay|oki|dobra|dobrze|super|fajnie|aha|no|nie|tak|rozumiem|szkoda|dzięki|dzieki|dziękuję|dziekuje|dzięks|wielkie|bardzo|przepraszam|sorry|sorki|"
    r"thanks|thank you|thx|ty|great|cool|fine|yes|yeah|nope|i see|pity|alright|all right|a lot|so much)\b[\s,.!;:-]*)+",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(
    r"^(?:(?:ok|oki|okej|okay|super|świetnie|swietnie|dobrze|dobra|aha|cool|great|perfect|oh|ah|no)\b\W+)*"
    r"(?:(?:wielkie|bardzo|serdecznie|many)\s+)?(?:dzięki|dzieki|dziękuję|dziekuje|dzięks|thanks|thank you|thx|cheers)\b"
    r"(?:\s+(?:bardzo|wielkie|serdecznie|so much|a lot|very much|za (?:pomoc|informacj\w+|odpowied\w+)|for (?:the |your )?(?:help|info\w*|answer)))*\W+",
    re.IGNORECASE,
)
# What somebody says that they did not ask: "nie pytam o pracę, tylko o kurs", "I asked about Toruń, not the course".
_NOT_ASKED: Final = re.compile(
    r"\b(?:ja )?nie (?:pytam|pytał\w*|pytal\w*|jestem|chodzi\w*(?: mi)?)\b[^,.!?;]*?(?:[,.!?;]+|\btylko\b|\blecz\b|\bale\b)\s*(?:tylko |ale |lecz |a )?|"
    r"\bnie o \w+(?: \w+)? (?:pytam|pytał\w*|pytal\w*|mi chodzi\w*),?\s+(?:tylko |ale |a )?|(?:,\s*(?:a )?|\sa )nie (?:o|na|do|za|w|przez) [^,.!?;]+|"
    r"(?:^|(?<=[.!?] ))nie o [^,.!?;]+[.!?]?|^nie \w+(?: \w+)?,\s*(?=(?:ja )?(?:pytam|chodzi|tylko pytam))|"
    r"\bnie (?:chc[eę]|potrzebuj[eę]) [^,.!?;]+[,.!?;]+\s*(?=(?:ja )?(?:pytam|pytał|pytal|chc[eę]|chodzi|potrzebuj|szukam|wol[eę]))|"
    r"\bi (?:don'?t|do not|dont) (?:want|need)\b[^,.!?;]*[,.!?;]+\s*(?=(?:but )?i(?:'d| would|'m| am)? (?:want|need|ask|mean|like|look))|"
    r"\bi (?:didn'?t|did not|wasn'?t|was not|am not|'m not|don'?t) (?:ask\w*|mean\w*|say\w*)\b[^,.!?;]*[,.!?;]+\s*(?:but )?|,\s*(?:not|nothing) (?:about )?(?:the |a |an )?[^,.!?;]+",
    re.IGNORECASE,
)
# "Is that a problem?" asks of what stands before it; "is it free?" does not.
_REFERS: Final = re.compile(
    r"(?:(?:i|a|czy|and|so|but|ale) )*(?:to|that|it|is (?:it|that)|this)\b(?:\W+\w+){0,3}?\W+(?:przeszk\w+|problem\w*|wystarcz\w+|wyklucz\w+|matters?|enough|obstacle)\W*$",
    re.IGNORECASE,
)
# What asks: a piece of a message in which another one does, too, counts only if it asks or wants something.
_ASKS: Final = re.compile(
    rf"\?|\b(?:{_ASKING})\b|\b(?:proszę|prosze|podaj|pokaż|pokaz|powiedz|napisz|daj|szukam\w*|potrzebuj\w*|interesuj\w*|pytam|chcę|chcemy|chc(?:iał|ial)\w*b\w*|"
    r"please|tell|show|give|need|want|looking|would like|interested|wonder\w*|asking|explain)\b",
    re.IGNORECASE,
)
_WANTS: Final = re.compile(r"\bchce\b", re.IGNORECASE)  # "I want" where no Polish letter is written, else "somebody wants"
_FEWEST_WORDS: Final = 2
_FEWEST_AFTER_THANKS: Final = 3
_MOST: Final = 8  # pieces that are looked at


def parts(text: str) -> list[str]:
    """The pieces of a message that may be questions of their own, in order."""
    begun = _OPENER.match(text)
    opener, rest = (begun[0], text[begun.end() :]) if begun else ("", text)
    pieces: list[str] = []
    for piece in map(str.strip, _BREAK.split(rest)):
        if pieces and _REFERS.match(piece):
            pieces[-1] = f"{pieces[-1]} {piece}"
        elif len(piece.split()) >= _FEWEST_WORDS:
            pieces.append(piece)
    return [opener.strip(), *pieces] if opener else pieces


def without_thanks(text: str) -> str:
    """The message without thanks before something else; the same where nothing else of some length follows."""
    rest = _THANKS.sub("", text, count=1)
    return rest if len(rest.split()) >= _FEWEST_AFTER_THANKS else text


def without_what_was_not_asked(text: str) -> str:
    """The message without what it says is not asked; the same where nothing else of some length is left."""
    rest = " ".join(_NOT_ASKED.sub(" ", text).split())
    return rest if len(rest.split()) >= _FEWEST_AFTER_THANKS else text


def topics_asked(
    text: str, rank: Callable[[str], Sequence[Ranked]], counts: Callable[[str], bool], certain: Callable[[str], float]
) -> list[str]:
    """The different topics that the pieces of a message clearly ask about, in order; empty when it is one piece.

    rank: the topics of one piece, likeliest first; counts: whether a topic is a question in scope; certain:
    probability from which a piece counts that asks about a topic.
    """
    pieces = parts(text)
    if len(pieces) < 2:
        return []
    if "?" in text:
        bare = fold(text) == text.lower()
        pieces = [piece for piece in pieces if _ASKS.search(piece) or (bare and _WANTS.search(piece))]
    best = [ranking[0] for ranking in map(rank, pieces[:_MOST]) if ranking]
    return list(dict.fromkeys(r.topic for r in best if r.probability >= certain(r.topic) and counts(r.topic)))
