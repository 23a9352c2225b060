"""Public holidays of Poland (the Act of 18 January 1951 on days free from work). Pure."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

_FIXED: Final = ((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26))
_CHRISTMAS_EVE_SINCE: Final = 2025
_AFTER_EASTER: Final = (0, 1, 49, 60)  # Easter, Easter Monday, Pentecost, Corpus Christi


def is_holiday(day: date) -> bool:
    """The day is a public holiday; ordinary Sundays are not meant."""
    return day in _of_year(day.year)


@cache
def _of_year(year: int) -> frozenset[date]:
    fixed = [date(year, month, day) for month, day in _FIXED]
    christmas_eve = [date(year, 12, 24)] if year >= _CHRISTMAS_EVE_SINCE else []
    return frozenset([*fixed, *christmas_eve, *(easter(year) + timedelta(days=days) for days in _AFTER_EASTER)])


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by Gauss's method as Butcher wrote it down."""
    golden, century, of_century = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
