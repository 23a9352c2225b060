"""Whether a place is open at a moment, by the hours of the table (OpenStreetMap syntax, see table.py). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from functools import lru_cache
from typing import Final

from actions.directory.days import WARSAW
from actions.directory.holidays import is_holiday

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALWAYS: Final = "24/7"
_AHEAD: Final = 8  # days: every week repeats itself
_DAY: Final = 24 * 60
Spans = tuple[tuple[int, int], ...]  # of a day, in minutes after its midnight; an end above 24 hours lies in the next day
Week = tuple[Spans, ...]  # from Monday on


class State(Enum):
    """OPEN_BY_TABLE: on a public holiday, of which the table does not speak, so that it may be closed all the same."""

    OPEN = "open"
    OPEN_BY_TABLE = "open according to the table"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Opening:
    """The state at a moment. closes: when it is open, until when; opens: when it opens next. Both in Polish time, and None
    when there is no such moment (round the clock) or nothing is known.
    """

    state: State
    closes: datetime | None = None
    opens: datetime | None = None

    def __bool__(self) -> bool:
        """Open, as far as the table tells."""
        return self.state in (State.OPEN, State.OPEN_BY_TABLE)


@lru_cache(maxsize=1024)
def week(hours: str) -> Week:
    """The spans of each day from Monday to Sunday; a later rule replaces an earlier one on the days that it names."""
    days: list[Spans] = [((0, _DAY),) if hours == ALWAYS else ()] * 7
    for rule in hours.split("; ") if hours and hours != ALWAYS else []:
        names, times = rule.split(" ")
        spans = tuple(_span(span) for span in times.split(","))
        for index in _days(names):
            days[index] = spans
    return tuple(days)


def _days(names: str) -> list[int]:
    """Positions of the days of "Mo,We-Fr"; a range may run over the end of the week."""
    found = []
    for part in names.split(","):
        first, _, last = part.partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        found += [(start + i) % 7 for i in range((end - start) % 7 + 1)]
    return found


def _span(text: str) -> tuple[int, int]:
    hours = re.findall(r"(\d\d):(\d\d)", text)
    start, end = (int(h) * 60 + int(m) for h, m in hours)
    return start, end if end > start else end + _DAY


def on_days(hours: str, names: str) -> str:
    """The hours of these days alone ("Sa", "Sa-Su"), in the same syntax; empty when it is closed on all of them."""
    spans = ((DAYS[i], ",".join(map(_clock, week(hours)[i]))) for i in _days(names))
    return "; ".join(f"{name} {times}" for name, times in spans if times)


def _clock(span: tuple[int, int]) -> str:
    start, end = span
    times = (divmod(minutes, 60) for minutes in (start, end if end <= _DAY else end - _DAY))
    return "-".join(f"{hour:02}:{minute:02}" for hour, minute in times)


def is_open(hours: str, moment: datetime) -> Opening:
    """Open or not at the moment, until when, and when it opens next. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("expected a moment with a time zone")
    if not hours:
        return Opening(State.UNKNOWN)
    if hours == ALWAYS:
        return Opening(State.OPEN)
    today = moment.astimezone(WARSAW).date()
    spans = _spans_around(week(hours), today)
    opens = next((start for start, _ in spans if start > moment), None)
    closes = next((end for start, end in spans if start <= moment < end), None)
    if closes is None:
        return Opening(State.CLOSED, opens=_polish(opens))
    endless = closes >= _moment(today + timedelta(days=_AHEAD), 0)
    state = State.OPEN_BY_TABLE if is_holiday(today) else State.OPEN
    return Opening(state, closes=None if endless else _polish(closes), opens=_polish(opens))


def _spans_around(days: Week, today: date) -> list[tuple[datetime, datetime]]:
    """Beginnings and ends in UTC from yesterday (whose night may reach into today) for a week; spans that touch are one."""
    found: list[tuple[datetime, datetime]] = []
    for offset in range(-1, _AHEAD):
        day = today + timedelta(days=offset)
        for minutes, until in sorted(days[day.weekday()]):
            start, end = _moment(day, minutes), _moment(day, until)
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
    return found


def _moment(day: date, minutes: int) -> datetime:
    """UTC of a time on Polish clocks, on days of clock changes too; minutes may lie in the next day."""
    later, minute = divmod(minutes, _DAY)
    clock = datetime.combine(day + timedelta(days=later), time(*divmod(minute, 60)), WARSAW)
    return clock.astimezone(timezone.utc)


def _polish(moment: datetime | None) -> datetime | None:
    return moment.astimezone(WARSAW) if moment else None
