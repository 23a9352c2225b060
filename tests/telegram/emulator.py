"""The emulator of the Bot API that others wrote (npm `telegram-test-api`), and a visitor who writes through it."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.serve import VAR
from scripts.bot_api import TOKEN, read_html
from scripts.running import Conversation, free_port, post

SOURCE = Path(__file__).with_name("emulator")
INSTALLED = VAR / "telegram-emulator"
_CHATS = itertools.count(1000)
_SECONDS = 20.0


def install() -> Path:
    """The folder with the emulator; installs it when its lock has changed. Skips the test where that cannot be done."""
    stamp, lock = INSTALLED / "installed", (SOURCE / "package-lock.json").read_text(encoding="utf-8")
    if not shutil.which("npm"):
        _cannot("node and npm are not installed")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != lock:
        INSTALLED.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCE / name, INSTALLED)
        done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=INSTALLED, capture_output=True)
        if done.returncode:
            _cannot("npm could not install it")
        stamp.write_text(lock, encoding="utf-8")
    shutil.copy(SOURCE / "server.js", INSTALLED)
    return INSTALLED


def _cannot(why: str) -> None:
    if os.environ.get("REQUIRE_EMULATOR"):
        pytest.fail(f"the emulator of Telegram is required: {why}")
    pytest.skip(f"the emulator of Telegram is left out: {why}")


@contextmanager
def emulator() -> Iterator[str]:
    """The address of a running emulator."""
    folder, port = install(), free_port()
    process = subprocess.Popen(
        ["node", "server.js", str(port)], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None and process.stdout.readline().strip() == "ready"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


class TelegramConversation(Conversation):
    """One visitor of Telegram. language: that of the telephone."""

    def __init__(self, url: str, language: str) -> None:
        super().__init__(url)
        self.chat = next(_CHATS)
        self.language = language

    def say(self, message: str) -> str:
        """As of the REST channel."""
        post(f"{self.url}/sendMessage", {**self._common(), "text": message})
        return self._answer()

    def _press(self, button: dict[str, str]) -> str:
        common = self._common()
        under = {"message_id": 1, "chat": common["chat"]}
        post(f"{self.url}/sendCallback", {**common, "message": under, "data": button["payload"]})
        return self._answer()

    def _common(self) -> dict[str, Any]:
        person = {"id": self.chat, "first_name": "Visitor", "is_bot": False, "language_code": self.language}
        return {"botToken": TOKEN, "date": int(time.time()), "from": person, "chat": {"id": self.chat, "type": "private"}}

    def _answer(self) -> str:
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            found = post(f"{self.url}/getUpdates", {"token": TOKEN, "chatId": self.chat})["result"]
            if found:
                return self._shown([update["message"] for update in found])
            time.sleep(0.01)
        return ""

    def _shown(self, messages: list[dict[str, Any]]) -> str:
        answers = []
        for message in messages:
            rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
            buttons = [{"title": b["text"], "payload": b["callback_data"]} for row in rows for b in row]
            answers.append({"text": read_html(message["text"]), "buttons": buttons})
        return self._read(answers)
