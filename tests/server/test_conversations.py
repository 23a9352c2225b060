"""Whole conversations over HTTP, by behaviour, in both languages: tests/conversations/*.yml."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from bot.settings import ROOT
from scripts.reply_language import language_of
from scripts.running import Conversation, Guide

CHANNELS = ("rest", "web")
_ALL = [
    (f"{path.stem}: {script['name']}", script)
    for path in sorted((ROOT / "tests/conversations").glob("*.yml"))
    for script in yaml.safe_load(path.read_text(encoding="utf-8"))
]
SCRIPTS = [
    pytest.param(script, channel, id=f"{channel}: {name}") for name, script in _ALL for channel in script.get("channels", CHANNELS)
]
CONVERSATIONS = [pytest.param(script, id=name) for name, script in _ALL if "telegram" in script.get("channels", ["telegram"])]


def test_there_are_at_least_thirty() -> None:
    assert len(SCRIPTS) >= 30 * len(CHANNELS)


@pytest.mark.parametrize(("script", "channel"), SCRIPTS)
def test_conversation(guide: Guide, script: dict[str, Any], channel: str) -> None:
    follow(guide.web_conversation() if channel == "web" else guide.conversation(), script)


def follow(visitor: Conversation, script: dict[str, Any]) -> None:
    """Says what the visitor of a script says, and looks at every answer."""
    language = script["language"]
    for turn in script["turns"]:
        said = turn.get("user", turn.get("button"))
        reply = visitor.press(said) if "button" in turn else visitor.say(said)
        language = turn.get("language", language)
        assert reply.strip(), f"silence after {said!r}"
        for pattern in turn.get("bot", []):
            assert re.search(pattern, reply, re.IGNORECASE), f"after {said!r}: no /{pattern}/ in\n{reply}"
        for pattern in turn.get("not", []):
            assert not re.search(pattern, reply, re.IGNORECASE), f"after {said!r}: /{pattern}/ in\n{reply}"
        if language != "any":
            assert language_of(reply) in (language, None), f"after {said!r}: not in {language}:\n{reply}"
