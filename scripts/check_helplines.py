"""Lists helplines whose check is old (`make check-helplines`); the rules stand in bot/helpline_checks.py."""

from __future__ import annotations

import sys
from datetime import date

from bot import tables
from bot.helpline_checks import LATEST, old_rows


def main(today: date | None = None) -> int:
    """Lists the old rows; 1 when one of them must not be shown any longer."""
    try:
        rows = old_rows(today or date.today())
    except tables.TableError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    for row in rows:
        where = "shown to people in danger" if row.in_danger else "not shown to people in danger"
        print(f"{'✗' if row.overdue else '!'} {row.key} ({row.number}): checked {row.days} days ago; {where}")
    if any(row.overdue for row in rows):
        print(
            f"✗ A number for people in danger was checked more than {LATEST} days ago: dial it or look at its operator's page, then "
            "correct data/helplines.csv, or take it out of the answers utter_crisis_* in domain.yml.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
