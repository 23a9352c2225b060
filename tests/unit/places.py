"""Places of the real table by name, for the tests of everything that searches."""

from __future__ import annotations

from functools import cache

from bot import gazetteer
from bot.gazetteer import Place


@cache
def place(name: str, voivodeship: str | None = None) -> Place:
    """The largest place that is called so, in the voivodeship if one is given."""
    called = [p for p in gazetteer.by_id().values() if p.name == name and voivodeship in (None, p.voivodeship)]
    return max(called, key=lambda p: (p.is_town, p.population))
