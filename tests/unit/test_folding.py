"""How text is compared: bot/folding.py."""

from __future__ import annotations

import pytest

from bot.folding import fold, words

SAMPLES = [
    "",
    " ",
    "Zażółć gęślą jaźń",
    "don’t `stop` – now — please…",
    "Straße, Ødegård, Đakovo",
    "½ ﬁ ＡＢＣ",
    "…",
    "𝐊𝐫𝐚𝐤𝐨𝐰",
    "Київ Αθήνα 東京",
    "👍🏽\u200b\u00a0x",
]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("ŁÓDŹ", "lodz"),
        ("zażółć gęślą jaźń", "zazolc gesla jazn"),
        ("Zaz\u0307o\u0301łc\u0301", "zazolc"),  # letters and marks apart
        ("Straße", "strasse"),
        ("Ødegård", "odegard"),
        ("Đakovo", "dakovo"),
        ("don’t", "don't"),
        ("don`t", "don't"),
        ("8–16 — codziennie", "8-16 - codziennie"),
        ("  a \n\t b\u00a0c  ", "a b c"),
        ("ＡＢＣ", "abc"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_folds_case_marks_quotes_dashes_and_spaces(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("text", SAMPLES)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_quick_way_of_polish_and_english_is_that_of_all_letters() -> None:
    """A letter from elsewhere makes the whole text be taken apart letter by letter."""
    letters = [chr(n) for n in range(1, 0x2100)]
    assert [fold(f"a{c}b") for c in letters] == [fold(f"a{c}bя").removesuffix("я") for c in letters]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cześć, jak leci?", ["czesc", "jak", "leci"]),
        ("don’t worry", ["don't", "worry"]),
        ("'quoted'", ["quoted"]),
        ("snake_case i 3-dniowy", ["snake", "case", "i", "3", "dniowy"]),
        ("Bielsko-Biała (Śląskie)", ["bielsko", "biala", "slaskie"]),
        ("?! 👍", []),
        ("", []),
    ],
)
def test_words_are_folded_and_without_punctuation(text: str, expected: list[str]) -> None:
    assert words(text) == expected
