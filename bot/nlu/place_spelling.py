"""Looks for misspelt names of places among the words of a message that nothing else explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.nlu.place_guard import COMMON, NAME, PLACE_WORDS, UNKNOWN, VERY_COMMON, Setting, Token, commonness, setting
from bot.nlu.place_mention import Mention
from bot.nlu.place_names import Names
from bot.nlu.place_typos import Reading, alike, likeliest, one_slip_away, slips_allowed

_SHORTEST: Final = 4  # letters of a word that is looked at
_SHORTEST_UNPLACED: Final = 6  # the same where nothing says that a place is meant
_SHORTEST_VILLAGE: Final = 6
_SHORT: Final = 6  # letters up to which one slip is the most
_TOWN: Final = 15_000  # inhabitants from which a town is found where nothing says that a place is meant
_CITY: Final = 10_000  # inhabitants from which it may be found although an ordinary word is as near
_ONE_SLIP: Final = 1.0
_SURE: Final = -1.5  # rank from which on a reading with one slip cannot be beaten by one with two
_SURE_TOWN: Final = -0.5  # rank from which on no village is looked for
_BOTH_WORDS: Final = 3.0
_SHORT_SLIP: Final = 1.3  # one slip in the first letter among them


class Speller:
    """Corrects names of places."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def misspelt(self, tokens: list[Token], free: set[int], expected: bool) -> list[Mention]:
        """Mentions among the tokens whose positions are free, those that nothing else explains."""
        found: list[Mention] = []
        left = set(free)
        for i in sorted(free):
            token = tokens[i]
            if i not in left or len(token.word) < _SHORTEST or not token.word.isalpha() or commonness(token.word) != UNKNOWN:
                continue
            best: tuple[Reading, int, int, Setting] | None = None
            for start, end in _spans(i, len(tokens), left):
                if tokens[start].word in PLACE_WORDS:
                    continue
                at = setting(tokens, start, end - start, expected)
                reading = self._reading(" ".join(t.word for t in tokens[start:end]), end - start, at)
                if reading and end - start > 1:  # that both words fit is evidence of its own
                    reading = reading._replace(rank=reading.rank - _BOTH_WORDS)
                if reading and (best is None or reading.rank < best[0].rank):
                    best = (reading, start, end, at)
            if best:
                reading, start, end, at = best
                found.append(self._mention(reading.phrase, tokens[start].start, tokens[end - 1].end, at))
                left -= set(range(start, end))
        return found

    def wider(self, tokens: list[Token], i: int, free: set[int]) -> tuple[Mention, int, int] | None:
        """A misspelt town of two words of which token i, a name by itself, is a part ("tarnowskich gurach").

        Also where it begins and how many tokens it takes; None when there is none.
        """
        for start, other in ((i - 1, i - 1), (i, i + 1)):
            if other not in free or other >= len(tokens) or tokens[other].word in PLACE_WORDS:
                continue
            first = tokens[start].word
            if not (self._names.look_up(first).longer or commonness(first) == UNKNOWN):
                continue
            written = f"{first} {tokens[start + 1].word}"
            reading = self._likeliest(written, (form for form in one_slip_away(written) if self._names.is_town_form(form)), 2)
            unknown = commonness(tokens[other].word) == UNKNOWN and len(tokens[other].word) > _SHORTEST
            if reading and (unknown or self._names.likelihood(reading.phrase) >= self._names.likelihood(tokens[i].word)):
                at = setting(tokens, start, 2, False)
                return self._mention(reading.phrase, tokens[start].start, tokens[start + 1].end, at), start, 2
        return None

    def _reading(self, written: str, length: int, at: Setting) -> Reading | None:
        """The likeliest name that the words may be, if there is enough evidence for it."""
        told = (at.placed and not at.weakly) or at.area or at.expected or at.clause or at.living or at.sought
        if len(written) < (_SHORTEST if told else _SHORTEST_UNPLACED) or at.street:
            return None
        if length == 1 and self._names.is_town_form(written):  # a known name that is not meant as one here
            return None
        near = [form for form in one_slip_away(written) if form != written]
        best = self._likeliest(written, (form for form in near if self._names.is_town_form(form)), length)
        if told and (best is None or best.rank > _SURE):
            slips = slips_allowed(written)
            names = [n for letters in range(len(written) - slips, len(written) + slips + 1) for n in self._names.of_length(letters)]
            best = self._likeliest(written, alike(written, names), length)
            if len(written) >= _SHORTEST_VILLAGE and (best is None or best.edits > _SHORT_SLIP or best.rank > _SURE_TOWN):
                best = min((r for r in (best, self._village(written, near, length)) if r), default=None)
        return best if best and self._enough(written, near, best, told, at) else None

    def _village(self, written: str, near: list[str], length: int) -> Reading | None:
        forms = [form for form in near if form[:1] == written[0] and (length == 1 or " " in form)]
        named = {form: people for form in forms if (people := self._names.villagers(form))}
        return next(iter(likeliest(written, named.items())), None)

    def _likeliest(self, written: str, forms: Iterable[str], length: int) -> Reading | None:
        named = [(form, self._names.likelihood(form)) for form in set(forms) if length == 1 or " " in form]
        return next(iter(likeliest(written, named)), None)

    def _enough(self, written: str, near: list[str], best: Reading, told: bool, at: Setting) -> bool:
        size = self._names.likelihood(best.phrase)
        if len(written) <= _SHORT and best.edits > _SHORT_SLIP:
            return False
        if len(written) == _SHORTEST and (size < _TOWN or best.edits > _ONE_SLIP):
            return False
        if not told and (best.edits > _ONE_SLIP or size < _TOWN):
            return False
        if " " in best.phrase and " " in written:
            return True
        word = max((c for w in near if (w != best.phrase or size < _CITY) and (c := commonness(w)) != NAME), default=UNKNOWN)
        if word >= COMMON and not (at.named and at.placed):
            return (
                size >= _CITY and told and best.edits <= _ONE_SLIP and (word < VERY_COMMON or at.living or at.expected or at.clause)
            )
        return told or word == UNKNOWN or (at.named and word < COMMON)

    def _mention(self, phrase: str, start: int, end: int, at: Setting) -> Mention:
        place_id, district = self._names.meant(phrase, at.placed)
        return Mention(place_id, start, end, exact=False, district=district)


def _spans(i: int, count: int, free: set[int]) -> Iterator[tuple[int, int]]:
    for start, end in ((i - 1, i + 2), (i - 1, i + 1), (i, i + 2), (i, i + 1)):
        if start >= 0 and end <= count and set(range(start, end)) <= free:
            yield start, end
