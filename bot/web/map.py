"""The map of Poland with the facilities, drawn as one SVG: no tiles, no scripts, nothing from elsewhere."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from actions.directory.model import Facility
from bot import gazetteer, tables
from bot.web.html import Html, element

OUTLINE: Final = Path(__file__).with_name("outline.csv")
_WEST, _NORTH, _SOUTH = 13.9, 55.0, 48.9
_SCALE: Final = 50.0  # units of the drawing for a degree of longitude
_STRETCH: Final = 1 / math.cos(math.radians(52))  # a degree of latitude is this much longer in the middle of Poland
WIDTH: Final = 530
HEIGHT: Final = round((_NORTH - _SOUTH) * _SCALE * _STRETCH)
_RADIUS: Final = 6.5


def point(lat: float, lon: float) -> tuple[float, float]:
    """Where a place lies in the drawing."""
    return round((lon - _WEST) * _SCALE, 1), round((_NORTH - lat) * _SCALE * _STRETCH, 1)


@cache
def outline() -> tuple[tuple[float, float], ...]:
    """The border of Poland in the drawing, point after point."""
    rows = tables.read(OUTLINE, ("lon", "lat"))
    return tuple(point(float(r["lat"]), float(r["lon"])) for r in rows)


@cache
def _border() -> Html:
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in outline()) + "Z"
    return element("path", d=path, class_="outline")


def drawing(facilities: Sequence[Facility], addresses: dict[str, str], title: str) -> Html:
    """The map. addresses: the page of each facility by its id; a town with several leads to the first one's.

    The marks are links with names, so that keyboard and screen reader reach each of them.
    """
    by_place: dict[str, list[Facility]] = defaultdict(list)
    for facility in facilities:
        if facility.place_id in gazetteer.by_id():
            by_place[facility.place_id].append(facility)
    radius = _RADIUS if len(facilities) > 1 else 2 * _RADIUS
    marks = [_mark(place_id, found, addresses, radius) for place_id, found in by_place.items()]
    return element("svg", _border(), marks, viewBox=f"0 0 {WIDTH} {HEIGHT}", role="group", aria_label=title, class_="map")


def _mark(place_id: str, facilities: list[Facility], addresses: dict[str, str], radius: float) -> Html:
    place = gazetteer.by_id()[place_id]
    x, y = point(place.lat, place.lon)
    name = f"{place.name}: " + "; ".join(f.name for f in facilities)
    confirmed = [f for f in facilities if f.confirmed]
    size = radius + min(len(facilities) - 1, 4)
    shape = (
        element("circle", cx=x, cy=y, r=size)
        if confirmed
        else element("rect", x=round(x - size + 1, 1), y=round(y - size + 1, 1), width=2 * size - 2, height=2 * size - 2)
    )
    target = addresses[(confirmed or facilities)[0].id]
    return element("a", element("title", name), shape, href=target, class_="confirmed" if confirmed else "possible")
