"""The contacts that answers may name: helplines and web addresses, each from its checked table."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot import tables
from bot.languages import LANGUAGES
from bot.settings import ROOT

HELPLINES = ROOT / "data" / "helplines.csv"
CONTACTS = ROOT / "data" / "contacts.csv"
HELPLINE_COLUMNS = (
    "key", "number", "name_pl", "name_en", "for_whom", "hours_pl", "hours_en", "free", "languages",
    "website", "source", "checked_on", "show",
)  # fmt: skip
CONTACT_COLUMNS = ("key", "value", "source", "checked_on")


def placeholders(language: str, helplines: Path = HELPLINES, contacts: Path = CONTACTS) -> dict[str, str]:
    """What a response may write in braces: `{adult_helpline}`, `{adult_helpline_name}`, `{portal}`, …

    A helpline gives its number and, with a suffix, its name, hours and website in the language.
    Raises tables.TableError when a table is broken.
    """
    values: dict[str, str] = {}
    rows = tables.read(helplines, HELPLINE_COLUMNS)
    for row in rows:
        values[row["key"]] = row["number"]
        values[f"{row['key']}_name"] = row[f"name_{language}"]
        values[f"{row['key']}_hours"] = row[f"hours_{language}"]
        values[f"{row['key']}_website"] = row["website"].removeprefix("https://")
    values["helplines_checked_on"] = min(row["checked_on"] for row in rows)
    values.update({row["key"]: row["value"] for row in tables.read(contacts, CONTACT_COLUMNS)})
    return values


@cache
def all_placeholders() -> dict[str, dict[str, str]]:
    """The placeholders of every language, read once."""
    return {language: placeholders(language) for language in LANGUAGES}
