"""Open or not, and when next: actions/directory/opening.py and holidays.py."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from actions.directory import table
from actions.directory.days import WARSAW
from actions.directory.holidays import easter, is_holiday
from actions.directory.opening import Opening, State, is_open, on_days, week
from bot.cli import FACILITIES

OFFICE = "Mo-Fr 08:00-18:00"


def at(text: str) -> datetime:
    """A time on Polish clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW)


def said(hours: str, moment: str) -> tuple[State, str | None, str | None]:
    """The state, until when, and when next, on Polish clocks."""
    found = is_open(hours, at(moment))
    closes, opens = (m.strftime("%Y-%m-%d %H:%M") if m else None for m in (found.closes, found.opens))
    return found.state, closes, opens


@pytest.mark.parametrize(
    ("hours", "moment", "state", "closes", "opens"),
    [
        # an ordinary week; 23 November 2026 is a Monday
        (OFFICE, "2026-11-23 07:59", State.CLOSED, None, "2026-11-23 08:00"),
        (OFFICE, "2026-11-23 08:00", State.OPEN, "2026-11-23 18:00", "2026-11-24 08:00"),
        (OFFICE, "2026-11-23 17:59", State.OPEN, "2026-11-23 18:00", "2026-11-24 08:00"),
        (OFFICE, "2026-11-23 18:00", State.CLOSED, None, "2026-11-24 08:00"),
        (OFFICE, "2026-11-27 18:00", State.CLOSED, None, "2026-11-30 08:00"),
        (OFFICE, "2026-11-28 12:00", State.CLOSED, None, "2026-11-30 08:00"),
        # once a week
        ("We 10:00-12:00", "2026-11-25 12:00", State.CLOSED, None, "2026-12-02 10:00"),
        ("We 10:00-12:00", "2026-11-25 11:00", State.OPEN, "2026-11-25 12:00", "2026-12-02 10:00"),
        # a break
        ("Mo-Fr 08:00-12:00,13:00-16:00", "2026-11-23 12:30", State.CLOSED, None, "2026-11-23 13:00"),
        ("Mo-Fr 08:00-12:00,13:00-16:00", "2026-11-23 11:00", State.OPEN, "2026-11-23 12:00", "2026-11-23 13:00"),
        # several rules; a later one replaces an earlier one on its days
        ("Mo-Th 07:30-18:00; Fr 07:30-15:30", "2026-11-27 16:00", State.CLOSED, None, "2026-11-30 07:30"),
        ("Mo-Su 08:00-20:00; Su 10:00-12:00", "2026-11-29 13:00", State.CLOSED, None, "2026-11-30 08:00"),
        # over midnight, over the end of the week
        ("Fr 22:00-06:00", "2026-11-28 05:59", State.OPEN, "2026-11-28 06:00", "2026-12-04 22:00"),
        ("Fr 22:00-06:00", "2026-11-28 06:00", State.CLOSED, None, "2026-12-04 22:00"),
        ("Su 22:00-06:00", "2026-11-30 01:00", State.OPEN, "2026-11-30 06:00", "2026-12-06 22:00"),
        ("Sa-Mo 09:00-10:00", "2026-11-30 09:30", State.OPEN, "2026-11-30 10:00", "2026-12-05 09:00"),
        # days that touch are one span
        ("Sa-Su 00:00-24:00", "2026-11-28 12:00", State.OPEN, "2026-11-30 00:00", "2026-12-05 00:00"),
        ("Mo-Su 00:00-24:00", "2026-11-28 12:00", State.OPEN, None, None),
        ("24/7", "2026-11-28 03:00", State.OPEN, None, None),
        ("", "2026-11-28 12:00", State.UNKNOWN, None, None),
        # holidays: of Independence (a Wednesday), Corpus Christi (a Thursday), Christmas Eve (a Thursday)
        (OFFICE, "2026-11-11 12:00", State.OPEN_BY_TABLE, "2026-11-11 18:00", "2026-11-12 08:00"),
        (OFFICE, "2026-06-04 12:00", State.OPEN_BY_TABLE, "2026-06-04 18:00", "2026-06-05 08:00"),
        (OFFICE, "2026-12-24 12:00", State.OPEN_BY_TABLE, "2026-12-24 18:00", "2026-12-25 08:00"),
        (OFFICE, "2026-11-11 19:00", State.CLOSED, None, "2026-11-12 08:00"),
        ("24/7", "2026-11-11 12:00", State.OPEN, None, None),
    ],
)
def test_state_until_when_and_when_next(hours: str, moment: str, state: State, closes: str | None, opens: str | None) -> None:
    assert said(hours, moment) == (state, closes, opens)
    assert bool(is_open(hours, at(moment))) == (state in (State.OPEN, State.OPEN_BY_TABLE))


def test_night_of_the_clock_going_forward_is_an_hour_shorter() -> None:
    """On 29 March 2026 02:00 is followed by 03:00."""
    opened, closes = at("2026-03-28 22:00"), is_open("Sa 22:00-06:00", at("2026-03-29 01:30")).closes
    assert closes is not None
    assert closes.astimezone(timezone.utc) - opened.astimezone(timezone.utc) == timedelta(hours=7)


def test_night_of_the_clock_going_back_is_an_hour_longer() -> None:
    """On 25 October 2026 02:00 to 03:00 comes twice."""
    opened, closes = at("2026-10-24 22:00"), is_open("Sa 22:00-06:00", at("2026-10-25 01:30")).closes
    assert closes is not None
    assert closes.astimezone(timezone.utc) - opened.astimezone(timezone.utc) == timedelta(hours=9)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-03-27T07:00:00+00:00", State.OPEN),  # 8 o'clock in winter
        ("2026-03-27T06:59:59+00:00", State.CLOSED),
        ("2026-03-30T06:00:00+00:00", State.OPEN),  # 8 o'clock in summer
        ("2026-03-30T05:59:59+00:00", State.CLOSED),
        ("2026-03-30T12:30:00+14:00", State.CLOSED),  # the evening before in Poland
    ],
)
def test_clocks_are_polish_whatever_the_zone_of_the_moment(moment: str, state: State) -> None:
    assert is_open(OFFICE, datetime.fromisoformat(moment)).state == state


def test_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        is_open(OFFICE, datetime(2026, 11, 23, 12))


def test_every_minute_of_a_week_agrees_with_the_table() -> None:
    """Brute force over a week without clock changes: open exactly in the written hours, and `opens` is the next beginning."""
    hours = "Mo,We-Th 08:00-12:00,13:00-16:30; Sa 22:00-02:00"
    start = at("2026-11-16 00:00")
    states = []
    for minute in range(0, 7 * 24 * 60, 10):
        moment = start + timedelta(minutes=minute)
        clock, day = moment.strftime("%H:%M"), moment.strftime("%a")
        office = day in ("Mon", "Wed", "Thu") and ("08:00" <= clock < "12:00" or "13:00" <= clock < "16:30")
        night = (day == "Sat" and clock >= "22:00") or (day == "Sun" and clock < "02:00")
        found = is_open(hours, moment)
        states.append((moment, found))
        assert (found.state == State.OPEN) == (office or night), moment
    for (_, before), (moment, after) in pairwise(states):
        if before.state == State.CLOSED and after.state == State.OPEN:
            assert before.opens == moment


def test_hours_of_the_shipped_table_can_all_be_read() -> None:
    facilities = [f for f in table.read(FACILITIES) if f.hours]
    assert facilities
    for facility in facilities:
        assert any(week(facility.hours))
        assert is_open(facility.hours, at("2026-11-23 12:00")) != Opening(State.UNKNOWN)


@pytest.mark.parametrize(
    ("year", "day"), [(2019, "04-21"), (2024, "03-31"), (2025, "04-20"), (2026, "04-05"), (2027, "03-28"), (2038, "04-25")]
)
def test_easter(year: int, day: str) -> None:
    assert easter(year) == date.fromisoformat(f"{year}-{day}")


@pytest.mark.parametrize(
    ("day", "holiday"),
    [("2024-12-24", False), ("2025-12-24", True), ("2026-04-06", True), ("2026-05-24", True), ("2026-11-29", False)],
)
def test_holidays(day: str, holiday: bool) -> None:
    assert is_holiday(date.fromisoformat(day)) == holiday


@pytest.mark.parametrize(
    ("hours", "days", "found"),
    [
        (OFFICE, "Tu", "Tu 08:00-18:00"),
        (OFFICE, "Sa", ""),
        (OFFICE, "Sa-Su", ""),
        ("Mo-Fr 08:00-12:00,13:00-16:00; Sa 09:00-13:00", "Sa-Su", "Sa 09:00-13:00"),
        ("Mo-Fr 08:00-12:00,13:00-16:00", "Mo", "Mo 08:00-12:00,13:00-16:00"),
        ("Fr 22:00-06:00", "Fr", "Fr 22:00-06:00"),
        ("Mo-Su 00:00-24:00", "Su", "Su 00:00-24:00"),
    ],
)
def test_hours_of_a_day_alone(hours: str, days: str, found: str) -> None:
    assert on_days(hours, days) == found
