"""An answer as HTML: paragraphs, lists, and links for numbers, pages and addresses that it names.

The chat in the browser follows the same rules (widget/prose.js); both link only what the tables of the guide name,
full addresses that begin with http or www, e-mail addresses, and numbers that begin with +48.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from bot.contacts import all_placeholders
from bot.languages import DEFAULT
from bot.web.html import Html, element, link

_BULLET: Final = re.compile(r"^(?:•|\d{1,2}\.) ")
_NUMBER: Final = re.compile(r"[\d ]{3,}")
_SITE: Final = re.compile(r"[\w-]+(\.[\w-]+)+")


@cache
def known_numbers() -> tuple[str, ...]:
    """Telephone numbers of the tables, as they are written in answers."""
    return tuple(sorted({v for v in all_placeholders()[DEFAULT].values() if _NUMBER.fullmatch(v)}, key=len, reverse=True))


@cache
def known_sites() -> tuple[str, ...]:
    """Addresses of pages of the tables, as they are written in answers, without http."""
    values = all_placeholders()[DEFAULT].values()
    return tuple(sorted({v for v in values if _SITE.fullmatch(v) and not _NUMBER.fullmatch(v)}, key=len, reverse=True))


@cache
def _linked() -> re.Pattern[str]:
    numbers, sites = ("|".join(map(re.escape, found)) for found in (known_numbers(), known_sites()))
    return re.compile(
        rf"(?P<page>(?:https?://|www\.)[^\s<>\"„”]+[^\s<>\"„”.,;:)])|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
        rf"|(?P<site>(?<![\w.])(?:{sites})(?![\w-]))|(?P<phone>\+48[\d ]{{9,13}}\d|(?<!\d)(?:{numbers})(?!\d))"
    )


def inline(text: str) -> list[str | Html]:
    """The text with its links."""
    parts: list[str | Html] = []
    end = 0
    for match in _linked().finditer(text):
        parts += [text[end : match.start()], _link(match)]
        end = match.end()
    return [*parts, text[end:]]


def _link(match: re.Match[str]) -> Html:
    found = match[0]
    if match["phone"]:
        return phone(found)
    if match["mail"]:
        return link(f"mailto:{found}", found)
    return link(found if found.startswith("http") else f"https://{found}", found)


def phone(number: str) -> Html:
    """A number that a tap calls."""
    digits = re.sub(r"[^\d+]", "", number.split(" ext")[0])
    return link(f"tel:{digits}", number, class_="phone")


def prose(text: str, source_prefix: str = "") -> list[Html]:
    """Paragraphs and lists of an answer; a line that begins with source_prefix is its source."""
    return [block for paragraph in text.split("\n\n") for block in _blocks(paragraph.split("\n"), source_prefix)]


def _blocks(lines: Iterable[str], source_prefix: str) -> Iterator[Html]:
    listed: list[str] = []
    tag = "ul"
    for line in [*lines, ""]:
        bullet = _BULLET.match(line)
        if bullet:
            tag = "ul" if line.startswith("•") else "ol"
            listed.append(line[bullet.end() :])
            continue
        if listed:
            yield element(tag, [element("li", inline(item)) for item in listed])
            listed = []
        if line:
            yield element("p", inline(line), class_="source" if source_prefix and line.startswith(source_prefix) else None)
