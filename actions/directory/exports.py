"""Writes the list of facilities for others: as the table itself, for maps and for other directories."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from actions.directory import hsds, table
from actions.directory.directory import coordinates
from actions.directory.model import Facility

Write = Callable[[Sequence[Facility], Mapping[str, str], Path], None]


def _csv(facilities: Sequence[Facility], _modified: Mapping[str, str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table.COLUMNS + table.OPTIONAL, lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(table.row_of, facilities))


def _xlsx(facilities: Sequence[Facility], _modified: Mapping[str, str], path: Path) -> None:
    from openpyxl import Workbook  # only the editor's export needs it

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "facilities"
    for values in [list(table.COLUMNS + table.OPTIONAL), *(list(table.row_of(f).values()) for f in facilities)]:
        sheet.append(values)
    for row in sheet.iter_rows():
        for cell in row:
            cell.number_format = "@"  # text: a spreadsheet must not make numbers of phones or days of postcodes
            cell.data_type = "s"  # and no formula of a value that begins with "="
    sheet.freeze_panes = "C2"
    book.save(path)


def _geojson(facilities: Sequence[Facility], _modified: Mapping[str, str], path: Path) -> None:
    _json({"type": "FeatureCollection", "features": [_feature(f) for f in facilities]}, path)


def _feature(facility: Facility) -> dict[str, Any]:
    """RFC 7946; what is nowhere (online) has no geometry. precision: whose coordinates they are, the house's or the town's."""
    point = coordinates(facility)
    geometry = {"type": "Point", "coordinates": [point[1], point[0]]} if point else None
    precision = {} if point is None else {"precision": "house" if facility.lat is not None else "town"}
    properties = {c: v for c, v in table.row_of(facility).items() if v and c not in (*table.OPTIONAL, "id")}
    return {"type": "Feature", "id": facility.id, "geometry": geometry, "properties": {**properties, **precision}}


def _hsds(facilities: Sequence[Facility], modified: Mapping[str, str], path: Path) -> None:
    _json(hsds.page(facilities, modified), path)


def _json(content: object, path: Path) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


FORMATS: Final[dict[str, Write]] = {"csv": _csv, "xlsx": _xlsx, "geojson": _geojson, "hsds": _hsds}


def write(facilities: Sequence[Facility], modified: Mapping[str, str], path: Path, form: str) -> None:
    """Writes the list in one of FORMATS; the file is whole or, after an OSError, as it was before.

    modified: when each facility last changed, by id (UTC, ISO 8601).
    """
    unfinished = path.with_name(path.name + ".part")
    try:
        FORMATS[form](facilities, modified, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
