"""Polish lemmas through spaCy: Morfeusz by default, a model of spaCy when it is installed; bot/nlu/polish.py, bot/nlu/questions.py."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from bot.nlu import polish
from bot.nlu.place_mention import Mention
from bot.nlu.questions import Question, Reader, without_greeting


@Language.component("stand_in_lemmatizer")
def stand_in_lemmatizer(doc: Doc) -> Doc:
    """Lemmas that nobody else would give."""
    for token in doc:
        token.lemma_ = f"model-{token.lower_}"
    return doc


@pytest.fixture
def installed_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A small pipeline of the make of pl_core_news_sm, installed as a package of that name."""
    nlp = spacy.blank("pl")
    nlp.meta.update({"name": "core_news_sm", "version": "3.7.0"})
    nlp.add_pipe("stand_in_lemmatizer")
    package = tmp_path / polish.MODEL
    package.mkdir()
    nlp.to_disk(package / f"{polish.MODEL}-3.7.0")
    (package / "__init__.py").write_text(
        "from pathlib import Path\nfrom spacy.util import load_model_from_init_py\n"
        "def load(**overrides):\n    return load_model_from_init_py(__file__, **overrides)\n"
    )
    (package / "meta.json").write_text((package / f"{polish.MODEL}-3.7.0" / "meta.json").read_text())
    information = tmp_path / f"{polish.MODEL}-3.7.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {polish.MODEL}\nVersion: 3.7.0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    sys.modules.pop(polish.MODEL, None)


def lemmas(nlp: Language, text: str) -> list[str]:
    return [token.lemma_ for token in nlp(text)]


def test_morfeusz_is_the_default() -> None:
    nlp = polish.pipeline()
    assert lemmas(nlp, "gdzie znajdę asystentów zdrowienia") == ["gdzie", "znaleźć", "asystent", "zdrowieć"]
    assert polish.name_of(nlp).startswith("morfeusz ")


def test_word_that_morfeusz_does_not_know_is_its_own_lemma() -> None:
    assert lemmas(polish.pipeline("morfeusz"), "qwrtz") == ["qwrtz"]


def test_installed_model_is_taken(installed_model: None) -> None:
    nlp = polish.pipeline()
    assert lemmas(nlp, "Asystentów") == ["model-asystentów"]
    assert polish.name_of(nlp) == "pl_core_news_sm 3.7.0"


def test_model_that_is_not_installed_is_an_error() -> None:
    with pytest.raises(OSError, match="no_such_model"):
        polish.pipeline("no_such_model")


def test_reader_gives_three_views_of_a_message() -> None:
    reader = Reader.learn(["jak długo trwa kurs", "jak długo"])
    assert reader.read("Dzień dobry, jak dlugo trwają kursy w Łodzi?", [Mention("1", 38, 43)]) == Question(
        "jak dlugo trwaja kursy w xplacex ?", "jak dlugo trwac kurs w xplacex", "jak długo trwają kursy w Kraków ?"
    )


def test_model_belongs_to_the_lemmas_that_it_was_trained_with(installed_model: None) -> None:
    stored = Reader.learn(["ile trwa kurs"], "morfeusz").to_data()
    Reader.from_data(stored, "morfeusz")
    with pytest.raises(ValueError, match="train again"):
        Reader.from_data(stored)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Dzień dobry, ile trwa kurs?", "ile trwa kurs?"),
        ("hi there how long", "there how long"),
        ("Dzień dobry", "Dzień dobry"),
        ("hej kurs", "hej kurs"),
        ("ile trwa kurs", "ile trwa kurs"),
    ],
)
def test_greeting_before_something_else_is_left_out(text: str, rest: str) -> None:
    assert without_greeting(text) == rest
