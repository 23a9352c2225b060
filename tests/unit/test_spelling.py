"""Words are spelt as usual before they are understood: bot/spelling.py."""

from __future__ import annotations

import pytest

from bot.spelling import Spelling

SPELLING = Spelling.learn(
    [
        "jak długo trwa kurs",
        "jak dlugo trwa kurs",
        "Długo trwa kurs?",
        "asystent zdrowienia",
        "Asystent pomaga",
        "asystent",
        "how long is the course",
        "course",
        "course",
    ]
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("jak dlugo trwa kurs", "jak długo trwa kurs"),
        ("JAK DLUGO", "jak długo"),
        ("asytsent", "asystent"),
        ("asystnet pomaga", "asystent pomaga"),
        ("couurse", "course"),
        ("kórs długo", "kurs długo"),  # it sounds like it
        ("ile trwa kors", "ile trwa kurs"),
        ("zdróvko", "zdróvko"),  # whoever writes Polish letters means them
        ("krus", "krus"),  # too short to be corrected
        ("zupa", "zupa"),
        ("pomidorowa", "pomidorowa"),
        ("ile? 5!", "ile? 5!"),
        ("", ""),
    ],
)
def test_spelling_is_restored(written: str, read: str) -> None:
    assert SPELLING.restore(written) == read


@pytest.mark.parametrize(("word", "known"), [("kurs", True), ("Kórs", True), ("asytsent", True), ("xyz", False), ("zupa", False)])
def test_words_that_are_known(word: str, known: bool) -> None:
    assert SPELLING.knows(word) == known


def test_slips_can_be_left() -> None:
    assert SPELLING.restore("asytsent dlugo", correct=False) == "asytsent długo"


def test_it_is_the_same_after_storing() -> None:
    assert Spelling(**SPELLING.to_data()).restore("jak dlugo asytsent") == SPELLING.restore("jak dlugo asytsent")  # type: ignore[arg-type]
