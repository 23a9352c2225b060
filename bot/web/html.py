"""Builds HTML without a template language: every text is escaped unless it was built here."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Final, Union

_VOID: Final = frozenset("meta link input br hr img".split())


class Html(str):
    """Text that is HTML already."""


Child = Union[str, None, Iterable["Child"]]


def join(*children: Child) -> Html:
    """Children one after another; plain texts are escaped, None is left out, lists are opened."""
    return Html("".join(_parts(children)))


def _parts(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if isinstance(child, Html):
            yield child
        elif isinstance(child, str):
            yield html.escape(child, quote=False)
        elif child is not None:
            yield from _parts(child)


def element(tag: str, *children: Child, **attributes: object) -> Html:
    """`element("a", "words", href="/", class_="link")`. An attribute that is None or False is left out, True has no value.

    A trailing underscore is dropped and others become hyphens: class_, aria_label.
    """
    written = "".join(
        f" {name.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{html.escape(str(value))}"')
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    inside = "" if tag in _VOID else f"{join(*children)}</{tag}>"
    return Html(f"<{tag}{written}>{inside}")


def link(href: str, *children: Child, **attributes: object) -> Html:
    """A link; one that leaves the site tells the other one nothing."""
    outside = {"rel": "noopener noreferrer"} if href.startswith("http") else {}
    return element("a", *children, href=href, **outside, **attributes)


def items(children: Iterable[Child], tag: str = "ul", **attributes: object) -> Html:
    """A list of the children."""
    return element(tag, [element("li", child) for child in children], **attributes)
