"""Reads the tables of the project (CSV, and .xlsx from the editor's spreadsheet) and says exactly what is wrong with them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zipfile import BadZipFile


class TableError(ValueError):
    """A table cannot be used; the message has a line for each problem: file, line, column, what was expected."""


def read(path: Path, columns: tuple[str, ...], optional: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Rows of a UTF-8 CSV file (or of the first sheet of an .xlsx file) with these columns, values stripped.

    optional: columns that may be missing at the end of the header; their values are empty then. CSV may be separated
    by commas or, as some spreadsheets do, by semicolons. Raises TableError.
    """
    try:
        lines = _sheet_rows(path) if path.suffix.lower() == ".xlsx" else _csv_rows(path)
        header = tuple(next(lines, (0, []))[1])
        _check_header(path, header, columns, optional)
        rows, previous = [], 1
        for line, values in lines:
            if not values:
                raise TableError(f"{path.name}:{previous + 1}: expected a row, found an empty line")
            previous = line
            if len(values) != len(header):
                raise TableError(f"{path.name}:{line}: expected {len(header)} values in the row")
            rows.append({**dict.fromkeys(optional, ""), **dict(zip(header, (value.strip() for value in values)))})
        return rows
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror})") from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise TableError(f"{path.name}: not a UTF-8 CSV table ({error})") from None


def _check_header(path: Path, header: tuple[str, ...], columns: tuple[str, ...], optional: tuple[str, ...]) -> None:
    if header[: len(columns)] == columns and header[len(columns) :] in ((), optional):
        return
    missing = [c for c in columns if c not in header]
    extra = [c for c in header if c not in columns + optional]
    raise TableError(f"{path.name}:1: expected columns {','.join(columns + optional)}; missing {missing}, extra {extra}")


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line number and values of each row; an empty line has no values."""
    with path.open(encoding="utf-8-sig", newline="") as file:  # spreadsheets put a byte order mark before the header
        first = file.readline()
        file.seek(0)
        reader = csv.reader(file, strict=True, delimiter=";" if ";" in first and "," not in first else ",")
        for values in reader:
            yield reader.line_num, values


def _sheet_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line number and values of each row of the first sheet, as CSV would have them; empty rows at the end are left out."""
    from openpyxl import load_workbook  # only the editor's import needs it
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with path.open("rb") as file:
            sheet = load_workbook(file, data_only=True).worksheets[0]
            found = [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except (InvalidFileException, BadZipFile, KeyError, IndexError, ValueError) as error:
        raise TableError(f"{path.name}: not an .xlsx table ({error})") from None
    while found and not any(found[-1]):
        found.pop()
    width = len(found[0]) if found else 0
    while width and not found[0][width - 1]:  # columns that were formatted, but hold nothing
        width -= 1
    for line, values in enumerate(found, start=1):
        kept = values[:width] if not any(values[width:]) else values
        yield line, kept if any(kept) else []


def _cell(value: object) -> str:
    """What a cell shows: days as ISO, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
