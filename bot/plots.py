"""Pages with plots that need nothing from elsewhere: a plain style, and figures as SVG inside the page."""

from __future__ import annotations

import io
from html import escape

from matplotlib.figure import Figure

STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1b2733}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .75rem;border-bottom:1px solid #d5dde5;text-align:right}
td:first-child,th:first-child{text-align:left}svg{max-width:100%;height:auto}h2{margin-top:2.5rem}"""


def svg(figure: Figure) -> str:
    """A figure as markup, named by the titles of its axes for those who do not see it."""
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None})
    text = file.getvalue()
    says = ", ".join(title for axes in figure.axes if (title := axes.get_title())) or "plot"
    return f'<svg role="img" aria-label="{escape(says)}"' + text[text.index("<svg") + len("<svg") :]
