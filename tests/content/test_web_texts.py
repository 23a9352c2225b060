"""Content lint for the words of the website and the chat: as strict as for the answers."""

from __future__ import annotations

import re

import pytest

from actions.directory import table
from bot.contacts import placeholders
from bot.languages import LANGUAGES
from bot.settings import ROOT, Settings
from bot.web import layout, pages, places, questions, site
from bot.web.texts import read, words
from tests.content.test_domain import ENGLISH_WORDS, FORBIDDEN, POLISH_LETTERS, words_of

TEXTS = read()
CODE = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "bot").rglob("*") if p.suffix in (".py", ".js"))
VALUES = {"association", "query", "count", "confirmed", "other", "place", "name", "source", "source_date", "collected_on", "hours",
          "email", "date", "number", "km"}  # fmt: skip


@pytest.mark.parametrize("key", TEXTS)
def test_stands_in_both_languages_with_the_same_placeholders(key: str) -> None:
    assert list(TEXTS[key]) == list(LANGUAGES)
    found = [set(re.findall(r"\{(\w+)\}", TEXTS[key][language])) for language in LANGUAGES]
    assert found[0] - found[1] == set() and found[1] - found[0] == set()
    assert found[0] <= set(placeholders("pl")) | VALUES


@pytest.mark.parametrize("key", TEXTS)
def test_is_translated_and_kind(key: str) -> None:
    pl, en = (words_of(TEXTS[key][language]) for language in LANGUAGES)
    if key in ("chat_language", "chat_switch", "site_language"):  # name the other language in its own words
        return
    assert not POLISH_LETTERS.search(re.sub("Kraków|śląskie", "", en)), "Polish letters in the English text"
    assert not ENGLISH_WORDS.search(pl), "English words in the Polish text"
    assert not FORBIDDEN.search(pl) and not FORBIDDEN.search(en)
    if len(pl) > 80:
        assert 0.5 < len(pl) / len(en) < 2


@pytest.mark.parametrize("key", TEXTS)
def test_no_number_stands_in_a_text(key: str) -> None:
    numbers = [v for v in placeholders("pl").values() if re.fullmatch(r"[\d ]{3,}", v)]
    assert not any(number in text for number in numbers for text in TEXTS[key].values())


def test_every_text_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are built and say which texts they ask for; those of the chat and of refusals stand in the code."""
    asked: set[str] = set()
    answers = words()

    def remember(key: str, language: str, **values: object) -> str:
        asked.add(key)
        return answers.text(key, language, **values)

    for module in (layout, pages, places, questions, site):
        monkeypatch.setattr(module, "say", remember)
    made = site.Site(Settings(association_email="a@example.org"), table.read(ROOT / "data" / "facilities.csv"))
    such = {"where": "Warszawa", "kind": "community_self_help_home"}
    for query in ({"where": "Sopot"}, {"where": "Kraków"}, {"where": "xyzzyx"}, such):
        made.find_places("pl", query)
    for query in ("zarabia", "xyzzyx"):
        made.find_answers("pl", query)
    made.thanks("pl", "leonardo-krakow")
    made.notice("pl", "nie ma")
    for key in set(TEXTS) - asked:
        family, _, name = key.partition("_")
        assert family in ("chat", "error"), f"{key} is never shown"
        name = re.sub("^reason_", "", name)
        assert re.search(rf'"(error_)?{name}"|\b{name}: \(', CODE), f"{key} is never shown"


def test_refusals_name_people_who_help() -> None:
    for key in ("error_too_many", "error_overloaded", "error_trouble"):
        for language in LANGUAGES:
            assert "112" in words().text(key, language) and "116 123" in words().text(key, language)
