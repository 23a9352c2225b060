"""What docs/security.md claims of the code: looked for in the code itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import serve, settings
from bot.settings import ROOT, Settings

MODULES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py")])
# Modules that may open a connection of their own: the starter asks its own servers whether they are ready; Telegram is a network.
MAY_CALL = ("bot/serve.py", "bot/telegram/", "bot/channels/telegram.py")


def imported(tree: ast.AST) -> Iterator[str]:
    """Full names of all modules that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(tree: ast.AST) -> Iterator[tuple[str, dict[str, ast.expr]]]:
    """Name and named arguments of every call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), {k.arg: k.value for k in node.keywords if k.arg}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_runs_what_it_reads(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    forbidden = ("pickle", "cloudpickle", "marshal", "shelve", "joblib", "jsonpickle", "dill")
    assert not [name for name in imported(tree) if name.split(".")[0] in forbidden]
    for name, arguments in calls(tree):
        assert name not in ("eval", "exec", "compile", "os.system", "os.popen"), name
        assert name not in ("yaml.load", "yaml.unsafe_load") or "CSafeLoader" in path.read_text(encoding="utf-8")
        for argument in ("shell", "allow_pickle"):
            value = arguments.get(argument)
            assert value is None or (isinstance(value, ast.Constant) and value.value is False), (name, argument)


def test_every_parameter_is_bound() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            words = ast.unparse(node) if isinstance(node, (ast.JoinedStr, ast.BinOp)) else ""
            if not re.match(r"f?['\"]\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA)\b", words):
                continue
            put_in = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
            assert all(name.lstrip("_").isupper() for name in put_in), (path, words)  # constants of the module only


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_telegram_talks_to_the_world(path: Path) -> None:
    if str(path.relative_to(ROOT)).startswith(MAY_CALL):
        return
    names = set(imported(ast.parse(path.read_text(encoding="utf-8"))))
    clients = ("aiohttp", "requests", "httpx", "urllib.request", "http.client", "smtplib", "socket", "ftplib")
    assert not [name for name in names if any(name == client or name.startswith(f"{client}.") for client in clients)]


@pytest.mark.parametrize("profile", ["production", "development"])
@pytest.mark.parametrize("wanted", [True, False])
def test_api_of_rasa_is_off_in_production_whatever_is_set(profile: str, wanted: bool) -> None:
    command = serve.guide_command(replace(Settings(), profile=profile, rasa_api=wanted))
    assert ("--enable-api" in command) == (profile == "development" and wanted)
    assert "--cors" not in command and "--auth-token" not in command


def test_defaults_open_nothing_to_others() -> None:
    defaults = settings.load({})
    assert defaults.host == "127.0.0.1" and not defaults.rasa_api
    assert defaults.embed_origins == settings.NONE and defaults.metrics_token == settings.NONE


def test_secrets_are_not_in_the_project() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert ".var/" in ignored or ".var" in ignored
    assert not [p for p in ROOT.glob("*") if p.suffix in (".pem", ".key", ".secret") or p.name == ".env"]


def test_processes_of_deploy_are_an_ordinary_user_with_few_rights() -> None:
    for unit in ("guide@.service", "guide-actions.service"):
        text = (ROOT / "deploy" / unit).read_text(encoding="utf-8")
        for line in ("User=guide", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "UMask=0077"):
            assert re.search(rf"^{re.escape(line)}$", text, re.MULTILINE), (unit, line)
    assert re.search(r"^USER guide$", (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    for file in ("nginx.conf", "nginx-compose.conf"):
        assert "location = /metrics { return 404; }" in (ROOT / "deploy" / file).read_text(encoding="utf-8"), file


def test_every_test_that_the_page_names_exists() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    written = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", page)
    assert len(named) > 15
    for name in named:
        assert f"def {name}(" in written, name
