"""Answers as HTML: nothing that a text contains becomes markup, and numbers can be tapped."""

from __future__ import annotations

import pytest

from bot.web.html import Html, element, join, link
from bot.web.prose import inline, phone, prose

PROBES = ('<img src=x onerror="alert(1)">', "<script>alert(1)</script>", "[x](javascript:alert(1))", '"><b>', "&lt;b&gt;")


@pytest.mark.parametrize("probe", PROBES)
def test_no_text_becomes_markup(probe: str) -> None:
    written = str(join(prose(f"{probe}\n• {probe}\n\nhttps://example.org/{probe}"), element("a", probe, title=probe)))
    assert "<script" not in written and "<img" not in written and "<b>" not in written
    assert "javascript:" not in written.replace("(javascript:", "")


def test_attributes() -> None:
    assert element("input", class_="a", data_lat=1.5, required=True, value=None, checked=False) == (
        '<input class="a" data-lat="1.5" required>'
    )
    assert link("https://example.org", "x") == '<a href="https://example.org" rel="noopener noreferrer">x</a>'
    assert link("/pl/", "a & b") == '<a href="/pl/">a &amp; b</a>'
    assert join("<", Html("<br>"), None, ["a", ["b"]]) == "&lt;<br>ab"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("proszę dzwonić: 116 123.", '<a href="tel:116123" class="phone">116 123</a>.'),
        ("tel. +48 12 430 63 13; +48 512 297 887", 'href="tel:+48124306313" class="phone">+48 12 430 63 13</a>; '),
        ("12 modułów po 16 godzin, razem 192", "12 modułów po 16 godzin, razem 192"),
        ("rok 1121", "rok 1121"),
        ("portal www.asystentzdrowienia.org.", ">www.asystentzdrowienia.org</a>."),
        ("(https://example.org/a)", 'href="https://example.org/a"'),
        ("fundacja@otwartydialog.pl", 'href="mailto:fundacja@otwartydialog.pl"'),
        ("czat na 116sos.pl", 'href="https://116sos.pl"'),
        ("medexpress.pl, 10.06.2019", "medexpress.pl, 10.06.2019"),
    ],
)
def test_links(text: str, expected: str) -> None:
    assert expected in str(join(inline(text)))


def test_extension_is_not_dialled() -> None:
    assert 'href="tel:+48124306313"' in phone("+48 12 430 63 13 ext. 7")


def test_lists_and_source() -> None:
    written = str(join(prose("Trzeba:\n• a\n• b\nDalej\n1. x\n2. y\nŹródło: z.", "Źródło:")))
    assert written == (
        '<p>Trzeba:</p><ul><li>a</li><li>b</li></ul><p>Dalej</p><ol><li>x</li><li>y</li></ol><p class="source">Źródło: z.</p>'
    )
