"""How answers are written for Telegram: HTML, UTF-16 lengths, numbers to tap, buttons."""

from __future__ import annotations

import pytest

from bot.answers import Answers
from bot.contacts import all_placeholders
from bot.languages import LANGUAGES
from bot.telegram import answers
from bot.telegram.format import LONGEST_TEXT, Piece, data_of, html_text, inline_keyboard, messages, plain, split, units
from bot.telegram.texts import FILE, words
from bot.web.texts import domain_answers, read
from scripts.bot_api import read_html
from tests.content.test_domain import ENGLISH_WORDS, FORBIDDEN, POLISH_LETTERS, words_of

DOMAIN: Answers = domain_answers()


@pytest.mark.parametrize(
    "text", ["a < b & c > d", "<b>not bold</b>", "&amp;", "\"quoted\" 'too'", "<script>", "half \ud83d a pair"]
)
def test_what_people_wrote_is_never_markup(text: str) -> None:
    shown = read_html(html_text(text))
    assert shown == text.replace("\ud83d", "")
    assert plain(html_text(text)) == shown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("tel. +48 12 430 63 13; +48 512 297 887", "tel. +48124306313; +48512297887"),
        ("• 112 – numer", "• <code>112</code> – numer"),
        ("116 123, 800 70 2222.", "<code>116 123</code>, <code>800 70 2222</code>."),
        ("w 2112 roku, nr 1120, 12 112 34, 112 000", "w 2112 roku, nr 1120, 12 112 34, 112 000"),
    ],
)
def test_numbers_can_be_tapped(text: str, html: str) -> None:
    assert html_text(text) == html


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_is_proper_html_of_the_same_words(language: str) -> None:
    for name in DOMAIN.names():
        text = DOMAIN.text(name, language)
        shown = [read_html(message) for message in messages([Piece(text)])]
        assert all(0 < units(part) <= LONGEST_TEXT for part in shown), name
        assert "".join("".join(shown).split()) == "".join(text.split()), name


def test_length_is_counted_in_utf_16() -> None:
    assert [units(text) for text in ("ą", "📍", "a📍")] == [1, 2, 3]


def test_long_text_is_cut_at_the_end_of_a_sentence() -> None:
    sentence = "To jest zdanie z emotką 📍. "
    parts = split(sentence * 400, LONGEST_TEXT)
    assert all(LONGEST_TEXT // 2 < units(part) <= LONGEST_TEXT for part in parts[:-1])
    assert all(part.endswith(".") and part.startswith("To") for part in parts)
    assert sum(part.count("📍") for part in parts) == 400


@pytest.mark.parametrize("text", ["x" * 9000, "📍" * 5000, "ab " * 3000, "a\n" * 5000])
def test_text_without_sentences_is_cut_too(text: str) -> None:
    parts = split(text, LONGEST_TEXT)
    assert all(0 < units(part) <= LONGEST_TEXT for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_pieces_share_messages_and_headings_are_bold() -> None:
    assert messages([Piece("one"), Piece("two\nthree", heading=True), Piece("")]) == ["one\n\n<b>two</b>\nthree"]
    assert len(messages([Piece("a" * 3000), Piece("b" * 3000)])) == 2


def test_short_buttons_share_a_row_and_long_ones_do_not() -> None:
    titles = ["Szczegóły: 1", "Szczegóły: 2", "Pokaż więcej", "Jak zostać asystentem zdrowienia?", "Nie"]
    keyboard = inline_keyboard([{"title": title, "payload": f"/{i}"} for i, title in enumerate(titles)])
    assert keyboard is not None
    assert [[b["text"] for b in row] for row in keyboard["inline_keyboard"]] == [titles[:2], titles[2:3], titles[3:4], titles[4:]]
    assert inline_keyboard([]) is None


def test_data_of_a_button_fits() -> None:
    assert data_of("x", "/definition") == "/definition"
    long = data_of("Szczegóły miejsca o bardzo długiej nazwie, której nie ma gdzie zmieścić", "/x" + "y" * 70)
    assert long.startswith("=Szczegóły") and len(long.encode()) <= 64


def test_answer_has_its_buttons_last_and_its_question_first() -> None:
    said = [
        {"text": "a" * 4000, "language": "pl", "answer": "", "buttons": [{"title": "t", "payload": "/p"}]},
        {"text": "b" * 4000, "language": "pl", "answer": ""},
    ]
    first, second = answers.calls(said, reply_to=9)
    assert first.params["reply_parameters"]["message_id"] == 9 and "reply_markup" not in first.params
    assert "inline_keyboard" in second.params["reply_markup"] and "reply_parameters" not in second.params
    assert all(call.params["link_preview_options"] == {"is_disabled": True} for call in (first, second))


def test_question_for_a_place_offers_the_position() -> None:
    (call,) = answers.calls([{"text": "Gdzie?", "language": "pl", "answer": "utter_ask_place", "buttons": []}])
    assert call.params["reply_markup"]["keyboard"][0][0]["request_location"] is True


def test_maps_are_drawn_only_where_they_can_be() -> None:
    said = [{"text": "1. X", "language": "en", "answer": "", "card": {"id": "x"}}]
    assert [call.method for call in answers.calls(said, with_maps=True)] == ["sendPhoto", "sendMessage"]
    assert [call.method for call in answers.calls(said)] == ["sendMessage"]


@pytest.mark.parametrize("key", read(FILE))
def test_words_stand_in_both_languages(key: str) -> None:
    texts = read(FILE)[key]
    assert list(texts) == list(LANGUAGES)
    pl, en = (words_of(texts[language]) for language in LANGUAGES)
    assert not POLISH_LETTERS.search(en) and not FORBIDDEN.search(pl + en)
    if key != "switch":
        assert not ENGLISH_WORDS.search(pl)
    numbers = [value for value in all_placeholders()["pl"].values() if value.replace(" ", "").isdigit()]
    assert not any(number in text for number in numbers for text in texts.values())
    assert words().text(key, "pl") != words().text(key, "en")
