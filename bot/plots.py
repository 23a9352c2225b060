"""Pages with plots that need nothing from elsewhere: a plain style, and figures as SVG inside the page."""

from __future__ import annotations

import io

from matplotlib.figure import Figure

STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1b2733}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .75rem;border-bottom:1px solid #d5dde5;text-align:right}
td:first-child,th:first-child{text-align:left}svg{max-width:100%;height:auto}h2{margin-top:2.5rem}"""


def svg(figure: Figure) -> str:
    """A figure as markup."""
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None})
    text = file.getvalue()
    return text[text.index("<svg") :]
