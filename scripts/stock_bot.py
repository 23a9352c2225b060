"""The bot that `rasa init` makes, for comparison, and the same bot with the guide's search as a custom action."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import rasa
import yaml

from bot import gazetteer, serve, settings
from bot.nlu.place_finder import finder
from scripts.running import Conversation, free_port

STOCK: Final = (sys.executable, "-m", "rasa")
SEARCH: Final = "szukam asystenta w Krakowie"
_NULL: Final = subprocess.DEVNULL
_FIND: Final = "find_facility"
_ACTION: Final = "action_find_facilities"
_ASKED: Final = (
    "szukam asystenta w {}",
    "gdzie jest asystent w {}",
    "asystent zdrowienia {}",
    "placówki w {}",
    "is there an assistant in {}",
)
_TOWNS: Final = ("Krakowie", "Łodzi", "Warszawie", "Gdańsku", "Opolu", "Lublinie")


def run(command: list[str], folder: Path, config: settings.Settings) -> float:
    """Seconds that a command took; raises when it fails."""
    started = time.monotonic()
    subprocess.run(command, cwd=folder, env=serve.environment(config), check=True, capture_output=True)
    return time.monotonic() - started


def init(folder: Path, config: settings.Settings) -> float:
    """Makes and trains the stock bot in a folder; returns the seconds that took."""
    taken = run([*STOCK, "init", "--no-prompt", "--init-dir", str(folder)], folder, config)
    (folder / "credentials.yml").write_text("rest:\n")
    return taken


def init_with_search(folder: Path, config: settings.Settings, actions_port: int) -> None:
    """Makes and trains the stock bot with the guide's search: its action and answers, and examples in which the place is marked."""
    shutil.copytree(Path(rasa.__file__).parent / "cli" / "initial_project", folder, dirs_exist_ok=True)
    guide = yaml.safe_load((settings.ROOT / "domain.yml").read_text(encoding="utf-8"))
    own = [name for name in guide["slots"] if name not in ("language", "place", "danger")]
    domain = {
        "version": "3.1",
        "intents": [_FIND],
        "entities": ["place"],
        "actions": [_ACTION],
        "slots": {
            **{name: {**guide["slots"][name], "mappings": [{"type": "custom"}]} for name in own},
            "place": {"type": "text", "influence_conversation": False, "mappings": [{"type": "from_entity", "entity": "place"}]},
            "language": {**guide["slots"]["language"], "mappings": [{"type": "custom"}]},
        },
        "responses": {name: found for name, found in guide["responses"].items() if "{" in str(found) or "part" in str(found)},
    }
    asked = "".join(f"- {text.format(_marked(town))}\n" for text in _ASKED for town in _TOWNS)
    _add(folder / "domain.yml", domain)
    _add(folder / "data/nlu.yml", {"nlu": [{"intent": _FIND, "examples": asked}]})
    _add(folder / "data/rules.yml", {"rules": [{"rule": "search", "steps": [{"intent": _FIND}, {"action": _ACTION}]}]})
    (folder / "credentials.yml").write_text("rest:\n")
    (folder / "endpoints.yml").write_text(f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n")
    run([*STOCK, "train"], folder, config)


def _marked(town: str) -> str:
    """A town as an entity whose value is its id."""
    (mention,) = finder().find(f"w {town}")
    return f'[{town}]{{"entity": "place", "value": "{gazetteer.by_id()[mention.id].id}"}}'


def _add(file: Path, more: dict[str, Any]) -> None:
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    for key, value in more.items():
        if isinstance(value, list):
            found.setdefault(key, []).extend(value)
        elif isinstance(value, dict):
            found.setdefault(key, {}).update(value)
    file.write_text(yaml.safe_dump(found, allow_unicode=True), encoding="utf-8")


@contextmanager
def serving(folder: Path, config: settings.Settings) -> Iterator[tuple[str, int]]:
    """The address of the bot in a folder and the number of its process, once it answers."""
    port = free_port()
    command = [*STOCK, "run", "--port", str(port), "--interface", "127.0.0.1"]
    with subprocess.Popen(command, cwd=folder, env=serve.environment(config), stdout=_NULL, stderr=_NULL) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            while not serve.is_answering(f"{url}/webhooks/rest/") or not _says_something(url):
                time.sleep(0.3)
            yield url, server.pid
        finally:
            server.terminate()


@contextmanager
def serving_actions(config: settings.Settings, port: int) -> Iterator[None]:
    """Rasa's stock action server with the guide's actions."""
    command = [*STOCK, "run", "actions", "--actions", "actions.actions", "--port", str(port)]
    with subprocess.Popen(command, cwd=settings.ROOT, env=serve.environment(config), stdout=_NULL, stderr=_NULL) as server:
        try:
            while not serve.is_answering(f"http://127.0.0.1:{port}/health"):
                time.sleep(0.3)
            yield
        finally:
            server.terminate()


def _says_something(url: str) -> bool:
    try:
        return bool(Conversation(url).say("hello"))
    except OSError:
        return False
