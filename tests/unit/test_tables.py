"""Reading CSV tables and saying what is wrong with them: bot/tables.py."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot import tables

COLUMNS = ("key", "value")


def table(folder: Path, content: str | bytes) -> Path:
    path = folder / "things.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_gives_rows_with_stripped_values(tmp_path: Path) -> None:
    path = table(tmp_path, 'key,value\n a ,  Łódź \nb,"x, ""y"""\n')
    assert tables.read(path, COLUMNS) == [{"key": "a", "value": "Łódź"}, {"key": "b", "value": 'x, "y"'}]


def test_header_alone_gives_no_rows(tmp_path: Path) -> None:
    assert tables.read(table(tmp_path, "key,value\n"), COLUMNS) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"things\.csv:1: expected columns key,value; missing \['key', 'value'\], extra \[\]"),
        ("key\na\n", r"things\.csv:1: .*missing \['value'\], extra \[\]"),
        ("key,value,more\na,b,c\n", r"things\.csv:1: .*missing \[\], extra \['more'\]"),
        ("value,key\na,b\n", r"things\.csv:1: expected columns key,value"),
        ("key,value\na\n", r"things\.csv:2: expected 2 values"),
        ("key,value\na,b\nc,d,e\n", r"things\.csv:3: expected 2 values"),
        ('key,value\na,"b\n', r"things\.csv: not a UTF-8 CSV table"),
        ('key,value\na,"b"c\n', r"things\.csv: not a UTF-8 CSV table"),
        ("key,value\na,Łódź\n".encode("cp1250"), r"things\.csv: not a UTF-8 CSV table"),
    ],
)
def test_says_file_line_and_what_was_expected(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(tables.TableError, match=message):
        tables.read(table(tmp_path, content), COLUMNS)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(tables.TableError, match=r"nothing\.csv: cannot be read \(No such file or directory\)"):
        tables.read(tmp_path / "nothing.csv", COLUMNS)


def test_folder_is_not_a_table(tmp_path: Path) -> None:
    with pytest.raises(tables.TableError, match="cannot be read"):
        tables.read(tmp_path, COLUMNS)


def test_missing_optional_columns_are_empty(tmp_path: Path) -> None:
    path = table(tmp_path, "key,value\na,b\n")
    assert tables.read(path, COLUMNS, ("more",)) == [{"key": "a", "value": "b", "more": ""}]
    path = table(tmp_path, "key,value,more\na,b,c\n")
    assert tables.read(path, COLUMNS, ("more",)) == [{"key": "a", "value": "b", "more": "c"}]


def test_byte_order_mark_and_semicolons_of_spreadsheets_are_read(tmp_path: Path) -> None:
    path = table(tmp_path, '\ufeffkey;value\na;"x; y, z"\n')
    assert tables.read(path, COLUMNS) == [{"key": "a", "value": "x; y, z"}]


def sheet(folder: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for values in rows:
        book.worksheets[0].append(values)
    book.save(folder / "things.xlsx")
    return folder / "things.xlsx"


def test_sheet_is_read_as_its_table_would_be(tmp_path: Path) -> None:
    rows: list[list[object]] = [["key", "value"], [" a ", datetime(2026, 11, 22)], ["b", 2021], ["c", 50.25], ["d", None]]
    assert tables.read(sheet(tmp_path, *rows), COLUMNS) == [
        {"key": "a", "value": "2026-11-22"},
        {"key": "b", "value": "2021"},
        {"key": "c", "value": "50.25"},
        {"key": "d", "value": ""},
    ]


def test_empty_rows_and_columns_at_the_end_of_a_sheet_do_not_count(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["key", "value", None], ["a", "b", None], [None, None, None])
    assert tables.read(path, COLUMNS) == [{"key": "a", "value": "b"}]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], r"things\.xlsx:1: expected columns key,value"),
        ([["key"], ["a"]], r"things\.xlsx:1: .*missing \['value'\]"),
        ([["key", "value"], [], ["a", "b"]], r"things\.xlsx:2: expected a row, found an empty line"),
        ([["key", "value"], ["a", "b", "c"]], r"things\.xlsx:2: expected 2 values"),
    ],
)
def test_sheet_says_line_and_what_was_expected(tmp_path: Path, rows: list[list[object]], message: str) -> None:
    with pytest.raises(tables.TableError, match=message):
        tables.read(sheet(tmp_path, *rows), COLUMNS)


@pytest.mark.parametrize("content", [b"", b"no sheet", b"PK\x03\x04 broken"])
def test_file_that_is_no_sheet_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "things.xlsx").write_bytes(content)
    with pytest.raises(tables.TableError, match=r"things\.xlsx: not an \.xlsx table"):
        tables.read(tmp_path / "things.xlsx", COLUMNS)
