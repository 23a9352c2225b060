"""A guide of one's own on free ports, for tests, scores and benchmarks, and a visitor who talks to it."""

from __future__ import annotations

import dataclasses
import json
import os
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot import serve, settings


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def post(url: str, payload: object, timeout: float = 30, headers: Mapping[str, str] | None = None) -> Any:
    """The JSON answer to a JSON body (or to raw bytes)."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json", **(headers or {})})
    with urllib.request.urlopen(request, timeout=timeout) as reply:
        return json.loads(reply.read())


class Conversation:
    """One visitor of the REST channel. `say` sends a message and returns everything that comes back as one text."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.sender = uuid.uuid4().hex
        self.buttons: dict[str, dict[str, str]] = {}

    def say(self, message: str) -> str:
        """Texts and titles of buttons of the answer."""
        return self._read(post(f"{self.url}/webhooks/rest/webhook", {"sender": self.sender, "message": message}))

    def press(self, title: str) -> str:
        """Presses a button of the last answer."""
        if title not in self.buttons:
            raise AssertionError(f"no button {title!r} among {list(self.buttons)}")
        return self._press(self.buttons[title])

    def _press(self, button: dict[str, str]) -> str:
        return self.say(button["payload"])

    def _read(self, answers: list[dict[str, Any]]) -> str:
        self.buttons = {b["title"]: b for a in answers for b in a.get("buttons") or []}
        return "\n".join([*(a.get("text") or "" for a in answers), *self.buttons])


class WebConversation(Conversation):
    """One visitor of the website."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.token = post(f"{url}/api/session", {})["token"]

    def say(self, message: str) -> str:
        """As of the REST channel; a refusal in words is an answer too."""
        return self.send({"text": message})

    def _press(self, button: dict[str, str]) -> str:
        return self.send({"payload": button["payload"], "proof": button["proof"]})

    def send(self, message: dict[str, Any]) -> str:
        """Sends a message as the chat of the website does."""
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            return self._read(post(f"{self.url}/api/message", message, headers=headers)["messages"])
        except urllib.error.HTTPError as refused:
            answer = json.loads(refused.read())
            return self._read(answer.get("messages") or [{"text": answer["text"]}])


@dataclasses.dataclass(frozen=True)
class Understanding:
    """intent: of a message alone; likeliest: the three best topics; confidence: probability of the best one."""

    intent: str
    likeliest: tuple[str, ...]
    confidence: float


class Guide:
    """Both servers with the trained model and conversations of their own; `overrides` are settings, by name."""

    def __init__(self, **overrides: Any) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="guide-")
        own = {
            "port": free_port(),
            "actions_port": free_port(),
            "conversations_url": f"sqlite:///{self._folder.name}/conversations.db",
        }
        chosen = {"rasa_api": True, "host": "127.0.0.1", **own, **overrides}
        self.config = dataclasses.replace(settings.load(), **chosen)
        self.url = f"http://127.0.0.1:{self.config.port}"
        self.processes: list[subprocess.Popen[bytes]] = serve.start(self.config)
        try:
            serve.wait_until_ready(self.config, self.processes)
        except BaseException:
            self.stop()
            raise

    def conversation(self) -> Conversation:
        """A new visitor."""
        return Conversation(self.url)

    def web_conversation(self) -> WebConversation:
        """A new visitor of the website."""
        return WebConversation(self.url)

    def understand(self, text: str) -> Understanding:
        """What the guide sees in a message alone."""
        parsed = post(f"{self.url}/model/parse", {"text": text})
        ranking = parsed.get("intent_ranking", [])
        confidence = ranking[0]["confidence"] if ranking else 0.0
        return Understanding(parsed["intent"]["name"], tuple(r["name"] for r in ranking[:3]), confidence)

    def stop(self) -> None:
        """Ends both servers, and forgets the conversations."""
        serve.stop(self.processes)
        self._folder.cleanup()


@contextmanager
def guide(**overrides: Any) -> Iterator[Guide]:
    """A guide for the time of a block."""
    os.environ.setdefault("PYTHONPATH", str(settings.ROOT))
    running = Guide(**overrides)
    try:
        yield running
    finally:
        running.stop()
