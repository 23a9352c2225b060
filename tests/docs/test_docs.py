"""What README and docs say exists, and what exists is said."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from actions.directory import table
from actions.directory.model import KINDS
from actions.directory.store import REASONS
from bot import cli
from bot.settings import ROOT, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = {
    path: path.read_text(encoding="utf-8")
    for path in [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
}
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_every_make_command_exists(path: object) -> None:
    for target in re.findall(r"`make ([a-z-]+)|^make ([a-z-]+)", DOCS[path], re.MULTILINE):
        assert (target[0] or target[1]) in TARGETS


def test_every_target_explains_itself() -> None:
    explained = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    assert TARGETS - explained == set()


def test_settings_table_is_the_settings() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| `([^`]*)` \|", README, re.MULTILINE))
    assert list(rows) == [f.name.upper() for f in fields(Settings)]
    for f in fields(Settings):
        default = str(int(f.default)) if isinstance(f.default, bool) else str(f.default).replace(f"{ROOT}/", "")
        assert rows[f.name.upper()] == default
        assert f.metadata["doc"] in README


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_every_file_named_exists(path: object) -> None:
    for name in re.findall(r"`((?:bot|actions|data|docs|scripts|tests)/[\w./-]*)`", DOCS[path]):
        assert (ROOT / name).exists(), name
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", DOCS[path]):
        assert (ROOT / link).exists() or (ROOT / "docs" / link).exists(), link


def test_every_component_is_documented() -> None:
    config = (ROOT / "config.yml").read_text(encoding="utf-8")
    architecture = DOCS[ROOT / "docs" / "architecture.md"]
    for module in re.findall(r"bot\.nlu\.(\w+)\.", config):
        assert f"`{module}`" in architecture


def test_every_answer_named_exists() -> None:
    domain = (ROOT / "domain.yml").read_text(encoding="utf-8")
    for text in DOCS.values():
        for name in re.findall(r"`(utter_\w+[a-z])`", text):
            assert f"  {name}:" in domain, name


def test_nothing_names_a_package_registry() -> None:
    hosts = [".".join(parts) for parts in (("pypi", "org"), ("files", "pythonhosted"), ("registry", "npmjs"), ("deb", "debian"))]
    host = re.compile("|".join(map(re.escape, hosts)), re.IGNORECASE)
    locks = [path.name for path in ROOT.glob("requirements*")]
    assert len(locks) == 4
    for name in (*locks, "README.md", "Makefile", "scripts/setup.sh", ".ci/run", "pyproject.toml"):
        assert not host.search((ROOT / name).read_text(encoding="utf-8")), name


@pytest.mark.parametrize(("name", "least"), [("requirements", 100), ("requirements-teach", 2)])
def test_lock_is_pinned_and_hashed(name: str, least: int) -> None:
    lock = (ROOT / f"{name}.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-zA-Z0-9_.\[\]-]+)==\S+", lock, re.MULTILINE)
    assert len(pins) >= least and lock.count("--hash=sha256:") >= len(pins)
    for wanted in re.findall(r"^([a-zA-Z0-9_-]+)", (ROOT / f"{name}.in").read_text(encoding="utf-8"), re.MULTILINE):
        assert wanted.lower().replace("_", "-") in {p.lower() for p in pins}


def test_teaching_uses_the_libraries_of_the_guide() -> None:
    guide, teaching = ((ROOT / f"{name}.lock").read_text(encoding="utf-8") for name in ("requirements", "requirements-teach"))
    both = {pin for pin in re.findall(r"^\S+==\S+", teaching, re.MULTILINE) if f"{pin.split('==')[0]}==" in guide}
    assert both and all(f"{pin} " in guide for pin in both)


@pytest.mark.parametrize("heading", ["## Lista placówek", "## In English"])
def test_editor_reads_of_every_column_kind_reason_and_task(heading: str) -> None:
    editor = DOCS[ROOT / "docs" / "editor.md"]
    part = editor[editor.index(heading) :].split("\n## ")[0] if heading == "## In English" else editor.split("\n## ")[1]
    for word in (*table.COLUMNS, *table.OPTIONAL, *KINDS, *REASONS):
        assert f"`{word}`" in part, word
    tasks = set(re.findall(r"`\./guide facilities (\w+)", part))
    assert tasks == {"import", "export", "stale", "reports", "stats"}


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_every_command_of_the_guide_exists(path: object) -> None:
    for task in re.findall(r"`\./guide facilities (\w+)", DOCS[path]):
        with pytest.raises(SystemExit) as helped:
            cli.main(["facilities", task, "--help"])
        assert helped.value.code == 0


def test_every_module_of_the_directory_is_explained() -> None:
    architecture = DOCS[ROOT / "docs" / "architecture.md"]
    for module in (ROOT / "actions" / "directory").glob("[a-z]*.py"):
        assert f"`{module.stem}`" in architecture, module.stem
