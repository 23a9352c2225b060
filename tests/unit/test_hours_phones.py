"""Opening hours and phone numbers as people read them: actions/directory/hours.py and phones.py."""

from __future__ import annotations

import pytest

from actions.directory import table
from actions.directory.hours import in_words
from actions.directory.phones import for_people
from bot.cli import FACILITIES


@pytest.mark.parametrize(
    ("hours", "pl", "en"),
    [
        ("Mo-Fr 08:00-18:00", "pon.–pt. 8:00–18:00", "Mon–Fri 8:00–18:00"),
        ("Mo-Th 07:30-18:00; Fr 07:30-15:30", "pon.–czw. 7:30–18:00; pt. 7:30–15:30", "Mon–Thu 7:30–18:00; Fri 7:30–15:30"),
        ("Tu,We 10:00-12:00,13:00-15:00", "wt.,śr. 10:00–12:00,13:00–15:00", "Tue,Wed 10:00–12:00,13:00–15:00"),
        ("Sa-Su 00:00-24:00", "sob.–niedz. 0:00–24:00", "Sat–Sun 0:00–24:00"),
        ("24/7", "całą dobę", "24 hours a day"),
        ("", "", ""),
    ],
)
def test_hours_in_words(hours: str, pl: str, en: str) -> None:
    assert in_words(hours, "pl") == pl
    assert in_words(hours, "en") == en


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ("+48603493135", "+48 603 493 135"),
        ("+48795123456", "+48 795 123 456"),
        ("+48124306313", "+48 12 430 63 13"),
        ("+48225618835", "+48 22 561 88 35"),
        ("+48800190590", "+48 800 190 590"),
        ("+48124306313; +48512297887", "+48 12 430 63 13; +48 512 297 887"),
        ("+48123456789 ext. 12", "+48 12 345 67 89 ext. 12"),
        ("", ""),
    ],
)
def test_phone_numbers_in_groups(numbers: str, shown: str) -> None:
    assert for_people(numbers) == shown


def test_every_number_of_the_table_is_grouped_and_complete() -> None:
    for facility in table.read(FACILITIES):
        shown = for_people(facility.phone)
        assert shown.replace(" ", "") == facility.phone.replace(" ", "")
        assert "+48 " in shown or not shown


def test_no_english_day_is_left_in_polish_hours() -> None:
    for facility in table.read(FACILITIES):
        assert not any(day in in_words(facility.hours, "pl") for day in ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"))
