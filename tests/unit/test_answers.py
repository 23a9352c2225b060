"""Texts as the visitor reads them: bot/answers.py, on a small set of responses."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers import Answers, Button


def both(pl: str, en: str, metadata: dict[str, Any] | None = None, label: tuple[str, str] | None = None) -> list[dict[str, Any]]:
    """A response in both languages, as in domain.yml."""
    variants: list[dict[str, Any]] = [
        {"condition": [{"type": "slot", "name": "language", "value": language}], "text": text}
        for language, text in (("pl", pl), ("en", en))
    ]
    variants[0]["metadata"] = {**(metadata or {}), **({"label": label[0]} if label else {})}
    if label:
        variants[1]["metadata"] = {"label": label[1]}
    return variants


ANSWERS = Answers(
    {
        "utter_course": both("Kurs trwa pół roku.", "The course takes half a year.", {"source": ["a", "b"]}, ("Kurs", "Course")),
        "utter_ask_place": both("Gdzie?", "Where?", {"topic": "find_facility"}, ("Szukaj", "Search")),
        "utter_call": both("Dzwoń: {line}\nGodziny: {hours}", "Call: {line}\nHours: {hours}"),
        "utter_card": both("{number}. {name}\n{employs}\nUwaga: {note}\nKoniec", "{number}. {name}\n{employs}\nNote: {note}\nEnd"),
        "utter_yes": both("pracują tu ({line})", "they work here ({line})"),
        "utter_source_a": both("strona A", "page A"),
        "utter_source_b": both("strona B", "page B"),
        "utter_source_line": both("Źródło: {sources}.", "Source: {sources}."),
        "utter_schools": both("Kursy są w Krakowie i Łodzi.", "There are courses in Kraków and Łódź."),
        "utter_price": both("Był bezpłatny.", "It was free.", {"narrows": ["schools"], "words": r"\bpieni\w*|\bcost"}),
        "utter_days": both("W weekendy.", "At weekends.", {"narrows": ["schools"], "words": r"\bsobot\w*|\bdays?\b"}),
        "utter_krakow": both("W Krakowie: zakończony.", "In Kraków: ended.", {"narrows": ["schools"], "towns": ["Kraków"]}),
        "utter_elsewhere": both("Nie znam: {town}.", "None: {town}.", {"narrows": ["schools"], "towns": ["other"]}),
        "utter_polish_only": both("Tylko po polsku", "")[:1],
        "utter_bare": [{"text": "Bez warunku"}],
    },
    {"pl": {"line": "112", "hours": "całą dobę"}, "en": {"line": "112", "hours": "24 hours"}},
)


@pytest.mark.parametrize(
    ("name", "language", "text"),
    [
        ("utter_ask_place", "pl", "Gdzie?"),
        ("utter_ask_place", "en", "Where?"),
        ("utter_polish_only", "en", "Tylko po polsku"),  # better than silence
        ("utter_bare", "en", "Bez warunku"),
        ("utter_call", "pl", "Dzwoń: 112\nGodziny: całą dobę"),
        ("utter_call", "en", "Call: 112\nHours: 24 hours"),
        ("utter_course", "pl", "Kurs trwa pół roku.\nŹródło: strona A; strona B."),
        ("utter_course", "en", "The course takes half a year.\nSource: page A; page B."),
    ],
)
def test_text_is_in_the_language_with_contacts_and_source(name: str, language: str, text: str) -> None:
    assert ANSWERS.text(name, language) == text


def test_polish_is_the_default() -> None:
    assert ANSWERS.text("utter_ask_place") == "Gdzie?"


@pytest.mark.parametrize(
    ("language", "values", "text"),
    [
        ("pl", {"number": 1, "name": "Dom"}, "1. Dom\nKoniec"),
        ("pl", {"number": 1, "name": "Dom", "note": ""}, "1. Dom\nKoniec"),
        ("pl", {"number": 0, "name": "Dom"}, "0. Dom\nKoniec"),  # zero is a value
        ("pl", {"name": "Dom"}, "Koniec"),
        ("pl", {"number": 1, "name": "Dom", "note_pl": "po polsku", "note_en": "in English"}, "1. Dom\nUwaga: po polsku\nKoniec"),
        ("en", {"number": 1, "name": "Home", "note_pl": "po polsku", "note_en": "in English"}, "1. Home\nNote: in English\nEnd"),
        ("en", {"number": 1, "name": "Home", "note_pl": "po polsku", "note_en": ""}, "1. Home\nEnd"),
        ("pl", {"number": 1, "name": "Dom", "employs": "utter_yes"}, "1. Dom\npracują tu (112)\nKoniec"),
        ("en", {"number": 1, "name": "Home", "employs": "utter_yes"}, "1. Home\nthey work here (112)\nEnd"),
        ("pl", {"number": 1, "name": "utter_unknown"}, "1. utter_unknown\nKoniec"),
        ("pl", {"number": 1, "name": "Dom {line}"}, "1. Dom {line}\nKoniec"),  # braces of data are data
    ],
)
def test_card_shows_only_what_is_known(language: str, values: dict[str, object], text: str) -> None:
    assert ANSWERS.text("utter_card", language, **values) == text


def test_value_of_the_moment_wins_over_the_contact() -> None:
    assert ANSWERS.text("utter_call", "pl", line="997").startswith("Dzwoń: 997")


def test_unknown_response_is_an_error() -> None:
    with pytest.raises(KeyError):
        ANSWERS.text("utter_unknown", "pl")


def test_knows_which_responses_there_are() -> None:
    assert "utter_course" in ANSWERS
    assert "utter_unknown" not in ANSWERS


@pytest.mark.parametrize(
    ("name", "metadata"),
    [("utter_ask_place", {"topic": "find_facility", "label": "Szukaj"}), ("utter_bare", {}), ("utter_unknown", {})],
)
def test_metadata_is_that_of_the_first_variant(name: str, metadata: dict[str, object]) -> None:
    assert ANSWERS.metadata(name) == metadata


@pytest.mark.parametrize(
    ("topic", "language", "label"),
    [
        ("course", "pl", "Kurs"),
        ("course", "en", "Course"),
        ("find_facility", "en", "Search"),  # the topic that the response names
        ("ask_place", "pl", None),
        ("call", "pl", None),
        ("unknown", "pl", None),
    ],
)
def test_label_of_a_topic(topic: str, language: str, label: str | None) -> None:
    assert ANSWERS.label(topic, language) == label


@pytest.mark.parametrize(
    ("message", "places", "name"),
    [
        ("gdzie są kursy?", [], "utter_schools"),
        ("ile PIENIĘDZY", [], "utter_price"),
        ("on which days?", [], "utter_days"),
        ("ile pieniędzy i czy w soboty", [], "utter_schools"),  # who asks two things is told all
        ("kurs w Krakowie", ["Kraków"], "utter_krakow"),
        ("kurs w Opolu w soboty", ["Opole"], "utter_elsewhere"),  # the place decides
        ("w Krakowie albo w Opolu", ["Kraków", "Opole"], "utter_krakow"),
    ],
)
def test_answer_tells_only_what_was_asked(message: str, places: list[str], name: str) -> None:
    assert ANSWERS.narrowed("utter_schools", message, places) == name


def test_answer_without_narrower_ones_is_told_whole() -> None:
    assert ANSWERS.narrowed("utter_course", "ile pieniędzy", ["Kraków"]) == "utter_course"


def test_buttons_are_the_topics_with_a_label_in_order() -> None:
    topics = ["find_facility", "call", "unknown", "course"]
    assert ANSWERS.buttons(topics, "en") == [Button("Search", "/find_facility"), Button("Course", "/course")]
    assert ANSWERS.buttons([], "pl") == []
