"""Polish lemmas through a spaCy pipeline: `pl_core_news_sm` when it is installed, else Morfeusz 2 (its dictionary comes with it).

Both give a `Doc` whose tokens have lemmas, so that whatever reads them does not know which one is at work.
(Annotations are not postponed here: spaCy reads those of the factory.)
"""

from functools import lru_cache
from typing import Final

import morfeusz2
import spacy
from spacy.language import Language
from spacy.tokens import Doc

MODEL: Final = "pl_core_news_sm"
_UNKNOWN: Final = "ign"  # Morfeusz's tag of a word that it does not know
_LABEL: Final = ":"  # "mieć:v1": the label tells homonyms apart
_LAST: Final = frozenset({"imię", "nazwisko", "geograficzna", "skrót"})  # readings as a name: only when there is no other
_SELDOM: Final = frozenset({"daw.", "przest.", "gwar.", "rzad.", "pot.", "wulg."})


class MorfeuszLemmatizer:
    """spaCy component that sets the lemma of each token; a word that Morfeusz does not know is its own lemma."""

    def __init__(self) -> None:
        self._morfeusz = morfeusz2.Morfeusz(expand_tags=False)
        self._lemma = lru_cache(20_000)(self._best)

    def __call__(self, doc: Doc) -> Doc:
        """The document with lemmas."""
        for token in doc:
            token.lemma_ = self._lemma(token.text)
        return doc

    def _best(self, word: str) -> str:
        """The lemma of the likeliest reading. The same word always gets the same one: the classifier needs no more."""
        readings = [reading for _, _, reading in self._morfeusz.analyse(word) if reading[2] != _UNKNOWN]
        if not readings:
            return word
        return str(min(readings, key=_unlikelihood)[1].split(_LABEL)[0])


def _unlikelihood(reading: tuple[str, str, str, list[str], list[str]]) -> tuple[int, int, str]:
    """Names and old words come last, then the shorter lemma first."""
    _, lemma, _, names, qualifiers = reading
    rare = sum(n in _LAST for n in names) + sum(q in _SELDOM for q in qualifiers)
    return rare, len(lemma), lemma


@Language.factory("morfeusz_lemmatizer")
def _morfeusz_lemmatizer(nlp: Language, name: str) -> MorfeuszLemmatizer:
    return MorfeuszLemmatizer()


def pipeline(model: str = "auto") -> Language:
    """The pipeline. model: `auto`, `morfeusz`, or the name of an installed spaCy model. Raises OSError for one that is not."""
    if model == "auto":
        model = MODEL if spacy.util.is_package(MODEL) else "morfeusz"
    if model != "morfeusz":
        return spacy.load(model, exclude=["ner", "parser"])
    nlp = spacy.blank("pl")
    nlp.add_pipe("morfeusz_lemmatizer")
    return nlp


def name_of(nlp: Language) -> str:
    """Which pipeline it is, with the version of its dictionary: lemmas of two differ, so a model belongs to one."""
    if "morfeusz_lemmatizer" in nlp.pipe_names:
        return f"morfeusz {morfeusz2.Morfeusz().dict_id()}"
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
