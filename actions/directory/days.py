"""The day in Poland, and how long ago something was, in the words of a language. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

WARSAW: Final = ZoneInfo("Europe/Warsaw")
_YEAR: Final = 365.25
_MONTHS_UNTIL: Final = 24  # from two years on, years are enough


def today() -> date:
    """The day in Poland."""
    return datetime.now(WARSAW).date()


def ago(days: int, language: str) -> str:
    """ "14 miesięcy temu", "3 lata temu", "3 years ago"; less than a month in days."""
    months = int(days / _YEAR * 12)
    if months < 1:
        return _ago(days, ("dzień", "dni", "dni"), ("day", "days"), language)
    if months < _MONTHS_UNTIL:
        return _ago(months, ("miesiąc", "miesiące", "miesięcy"), ("month", "months"), language)
    return _ago(int(days / _YEAR), ("rok", "lata", "lat"), ("year", "years"), language)


def of_source(day: str, language: str) -> str:
    """The day of a source as a card tells it: "ok. 2019" for "c. 2019" in Polish; `utter_undated` when it has none."""
    if day == "n.d.":
        return "utter_undated"
    return day.replace("c. ", "ok. ") if language == "pl" else day


def _ago(number: int, polish: tuple[str, str, str], english: tuple[str, str], language: str) -> str:
    if language != "pl":
        return f"{number} {english[number != 1]} ago"
    few = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
    return f"{number} {polish[0 if number == 1 else 1 if few else 2]} temu"
