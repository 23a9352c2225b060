"""Personal data are taken out of what is kept: bot/masking.py."""

from __future__ import annotations

import pytest

from bot.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("proszę pisać na ala.kot+rob@poczta.onet.pl dziękuję", "proszę pisać na [e-mail] dziękuję"),
        ("mój numer 600 700 800", "mój numer [numer]"),
        ("call +48 12-345-67-89 please", "call [numer] please"),
        ("PESEL 90010112345", "PESEL [numer]"),
        ("konto 12 1234 5678 9012 3456 7890 1234", "konto [numer]"),
        ("nazywam się Jan Kowalski i szukam pracy", "nazywam się [imię] i szukam pracy"),
        ("nazywam sie kowalski", "nazywam sie [imię]"),
        ("My name is Ann O'Hara-Smith, hello", "My name is [imię], hello"),
        ("jestem Anna Nowak, mama Tomka", "jestem [imię], mama Tomka"),
        ("mieszkam na ul. Długiej 5/7 w Łodzi", "mieszkam na [adres] w Łodzi"),
        ("urodzony 12.03.1985", "urodzony [data]"),
        ("zob. https://example.org/ja?x=1", "zob. [www]"),
    ],
)
def test_personal_data_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert mask(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        "ile trwa kurs?",
        "jestem po kryzysie w 2019",
        "192 godziny, 12 modułów",
        "dzwonić pod 112 czy 116 123",
        "jestem z Nowego Sącza",
        "I am from Nowy Sącz",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert mask(text) == text
