"""A real guide for the tests: both servers on free ports, the trained model, talked to over HTTP."""

from __future__ import annotations

import dataclasses
import json
import os
import socket
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from bot import serve, settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def post(url: str, payload: object, timeout: float = 30) -> Any:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=timeout) as reply:
        return json.loads(reply.read())


class Conversation:
    """One visitor. `say` sends a message and returns everything that comes back as one text."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/webhooks/rest/webhook"
        self.sender = uuid.uuid4().hex
        self.buttons: dict[str, str] = {}

    def say(self, message: str) -> str:
        answers = post(self.url, {"sender": self.sender, "message": message})
        self.buttons = {b["title"]: b["payload"] for a in answers for b in a.get("buttons") or []}
        return "\n".join([*(a.get("text") or "" for a in answers), *self.buttons])

    def press(self, title: str) -> str:
        assert title in self.buttons, f"no button {title!r} among {list(self.buttons)}"
        return self.say(self.buttons[title])


class Guide:
    """The two servers, which tests may also stop and start."""

    def __init__(self) -> None:
        self.config = dataclasses.replace(settings.load(), port=free_port(), actions_port=free_port(), rasa_api=True)
        self.url = f"http://127.0.0.1:{self.config.port}"
        for name in ("port", "actions_port", "database_url"):
            os.environ[name.upper()] = str(getattr(self.config, name))
        self.processes = serve.start(self.config)
        serve.wait_until_ready(self.config, self.processes)

    def conversation(self) -> Conversation:
        return Conversation(self.url)

    def stop(self) -> None:
        serve.stop(self.processes)


@pytest.fixture(scope="session")
def guide() -> Iterator[Guide]:
    serve.prepare(settings.load())
    running = Guide()
    yield running
    running.stop()
