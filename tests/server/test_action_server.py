"""The action server as somebody meets it who reaches its port: closed without the secret, silent about what it was sent."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.server import TOKEN
from bot import facility_tasks, serve, settings
from scripts.running import free_port

CANARY = "kanarekkowalski"
SECRET = "a-word-of-this-test"  # noqa: S105


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Port of an action server with a secret of its own."""
    folder, number = tmp_path_factory.mktemp("actions"), free_port()
    url = f"sqlite:///{folder}/guide.db"
    facility_tasks.import_facilities(facility_tasks.FACILITIES, url)
    own = {TOKEN: SECRET, "ACTIONS_PORT": str(number), "DATABASE_URL": url, "LOG_LEVEL": "INFO"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            serve.actions_command(), cwd=settings.ROOT, env={**serve.environment(settings.load()), **own}, stdout=log, stderr=log
        )
    try:
        while not serve.is_answering(f"http://127.0.0.1:{number}/health"):
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.2)
        yield number
    finally:
        process.terminate()
        process.wait(10)
    assert CANARY not in (folder / "log").read_text()


def call(port: int, body: Any, path: str = "/webhook", host: str = "127.0.0.1", **headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of an answer."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"http://{host}:{port}{path}", data, {"Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status, dict(reply.headers), reply.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, dict(refused.headers), refused.read().decode()


def a_call(action: str, **tracker: Any) -> dict[str, Any]:
    """What Rasa sends for an action."""
    said = {"text": CANARY, "intent": {"name": "count_facilities"}, "entities": []}
    state = {"sender_id": "web:1", "slots": {}, "latest_message": said, "events": [], "paused": False, "active_loop": {}, **tracker}
    return {"next_action": action, "sender_id": "web:1", "tracker": state, "domain": {}, "version": "3.6.21"}


@pytest.mark.parametrize("sent", [{}, {"Authorization": ""}, {"Authorization": "wrong"}, {"Authorization": f"Bearer {SECRET}"}])
@pytest.mark.parametrize("path", ["/webhook", "/actions", "/"])
def test_nothing_is_done_without_the_secret(port: int, path: str, sent: dict[str, str]) -> None:
    status, _, text = call(port, a_call("action_count_facilities"), path, **sent)
    assert status == 403 and CANARY not in text and "responses" not in text


def test_with_the_secret_an_action_is_done(port: int) -> None:
    status, headers, text = call(port, a_call("action_count_facilities"), Authorization=SECRET, Origin="https://evil.example")
    assert status == 200 and json.loads(text)["responses"]
    assert not any(name.lower().startswith("access-control-") for name in headers)


@pytest.mark.parametrize(
    "body", [a_call("action_nobody_knows"), {**a_call("action_count_facilities"), "tracker": {"events": CANARY}}, CANARY, None]
)
def test_failure_sends_nothing_back_of_what_was_sent(port: int, body: Any) -> None:
    status, _, text = call(port, body, Authorization=SECRET)
    assert status >= 400 and CANARY not in text and "Traceback" not in text


def test_it_listens_on_this_machine_only(port: int) -> None:
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    addresses = {fields[1].split(":")[0] for fields in listening if fields[3] == "0A" and int(fields[1].split(":")[1], 16) == port}
    assert addresses == {"0100007F"}  # 127.0.0.1
    if Path("/proc/net/tcp6").exists():
        assert f":{port:04X} " not in Path("/proc/net/tcp6").read_text()


def test_it_does_not_start_without_a_secret() -> None:
    env = {name: value for name, value in os.environ.items() if name != TOKEN}
    done = subprocess.run(serve.actions_command(), cwd=settings.ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode and f"{TOKEN} is empty" in done.stderr
