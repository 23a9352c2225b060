"""The command `guide facilities …`: bot/cli.py and bot/facility_tasks.py, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from actions.directory import exports, store, table
from actions.directory.changes import Changes, between
from actions.directory.model import Facility
from bot import cli, facility_tasks
from bot.settings import ROOT
from tests.unit.facilities import facility, row, write

ROWS = [row(), row(id="other", lat="50.0619", lon="19.9369", phone="+48111222333"), row(id="third", collected_on="2020-02-01")]


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    return write(tmp_path / "list.csv", *ROWS)


@pytest.fixture
def url(database_url: str, list_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """A database with the three rows, as the commands find it in the environment."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert guide("import", str(list_file)) == 0
    capsys.readouterr()
    return database_url


def guide(*arguments: str) -> int:
    return cli.main(["facilities", *arguments])


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def now(url: str) -> list[Facility]:
    return store.all_facilities(store.connect(url))


def test_import_shows_every_changed_field(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = [row(phone="+48123456780", city="Wieliczka", postcode=""), ROWS[1], row(id="fourth")]
    assert guide("import", str(write(tmp_path / "new.csv", *new))) == 0
    said = lines(capsys)
    assert said[:2] == ["+ fourth: Dom fourth", "- third: Dom third"]
    assert "~ dom-krakow: phone: '+48123456789' → '+48123456780'" in said
    assert "~ dom-krakow: city: 'Kraków' → 'Wieliczka'" in said
    assert said[-2:] == ["Difference: 1 added, 1 changed, 1 removed.", "3 facilities imported, 3 of them confirmed workplaces."]
    assert [f.id for f in now(url)] == ["dom-krakow", "other", "fourth"]


def test_dry_run_shows_the_same_and_changes_nothing(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = store.stamp(store.connect(url)), now(url)
    assert guide("import", "--dry-run", str(write(tmp_path / "new.csv", *ROWS[:2]))) == 0
    assert lines(capsys) == [
        "- third: Dom third",
        "Difference: 0 added, 0 changed, 1 removed.",
        "Dry run of 2 facilities: nothing was changed.",
    ]
    assert (store.stamp(store.connect(url)), now(url)) == before


def test_dry_run_needs_no_database(tmp_path: Path, list_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert facility_tasks.import_facilities(list_file, f"sqlite:///{tmp_path}/guide.db", dry_run=True) == 0
    assert "Difference: 3 added, 0 changed, 0 removed." in lines(capsys)
    assert not (tmp_path / "guide.db").exists()


def test_dry_run_of_a_wrong_table_tells_the_errors(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guide("import", "--dry-run", str(write(tmp_path / "new.csv", row(phone="112")))) == 1
    assert capsys.readouterr().err.startswith("new.csv:2: phone: '112': expected numbers")


def test_long_differences_are_cut_short() -> None:
    many = tuple(facility(f"f{i}", "Kraków") for i in range(120))
    said = list(facility_tasks.difference(Changes(many, (), ())))
    assert len(said) == 52
    assert said[-2:] == ["… and 70 more", "Difference: 120 added, 0 changed, 0 removed."]


def test_difference_does_not_count_the_order() -> None:
    one, two = facility("one", "Kraków"), facility("two", "Łódź")
    assert between([one, two], [two, one]).none
    found = between([one, two], [replace(one, phone="")])
    assert (found.added, found.changed, found.removed) == ((), ((one, replace(one, phone="")),), (two,))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_exported_table_is_imported_without_a_difference(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    assert guide("export", "--format", form, str(tmp_path / f"out.{form}")) == 0
    assert guide("import", str(tmp_path / f"out.{form}")) == 0
    assert "No difference." in lines(capsys)
    assert table.read(tmp_path / f"out.{form}") == now(url)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_shipped_table_survives_the_round_trip(tmp_path: Path, form: str) -> None:
    shipped = table.read(cli.FACILITIES)
    exports.write(shipped, {}, tmp_path / f"out.{form}", form)
    assert table.read(tmp_path / f"out.{form}") == shipped


def test_cells_of_the_sheet_are_text(tmp_path: Path) -> None:
    exports.write([replace(facility("one", "Kraków"), name="=1+1 Dom", phone="+48123456789")], {}, tmp_path / "out.xlsx", "xlsx")
    cells = [cell for r in load_workbook(tmp_path / "out.xlsx").worksheets[0].iter_rows() for cell in r if cell.value]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    assert "=1+1 Dom" in [cell.value for cell in cells]


def test_export_that_fails_leaves_the_old_file(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out.csv").write_text("old")

    def full(*_: object) -> None:
        (tmp_path / "out.csv.part").write_text("half")
        raise OSError("No space left on device")

    monkeypatch.setitem(exports.FORMATS, "csv", full)
    assert guide("export", str(tmp_path / "out.csv")) == 3
    assert (tmp_path / "out.csv").read_text() == "old"
    assert not (tmp_path / "out.csv.part").exists()


def test_stale_lists_the_oldest_first(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert facility_tasks.stale(365, url, date(2026, 11, 28)) == 0
    first, summary = lines(capsys)
    assert first.startswith(" 2492 days  2020-02-01  third") and "+48 12 345 67 89" in first
    assert summary == "1 of 3 rows were checked more than 365 days ago; the oldest check is 2492 days old."
    assert facility_tasks.stale(5, url, date(2026, 11, 28)) == 0
    assert [line.split()[3] for line in lines(capsys)[:-1]] == ["third", "dom-krakow", "other"]


def test_stale_takes_its_limit_from_the_setting(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STALE_DAYS", "100000")
    assert guide("stale") == 0
    assert lines(capsys)[0].startswith("0 of 3 rows were checked more than 100000 days ago")
    assert guide("stale", "--days", "1000") == 0
    assert lines(capsys)[-1].startswith("1 of 3 rows were checked more than 1000 days ago")


def test_stats_count(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert guide("stats") == 0
    said = [" ".join(line.split()) for line in lines(capsys)]
    assert said[0] == "3 facilities, 3 of them confirmed workplaces"
    assert "kind community_self_help_home 3" in said
    assert "voivodeship małopolskie 3" in said
    assert "known lat 1 (33%)" in said
    assert said[-1].endswith("3 added, 0 changed, 0 removed") and ", list.csv, sha256 " in said[-1]


def test_reports_are_listed_by_facility(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    engine = store.connect(url)
    for facility_id, reason in (("other", "phone"), ("third", ""), ("other", "closed"), ("gone", "")):
        store.report_contact(engine, facility_id, date(2026, 11, 20), reason)
    assert guide("reports") == 0
    said = lines(capsys)
    assert said[:3] == ["2 × other: Dom other", "    2026-11-20  closed", "    2026-11-20  phone"]
    assert "1 × gone: no longer on the list" in said
    assert "    2026-11-20  no reason given" in said
    assert said[-1] == "4 reports of wrong contacts."


@pytest.mark.parametrize("task", [["stale"], ["stats"], ["reports"], ["export", "out.csv"]])
def test_database_that_cannot_be_read_is_told(
    task: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/guide.db")
    monkeypatch.chdir(tmp_path)
    assert guide(*task) == 3
    assert "there is no file" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_history_calls_files_without_their_folders(tmp_path: Path) -> None:
    assert facility_tasks.name_of(cli.FACILITIES) == "data/facilities.csv"
    assert facility_tasks.name_of(tmp_path / "Lista.xlsx") == "Lista.xlsx"


def test_script_works_from_any_folder(tmp_path: Path, list_file: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/guide.db"}
    command = [str(ROOT / "guide"), "facilities", "import", "../list.csv"]
    done = subprocess.run(command, cwd=tmp_path / "elsewhere", env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 facilities imported" in done.stdout
