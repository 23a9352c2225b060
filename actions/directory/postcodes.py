"""Which voivodeships a postcode may belong to. Areas of post offices cross borders, so the table allows neighbours."""

from __future__ import annotations

from functools import cache
from typing import Final

from bot import tables
from bot.settings import ROOT

TABLE: Final = ROOT / "data" / "postcodes.csv"


@cache
def _voivodeships() -> dict[str, frozenset[str]]:
    rows = tables.read(TABLE, ("prefix", "voivodeships"))
    return {row["prefix"]: frozenset(row["voivodeships"].split("|")) for row in rows}


def prefixes(voivodeship: str) -> list[str]:
    """First two digits of the postcodes that can lie in the voivodeship, in order; none for what is no voivodeship."""
    return sorted(prefix for prefix, found in _voivodeships().items() if voivodeship in found)
