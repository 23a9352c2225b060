"""How well the language of messages is recognised: 600 messages as people type them, none of them learnt from."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
import yaml

from bot.folding import words
from bot.languages import DEFAULT, LANGUAGES
from bot.nlu.language_id import OTHER, LanguageId, Verdict, choose
from bot.nlu.place_finder import finder
from bot.nlu.place_mention import masked
from bot.settings import ROOT

OWN, OTHERS, SWITCHED = 0.99, 0.95, 0.90  # least share of right answers


@dataclass(frozen=True)
class Judged:
    """A message, the language it is written in (None: it tells nothing), and what the model says of it."""

    text: str
    language: str | None
    verdict: Verdict

    @property
    def first(self) -> str | None:
        """The language of the answer when it is the first message."""
        return choose(self.verdict, None, None)

    @property
    def is_right(self) -> bool:
        return self.first == self.language or (self.language is None and self.first == DEFAULT)


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    """All messages, judged by a model that has learnt from the training questions as the component does."""
    model = LanguageId.learn(
        (line.removeprefix("- "), block["metadata"]["language"])
        for path in sorted((ROOT / "data/nlu").glob("*.yml"))
        for block in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]
        for line in block["examples"].splitlines()
    )
    rows = [json.loads(line) for line in (ROOT / "tests/language/messages.jsonl").read_text(encoding="utf-8").splitlines()]
    return [Judged(r["text"], r["language"], model.verdict(masked(r["text"], finder().find(r["text"])))) for r in rows]


def share_right(right: int, of: int, wrong: list[str]) -> float:
    """Prints the figures and what is wrong, which pytest shows of a failed test (and always with -rP)."""
    print(f"{right} of {of} = {right / of:.1%}", *wrong, sep="\n  ")
    return right / of


def test_there_are_enough_messages(judged: list[Judged]) -> None:
    least = {"pl": 210, "en": 210, OTHER: 60, None: 30}
    assert {language: min(n, sum(m.language == language for m in judged)) for language, n in least.items()} == least
    assert len({m.text for m in judged}) == len(judged) >= 560


@pytest.mark.parametrize(("languages", "least"), [((*LANGUAGES, None), OWN), ((OTHER,), OTHERS)], ids=["own", "others"])
def test_first_message_is_answered_in_its_language(judged: list[Judged], languages: tuple[str | None, ...], least: float) -> None:
    asked = [m for m in judged if m.language in languages]
    wrong = [f"{m.text!r} is {m.language}, taken for {m.first}: {m.verdict}" for m in asked if not m.is_right]
    assert share_right(len(asked) - len(wrong), len(asked), wrong) >= least


@pytest.mark.parametrize("current", LANGUAGES)
def test_message_of_the_same_language_or_of_none_changes_nothing(judged: list[Judged], current: str) -> None:
    same = [m for m in judged if m.language in (current, None)]
    assert [m for m in same if choose(m.verdict, current, None) not in (current, None)] == []


@pytest.mark.parametrize("current", LANGUAGES)
def test_sentence_of_the_other_language_switches(judged: list[Judged], current: str) -> None:
    others = [m for m in judged if m.language in set(LANGUAGES) - {current} and len(words(m.text)) >= 3]
    wrong = [f"{m.text!r}: {m.verdict}" for m in others if choose(m.verdict, current, None) != m.language]
    assert share_right(len(others) - len(wrong), len(others), wrong) >= SWITCHED
