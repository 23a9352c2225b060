"""Helplines and addresses that answers may name: bot/contacts.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import contacts, tables
from bot.languages import LANGUAGES

HELPLINES = (
    ",".join(contacts.HELPLINE_COLUMNS)
    + "\nline,116 000,linia,the line,anyone,zalob,całą dobę,24 hours a day,yes,,,https://line.pl,page,2026-05-02,crisis"
    + "\nother,112,numer,number,anyone,,zawsze,always,yes,,,,page,2026-01-31,crisis\n"
)
CONTACTS = ",".join(contacts.CONTACT_COLUMNS) + "\nportal,portal.pl,page,2026-05-02\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    helplines, others = tmp_path / "helplines.csv", tmp_path / "contacts.csv"
    helplines.write_text(HELPLINES, encoding="utf-8")
    others.write_text(CONTACTS, encoding="utf-8")
    return helplines, others


@pytest.mark.parametrize(
    ("language", "key", "value"),
    [
        ("pl", "line", "116 000"),
        ("en", "line", "116 000"),
        ("pl", "line_name", "linia"),
        ("en", "line_name", "the line"),
        ("pl", "line_hours", "całą dobę"),
        ("en", "line_hours", "24 hours a day"),
        ("pl", "line_website", "line.pl"),
        ("pl", "other_website", ""),
        ("en", "portal", "portal.pl"),
        ("pl", "helplines_checked_on", "2026-01-31"),  # the oldest check
    ],
)
def test_gives_each_contact_in_the_language(files: tuple[Path, Path], language: str, key: str, value: str) -> None:
    assert contacts.placeholders(language, *files)[key] == value


def test_number_of_whose_check_only_the_year_is_known_counts_for_itself(files: tuple[Path, Path]) -> None:
    late = "late,117 000,linia,the line,anyone,,zawsze,always,yes,,,,page,2026,information\n"
    files[0].write_text(HELPLINES + late, encoding="utf-8")
    given = contacts.placeholders("pl", *files)
    assert (given["helplines_checked_on"], given["late_checked_on"]) == ("2026-01-31", "2026")


def test_broken_table_is_named(files: tuple[Path, Path]) -> None:
    files[0].write_text("key,number\n", encoding="utf-8")
    with pytest.raises(tables.TableError, match=r"helplines\.csv:1"):
        contacts.placeholders("pl", *files)


def test_every_language_has_the_same_placeholders() -> None:
    assert list(contacts.all_placeholders()) == list(LANGUAGES)
    assert len({frozenset(values) for values in contacts.all_placeholders().values()}) == 1


@pytest.mark.parametrize(
    "key", ["emergency", "adult_helpline", "support_centre", "youth_helpline", "nfz_line", "portal", "czp_site"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_emergency_answers_name_is_there(language: str, key: str) -> None:
    assert contacts.all_placeholders()[language][key]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("telefon dla dziecka", {"youth_helpline", "ombudsman_helpline"}),
        ("something for older people?", {"senior_helpline", "adult_helpline"}),
        ("babcia nie może dojść do siebie, dziadek zmarł", {"senior_helpline", "bereavement_helpline", "adult_helpline"}),
        ("jest jakaś linia o przemocy", {"violence_helpline"}),
        ("Mam 74 lata i nie mam do kogo ust otworzyć. Jest jakiś telefon?", {"senior_helpline", "adult_helpline"}),
    ],
)
def test_lines_that_are_not_asked_for_are_left_out(text: str, kept: set[str]) -> None:
    lines = {row["key"] for row in tables.read(contacts.HELPLINES, contacts.HELPLINE_COLUMNS)}
    left = contacts.left_out(text)
    assert lines - set(left) == {*kept, "emergency"} and not any(left.values())


@pytest.mark.parametrize("text", ["telefony zaufania", "which numbers can I call?", "straciłem pracę, gdzie zadzwonić", ""])
def test_all_lines_stay_where_nobody_is_named(text: str) -> None:
    assert contacts.left_out(text) == {}
