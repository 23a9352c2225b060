"""`./guide report`: what was asked, what was not understood or found, how quick, and what is due, for a period.

Gathers from the stores; bot/insight/page.py makes the page. Rare places and topics are shown as "<3": a single search for a small
town might tell who it was.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from actions.directory import store
from bot import helpline_checks
from bot.insight.daily import MORE, Figure, daily_figures, total
from bot.languages import LANGUAGES
from bot.settings import Settings
from bot.stores.remarks import RemarkError, RemarkStore
from bot.stores.unsure import Unsure, unsure_questions
from bot.tables import TableError
from bot.web.texts import domain_answers

RARE: Final = 3
_SHOWN: Final = 15  # lines of a table
Table = list[tuple[str, ...]]


@dataclass(frozen=True)
class Report:
    """Everything of a period. unsure: masked questions; due: lines about rows whose check is old; failed: what could not be read."""

    first: date
    last: date
    figures: tuple[Figure, ...]
    unsure: tuple[Unsure, ...]
    opinions: Table
    words: Table
    wrong_contacts: Table
    due: Table
    failed: tuple[str, ...]

    def days(self) -> list[date]:
        """Every day of the period."""
        return [self.first + timedelta(days=i) for i in range((self.last - self.first).days + 1)]

    def messages(self, language: str) -> list[int]:
        """Messages of each day in a language."""
        counts = Counter({f.day: 0 for f in self.figures})
        for figure in self.figures:
            if figure.what == "channel" and figure.language == language:
                counts[figure.day] += figure.count
        return [counts[day] for day in self.days()]

    def topics(self, language: str) -> Counter[str]:
        """Messages by topic in a language."""
        return total((f for f in self.figures if f.language == language), "topic")

    def times(self) -> list[tuple[str, int]]:
        """Upper bounds of times in milliseconds ("more" stands last) with how many answers took as long, the shortest first."""
        return sorted(total(self.figures, "time").items(), key=lambda pair: math.inf if pair[0] == MORE else float(pair[0]))

    def quantile(self, share: float) -> str:
        """Milliseconds within which this share of messages was answered, as the bound of a step; empty without messages."""
        times = self.times()
        seen, wanted = 0, share * sum(count for _, count in times)
        for bound, count in times:
            seen += count
            if seen >= wanted:
                return f"≤ {bound} ms" if bound != MORE else "more than 10 s"
        return ""

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Title and rows of each table, in order."""
        all_messages = sum(total(self.figures, "channel").values())
        missed = sum(total(self.figures, "not_understood").values())
        yield (
            "In all",
            [
                ("messages", str(all_messages)),
                ("not understood", f"{missed} ({missed / all_messages:.1%})" if all_messages else "0"),
                ("messages in danger", str(sum(total(self.figures, "danger").values()))),
                ("answered without the dialogue", str(sum(total(self.figures, "trouble").values()))),
                ("half of the answers", self.quantile(0.5)),
                ("95 of 100 answers", self.quantile(0.95)),
            ],
        )
        for language in LANGUAGES:
            yield f"Topics ({language})", [(*row, _label(row[0], language)) for row in counted(self.topics(language))]
        for what, title in (("channel", "Channels"), ("danger", "Danger by kind"), ("search", "Searches by outcome")):
            yield title, counted(total(self.figures, what), rare=1)
        yield "Places without a facility", counted(total(self.figures, "place"))
        yield "Not understood (masked)", [(q.text, q.language, ", ".join(q.likeliest)) for q in self.unsure]
        yield "Answers found least useful (useful, not useful)", self.opinions
        yield "Words with thumbs (masked)", self.words
        yield "Contacts reported wrong", self.wrong_contacts
        yield "Checks that are due", self.due


def _label(topic: str, language: str) -> str:
    """The question that a topic is about, as visitors see it on a button; empty for those that have none."""
    return domain_answers().label(topic, language) or ""


def counted(counts: Counter[str], rare: int = RARE) -> Table:
    """The most frequent names with their counts; those below `rare` are not told exactly."""
    shown = [(name, str(number)) for name, number in counts.most_common(_SHOWN) if number >= rare]
    few = sum(number < rare for number in counts.values())
    return [*shown, *([(f"{few} more", f"<{rare} each")] if few else [])]


def gather(config: Settings, first: date, last: date, today: date) -> Report:
    """Reads everything; what cannot be read is named in the report instead of missing silently."""
    failed: list[str] = []

    def read(name: str, reading: Callable[[], Sequence[object]]) -> list[object]:
        try:
            return list(reading())
        except (SQLAlchemyError, RemarkError, store.DirectoryError, TableError) as error:
            failed.append(f"{name}: {error if not isinstance(error, SQLAlchemyError) else type(error).__name__}")
            return []

    engine = store.connect(config.database_url)
    remarks = RemarkStore(engine)
    parts = {
        "figures": read("figures", lambda: daily_figures().between(first, last)),
        "unsure": read("questions", lambda: unsure_questions().least_sure(_SHOWN, first, last)),
        "opinions": read("opinions", lambda: [(a, str(y), str(n)) for a, y, n in remarks.least_useful(first, last)][:_SHOWN]),
        "words": read("words", lambda: remarks.words(first, last)[:_SHOWN]),
        "wrong_contacts": read(
            "reports", lambda: [r for r in remarks.wrong_contacts() if first <= date.fromisoformat(r[0]) <= last]
        ),
        "due": read("checks", lambda: [*_helplines_due(today), *_facilities_due(config, today)]),
    }
    kept = {name: tuple(found) if name in ("figures", "unsure") else found for name, found in parts.items()}
    return Report(first, last, failed=tuple(failed), **kept)  # type: ignore[arg-type]


def _helplines_due(today: date) -> Table:
    return [(f"helpline {row.key}", f"{row.days} days ago") for row in helpline_checks.old_rows(today)]


def _facilities_due(config: Settings, today: date) -> Table:
    facilities = store.all_facilities(store.connect(config.database_url))
    old = sorted((f for f in facilities if f.age_days(today) > config.stale_days), key=lambda f: f.collected_on)
    return [(f"facility {f.id}", f"{f.age_days(today)} days ago") for f in old[:_SHOWN]]


def in_words(report: Report) -> str:
    """The report for a terminal."""
    lines = [f"From {report.first} to {report.last}"]
    for title, rows in report.tables():
        lines += ["", title]
        widths = [max(len(row[i]) for row in rows if len(row) > i) for i in range(max(map(len, rows)))] if rows else []
        lines += ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows] or ["  nothing"]
    return "\n".join([*lines, *(f"\n✗ could not be read: {line}" for line in report.failed)])


def report(config: Settings, first: date, last: date, html: Path | None, today: date) -> int:
    """Prints the report and, if wanted, writes the page; returns an exit code."""
    if first > last:
        print(f"✗ --from {first} is after --to {last}", file=sys.stderr)
        return 2
    found = gather(config, first, last, today)
    print(in_words(found))
    if html:
        from bot.insight.page import page  # matplotlib takes a second to load, and only the page needs it

        html.write_text(page(found), encoding="utf-8")
        print(f"\nPage: {html}")
    return 3 if found.failed else 0
