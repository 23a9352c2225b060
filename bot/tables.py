"""Reads the CSV tables of the project and says exactly what is wrong with them."""

from __future__ import annotations

import csv
from pathlib import Path


class TableError(ValueError):
    """A table cannot be used; the message has a line for each problem: file, line, column, what was expected."""


def read(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Rows of a UTF-8 CSV file with exactly these columns, values stripped. Raises TableError."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            header = tuple(reader.fieldnames or ())
            if header != columns:
                missing = [c for c in columns if c not in header]
                extra = [c for c in header if c not in columns]
                raise TableError(f"{path.name}:1: expected columns {','.join(columns)}; missing {missing}, extra {extra}")
            rows, previous = [], 1
            for row in reader:
                if reader.line_num != previous + 1 + sum(str(v).count("\n") for v in row.values()):
                    raise TableError(f"{path.name}:{previous + 1}: expected a row, found an empty line")
                previous = reader.line_num
                if None in row or None in row.values():
                    raise TableError(f"{path.name}:{reader.line_num}: expected {len(columns)} values in the row")
                rows.append({key: value.strip() for key, value in row.items()})
            return rows
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror})") from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise TableError(f"{path.name}: not a UTF-8 CSV table ({error})") from None
