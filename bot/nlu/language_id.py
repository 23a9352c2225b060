"""Tells in which language a message is written. Pure: learnt from the training questions, no download.

Letters decide between scripts; function words and letters between German and the rest; character n-grams
(naive Bayes) between Polish and English. Place names and the Polish term for a recovery assistant, which
stand in messages of both languages, count for nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.folding import fold

OTHER: Final = "other"
_N: Final = 4  # longest n-gram
_TRIPLE: Final = 3
_PLAUSIBLE: Final = 0.6  # share of known letter triples from which a word is taken for a word
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_POLISH_LETTERS: Final = re.compile(r"[ąćęłńśźż]", re.IGNORECASE)
_FOREIGN_LETTERS: Final = re.compile(r"[äöüßàâçèêëîïôùûñ¿¡åøæőűčďěňřšťůžãõ]", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# Words of both languages, and of neither: names, terms and what people call the bot.
_NEUTRAL: Final = frozenset(
    "asystent asystenta asystentem asystenci asystentka asystentki asystentow asystencie zdrowienia ex in exin czp sds pzk "
    "nfz ok okay hej pa menu stop super bot chat online peer support worker workers ekspert email mail tel info az "
    "ra erasmus pomost leonardo stomoz uksw recovery assistant assistants open dialogue doi xplacex".split()
)
# … and those of them that do not even tell it when nothing else stands there.
_SAYS_NOTHING: Final = frozenset(
    "ok okay ex in exin menu stop super bot chat online email tel info ra erasmus xplacex doi pa".split()
)
# Common words of other languages that Polish and English do not have.
_FOREIGN_WORDS: Final = frozenset(
    "ich bin ist und nicht wie wo kann ein eine einen der die das den dem mit fur auf wer was ich sie wir mir bitte danke "
    "hallo guten wohne suche hilfe brauche gibt es ou est je suis cherche vous parlez bonjour merci les des une pour dans "
    "avec donde esta puedo quiero hola gracias para por que como soy el los las una dove sono ciao grazie come posso "
    "buongiorno kdo jsem jak prosim dekuji kde mohu dobry den jaka som bych ako hogyan".split()
)
_SHARED_WITH_FOREIGN: Final = frozenset(
    "die das den was es mit in to a i jak de es como jaka para para por mir auf soy wie est".split()
)
_ENGLISH: Final = frozenset(
    "hello hi hey the is are am was were do does did can could would should will have has had what who where when how why which i you he "
    "she they we me my your his her their our it this that these those a an of for with without from about to at on by as "
    "if not no yes and or but so there here please thanks thank need want know find get tell show help any some more much "
    "many long just im i'm i've don't dont can't cant isn't what's whats near be been being".split()
)
_POLISH: Final = frozenset(
    "hej czesc witam we jest sa czy jak co kto kogo komu gdzie kiedy ile dlaczego po do na w z ze od dla nie tak ale ze sie moge mozna moze "
    "chce chcialbym chcialabym mam ma mi mnie moj moja moje pan pani panstwo to ten ta te tego tej tym tylko juz jeszcze "
    "tez bo albo lub oraz przez jaki jaka jakie ktory ktora ktore prosze dziekuje dzieki szukam potrzebuje pomoc pomoze "
    "jestem byc bylo bedzie u o za pod przy bez wiem wiecie macie masz jesli zeby cos ktos dzien dobry czesc was ich".split()
)


@dataclass(frozen=True)
class Verdict:
    """language: `pl`, `en`, `other`, or None for a message that says nothing of it; strength: log odds, 0 and up."""

    language: str | None
    strength: float


def _ngrams(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[i : i + n] for n in range(1, _N + 1) for i in range(len(padded) - n + 1)]


def telling_words(text: str) -> list[str]:
    """Folded words that say something about the language."""
    return [w for w in _WORD.findall(fold(text)) if w not in _NEUTRAL and len(w) < 30]


class LanguageId:
    """Character n-gram counts of Polish and English; built by `learn`, kept as plain JSON data."""

    def __init__(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        self._counts = {language: dict(found) for language, found in counts.items()}
        self._totals = {language: sum(found.values()) for language, found in counts.items()}
        self._kinds = len({gram for found in counts.values() for gram in found}) or 1

    @classmethod
    def learn(cls, examples: Iterable[tuple[str, str]]) -> LanguageId:
        """From (text, language) pairs, language `pl` or `en`; each word counts once a text."""
        counts: dict[str, Counter[str]] = {"pl": Counter(), "en": Counter()}
        for text, language in examples:
            for word in set(telling_words(text)):
                counts[language].update(_ngrams(word))
        return cls({language: {g: n for g, n in found.items() if n > 1} for language, found in counts.items()})

    def to_data(self) -> dict[str, Any]:
        """Plain data for storage; give it to the constructor to get the same object back."""
        return self._counts

    def verdict(self, text: str) -> Verdict:
        """The language of a text without looking at the conversation around it."""
        letters = len(_LETTER.findall(text))
        if letters and len(_CYRILLIC.findall(text)) > letters / 2:
            return Verdict(OTHER, 20.0)
        words = telling_words(text)
        if not words:
            return self._verdict_on_terms(text)
        foreign = sum(w in _FOREIGN_WORDS - _SHARED_WITH_FOREIGN for w in words) + bool(_FOREIGN_LETTERS.search(text))
        own = sum(w in _ENGLISH or w in _POLISH for w in words)
        if letters and len(re.findall(r"[\u0370-\u03ff\u0590-\u06ff\u3040-\u9fff\uac00-\ud7af]", text)) > letters / 2:
            return Verdict(OTHER, 20.0)
        if foreign >= 2 and foreign > own and not _POLISH_LETTERS.search(text):
            return Verdict(OTHER, 10.0)
        if not own and not any(map(self._is_plausible, words)):
            return Verdict(None, 0.0)
        odds = sum(self._word_odds(w) for w in words)
        odds += 6.0 * bool(_POLISH_LETTERS.search(text))
        return Verdict("pl" if odds > 0 else "en", abs(odds))

    def _verdict_on_terms(self, text: str) -> Verdict:
        """A bare term ("recovery assistant") tells the language, but too weakly to change that of a conversation."""
        odds = sum(self._word_odds(w) for w in _WORD.findall(fold(text)) if w not in _SAYS_NOTHING)
        if abs(odds) < 1.0:
            return Verdict(None, 0.0)
        return Verdict("pl" if odds > 0 else "en", 1.0)

    def _is_plausible(self, word: str) -> bool:
        """Most of its letter triples occur in one of the languages, unlike in "asdkjh"."""
        grams = [g for g in _ngrams(word) if len(g) == _TRIPLE]
        return any(sum(g in known for g in grams) >= _PLAUSIBLE * len(grams) for known in self._counts.values())

    def _word_odds(self, word: str) -> float:
        """Log odds of Polish against English for one word, bounded so that no single word decides a sentence."""
        odds = 3.0 * (word in _POLISH) - 3.0 * (word in _ENGLISH)
        grams = _ngrams(word)
        score = sum(self._log(g, "pl") - self._log(g, "en") for g in grams) * 3 / len(grams)
        return odds + max(-4.0, min(4.0, score))

    def _log(self, gram: str, language: str) -> float:
        return math.log((self._counts[language].get(gram, 0) + 0.5) / (self._totals[language] + 0.5 * self._kinds))


def choose(verdict: Verdict, current: str | None, prior: str | None = None) -> str | None:
    """The language to answer in: sticky, so that no short or neutral message flips a conversation.

    current: language of the conversation so far, None at its first message; prior: what the channel says.
    Returns `pl`, `en`, `other`, or None to leave things as they are.
    """
    if verdict.language is None:
        return None if current else prior
    if verdict.language == OTHER:
        return OTHER
    if current is None:
        return verdict.language if verdict.strength >= 1.0 else prior or verdict.language
    if verdict.language != current and verdict.strength < 4.0:
        return None
    return verdict.language
