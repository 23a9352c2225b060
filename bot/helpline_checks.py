"""How old the checks of the helpline table are.

A number that is shown to somebody in danger must have been checked within LATEST days: after WARNED days `make check-helplines`
warns, after LATEST it fails. Other rows are shown with the day of their check and only warned about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import yaml

from bot import contacts, tables
from bot.settings import ROOT

WARNED: Final = 30
LATEST: Final = 90


@dataclass(frozen=True)
class Row:
    """A helpline: key and number, age of its check in days, and whether an answer to danger names it."""

    key: str
    number: str
    days: int
    in_danger: bool

    @property
    def overdue(self) -> bool:
        """The check is so old that the number must not be shown to somebody in danger."""
        return self.in_danger and self.days > LATEST


def shown_in_danger(domain: Path = ROOT / "domain.yml") -> frozenset[str]:
    """Keys of the table that the answers to danger name."""
    responses = yaml.safe_load(domain.read_text(encoding="utf-8"))["responses"]
    texts = "".join(v["text"] for name, found in responses.items() if name.startswith("utter_crisis_") for v in found)
    return frozenset(re.findall(r"\{(\w+?)(?:_name|_hours|_website)?\}", texts))


def _earliest(checked_on: str) -> date:
    """The day of a check; the first of January where only the year is known. Raises ValueError for anything else."""
    return date(int(checked_on), 1, 1) if re.fullmatch(r"\d{4}", checked_on) else date.fromisoformat(checked_on)


def old_rows(today: date, table: Path = contacts.HELPLINES) -> list[Row]:
    """Rows whose check is older than WARNED days, oldest first. Raises tables.TableError for a broken table or day."""
    shown, found = shown_in_danger(), []
    for number, row in enumerate(tables.read(table, contacts.HELPLINE_COLUMNS), start=2):
        try:
            days = (today - _earliest(row["checked_on"])).days
        except ValueError:
            raise tables.TableError(f"{table.name}:{number}: checked_on: expected a day such as 2026-10-03, or a year") from None
        if days < 0:
            raise tables.TableError(f"{table.name}:{number}: checked_on: {row['checked_on']} is in the future")
        found.append(Row(row["key"], row["number"], days, row["key"] in shown))
    return sorted((r for r in found if r.days > WARNED), key=lambda r: -r.days)
