"""The page of the score card: tables and plots of what scripts/evaluate.py measured, in one HTML file without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from matplotlib.figure import Figure

from bot.plots import STYLE, svg


def page(figures: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """The whole page. figures: by set and language; names: the words for each figure."""
    parts = [
        "<h1>Score card</h1><p>Held-out questions, conversations and everyday sentences. Set 1 was looked at while the guide was "
        "made; set 2 was written by others and is the judge. Nothing of either is trained on.</p>",
        _table(figures, names),
        "<h2>How far to trust the confidence</h2>",
        svg(_reliability(figures)),
        "<h2>Right answers by topic</h2>",
        svg(_topics(figures)),
        "<h2>Confusions</h2>",
        *(_confusions(name, found["confused"]) for name, found in figures.items()),
    ]
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Score card</title><style>{STYLE}</style>{"".join(parts)}</html>'


def _table(figures: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in figures)
    rows = "".join(
        f"<tr><td>{escape(words)}</td>" + "".join(f"<td>{found[key]:.1%}</td>" for found in figures.values()) + "</tr>"
        for key, words in names.items()
    )
    return f"<table><tr><th>set and language</th>{head}</tr>{rows}</table>"


def _reliability(figures: Mapping[str, Mapping[str, Any]]) -> Figure:
    """Share of right topics over confidence; on the diagonal the confidence is honest."""
    figure = Figure(figsize=(7, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="#9aa7b4", linestyle="--", label="honest")
    for name, found in figures.items():
        axes.plot([c for c, _, _ in found["reliability"]], [r for _, r, _ in found["reliability"]], marker="o", label=name)
    axes.set(xlabel="confidence", ylabel="share of right topics", xlim=(0, 1), ylim=(0, 1.02))
    axes.legend()
    return figure


def _topics(figures: Mapping[str, Mapping[str, Any]]) -> Figure:
    """Mean over the sets for each topic, the worst first."""
    topics = {t for found in figures.values() for t in found["by_topic"]}
    shares = {t: [found["by_topic"][t] for found in figures.values() if t in found["by_topic"]] for t in topics}
    ordered = sorted(((sum(v) / len(v), t) for t, v in shares.items()), reverse=True)
    figure = Figure(figsize=(8, 0.2 * len(ordered) + 1), layout="constrained")
    axes = figure.subplots()
    axes.barh([t for _, t in ordered], [share for share, _ in ordered], color="#2f6f8f")
    axes.set(xlim=(0, 1), xlabel="share of right answers")
    axes.tick_params(axis="y", labelsize=7)
    axes.margins(y=0.005)
    return figure


def _confusions(name: str, found: list[tuple[str, int]]) -> str:
    rows = "".join(f"<tr><td>{escape(pair)}</td><td>{count}</td></tr>" for pair, count in found)
    return f"<h3>{escape(name)}</h3><table><tr><th>asked → understood</th><th>times</th></tr>{rows}</table>"
