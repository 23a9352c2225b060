"""Reading CSV tables and saying what is wrong with them: bot/tables.py."""

from __future__ import annotations

from pathlib import Path

import pytest

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
