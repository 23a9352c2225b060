"""Talks to a running guide in the terminal: `make chat`. A number chooses a button, an empty line ends."""

from __future__ import annotations

import json
import sys
import urllib.request
import uuid
from typing import Any

from bot import settings


def ask(url: str, sender: str, message: str) -> list[dict[str, Any]]:
    """The answers to one message."""
    body = json.dumps({"sender": sender, "message": message}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as reply:
        answers: list[dict[str, Any]] = json.loads(reply.read())
    return answers


def main() -> int:
    """Reads lines until an empty one; returns the exit code."""
    config = settings.load()
    url = f"http://{config.host}:{config.port}/webhooks/rest/webhook"
    sender, buttons = uuid.uuid4().hex, list[dict[str, str]]()
    print("Pisz po polsku albo po angielsku. / Write in Polish or English. (Enter = koniec / end)")
    while True:
        try:
            line = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            line = ""
        if not line:
            return 0
        if line.isdigit() and 1 <= int(line) <= len(buttons):
            line = buttons[int(line) - 1]["payload"]
        try:
            answers = ask(url, sender, line)
        except OSError:
            print(f"✗ No guide answers on {url}: start it with `make run` in another terminal.", file=sys.stderr)
            return 1
        buttons = []
        for answer in answers:
            print(f"\n{answer.get('text', '')}")
            buttons += answer.get("buttons") or []
        print("".join(f"\n  [{i}] {button['title']}" for i, button in enumerate(buttons, start=1)), "\n")


if __name__ == "__main__":
    sys.exit(main())
