"""How old the checks of the helpline table may be: bot/helpline_checks.py, scripts/check_helplines.py."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot import contacts, helpline_checks, tables
from bot.helpline_checks import old_rows, shown_in_danger
from scripts import check_helplines
from scripts.check_helplines import main

DAY = date(2026, 11, 28)


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(helpline_checks.contacts, "HELPLINES", tmp_path / "helplines.csv")
    return tmp_path / "helplines.csv"


def write(path: Path, **checked: str) -> None:
    rows = [f"{key},116 000,l,l,anyone,,h,h,yes,,,,page,{day},crisis" for key, day in checked.items()]
    path.write_text("\n".join([",".join(contacts.HELPLINE_COLUMNS), *rows]) + "\n", encoding="utf-8")


def test_fresh_rows_are_not_listed(table: Path) -> None:
    write(table, emergency="2026-10-29", senior_helpline="2026-11-28")
    assert old_rows(DAY, table) == []


def test_old_rows_are_listed_oldest_first(table: Path) -> None:
    write(table, emergency="2026-10-28", senior_helpline="2026-01-01")
    assert [(r.key, r.days, r.in_danger, r.overdue) for r in old_rows(DAY, table)] == [
        ("senior_helpline", 331, False, False),
        ("emergency", 31, True, False),
    ]


@pytest.mark.parametrize(("day", "overdue"), [("2026-08-30", False), ("2026-08-29", True)])
def test_number_for_people_in_danger_is_overdue_after_ninety_days(table: Path, day: str, overdue: bool) -> None:
    write(table, emergency=day)
    (row,) = old_rows(DAY, table)
    assert row.overdue is overdue


@pytest.mark.parametrize(
    ("checked", "code"),
    [
        ({"emergency": "2026-11-01"}, 0),
        ({"emergency": "2026-10-01", "senior_helpline": "2020-01-01"}, 0),
        ({"emergency": "2026-08-01"}, 1),
        ({"emergency": "2026"}, 1),  # perhaps as long ago as January
        ({"emergency": "yesterday"}, 1),
        ({"emergency": "2026-12-24"}, 1),
    ],
)
def test_command_fails_only_when_a_number_must_not_be_shown(
    table: Path, monkeypatch: pytest.MonkeyPatch, checked: dict[str, str], code: int
) -> None:
    write(table, **checked)
    monkeypatch.setattr(check_helplines, "old_rows", lambda today: old_rows(today, table))
    assert main(DAY) == code


def test_day_that_is_none_is_named_with_its_line(table: Path) -> None:
    write(table, emergency="2026-10-03", senior_helpline="soon")
    with pytest.raises(tables.TableError, match=r"helplines\.csv:3: checked_on"):
        old_rows(DAY, table)


def test_answers_to_danger_name_the_lines_that_count() -> None:
    shown = shown_in_danger()
    assert {"emergency", "adult_helpline", "support_centre", "youth_helpline", "violence_helpline"} <= shown
    assert "nfz_line" not in shown
