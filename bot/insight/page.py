"""The report as one HTML file: tables and plots, without scripts and without a request to anywhere."""

from __future__ import annotations

from collections import Counter
from html import escape

from matplotlib.figure import Figure

from bot.insight.daily import MORE
from bot.insight.report import RARE, Report
from bot.languages import LANGUAGES
from bot.plots import STYLE, svg

_COLOURS = {"pl": "#12545a", "en": "#b4540a"}
_TOPICS = 12


def page(report: Report) -> str:
    """The whole page."""
    title = f"The guide from {report.first} to {report.last}"
    parts = [
        f"<h1>{title}</h1><p>Counts only: nothing here tells who wrote. Fewer than {RARE} of a kind are not told exactly.</p>",
        *(f"<p><strong>Could not be read: {escape(line)}</strong></p>" for line in report.failed),
        svg(_by_day(report)),
        svg(_by_topic(report)),
        svg(_times(report)),
        *(_table(name, rows) for name, rows in report.tables()),
    ]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>{"".join(parts)}</html>'
    )


def _table(title: str, rows: list[tuple[str, ...]]) -> str:
    cells = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<h2>{escape(title)}</h2>" + (f"<table>{cells}</table>" if rows else "<p>Nothing.</p>")


def _by_day(report: Report) -> Figure:
    figure = Figure(figsize=(9, 3), layout="constrained")
    axes, below = figure.subplots(), [0] * len(report.days())
    for language in LANGUAGES:
        counts = report.messages(language)
        axes.bar(report.days(), counts, bottom=below, color=_COLOURS[language], label=language)
        below = [a + b for a, b in zip(below, counts)]
    axes.set(title="Messages by day")
    axes.legend()
    axes.tick_params(axis="x", rotation=30)
    return figure


def _by_topic(report: Report) -> Figure:
    counts = {language: report.topics(language) for language in LANGUAGES}
    names = [name for name, number in sum(counts.values(), start=Counter()).most_common(_TOPICS) if number >= RARE][::-1]
    figure = Figure(figsize=(9, 0.35 * max(len(names), 1) + 1), layout="constrained")
    axes, beside = figure.subplots(), [0] * len(names)
    for language in LANGUAGES:
        values = [counts[language][name] for name in names]
        axes.barh(names, values, left=beside, color=_COLOURS[language], label=language)
        beside = [a + b for a, b in zip(beside, values)]
    axes.set(title="Messages by topic")
    return figure


def _times(report: Report) -> Figure:
    times = report.times()
    figure = Figure(figsize=(9, 2.5), layout="constrained")
    axes = figure.subplots()
    axes.bar([f"≤ {bound}" if bound != MORE else bound for bound, _ in times], [count for _, count in times], color=_COLOURS["pl"])
    axes.set(title="Time of an answer in milliseconds")
    return figure
