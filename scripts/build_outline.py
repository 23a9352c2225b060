"""Makes bot/web/outline.csv, the outline of Poland for the map of the website, from Natural Earth's countries.

`python -m scripts.build_outline countries-10m.json`: the TopoJSON file of the npm package world-atlas 2.0.2 (Natural
Earth, public domain). Needed only when the outline shall be finer or coarser.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

from bot.settings import ROOT

OUTLINE = ROOT / "bot" / "web" / "outline.csv"
_POLAND = "616"
_TOLERANCE = 0.012  # degrees by which the outline may stray: about a kilometre
Point = tuple[float, float]


def ring(topology: dict[str, Any], country: str) -> list[Point]:
    """Longitudes and latitudes of the longest ring of a country."""
    shape = next(g for g in topology["objects"]["countries"]["geometries"] if g.get("id") == country)
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    rings = [[point for arc in polygon[0] for point in arc_points(topology, arc)] for polygon in polygons]
    return max(rings, key=len)


def arc_points(topology: dict[str, Any], arc: int) -> list[Point]:
    """The points of an arc; a negative number means the arc ~number backwards."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    points = []
    for step_x, step_y in topology["arcs"][arc if arc >= 0 else ~arc]:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + move_x, y * scale_y + move_y))
    return points if arc >= 0 else points[::-1]


def simplified(points: list[Point], tolerance: float) -> list[Point]:
    """The line with fewer points, nowhere further than the tolerance from the old one (Douglas and Peucker)."""
    if len(points) < 3:
        return points
    distances = [_distance(p, points[0], points[-1]) for p in points[1:-1]]
    farthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[farthest] <= tolerance:
        return [points[0], points[-1]]
    return [*simplified(points[: farthest + 2], tolerance)[:-1], *simplified(points[farthest + 1 :], tolerance)]


def _distance(p: Point, a: Point, b: Point) -> float:
    (px, py), (ax, ay), (bx, by) = p, a, b
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    if not length:
        return float(((px - ax) ** 2 + (py - ay) ** 2) ** 0.5)
    return float(abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length)


def main(arguments: list[str]) -> int:
    """Writes the outline."""
    points = simplified(ring(json.loads(Path(arguments[0]).read_text(encoding="utf-8")), _POLAND), _TOLERANCE)
    with OUTLINE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("lon", "lat"))
        writer.writerows((f"{lon:.3f}", f"{lat:.3f}") for lon, lat in points)
    print(f"{len(points)} points")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
