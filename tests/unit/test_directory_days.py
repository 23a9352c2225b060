"""How long ago a check was: actions/directory/days.py, and the age of a facility."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from actions.directory.days import ago
from tests.unit.facilities import facility


@pytest.mark.parametrize(
    ("days", "pl", "en"),
    [
        (0, "0 dni temu", "0 days ago"),
        (1, "1 dzień temu", "1 day ago"),
        (30, "30 dni temu", "30 days ago"),
        (31, "1 miesiąc temu", "1 month ago"),
        (100, "3 miesiące temu", "3 months ago"),
        (366, "12 miesięcy temu", "12 months ago"),
        (700, "22 miesiące temu", "22 months ago"),
        (731, "2 lata temu", "2 years ago"),
        (5 * 366, "5 lat temu", "5 years ago"),
        (12 * 366, "12 lat temu", "12 years ago"),
        (22 * 366, "22 lata temu", "22 years ago"),
    ],
)
def test_age_in_words(days: int, pl: str, en: str) -> None:
    assert ago(days, "pl") == pl
    assert ago(days, "en") == en


def test_age_counts_from_the_last_check() -> None:
    checked = replace(facility("one", "Kraków"), collected_on="2026-02-28", source_date="2010")
    assert checked.age_days(date(2026, 2, 28)) == 0
    assert checked.age_days(date(2026, 3, 1)) == 1
    assert checked.age_days(date(2028, 2, 28)) == 730
