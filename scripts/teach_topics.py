"""Teaches the transformer that tells what a question means (bot/nlu/meaning.py) on data/nlu (`make teach-topics`).

Needed only when many questions have changed: `make train` learns the topics of all questions anew, with the vectors of the network as it is. One
question in twelve is kept from the teaching, for the guide to know how sure it may be. Everyday sentences of data/safety stand for what is out of scope.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

import numpy as np

from bot.importer import QuestionImporter
from bot.nlu import meaning
from bot.nlu.place_finder import finder
from bot.nlu.questions import Reader
from bot.safety.model import FOLDER as SAFETY
from bot.settings import ROOT
from scripts.teach_transformer import Base, TransformerPupil, write
from scripts.teaching import Lesson

_ROUNDS: Final = 5
_LAYERS: Final = 12  # of the language model; the first ones stay as they are there
_STILL: Final = 4
_EASY: Final = 0.6  # share of what it knows better than the other half that it learns again in later rounds
_EVERYDAY: Final = 4_000  # sentences of each language
_OUT_OF_SCOPE: Final = "out_of_scope"
# What stands behind questions without belonging to them.
_SIGN_OFFS: Final = (
    "pozdrawiam", "pozdrawiam serdecznie", "z góry dziękuję", "dzięki z góry", "Anna Kowalska", "Kowalski", "Ola", "wysłane z telefonu", "xd", "hmm", "🙏", "pilne",
    "thanks in advance", "kind regards", "best, Tom", "cheers", "Emma Wilson", "sent from my phone", "lol", "pls", "asap", "🙂", "…", "???",
)  # fmt: skip
_CONSONANTS: Final = "bcdfgklmnprstwz"
_VOWELS: Final = "aeiouy"
_BESIDE_WORDS: Final = 4  # of a question that keeps its meaning beside any sentence


def questions() -> tuple[list[str], list[str], list[str]]:
    """The training questions, as the guide reads them and as they are written, and their topics."""
    importer = QuestionImporter(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data" / "nlu")])
    examples = [m for m in importer.get_nlu_data().intent_examples if m.get("text")]
    texts = [m.get("text") for m in examples]
    read = Reader.learn(texts).read_all(texts, [finder().find(text, correct=False) for text in texts])
    return [q.sentence for q in read], texts, [m.get("intent") for m in examples]


def everyday() -> list[str]:
    """Sentences that ask the guide nothing."""
    found: list[str] = []
    for language in ("pl", "en"):
        rows = (SAFETY / f"everyday_{language}.txt").read_text(encoding="utf-8").splitlines()
        found += [rows[i] for i in np.random.RandomState(0).permutation(len(rows))[:_EVERYDAY]]
    return found


def stray_word(dice: np.random.RandomState) -> str:
    """A word that nobody knows, such as a name or a code."""
    word = "".join(dice.choice(list(_CONSONANTS)) + dice.choice(list(_VOWELS)) for _ in range(dice.randint(2, 5)))
    return f"{word}{dice.randint(10_000)}" if dice.rand() < 0.5 else word


def strayed(question: str, sentences: Sequence[str], dice: np.random.RandomState) -> str:
    """A question with something beside it that does not change what it asks: a sign-off, an unknown word, or one of the sentences."""
    if dice.rand() < 0.5 and len(question.split()) >= _BESIDE_WORDS:
        beside = sentences[dice.randint(len(sentences))]
        first, second = (question, beside) if dice.rand() < 0.5 else (beside, question)
    else:
        first, second = question, stray_word(dice) if dice.rand() < 0.5 else dice.choice(_SIGN_OFFS)
    return f"{first}{'' if first[-1] in '.?!…' or dice.rand() < 0.5 else '.'} {second}"


def lesson(sentences: Sequence[str], texts: Sequence[str], topics: Sequence[str]) -> Lesson:
    """What the network learns: the questions that are not kept, the same in other spellings and with something beside them, and everyday sentences."""
    names = sorted(set(topics))
    taught = [i for i, text in enumerate(texts) if not meaning.is_kept(text)]
    strange = everyday()
    kinds = [names.index(topics[i]) for i in taught] + [names.index(_OUT_OF_SCOPE)] * len(strange)
    dice = np.random.RandomState(0)
    other = [(texts[i], n) for n, i in enumerate(taught) if texts[i] != sentences[i]]
    other += [(strayed(sentences[i], strange, dice), n) for n, i in enumerate(taught)]
    return Lesson(
        [*(sentences[i] for i in taught), *strange], np.array(kinds), [t for t, _ in other], np.array([n for _, n in other])
    )


def main() -> int:
    """Teaches the network and writes it."""
    sentences, texts, topics = questions()
    learns = lesson(sentences, texts, topics)
    told = [*sentences, *texts, *learns.messages, *learns.others]
    base = Base.installed()
    pupil = TransformerPupil(base, base.used(told), len(set(topics)), layers=_LAYERS, still=_STILL)
    pupil.easy = _EASY
    pupil.learn(learns, _ROUNDS)
    meaning.FOLDER.mkdir(exist_ok=True)
    write(pupil, meaning.FOLDER / meaning.NETWORK, meaning.FOLDER / meaning.VOCABULARY, of_meaning=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
