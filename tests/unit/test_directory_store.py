"""The database of facilities: actions/directory/store.py, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, Table

from actions.directory import store
from actions.directory.database import writing
from actions.directory.schema import FACILITIES, IMPORTS, METADATA
from actions.directory.store import DirectoryError
from tests.unit.facilities import facility

LIST = [facility("one", "Kraków", confirmed=True), facility("two", "Łódź"), facility("three", kind="online_service")]


def url(folder: Path) -> str:
    return f"sqlite:///{folder}/guide.db"


def test_reads_back_what_was_written_in_order(database_url: str) -> None:
    store.replace_all(store.connect(database_url), LIST)
    assert store.all_facilities(store.connect(database_url)) == LIST


def test_new_list_takes_the_place_of_the_old_one(database_url: str) -> None:
    engine = store.connect(database_url)
    store.replace_all(engine, LIST)
    store.replace_all(engine, LIST[1:2])
    assert store.all_facilities(engine) == LIST[1:2]


def test_folder_of_the_database_is_made(tmp_path: Path) -> None:
    engine = store.connect(url(tmp_path / "new" / "folder"))
    store.replace_all(engine, LIST)
    assert (tmp_path / "new" / "folder" / "guide.db").exists()


@pytest.mark.parametrize("bad", [[LIST[0], LIST[0]], [LIST[1], replace(LIST[2], name=None)]])
def test_all_rows_are_replaced_or_none(database_url: str, bad: list[object]) -> None:
    engine = store.connect(database_url)
    store.replace_all(engine, LIST)
    with pytest.raises(DirectoryError, match="could not be written: IntegrityError"):
        store.replace_all(engine, bad)  # type: ignore[arg-type]
    assert store.all_facilities(engine) == LIST


def test_database_without_a_table_cannot_be_read(database_url: str) -> None:
    with pytest.raises(DirectoryError, match="could not be read"):
        store.all_facilities(store.connect(database_url))


def test_empty_list_is_an_error_when_it_is_read(database_url: str) -> None:
    engine = store.connect(database_url)
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


def test_database_of_another_shape_cannot_be_read(database_url: str) -> None:
    engine = store.connect(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE facilities (position INTEGER, id TEXT)")
    with pytest.raises(DirectoryError, match="could not be read"):
        store.all_facilities(engine)


def test_error_tells_no_content_of_the_list(database_url: str) -> None:
    engine = store.connect(database_url)
    with pytest.raises(DirectoryError) as refused:
        store.replace_all(engine, [LIST[0], LIST[0]])
    assert LIST[0].name not in str(refused.value)


def test_coordinates_come_back_to_the_last_digit(database_url: str) -> None:
    engine = store.connect(database_url)
    placed = [replace(LIST[0], lat=50.061947123456, lon=19.936856)]
    store.replace_all(engine, placed)
    assert store.all_facilities(engine) == placed


def test_import_says_what_it_changed_and_remembers_it(database_url: str) -> None:
    engine = store.connect(database_url)
    first = store.replace_all(engine, LIST, "one.csv", "a" * 64)
    assert (first.added, first.changed, first.removed) == (tuple(LIST), (), ())
    newer = replace(LIST[0], phone="+48111222333")
    second = store.replace_all(engine, [newer, LIST[1]], "two.csv", "b" * 64)
    assert (second.added, second.changed, second.removed) == ((), ((LIST[0], newer),), (LIST[2],))
    last, before = store.imports(engine)
    assert (before.file, before.total, before.added, before.changed, before.removed) == ("one.csv", 3, 3, 0, 0)
    assert (last.file, last.sha256, last.total, last.added, last.changed, last.removed) == ("two.csv", "b" * 64, 2, 0, 1, 1)
    assert last.id > before.id
    assert datetime.fromisoformat(last.imported_at).utcoffset() == timedelta(0)


def test_history_keeps_the_old_rows(database_url: str) -> None:
    engine = store.connect(database_url)
    newer = replace(LIST[0], phone="+48111222333", lat=50.0, lon=19.9)
    for facilities in (LIST, [newer, *LIST[1:]], LIST[1:]):
        store.replace_all(engine, facilities)
    removed, edited, added = store.history(engine, LIST[0].id)
    assert [c.change for c in (removed, edited, added)] == ["removed", "changed", "added"]
    assert removed.old == asdict(newer)
    assert edited.old == asdict(LIST[0])
    assert added.old is None
    assert removed.import_id > edited.import_id > added.import_id
    assert [c.change for c in store.history(engine, LIST[1].id)] == ["added"]


def test_failed_import_leaves_no_trace(database_url: str) -> None:
    engine = store.connect(database_url)
    store.replace_all(engine, LIST)
    before = store.stamp(engine)
    with pytest.raises(DirectoryError):
        store.replace_all(engine, [LIST[0], LIST[0]])
    assert store.stamp(engine) == before
    assert len(store.imports(engine)) == 1


def test_stamp_changes_with_every_import(database_url: str) -> None:
    engine = store.connect(database_url)
    stamps = []
    for _ in range(3):
        store.replace_all(engine, LIST)
        stamps.append(store.stamp(engine))
    assert stamps == sorted(set(stamps))
    assert store.stamped_facilities(engine) == (stamps[-1], LIST)


def test_half_finished_import_is_invisible_and_readers_do_not_wait(database_url: str) -> None:
    engine, reader = store.connect(database_url), store.connect(database_url)
    store.replace_all(engine, LIST)
    before = store.stamped_facilities(reader)
    with writing(engine) as connection:
        connection.execute(FACILITIES.delete())
        assert store.stamped_facilities(reader) == before
        connection.execute(FACILITIES.insert(), [{"position": 0, **asdict(LIST[1])}])
        connection.execute(IMPORTS.insert().values(imported_at="", file="", sha256="", total=1, added=0, changed=0, removed=2))
        assert store.stamped_facilities(reader) == before
    assert store.stamped_facilities(reader) == (before[0] + 1, [LIST[1]])


def test_reader_sees_one_moment_while_imports_go_on(database_url: str) -> None:
    """Whatever is read between two imports, stamp and rows belong together."""
    writer, reader = store.connect(database_url), store.connect(database_url)
    lists = [LIST, LIST[1:]]
    store.replace_all(writer, lists[1])
    first = store.stamp(writer)

    def keep_importing() -> None:
        for turn in range(12):
            store.replace_all(writer, lists[turn % 2])

    importer = threading.Thread(target=keep_importing)
    importer.start()
    seen = set()
    while importer.is_alive():
        current, facilities = store.stamped_facilities(reader)
        assert facilities == lists[(current - first + 1) % 2]
        seen.add(current)
    importer.join()
    assert store.stamp(reader) == first + 12
    assert seen


def test_two_imports_at_once_both_come_to_be(database_url: str) -> None:
    store.replace_all(store.connect(database_url), LIST)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: store.replace_all(store.connect(database_url), LIST), range(8)))
    assert len(store.imports(store.connect(database_url))) == 9


def test_last_modified_is_the_time_of_the_last_change(database_url: str) -> None:
    engine = store.connect(database_url)
    store.replace_all(engine, LIST)
    store.replace_all(engine, LIST)
    last, first = store.imports(engine)
    assert store.last_modified(engine) == {f.id: first.imported_at for f in LIST}
    assert last.id != first.id


def test_reports_of_wrong_contacts_come_newest_first(database_url: str) -> None:
    engine = store.connect(database_url)
    store.replace_all(engine, LIST)
    store.report_contact(engine, "one", date(2026, 11, 20), "phone")
    store.report_contact(engine, "two", date(2026, 11, 21))
    newest, oldest = store.contact_reports(engine)
    assert (newest.facility_id, newest.reported_on, newest.reason) == ("two", "2026-11-21", "")
    assert (oldest.facility_id, oldest.reported_on, oldest.reason) == ("one", "2026-11-20", "phone")
    store.replace_all(engine, LIST[:1])  # reports outlive the list
    assert len(store.contact_reports(engine)) == 2


def test_report_takes_no_words_of_a_visitor(database_url: str) -> None:
    engine = store.connect(database_url)
    store.replace_all(engine, LIST)
    with pytest.raises(ValueError, match="expected one of phone, address"):
        store.report_contact(engine, "one", date(2026, 11, 20), "my name is …")
    assert store.contact_reports(engine) == []


def test_database_without_an_import_has_no_last_one(database_url: str) -> None:
    engine = store.connect(database_url)
    assert store.last_import(engine) is None
    store.migrate(engine)
    assert store.last_import(engine) is None
    store.replace_all(engine, LIST, "list.csv")
    last = store.last_import(engine)
    assert last is not None and last.file == "list.csv"


def test_migrations_make_the_tables_that_the_code_knows(database_url: str) -> None:
    engine = store.connect(database_url)
    store.migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_migrating_twice_and_at_once_changes_nothing(database_url: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: store.migrate(store.connect(database_url)), range(6)))
    store.replace_all(store.connect(database_url), LIST)
    assert store.all_facilities(store.connect(database_url)) == LIST


def test_list_of_the_first_version_of_the_guide_is_taken_over(database_url: str) -> None:
    """It had the table of facilities only, made without migrations."""
    engine = store.connect(database_url)
    old = Table("facilities", MetaData(), *(c.copy() for c in FACILITIES.columns if c.name not in ("lat", "lon")))
    values = {k: v for k, v in asdict(LIST[0]).items() if k not in ("lat", "lon")}
    with writing(engine) as connection:
        old.create(connection)
        connection.execute(old.insert().values(position=0, **values))
    assert store.last_import(engine) is None
    assert store.replace_all(engine, LIST).added == tuple(LIST[1:])
    assert store.all_facilities(engine) == LIST
