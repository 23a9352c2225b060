"""Names of what is larger or smaller than a place: voivodeships, regions, counties, districts of cities, short names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from bot import gazetteer, tables
from bot.folding import fold
from bot.gazetteer import Place
from bot.settings import ROOT

AREAS: Final = ROOT / "data" / "places" / "areas.csv"
AREA_COLUMNS: Final = ("name", "kind", "target", "voivodeship")
POSTCODES: Final = ROOT / "data" / "places" / "postcodes.csv"
POSTCODE_COLUMNS: Final = ("prefix", "target")
KINDS: Final = ("voivodeship", "region", "county", "adjective", "district", "estate", "short")
_LONGEST_PREFIX: Final = 3


@dataclass(frozen=True)
class Area:
    """kind: one of KINDS; place: position in the gazetteer of the town that is meant, or None; voivodeship: else."""

    name: str
    kind: str
    place: int | None
    voivodeship: str


class TownNames:
    """Positions of towns by their names; the largest place of a name when no town has it."""

    def __init__(self) -> None:
        places = gazetteer.read()
        self._towns = [(places[i].name, places[i].voivodeship, i) for i in range(len(places)) if places.towns[i]]

    def position(self, name: str, voivodeship: str = "") -> int:
        """The largest town with this name, in the voivodeship when one is given. Raises ValueError when none has it."""
        places = gazetteer.read()
        named = [i for n, v, i in self._towns if n == name and voivodeship in ("", v)]
        named = named or [i for i, place in enumerate(places) if place.name == name]
        if not named:
            raise ValueError(f"expected a place or a voivodeship, found {name!r}")
        return max(named, key=places.populations.__getitem__)

    def beginning_with(self, word: str) -> list[Place]:
        """Towns whose name has several words, of which this one, folded, is the first."""
        places = gazetteer.read()
        return [places[i] for name, _, i in self._towns if fold(name).replace("-", " ").startswith(word + " ")]


@cache
def town_names() -> TownNames:
    """The names of all towns, read once."""
    return TownNames()


@cache
def areas() -> list[Area]:
    """All rows of the table of areas, in its order, read once."""
    found = []
    for row in tables.read(AREAS, AREA_COLUMNS):
        is_region = row["target"] in gazetteer.VOIVODESHIPS
        place = None if is_region else town_names().position(row["target"], row["voivodeship"])
        found.append(Area(row["name"], row["kind"], place, row["target"] if is_region else row["voivodeship"]))
    return found


@cache
def _prefixes() -> dict[str, str]:
    return {row["prefix"]: row["target"] for row in tables.read(POSTCODES, POSTCODE_COLUMNS)}


def of_postcode(digits: str) -> str | None:
    """The town or voivodeship in which a postcode of five digits lies, as far as its first digits tell; None if unknown."""
    known = (_prefixes().get(digits[:n]) for n in range(_LONGEST_PREFIX, 1, -1))
    return next((target for target in known if target), None)
