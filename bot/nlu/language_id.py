"""Tells in which language a message is written. Pure: learnt from the training questions, no download.

Script, letters and common words tell other languages from the guide's own; learnt words, character n-grams (naive
Bayes) and function words tell Polish from English. Places and terms, which stand in messages of both, count for nothing.
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
_KNOWN: Final = 3  # times a word must have been learnt to count as a word of the guide's languages
_BOUND: Final = 3.5  # most that a word tells by itself, in log odds; besides that:
_FUNCTION: Final = 3.0  # a function word
_FRAME: Final = 2.0  # the first one after a greeting: "what is asystent zdrowienia" is English
_DIACRITIC: Final = 2.0  # a Polish letter
_FOREIGN: Final = 1.5  # evidence beyond which a message is taken for one in another language
_CLEAR: Final = 4.0  # strength from which a message changes the language of a conversation
_OTHER_SCRIPT: Final = re.compile(r"[\u0370-\u1fff\u3040-\u9fff\uac00-\ud7af]")
_POLISH_LETTERS: Final = re.compile(r"[ąćęłńśźż]", re.IGNORECASE)
_FOREIGN_LETTERS: Final = re.compile(r"[^\W\d_a-ząćęłńóśźżéï\u0370-\u9fff]", re.IGNORECASE)  # but "café", "naïve"
_ELISION: Final = re.compile(r"(?:[cdjlmnst]|qu|un|all|dell|nell|dov)'[aehiou]")  # c'est, l'ospedale
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# What people write alike in both languages: it does not tell the language even when nothing else stands there.
_SAYS_NOTHING: Final = frozenset(
    "ok okay ex in exin menu stop super bot robot chat online email tel info ra erasmus xplacex doi pa hm hmm hmmm mhm lol "
    "xd haha hehe ha eh oh ah uh um wow".split()
)
# … and with it the names and terms of the trade, which alone tell it weakly.
_NEUTRAL: Final = _SAYS_NOTHING | frozenset(
    "asystent asystenta asystentem asystenci asystentka asystentki asystentow asystencie zdrowienia czp sds pzk nfz hej peer "
    "support worker workers ekspert mail az pomost leonardo stomoz uksw sorry thx pls recovery "
    "assistant assistants open dialogue".split()
)
_LONG_TERMS: Final = re.compile(
    r"ekspert\w* przez doswiadczenie|centrum zdrowia psychicznego|srodowiskowy dom samopomocy|otwarty dialog|"
    r"kryzys psychiczny|experts? by experience|as\.? zdrow\w*"
)
_GREETINGS: Final = frozenset("hello hi hey thanks thank please czesc witam dzien dobry dzieki dziekuje prosze".split())
_ENGLISH: Final = frozenset(
    "the is are am was were do does did can could would should will may might have has had what who whom where when how why "
    "which i you u he she it they we me my your his her their our us them this that these those one a an of for with without "
    "from about to at on by as into up out if not no yes and or but so than then too very there here now still again enough "
    "hello hi hey please thanks thank need want know find get go tell show give help any anyone some someone something "
    "anything nothing everything more much many long just only also im i'm i've ive i'd i'll don't dont can't cant isn't "
    "doesn't what's whats where's who's it's near be been being every ur".split()
)
_POLISH: Final = frozenset(
    "we jest sa czy jak co kto kogo komu czego czym kim gdzie kiedy ile dlaczego po do na w z i a o u no go ze od dla za pod "
    "nad przy bez nie tak ale sie moge moze mozna mozesz chce chcialbym chcialabym mam ma mi mnie nas nam moj moja moje my on "
    "ona ono oni jego jej pan pani panstwo to ten ta te tego tej tym tylko juz jeszcze tez bo albo lub oraz wiec aby przez "
    "czesc witam dzien dobry dzieki dziekuje prosze jaki jaka jakie ktory ktora ktore szukam potrzebuje pomoc pomocy pomoze "
    "miedzy jestem jestes byc byl byla bylo bedzie by was wiem wiecie macie masz jesli zeby cos ktos nic tu tam teraz bardzo ich".split()
)
# Common words of other languages that Polish and English do not have: German, French, Spanish, Italian, Czech and
# Slovak, then a few of others and of Russian and Ukrainian in Latin letters.
_OTHERS: Final = frozenset(
    "ist und nicht nichts nein auch oder aber wenn weil dass wird werde werden wurde wo wer wann warum welche welcher wohin "
    "wieviel viel ein eine einen einer einem der das dem sind haben habe kann konnen konnte mochte muss soll wir ihr mich "
    "dir dich ihnen mein meine meinen meiner kein keine bei von vom zu zum zur aus nach noch hier dort heute jetzt guten "
    "morgen abend danke bitte hallo moin tschuss wiedersehen hilfe helfen brauche finde gibt geht sprechen spreche spricht "
    "verstehe deutsch polnisch kostet kostenlos bezahlt dauert lange krank sohn tochter mutter vater arbeit ausbildung "
    "frage fur "
    "il elle nous vous ils les des une sur chez avec sans qui quoi quel quelle quels quelles quand combien pourquoi ou oui "
    "mais suis sont etes avez avons etre avoir faire peut peux pouvez veux voudrais dois cherche parlez comprends bonjour "
    "bonsoir beaucoup aidez aider besoin gratuit pere frere soeur fils fille malade travail francais polonais devenir mes "
    "cette ces leur votre notre au aux revoir "
    "una uno que donde quien cual cuanto cuanta cuantos cuando estoy estan soy eres tengo tiene tienes quiero quisiera "
    "puedo puede pueden necesito busco hablo habla hablas muy pero hola buenos buenas dias tardes noches gracias muchas "
    "mucho ayuda ayudar trabajo hijo hija hermano enfermo polaco espanol adios porque mis vivo "
    "gli di della dei delle nel nella che chi cosa quando quanto quanta perche sono sei siamo hai abbiamo posso vorrei devo "
    "cerco parlo parli capisco mio questo questa molto bene buongiorno buonasera grazie prego arrivederci aiuto bisogno "
    "lavoro corso madre padre figlio figlia fratello malato polacco italiano trova anche qualcuno "
    "jsem jsi jsme jste jsou neni nejsem sme ste kde kdo kdy kedy preco ako kolik koho ktery ktera nebo alebo bych muzu "
    "mohu muzete mozu potrebuji potrebuju potrebujem chci chtel hledam hladam najdu najit prosim shledanou dekuji dekuju "
    "diky dakujem nazdar zdarma stoji rozumim nerozumim nerozumiem mluvite mluvim hovorite cesky slovensky polsky nemocny "
    "nao voce obrigado obrigada preciso goedemorgen dank bedankt een niet hoe jag och inte tack hogyan koszonom buna ziua "
    "multumesc privet pryvit spasibo dyakuyu gde kak chto skolko skilky pozhaluysta zdravstvujte dobryj".split()
)
# … and those that they have too, with another meaning: they count only beside one of the former.
_SHARED: Final = frozenset(
    "ich sie die bin was es mit in man hat war an am im so als also nie da du wie mir tag gut lang auf brief suche tu on la "
    "le et est ce pas ne non ma sa ses son pour par plus y ai me si se de en dans aide comment mon parle male un el lo los las "
    "al o con sin como por para mi su yo no ser gratis favor hay per i e come dove costa ha ho stare sta mille mia a to je "
    "jak jaka co kto do na v ve s z pro pri od byl som mam mame mate moje moja muj te den dobry ahoj pomoc syn prace take "
    "taky ale ze kolko moze jen jako salut ciao merci esta parla".split()
)
_FOREIGN_TOO: Final = _OTHERS | _SHARED | (_ENGLISH & _POLISH)


@dataclass(frozen=True)
class Verdict:
    """language: `pl`, `en`, `other`, or None for a message that says nothing of it; strength: log odds, 0 and up."""

    language: str | None
    strength: float


def _ngrams(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[i : i + n] for n in range(1, _N + 1) for i in range(len(padded) - n + 1)]


def _function(word: str) -> int:
    """1: function word of Polish, -1: of English, 0: of none or both."""
    return (word in _POLISH) - (word in _ENGLISH)


def telling_words(text: str) -> list[str]:
    """Folded words that say something about the language."""
    return [w for w in _WORD.findall(_LONG_TERMS.sub(" ", fold(text))) if w not in _NEUTRAL and len(w) < 30]


class LanguageId:
    """Counts of words and character n-grams of Polish and English; built by `learn`, kept as plain JSON data."""

    def __init__(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        self._counts = {language: dict(found) for language, found in counts.items()}
        self._totals = {language: sum(found.values()) for language, found in counts.items()}
        self._kinds = len({gram for found in counts.values() for gram in found}) or 1
        self._odds = {gram: self._log(gram, "pl") - self._log(gram, "en") for gram in {*self._counts["pl"], *self._counts["en"]}}
        self._unknown = self._log("", "pl") - self._log("", "en")  # odds of an n-gram that was never learnt

    @classmethod
    def learn(cls, examples: Iterable[tuple[str, str]]) -> LanguageId:
        """From (text, language) pairs, language `pl` or `en`; each word counts once a text."""
        counts: dict[str, Counter[str]] = {"pl": Counter(), "en": Counter()}
        for text, language in examples:
            for word in set(telling_words(text)):
                counts[language].update({*_ngrams(word), f" {word} "})
        return cls({language: {g: n for g, n in found.items() if n > 1} for language, found in counts.items()})

    def to_data(self) -> dict[str, Any]:
        """Plain data for storage; give it to the constructor to get the same object back."""
        return self._counts

    def verdict(self, text: str) -> Verdict:
        """The language of a text without looking at the conversation around it."""
        words = telling_words(text)
        if 2 * len(_OTHER_SCRIPT.findall(text)) > len("".join(words)):
            return Verdict(OTHER, 20.0)
        if not words:
            return self._verdict_on_terms(text)
        foreign = self._foreign_evidence(text, words)
        if foreign > _FOREIGN:
            return Verdict(OTHER, foreign)
        if not any(_function(w) or self._is_plausible(w) for w in words):
            return Verdict(None, 0.0)
        frame = next((_function(w) for w in words if _function(w) and w not in _GREETINGS), 0)
        with_diacritics = sum(bool(_POLISH_LETTERS.search(w)) for w in _WORD.findall(text))
        odds = sum(map(self._word_odds, words)) + _FRAME * frame + _DIACRITIC * with_diacritics
        return Verdict("pl" if odds > 0 else "en", abs(odds))

    def _verdict_on_terms(self, text: str) -> Verdict:
        """A bare term ("recovery assistant") tells the language, but too weakly to change that of a conversation."""
        odds = sum(self._word_odds(w) for w in _WORD.findall(fold(text)) if w not in _SAYS_NOTHING)
        if abs(odds) < 1.0:
            return Verdict(None, 0.0)
        return Verdict("pl" if odds > 0 else "en", 1.0)

    def _foreign_evidence(self, text: str, words: list[str]) -> float:
        """Of the words that are certainly foreign and, beside one, those that may be; less the words of Polish and English."""
        marked = {fold(w) for w in _WORD.findall(text) if _FOREIGN_LETTERS.search(w)}
        certain = sum(w in _OTHERS or w in marked or bool(_ELISION.match(w)) for w in words) + ("¿" in text)
        if not certain:
            return 0.0
        shared = sum(w in _SHARED and w not in marked for w in words)
        own = sum(abs(_function(w)) or self._is_known(w) / 4 for w in words if w not in _FOREIGN_TOO)
        return _FUNCTION * (certain + shared / 2 - own - bool(_POLISH_LETTERS.search(text)))

    def _is_known(self, word: str) -> bool:
        return any(found.get(f" {word} ", 0) >= _KNOWN for found in self._counts.values())

    def _is_plausible(self, word: str) -> bool:
        """Most of its letter triples occur in one of the languages, unlike in "asdkjh"."""
        grams = [g for g in _ngrams(word) if len(g) == _TRIPLE]
        return any(sum(g in known for g in grams) >= _PLAUSIBLE * len(grams) for known in self._counts.values())

    def _word_odds(self, word: str) -> float:
        """Log odds of Polish against English for one word, bounded so that no single word decides a sentence."""
        grams = _ngrams(word)
        spelling = sum(self._odds.get(gram, self._unknown) for gram in grams) * 3 / len(grams)
        whole = [self._counts[language].get(f" {word} ", 0) + 0.5 for language in ("pl", "en")]
        score = spelling + math.log(whole[0] / whole[1])
        return _FUNCTION * _function(word) + max(-_BOUND, min(_BOUND, score))

    def _log(self, gram: str, language: str) -> float:
        return math.log((self._counts[language].get(gram, 0) + 0.5) / (self._totals[language] + 0.5 * self._kinds))


def choose(verdict: Verdict, current: str | None, prior: str | None = None) -> str | None:
    """The language to answer in: sticky, so that no short or neutral message flips a conversation.

    current: language of the conversation so far, None at its first message; prior: what the channel says.
    Returns `pl`, `en`, `other`, or None to leave things as they are.
    """
    if verdict.language is None:
        return None if current else prior
    if current is None:
        return verdict.language if verdict.strength >= 1.0 else prior or verdict.language
    if verdict.language != current and verdict.strength < _CLEAR:
        return None
    return verdict.language
