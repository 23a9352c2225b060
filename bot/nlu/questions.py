"""How a message is read before its topic is guessed: places masked, greeting dropped, spelling put right, lemmas. Pure.

Three views of one message, each for features of its own: `folded` for groups of characters (robust to slips and
endings), `lemmas` for words, `sentence` for the sentence vector (which wants proper spelling).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from spacy.language import Language

from bot.folding import fold
from bot.nlu import polish
from bot.nlu.place_mention import MASK, Mention, masked
from bot.spelling import Spelling

_GREETING: Final = re.compile(
    r"^(?:(?:dzien ?dobry|dobry wieczor|dobry|czesc|hej\w*|siema|witam|witajcie|halo|elo|szanowni panstwo|szanowny panie|szanowna pani|"
    r"prosze pani|prosze pana|hello|hi|hey|good (?:morning|evening|afternoon|day)|dear (?:sir|madam|all|team))\b[ ,.!:)-]*)+"
)
_SOME_TOWN: Final = "Kraków"  # a sentence vector knows no mask


@dataclass(frozen=True)
class Question:
    """A message as the topic model reads it."""

    folded: str
    lemmas: str
    sentence: str


def without_greeting(text: str) -> str:
    """The text without a greeting before something else."""
    folded = fold(text)
    rest = _GREETING.sub("", folded).split()
    return " ".join(text.split()[-len(rest) :]) if len(rest) > 1 else text


class Reader:
    """Reads messages; holds what it has learnt of spelling and the pipeline for lemmas."""

    def __init__(self, spelling: Spelling, lemmatizer: Language) -> None:
        self._spelling = spelling
        self._lemmatizer = lemmatizer

    @classmethod
    def learn(cls, texts: Iterable[str], model: str = "auto") -> Reader:
        """A reader that knows the words of these texts. model: of polish.pipeline."""
        return cls(Spelling.learn(texts), polish.pipeline(model))

    def read(self, text: str, places: Iterable[Mention]) -> Question:
        """One message with the places that were found in it."""
        return next(self._questions([masked(text, places)]))

    def read_all(self, texts: Sequence[str], places: Sequence[Iterable[Mention]]) -> list[Question]:
        """Many messages at once."""
        return list(self._questions([masked(text, found) for text, found in zip(texts, places)]))

    def _questions(self, texts: Sequence[str]) -> Iterator[Question]:
        bare = [without_greeting(text) for text in texts]
        spelt = [self._spelling.restore(text) for text in bare]
        docs = self._lemmatizer.pipe(spelt) if len(spelt) > 1 else map(self._lemmatizer, spelt)
        for text, sentence, doc in zip(bare, spelt, docs):
            lemmas = " ".join(fold(token.lemma_) for token in doc if token.text[:1].isalnum())
            yield Question(fold(text), lemmas, sentence.replace(MASK, _SOME_TOWN))

    def knows(self, word: str) -> bool:
        """Whether a word was learnt, or can be put right."""
        return self._spelling.knows(word)

    def to_data(self) -> dict[str, Any]:
        """Plain data for storage."""
        return {"spelling": self._spelling.to_data(), "lemmatizer": polish.name_of(self._lemmatizer)}

    @classmethod
    def from_data(cls, data: dict[str, Any], model: str = "auto") -> Reader:
        """The reader that gave `to_data`. Raises ValueError when the pipeline for lemmas is another one than then."""
        lemmatizer = polish.pipeline(model)
        if polish.name_of(lemmatizer) != data["lemmatizer"]:
            raise ValueError(f"the model was trained with {data['lemmatizer']}, here is {polish.name_of(lemmatizer)}: train again")
        return cls(Spelling(**data["spelling"]), lemmatizer)
