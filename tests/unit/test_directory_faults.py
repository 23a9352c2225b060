"""What a visitor's question meets when the database fails: actions/directory/reader.py over real servers."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from actions.directory import reader as reader_module
from actions.directory import store
from actions.directory.database import DirectoryError
from actions.directory.model import Facility
from actions.directory.reader import DirectoryReader
from scripts.postgres import Server
from scripts.running import free_port
from tests.unit.facilities import facility

LIST = [facility("one", "Kraków", confirmed=True), facility("two", "Łódź")]
_HANGING = 5.0  # seconds: far above the two that are promised, far below the patience of a visitor


def reader_of(url: str) -> DirectoryReader:
    return DirectoryReader(store.connect(url), stale_days=365)


def filled(url: str) -> str:
    store.replace_all(store.connect(url), LIST)
    return url


@contextmanager
def refused(message: str) -> Iterator[None]:
    """A DirectoryError comes, and soon."""
    started = time.monotonic()
    with pytest.raises(DirectoryError, match=message):
        yield
    assert time.monotonic() - started < _HANGING


def test_locked_file_is_told_soon_and_read_again_afterwards(tmp_path: Path) -> None:
    url = filled(f"sqlite:///{tmp_path}/guide.db")
    reader = reader_of(url)
    assert list(reader.directory()) == LIST
    holder = sqlite3.connect(tmp_path / "guide.db", isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    holder.execute("UPDATE facilities SET name = name")
    holder.execute("COMMIT")
    with refused("could not be read: OperationalError .*locked"):
        reader.directory()
    holder.close()
    assert list(reader.directory()) == LIST


def test_file_that_is_being_written_can_be_read(tmp_path: Path) -> None:
    reader = reader_of(filled(f"sqlite:///{tmp_path}/guide.db"))
    writer = sqlite3.connect(tmp_path / "guide.db", isolation_level=None)
    writer.execute("PRAGMA cache_size = 1")  # so that the change does not stay in memory until its end
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM facilities")
    writer.executemany("INSERT INTO contact_reports (facility_id, reported_on, reason) VALUES (?, '', '')", [("x" * 500,)] * 2000)
    assert list(reader.directory()) == LIST
    writer.close()


def test_missing_file_is_told_and_not_made(tmp_path: Path) -> None:
    with refused("there is no file"):
        reader_of(f"sqlite:///{tmp_path}/guide.db").directory()
    assert not (tmp_path / "guide.db").exists()


def test_file_that_goes_away_is_told(tmp_path: Path) -> None:
    reader = reader_of(filled(f"sqlite:///{tmp_path}/guide.db"))
    assert list(reader.directory()) == LIST
    for file in tmp_path.glob("guide.db*"):
        file.unlink()
    with refused("there is no file"):
        reader.directory()


def test_empty_list_is_told(database_url: str) -> None:
    store.replace_all(store.connect(database_url), [])
    with refused("is empty"):
        reader_of(database_url).directory()


def test_database_without_tables_is_told(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "guide.db").touch()
    with refused("could not be read"):
        reader_of(database_url).directory()


def test_read_only_file_is_read_but_not_written(tmp_path: Path) -> None:
    filled(f"sqlite:///{tmp_path}/guide.db")
    url = f"sqlite:///file:{tmp_path}/guide.db?mode=ro&uri=true"
    assert list(reader_of(url).directory()) == LIST
    with refused("could not be written: OperationalError .*readonly"):
        store.replace_all(store.connect(url), LIST[:1])
    assert list(reader_of(url).directory()) == LIST


@pytest.mark.parametrize("url", ["nonsense://x/y", "postgresql+nonsense://x/y", "sqlite:////proc/no/folder/guide.db"])
def test_address_that_cannot_be_used_is_told(url: str) -> None:
    with refused("cannot be used"):
        reader_of(url).directory()


def test_nobody_listening_is_told() -> None:
    with refused("could not be read: OperationalError .*refused"):
        reader_of(f"postgresql://guide@127.0.0.1:{free_port()}/guide").directory()


def test_server_that_stops_in_the_middle_is_told_and_found_again(own_server: Server) -> None:
    reader = reader_of(filled(own_server.url))
    assert list(reader.directory()) == LIST
    own_server.stop()
    for _ in range(2):
        with refused("could not be read: OperationalError"):
            reader.directory()
    own_server.start()
    assert list(reader.directory()) == LIST


def test_server_that_hangs_is_told_and_found_again(own_server: Server) -> None:
    reader = reader_of(filled(own_server.url))
    assert list(reader.directory()) == LIST
    processes = own_server.processes()
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        for _ in range(2):
            with refused("does not answer"):
                reader.directory()
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            assert list(reader.directory()) == LIST
            return
        except DirectoryError:
            time.sleep(0.1)
    pytest.fail("the list was not found again")


def test_list_is_read_once_until_an_import_changes_it(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    read = store.stamped_facilities

    def counted(engine: object) -> object:
        reads.append(1)
        return read(engine)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "stamped_facilities", counted)
    reader = reader_of(filled(database_url))
    first = reader.directory()
    assert reader.directory() is first
    assert len(reads) == 1
    store.replace_all(store.connect(database_url), LIST[1:])
    assert list(reader.directory()) == LIST[1:]
    assert len(reads) == 2


def test_list_of_the_old_day_is_ranked_anew_on_the_next(database_url: str) -> None:
    """Both are equally sure; the first becomes stale with the turn of the day."""
    facilities = [replace(LIST[0], collected_on="2026-01-01"), replace(LIST[1], confirmed=True, collected_on="2026-01-02")]
    store.replace_all(store.connect(database_url), facilities)
    day = date(2027, 1, 1)
    reader = DirectoryReader(store.connect(database_url), 365, lambda: day)

    def ranked() -> list[str]:
        directory = reader.directory()
        return [f.id for f in directory.ranked(directory.of_kind(None))]

    assert ranked() == ["one", "two"]
    day = date(2027, 1, 2)
    assert ranked() == ["two", "one"]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """From now on the rows of the list are read only when this event is set."""
    go_on = threading.Event()
    read = store.stamped_facilities

    def waiting(engine: Engine) -> tuple[int, list[Facility]]:
        assert go_on.wait(60)
        return read(engine)

    monkeypatch.setattr(store, "stamped_facilities", waiting)
    monkeypatch.setattr(reader_module, "_ANSWER_SECONDS", 0.2)
    yield go_on
    go_on.set()


def test_old_list_serves_while_a_very_long_new_one_is_read(database_url: str, slow: threading.Event) -> None:
    reader = reader_of(filled(database_url))
    slow.set()
    assert list(reader.directory()) == LIST
    slow.clear()
    store.replace_all(store.connect(database_url), LIST[1:])
    assert list(reader.directory()) == LIST
    slow.set()
    deadline = time.monotonic() + 30
    while list(reader.directory()) != LIST[1:]:
        assert time.monotonic() < deadline, "the new list never came"


def test_old_list_does_not_serve_for_ever(database_url: str, slow: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = reader_of(filled(database_url))
    slow.set()
    assert list(reader.directory()) == LIST
    slow.clear()
    store.replace_all(store.connect(database_url), LIST[1:])
    monkeypatch.setattr(reader_module, "_READ_SECONDS", 0.1)
    with refused("does not answer"):
        reader.directory()


def test_first_list_is_waited_for_longer(database_url: str, slow: threading.Event) -> None:
    reader = reader_of(filled(database_url))
    threading.Timer(1.0, slow.set).start()
    assert list(reader.directory()) == LIST
