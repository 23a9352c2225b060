"""Starting and stopping: bot/serve.py, as far as it can be tested without servers."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.directory import store
from bot import serve
from bot.serve import TroubleError
from bot.settings import Settings
from tests.unit.facilities import row, write


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two files in which `serve` believes to be."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/one.yml").write_text("one")
    (tmp_path / "config.yml").write_text("config")
    monkeypatch.setattr(serve, "ROOT", tmp_path)
    monkeypatch.setattr(serve, "VAR", tmp_path / ".var")
    return tmp_path


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_fingerprint_of_the_same_files_is_the_same(project: Path) -> None:
    before = serve.fingerprint(("config.yml", "data"))
    (project / "elsewhere.txt").write_text("not looked at")
    (project / "data/__pycache__").mkdir()
    (project / "data/__pycache__/one.pyc").write_text("made by Python")
    assert serve.fingerprint(("config.yml", "data")) == before


@pytest.mark.parametrize(
    ("path", "content"),
    [("config.yml", "changed"), ("data/one.yml", "changed"), ("data/two.yml", "one"), ("data/deep/three.yml", "")],
)
def test_fingerprint_changes_when_a_file_changes(project: Path, path: str, content: str) -> None:
    before = serve.fingerprint(("config.yml", "data"))
    (project / path).parent.mkdir(exist_ok=True)
    (project / path).write_text(content)
    assert serve.fingerprint(("config.yml", "data")) != before


def test_fingerprint_changes_when_a_file_goes_or_is_renamed(project: Path) -> None:
    prints = {serve.fingerprint(("data",))}
    (project / "data/one.yml").rename(project / "data/other.yml")
    prints.add(serve.fingerprint(("data",)))
    (project / "data/other.yml").unlink()
    prints.add(serve.fingerprint(("data",)))
    assert len(prints) == 3


@pytest.mark.parametrize("name", [*serve.TRAINED_FROM, *serve.FACILITIES_FROM])
def test_everything_that_is_watched_exists(name: str) -> None:
    assert (serve.ROOT / name).exists()


def is_needed(current: str, result: Path | None = None) -> bool:
    with serve.when_changed("thing.stamp", current, result) as needed:
        return needed


def test_work_is_done_once_until_something_changes(project: Path) -> None:
    assert [is_needed(current) for current in ("a", "a", "b", "b", "a")] == [True, False, True, False, True]


def test_work_is_done_again_when_its_result_is_gone(project: Path) -> None:
    result = project / "model"
    assert is_needed("a", result)
    result.touch()
    assert not is_needed("a", result)
    result.unlink()
    assert is_needed("a", result)


def test_work_that_failed_is_not_remembered_as_done(project: Path) -> None:
    with pytest.raises(ZeroDivisionError), serve.when_changed("thing.stamp", "a"):
        _ = 1 / 0
    assert is_needed("a")


def test_taken_port_is_named_with_a_way_out(taken_port: int) -> None:
    with pytest.raises(TroubleError) as trouble:
        serve.require_free_port("127.0.0.1", taken_port, "PORT")
    assert str(trouble.value) == (
        f"PORT={taken_port} on 127.0.0.1 is taken: stop the other program or start with PORT=<another port>."
    )


def test_port_is_free_again_when_the_other_program_has_ended(taken_port: int) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port = holder.getsockname()[1]
    serve.require_free_port("127.0.0.1", port, "PORT")


def test_host_that_is_not_ours_is_named() -> None:
    with pytest.raises(TroubleError, match=r"PORT=5005 on 192\.0\.2\.1 cannot be used \("):
        serve.require_free_port("192.0.2.1", 5005, "PORT")


@pytest.mark.parametrize("command", ["run", "train"])
@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "abc"), ("PORT", "70000"), ("PROFILE", "prod"), ("RASA_API", "2"), ("DATABASE_URL", "nonsense")]
)
def test_bad_setting_ends_with_code_1_and_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, name: str, value: str
) -> None:
    for step in ("run", "prepare", "train"):
        monkeypatch.setattr(serve, step, lambda config: None)
    monkeypatch.setenv(name, value)
    assert serve.main(command) == 1
    errors = capsys.readouterr().err
    assert errors.startswith(f"✗ {name}=")
    assert errors.count("\n") == 1


def test_taken_port_ends_with_code_1_and_one_line(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], taken_port: int
) -> None:
    monkeypatch.setenv("PORT", str(taken_port))
    assert serve.main("run") == 1
    errors = capsys.readouterr().err
    assert errors.startswith("✗ PORT=")
    assert errors.count("\n") == 1


def test_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(config: Settings) -> None:
        raise OSError(serve.errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(serve, "prepare", fail)
    assert serve.main("train") == 1
    assert "The disk is full" in capsys.readouterr().err


def test_list_of_facilities_is_imported_once(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve.facility_tasks, "FACILITIES", write(project / "data/facilities.csv", row()))
    monkeypatch.setattr(serve, "FACILITIES_FROM", ("data/facilities.csv",))
    config = Settings(database_url=f"sqlite:///{project}/guide.db")
    serve.prepare(config)
    assert "1 facilities imported" in capsys.readouterr().out
    serve.prepare(config)
    assert capsys.readouterr().out == ""


def test_what_other_code_has_trained_is_not_used_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = project / "cache" / "component"

    def train(*args: object, **how: object) -> subprocess.CompletedProcess[str]:
        kept.parent.mkdir(exist_ok=True)
        kept.touch()
        return subprocess.CompletedProcess([], 0)

    def changed(name: str) -> bool:
        """Whether a change of this file leads to a training that finds nothing trained before."""
        (project / name).write_text("changed")
        seen.clear()
        serve.train(Settings())
        return seen == [False]

    seen: list[bool] = []
    monkeypatch.setattr(serve.subprocess, "run", lambda *args, **how: seen.append(kept.exists()) or train())
    monkeypatch.setattr(serve, "CACHE", kept.parent)
    monkeypatch.setattr(serve, "TRAINED_FROM", ("config.yml", "data"))
    monkeypatch.setattr(serve, "TRAINED_BY", ("config.yml",))
    assert changed("config.yml") and not changed("data/one.yml") and seen == [True]


def test_wrong_list_of_facilities_stops_the_start(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve.facility_tasks, "FACILITIES", write(project / "data/facilities.csv", row(kind="clinic")))
    monkeypatch.setattr(serve, "FACILITIES_FROM", ("data/facilities.csv",))
    config = Settings(database_url=f"sqlite:///{project}/guide.db")
    for _ in range(2):  # it stays wrong until it is corrected
        with pytest.raises(TroubleError, match=r"correct data/facilities\.csv"):
            serve.prepare(config)


def test_list_of_the_editor_is_left_alone(
    project: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = project / "data/facilities.csv"
    monkeypatch.setattr(serve.facility_tasks, "FACILITIES", write(shipped, row()))
    monkeypatch.setattr(serve, "FACILITIES_FROM", ("data/facilities.csv",))
    config = Settings(database_url=database_url)
    serve.prepare(config)
    own = write(project / "own.csv", row(id="own"))
    assert serve.facility_tasks.import_facilities(own, database_url) == 0
    write(shipped, row(), row(id="new"))
    capsys.readouterr()
    serve.prepare(config)
    assert "The list of facilities is that of own.csv" in capsys.readouterr().out
    assert [f.id for f in store.all_facilities(store.connect(database_url))] == ["own"]


def test_list_is_imported_again_when_the_database_is_new(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve.facility_tasks, "FACILITIES", write(project / "data/facilities.csv", row()))
    monkeypatch.setattr(serve, "FACILITIES_FROM", ("data/facilities.csv",))
    config = Settings(database_url=f"sqlite:///{project}/guide.db")
    for _ in range(2):
        serve.prepare(config)
        assert len(store.all_facilities(store.connect(config.database_url))) == 1
        for file in project.glob("guide.db*"):
            file.unlink()


def test_database_that_does_not_answer_stops_the_start(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve.facility_tasks, "FACILITIES", write(project / "data/facilities.csv", row()))
    monkeypatch.setattr(serve, "FACILITIES_FROM", ("data/facilities.csv",))
    with pytest.raises(TroubleError, match="check DATABASE_URL and start again"):
        serve.prepare(Settings(database_url="postgresql://guide@127.0.0.1:9/guide"))


@pytest.mark.parametrize(("name", "value"), [("ACTIONS_PORT", "5099"), ("RASA_API", "1"), ("PROFILE", "production")])
def test_servers_get_the_settings(name: str, value: str) -> None:
    config = Settings(actions_port=5099, rasa_api=True, profile="production")
    assert serve.environment(config)[name] == value


def test_nothing_answers_on_a_free_port() -> None:
    assert not serve.is_answering("http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("profile", "user", "warned"), [("production", 0, True), ("production", 1000, False), ("development", 0, False)]
)
def test_production_as_root_is_told(profile: str, user: int, warned: bool, capsys: pytest.CaptureFixture[str]) -> None:
    serve.warn_of_root(Settings(profile=profile), user)
    assert ("root" in capsys.readouterr().out) == warned
