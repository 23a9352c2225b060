"""Puts right how words are spelt: missing Polish letters and slips of the thumb. Pure: learnt from the training questions.

"jak dlugo trwa krus" becomes "jak długo trwa kurs", and "kors" what sounds like it. Words that the guide has learnt are left alone, so
are short and very strange ones: character n-grams deal with those better than a guess.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.folding import fold

_WORD: Final = re.compile(r"[^\W\d_]+")
_ACCENT: Final = 3  # a spelling with Polish letters counts so many times: those who leave them out write in haste
_KNOWN: Final = 3  # times a word must have been learnt before others are corrected to it
_LETTERS: Final = 5  # fewest letters of a word that is corrected
_HEARD: Final = 4  # the same for one that sounds like a word
_LIKENESS: Final = 0.8  # least likeness of a correction: one slip in five letters


class Spelling:
    """Knows how words are spelt.

    spellings: for each folded word its usual spelling where that differs. frequent: folded words to correct to.
    known: all folded words that were learnt. sounds: for how a word sounds the folded word that is most frequent.
    """

    def __init__(
        self, spellings: Mapping[str, str], frequent: Iterable[str], known: Iterable[str], sounds: Mapping[str, str]
    ) -> None:
        self._spellings, self._sounds = dict(spellings), dict(sounds)
        self._frequent = sorted(frequent)
        self._known = frozenset(known)
        self._corrected = lru_cache(4096)(self._nearest)

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Spelling:
        """From texts as people write them, with and without Polish letters."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            for word in _WORD.findall(text):
                counts[fold(word)][word.lower()] += 1
        usual = {folded: max(found, key=lambda w: found[w] * (_ACCENT if w != folded else 1)) for folded, found in counts.items()}
        times = {w: sum(found.values()) for w, found in counts.items()}
        often = sorted((w for w in times if times[w] >= _KNOWN and len(w) >= _HEARD), key=lambda w: (times[w], w))
        frequent = [w for w in often if len(w) >= _LETTERS]
        sounds = {_sound(w): w for w in often}  # of words that sound alike the most frequent one, which comes last
        return cls({folded: word for folded, word in usual.items() if word != folded}, frequent, counts, sounds)

    def to_data(self) -> dict[str, object]:
        """Plain data for storage; `Spelling(**data)` gives the same object back."""
        return {
            "spellings": self._spellings, "frequent": self._frequent, "known": sorted(self._known), "sounds": self._sounds,
        }  # fmt: skip

    def restore(self, text: str, correct: bool = True) -> str:
        """The text in lower case with every word spelt as usual. correct: mend slips too (about a millisecond for each)."""
        return _WORD.sub(lambda match: self._word(match[0], correct), text)

    def knows(self, word: str) -> bool:
        """Whether a word was learnt, or can be put right."""
        return fold(self.restore(word)) in self._known

    def _word(self, word: str, correct: bool) -> str:
        folded, lower = fold(word), word.lower()
        strange = correct and folded not in self._known
        heard = self._sounds.get(_sound(folded)) if strange and len(folded) >= _HEARD else None
        if folded != lower and not heard:
            return lower  # it has Polish letters: whoever writes them means them
        if strange and not heard and len(folded) >= _LETTERS:
            folded = self._corrected(folded)
        return self._spellings.get(heard or folded, heard or folded)

    def _nearest(self, word: str) -> str:
        """The frequent word most like this one, or the word itself. The first letter is seldom the wrong one."""
        found = process.extractOne(word, self._frequent, scorer=OSA.normalized_similarity, score_cutoff=_LIKENESS)
        return found[0] if found and found[0][0] == word[0] else word


def _sound(folded: str) -> str:
    """How a folded word sounds in Polish: what is written "ó" (folded "o") or "u", "rz" or "ż", "ch" or "h" is heard alike."""
    return folded.replace("rz", "z").replace("ch", "h").replace("u", "o")
