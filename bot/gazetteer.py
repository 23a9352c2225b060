"""Places of Poland: which there are, where they lie, what they are called. Pure data, no text understanding."""

from __future__ import annotations

import gzip
import math
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, overload

from bot.settings import ROOT

TABLE: Final = ROOT / "data" / "places" / "places.csv.gz"
COLUMNS: Final = ("id", "name", "kind", "voivodeship", "powiat", "gmina", "lat", "lon", "population")
VOIVODESHIPS: Final = (
    "dolnośląskie", "kujawsko-pomorskie", "lubelskie", "lubuskie", "łódzkie", "małopolskie", "mazowieckie", "opolskie",
    "podkarpackie", "podlaskie", "pomorskie", "śląskie", "świętokrzyskie", "warmińsko-mazurskie", "wielkopolskie",
    "zachodniopomorskie",
)  # fmt: skip
_EARTH_KM: Final = 6371.0
_FARTHEST_KM: Final = 30.0  # from a known place; further away somebody is not in Poland


_EXTRA: Final = "x"  # before the number in the id of a place that the register lacks; such places come last


@dataclass(frozen=True)
class Place:
    """A town or village. lat, lon: degrees; population: 0 when not known; gmina: the commune it lies in."""

    id: str
    name: str
    is_town: bool
    voivodeship: str
    powiat: str
    lat: float
    lon: float
    population: int
    gmina: str = ""


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) points in kilometres."""
    (la, lo), (lb, lp) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(h))


class Places(Sequence[Place]):
    """All places of a table in its order. The text is kept as it is; a Place is made when one is asked for."""

    def __init__(self, path: Path) -> None:
        text = gzip.decompress(path.read_bytes())
        self._text = text
        self._starts = array("I")
        self.populations = array("I")  # by position, like the next one: for those who compare many
        self.towns = bytearray()
        numbers = array("I")
        at = text.index(b"\n") + 1
        while at < len(text):
            end = text.index(b"\n", at)
            place_id, _, kind, rest = text[at:end].split(b",", 3)
            self._starts.append(at)
            self.populations.append(int(rest[rest.rindex(b",") + 1 :]))
            self.towns.append(kind == b"town")
            numbers.append(int(place_id) if place_id.isdigit() else 0)
            at = end + 1
        self._numbers = numbers[: next((i for i, n in enumerate(numbers) if not n), len(numbers))]

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> Place: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Place]: ...
    def __getitem__(self, index: int | slice) -> Place | Sequence[Place]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        start = self._starts[index]
        row = self._text[start : self._text.index(b"\n", start)].decode()
        i, name, kind, voivodeship, powiat, gmina, lat, lon, people = row.split(",")
        return Place(i, name, kind == "town", voivodeship, powiat, float(lat), float(lon), int(people), gmina)

    def position(self, place_id: str) -> int | None:
        """Where the place with this id stands, or None when there is none."""
        if place_id.startswith(_EXTRA):
            rest = range(len(self._numbers), len(self))
            return next((i for i in rest if self[i].id == place_id), None)
        if not (place_id.isascii() and place_id.isdigit()) or place_id.startswith("0"):
            return None
        number = int(place_id)
        at = bisect_left(self._numbers, number)
        return at if at < len(self._numbers) and self._numbers[at] == number else None


class _ById(Mapping[str, Place]):
    def __init__(self, places: Places) -> None:
        self._places = places

    def __getitem__(self, place_id: str) -> Place:
        at = self._places.position(place_id) if isinstance(place_id, str) else None
        if at is None:
            raise KeyError(place_id)
        return self._places[at]

    def __iter__(self) -> Iterator[str]:
        return (place.id for place in self._places)

    def __len__(self) -> int:
        return len(self._places)


@cache
def read(path: Path = TABLE) -> Places:
    """All places of the table, in its order, read once."""
    return Places(path)


@cache
def by_id() -> Mapping[str, Place]:
    """Places by their id."""
    return _ById(read())


@cache
def largest_in(voivodeship: str) -> Place:
    """The town with the most inhabitants of a voivodeship."""
    places = read()
    ranked = sorted(range(len(places)), key=places.populations.__getitem__, reverse=True)
    return next(place for place in map(places.__getitem__, ranked) if place.voivodeship == voivodeship)


def nearest(lat: float, lon: float) -> Place | None:
    """The place nearest to a position in degrees, or None outside of Poland."""
    near = [p for p in by_id().values() if abs(p.lat - lat) < 0.5 and abs(p.lon - lon) < 0.8]
    found = min(near, key=lambda p: distance_km((lat, lon), (p.lat, p.lon)), default=None)
    return found if found and distance_km((lat, lon), (found.lat, found.lon)) <= _FARTHEST_KM else None
