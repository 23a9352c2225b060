"""In which language a message is written, and which to answer in: bot/nlu/language_id.py."""

from __future__ import annotations

import json

import pytest
import yaml

from bot.nlu.language_id import OTHER, LanguageId, Verdict, choose, telling_words
from bot.settings import ROOT


@pytest.fixture(scope="module")
def model() -> LanguageId:
    """As trained: from all training questions."""
    return LanguageId.learn(
        (line.removeprefix("- "), block["metadata"]["language"])
        for path in sorted((ROOT / "data/nlu").glob("*.yml"))
        for block in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]
        for line in block["examples"].splitlines()
    )


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "pl",
            [
                "Kim jest asystent zdrowienia?",
                "ile trwa kurs",
                "jak zostac asystentem",
                "dzień dobry",
                "dziękuję",
                "dzieki",
                "tak",
                "gdzie?",
                "a co robi?",
                "moge prosic o adres",
                "szukam pomocy dla mamy",
                "staż",
                "czy to jest platne",
                "hej",
                "po angielsku",
            ],
        ),
        (
            "en",
            [
                "Who is a recovery assistant?",
                "how long does it take",
                "hello",
                "hi there",
                "thanks",
                "yes",
                "where?",
                "and what do they do?",
                "i need help for my mum",
                "is it paid",
                "how to become asystent zdrowienia",
                "where is CZP",
                "what about Łódź?",
                "internship",
            ],
        ),
        (
            OTHER,
            [
                "привіт",
                "Де знайти асистента?",
                "Добрий день, чи говорите українською?",
                "здравствуйте",
                "как стать ассистентом",
                "Ich brauche Hilfe",
                "Wo finde ich einen Genesungsbegleiter?",
                "Wie werde ich Genesungsbegleiter?",
                "Sprechen Sie Deutsch?",
                "Bonjour, je cherche un assistant",
                "¿Dónde está?",
                "Dobrý den, kde mohu najít asistenta?",
                "你好",
                "مرحبا",
            ],
        ),
    ],
)
def test_recognises_the_language_of_short_messages(model: LanguageId, language: str, texts: list[str]) -> None:
    assert {text: model.verdict(text).language for text in texts} == dict.fromkeys(texts, language)


@pytest.mark.parametrize(
    "text", ["", "   ", "ok", "OK!", "EX-IN", "123", "?", "...", ":)", "👍", "1.", "online", "xplacex", "info"]
)
def test_neutral_message_says_nothing(model: LanguageId, text: str) -> None:
    assert model.verdict(text) == Verdict(None, 0.0)


@pytest.mark.parametrize("text", ["asdkjh", "lkjhg fdsa", "hjkl", "xzcvb", "zxcvbnm", "fghjkl;'"])
def test_gibberish_says_nothing(model: LanguageId, text: str) -> None:
    assert model.verdict(text).language is None


@pytest.mark.parametrize(
    ("text", "language"), [("asystent zdrowienia", "pl"), ("recovery assistant", "en"), ("peer support worker", "en")]
)
def test_bare_term_tells_the_language_but_never_changes_it(model: LanguageId, text: str, language: str) -> None:
    verdict = model.verdict(text)
    assert choose(verdict, None) == language
    assert choose(verdict, "en" if language == "pl" else "pl") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kim jest asystent zdrowienia?", ["kim", "jest"]),
        ("I don't know", ["i", "don't", "know"]),
        ("EX-IN, CZP 2024", []),
        ("a" * 30, []),
    ],
)
def test_terms_numbers_and_endless_words_count_for_nothing(text: str, words: list[str]) -> None:
    assert telling_words(text) == words


def test_survives_storage_as_json(model: LanguageId) -> None:
    again = LanguageId(json.loads(json.dumps(model.to_data())))
    for text in ("ile trwa kurs", "how long is the course", "asdkjh"):
        assert again.verdict(text) == model.verdict(text)


@pytest.mark.parametrize("text", ["ile trwa kurs", "how long", "привіт", "", "asdkjh"])
def test_model_that_has_learnt_nothing_still_answers(text: str) -> None:
    assert LanguageId.learn([]).verdict(text).language in ("pl", "en", OTHER, None)


NOTHING, OTHERS = Verdict(None, 0.0), Verdict(OTHER, 10.0)


@pytest.mark.parametrize(
    ("verdict", "current", "prior", "answer"),
    [
        # the first message: its own language, else what the channel says
        (Verdict("pl", 9.0), None, None, "pl"),
        (Verdict("en", 9.0), None, "pl", "en"),
        (Verdict("en", 1.0), None, "pl", "en"),
        (Verdict("en", 0.5), None, "pl", "pl"),
        (Verdict("en", 0.5), None, None, "en"),
        (NOTHING, None, "en", "en"),
        (NOTHING, None, None, None),
        # later: only a clear message changes the language
        (Verdict("pl", 0.1), "pl", None, "pl"),
        (Verdict("en", 3.9), "pl", None, None),
        (Verdict("en", 4.0), "pl", None, "en"),
        (Verdict("pl", 3.9), "en", "pl", None),
        (Verdict("pl", 12.0), "en", None, "pl"),
        (NOTHING, "pl", "en", None),
        (NOTHING, "en", None, None),
        # a language that the guide does not speak
        (OTHERS, None, None, OTHER),
        (OTHERS, None, "pl", OTHER),
        (OTHERS, "pl", None, OTHER),
    ],
)
def test_language_of_the_answer_is_sticky(verdict: Verdict, current: str | None, prior: str | None, answer: str | None) -> None:
    assert choose(verdict, current, prior) == answer
