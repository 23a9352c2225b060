"""The database of facilities: actions/directory/store.py, on SQLite."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from actions.directory import store
from actions.directory.store import DirectoryError
from tests.unit.facilities import facility

LIST = [facility("one", "Kraków", confirmed=True), facility("two", "Łódź"), facility("three", kind="online_service")]


def url(folder: Path) -> str:
    return f"sqlite:///{folder}/guide.db"


def test_reads_back_what_was_written_in_order(tmp_path: Path) -> None:
    store.replace_all(store.connect(url(tmp_path)), LIST)
    assert store.all_facilities(store.connect(url(tmp_path))) == LIST


def test_new_list_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    engine = store.connect(url(tmp_path))
    store.replace_all(engine, LIST)
    store.replace_all(engine, LIST[1:2])
    assert store.all_facilities(engine) == LIST[1:2]


def test_folder_of_the_database_is_made(tmp_path: Path) -> None:
    engine = store.connect(url(tmp_path / "new" / "folder"))
    store.replace_all(engine, LIST)
    assert (tmp_path / "new" / "folder" / "guide.db").exists()


@pytest.mark.parametrize("bad", [[LIST[0], LIST[0]], [LIST[1], replace(LIST[2], name=None)]])
def test_all_rows_are_replaced_or_none(tmp_path: Path, bad: list[object]) -> None:
    engine = store.connect(url(tmp_path))
    store.replace_all(engine, LIST)
    with pytest.raises(DirectoryError, match="could not be written: IntegrityError"):
        store.replace_all(engine, bad)  # type: ignore[arg-type]
    assert store.all_facilities(engine) == LIST


def test_database_without_a_table_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match="could not be read"):
        store.all_facilities(store.connect(url(tmp_path)))


def test_empty_list_is_an_error_when_it_is_read(tmp_path: Path) -> None:
    engine = store.connect(url(tmp_path))
    store.replace_all(engine, [])
    with pytest.raises(DirectoryError, match="is empty"):
        store.all_facilities(engine)


def test_missing_folder_cannot_be_read(tmp_path: Path) -> None:
    engine = store.connect(url(tmp_path / "gone"))
    (tmp_path / "gone").rmdir()
    with pytest.raises(DirectoryError):
        store.all_facilities(engine)


def test_corrupt_database_can_neither_be_read_nor_written(tmp_path: Path) -> None:
    (tmp_path / "guide.db").write_bytes(b"this is no database " * 100)
    engine = store.connect(url(tmp_path))
    with pytest.raises(DirectoryError, match="could not be read: DatabaseError"):
        store.all_facilities(engine)
    with pytest.raises(DirectoryError, match="could not be written: DatabaseError"):
        store.replace_all(engine, LIST)


def test_database_of_another_shape_cannot_be_read(tmp_path: Path) -> None:
    engine = store.connect(url(tmp_path))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE facilities (position INTEGER, id TEXT)")
    with pytest.raises(DirectoryError, match="could not be read"):
        store.all_facilities(engine)


def test_error_tells_no_content_of_the_list(tmp_path: Path) -> None:
    engine = store.connect(url(tmp_path))
    with pytest.raises(DirectoryError) as refused:
        store.replace_all(engine, [LIST[0], LIST[0]])
    assert LIST[0].name not in str(refused.value)
