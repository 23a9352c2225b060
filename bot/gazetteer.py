"""Places of Poland: which there are, where they lie, what they are called. Pure data, no text understanding."""

from __future__ import annotations

import csv
import gzip
import io
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from bot.settings import ROOT

TABLE: Final = ROOT / "data" / "places" / "places.csv.gz"
COLUMNS: Final = ("id", "name", "kind", "voivodeship", "powiat", "gmina", "lat", "lon", "population", "forms")
VOIVODESHIPS: Final = (
    "dolnośląskie", "kujawsko-pomorskie", "lubelskie", "lubuskie", "łódzkie", "małopolskie", "mazowieckie", "opolskie",
    "podkarpackie", "podlaskie", "pomorskie", "śląskie", "świętokrzyskie", "warmińsko-mazurskie", "wielkopolskie",
    "zachodniopomorskie",
)  # fmt: skip
_EARTH_KM: Final = 6371.0


@dataclass(frozen=True)
class Place:
    """A town or village. lat, lon: degrees; population: 0 when not known; forms: its name in all cases, folded;
    "!" before a form marks one that is an ordinary word too ("!pracy").
    """

    id: str
    name: str
    is_town: bool
    voivodeship: str
    powiat: str
    lat: float
    lon: float
    population: int
    forms: tuple[str, ...]


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) points in kilometres."""
    (la, lo), (lb, lp) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(h))


def read(path: Path = TABLE) -> list[Place]:
    """All places of the table, in its order."""
    with gzip.open(path, "rb") as file:
        rows = csv.reader(io.StringIO(file.read().decode()))
        next(rows)
        return [
            Place(i, name, kind == "town", voivodeship, powiat, float(lat), float(lon), int(people),
                  tuple(forms.split("|")) if forms else ())
            for i, name, kind, voivodeship, powiat, _gmina, lat, lon, people, forms in rows
        ]  # fmt: skip


@cache
def by_id() -> dict[str, Place]:
    """Places by their id, read once."""
    return {place.id: place for place in read()}
