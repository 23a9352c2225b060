"""The example set-up of deploy/: backup and restore on real databases; units, compose file and settings as far as a machine can tell."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import create_engine

from actions.directory import store
from bot.settings import ROOT, Settings, load
from bot.stores.table import ConversationTable, Row
from bot.stores.unsure import Unsure, UnsureQuestions
from scripts import postgres
from tests.unit.facilities import facility
from tests.unit.test_unsure import TODAY

DEPLOY = ROOT / "deploy"
NAMES = {f.name.upper() for f in fields(Settings)}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with a list, a question for review and a conversation."""
    if request.param == "sqlite":
        yield fill(f"sqlite:///{tmp_path}/guide.db")
        return
    programs = postgres.programs()
    if programs is None:
        pytest.skip("postgresql is not installed")
    with postgres.server(programs) as server:
        yield fill(server.url)


def fill(url: str) -> str:
    store.replace_all(store.connect(url), [facility("one", "Kraków", confirmed=True), facility("two", "Łódź")])
    UnsureQuestions(create_engine(url), 30).keep("name", Unsure("kanarek7391", "pl", ("hope",), 0.2, TODAY))
    ConversationTable(url).write("name", Row(1, 1e9, "", b"kanarek7391"))
    return url


def run(program: str, url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    programs = postgres.programs()
    path = f"{programs}:{os.environ['PATH']}" if programs else os.environ["PATH"]
    env = {**os.environ, "DATABASE_URL": url, "PATH": path}
    return subprocess.run([str(DEPLOY / program), *arguments], env=env, capture_output=True, text=True)


def ids(url: str) -> list[str]:
    return sorted(f.id for f in store.all_facilities(store.connect(url)))


def test_backup_brings_the_list_back_and_holds_no_conversation(url: str, tmp_path: Path) -> None:
    saved = run("backup", url, str(tmp_path / "backups"))
    assert saved.returncode == 0, saved.stderr
    file = Path(saved.stdout.strip())
    assert b"kanarek7391" not in file.read_bytes() and file.stat().st_mode & 0o077 == 0
    store.replace_all(store.connect(url), [facility("three", "Gdańsk")])
    restored = run("restore", url, str(file))
    assert restored.returncode == 0, restored.stderr
    assert ids(url) == ["one", "two"]
    store.replace_all(store.connect(url), [facility("four", "Gdynia")])
    assert ids(url) == ["four"]


def test_damaged_backup_changes_nothing(url: str, tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(b"no backup")
    assert run("restore", url, str(tmp_path / "broken")).returncode != 0
    assert ids(url) == ["one", "two"]


def test_backup_of_what_is_not_there_fails_and_leaves_nothing_that_looks_whole(tmp_path: Path) -> None:
    assert run("backup", f"sqlite:///{tmp_path}/missing.db", str(tmp_path / "backups")).returncode != 0
    assert not [p for p in (tmp_path / "backups").iterdir() if p.suffix != ".part"]


def test_old_backups_go(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    old = folder / "guide-20200101T000000Z.db"
    old.write_bytes(b"old")
    os.utime(old, (time.time() - 40 * 86_400,) * 2)
    assert run("backup", url, str(folder), "30").returncode == 0
    assert not old.exists() and len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda path: path.name)
def test_unit_is_valid_and_hardened(unit: Path, tmp_path: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    for line in ("ProtectSystem=strict", "NoNewPrivileges=yes", "User=guide", "CapabilityBoundingSet="):
        assert f"\n{line}\n" in text
    if not Path("/usr/bin/systemd-analyze").exists():
        pytest.skip("systemd-analyze is not installed")
    here = tmp_path / unit.name.replace("@", "@5005")
    here.write_text(text.replace("/opt/guide/.venv/bin/python", "/bin/true"), encoding="utf-8")
    checked = subprocess.run(["/usr/bin/systemd-analyze", "verify", "--man=no", str(here)], capture_output=True, text=True)
    assert unit.name.split(".")[0].replace("@", "@5005") not in checked.stderr, checked.stderr


def test_example_settings_are_settings() -> None:
    lines = (DEPLOY / "env.example").read_text(encoding="utf-8").splitlines()
    named = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(named) <= NAMES
    assert load(named).profile == "production"


def test_containers_set_what_exists_and_are_restricted() -> None:
    compose: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
    guides = {name: service for name, service in compose["services"].items() if service.get("image") == "guide"}
    assert len([name for name in guides if name.startswith("guide")]) == 2
    for service in guides.values():
        assert set(service["environment"]) <= NAMES
        assert service["cap_drop"] == ["ALL"] and service["security_opt"] == ["no-new-privileges:true"]
    assert not any("ports" in service for name, service in compose["services"].items() if name != "nginx")


def test_both_sites_of_nginx_treat_the_guide_alike() -> None:
    def directives(name: str) -> set[str]:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        inside = text[text.index("location / {") : text.index("location = /metrics")]
        return {re.sub(r"\s*#.*", "", line).strip() for line in inside.splitlines() if "proxy_" in line}

    assert directives("nginx-compose.conf") <= directives("nginx.conf")
    assert directives("nginx.conf") - directives("nginx-compose.conf") == {"proxy_set_header X-Forwarded-Proto $scheme;"}
