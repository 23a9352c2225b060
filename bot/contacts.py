"""The contacts that answers may name: helplines and web addresses, each from its checked table."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot import tables
from bot.folding import words
from bot.languages import LANGUAGES
from bot.settings import ROOT

HELPLINES = ROOT / "data" / "helplines.csv"
CONTACTS = ROOT / "data" / "contacts.csv"
HELPLINE_COLUMNS = (
    "key", "number", "name_pl", "name_en", "for_whom", "words", "hours_pl", "hours_en", "free", "languages_pl",
    "languages_en", "website", "source", "checked_on", "show",
)  # fmt: skip
EMERGENCY = "emergency"
_YEAR = 4  # digits of a check of which only the year is known
CONTACT_COLUMNS = ("key", "value", "source", "checked_on")


def placeholders(language: str, helplines: Path = HELPLINES, contacts: Path = CONTACTS) -> dict[str, str]:
    """What a response may write in braces: `{adult_helpline}`, `{adult_helpline_name}`, `{portal}`, …

    A helpline gives its number and, with a suffix, its name, hours, languages and website in the language, and when it was checked.
    Raises tables.TableError when a table is broken.
    """
    values: dict[str, str] = {}
    rows = tables.read(helplines, HELPLINE_COLUMNS)
    for row in rows:
        values[row["key"]] = row["number"]
        values[f"{row['key']}_name"] = row[f"name_{language}"]
        values[f"{row['key']}_hours"] = row[f"hours_{language}"]
        values[f"{row['key']}_languages"] = row[f"languages_{language}"]
        values[f"{row['key']}_website"] = row["website"].removeprefix("https://")
        values[f"{row['key']}_checked_on"] = row["checked_on"]
    # The oldest check; of some numbers only the year is known: these are named on their own.
    values["helplines_checked_on"] = min(row["checked_on"] for row in rows if len(row["checked_on"]) > _YEAR)
    values.update({row["key"]: row["value"] for row in tables.read(contacts, CONTACT_COLUMNS)})
    return values


def left_out(text: str, helplines: Path = HELPLINES) -> dict[str, str]:
    """The helplines that a text does not ask for, each without a value; none when it names nobody that a line is meant for.

    Whom a line is meant for is told by beginnings of words (column `words`, folded). Lines with danger to life are never left out.
    """
    said, lines = words(text), _asked_with(helplines)
    asked = {key for key, stems in lines.items() if any(word.startswith(stems) for word in said)}
    return {key: "" for key in lines if asked and key not in asked and key != EMERGENCY}


@cache
def _asked_with(helplines: Path) -> dict[str, tuple[str, ...]]:
    """The beginnings of words by which people ask for each line, read once."""
    return {row["key"]: tuple(row["words"].split()) for row in tables.read(helplines, HELPLINE_COLUMNS)}


@cache
def all_placeholders() -> dict[str, dict[str, str]]:
    """The placeholders of every language, read once."""
    return {language: placeholders(language) for language in LANGUAGES}
