"""What updates of Telegram ask for: the table in tests/telegram/updates.yml, and what commands mean."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.languages import LANGUAGES
from bot.telegram import commands, updates
from tests.telegram.table import ROWS, filled

TOPICS = {"course_length", "definition"}


def has_topic(topic: str) -> bool:
    return topic in TOPICS


def test_table_is_large_enough() -> None:
    assert len(ROWS) >= 60
    assert len({row["name"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_update_is_read(row: dict[str, Any]) -> None:
    found = updates.read(filled(row, 5, 17), has_topic)
    if row["is"] == "nothing":
        assert found is None
        return
    assert found is not None and found.kind == row["is"] and found.update_id == 17
    for name, part in (("text", "text"), ("language", "language"), ("asked", "asked_language"), ("album", "album")):
        if name in row and not (name == "language" and "asked" in row):
            assert getattr(found, part) == row[name], name
    assert (found.reply_to == 7) == row.get("reply", False)
    assert found.chat == (5 if found.kind != updates.GROUP else found.chat)
    assert updates.Incoming(**json.loads(json.dumps(found.as_json()))) == found


@pytest.mark.parametrize(
    "update", [None, 3, "x", [], {"update_id": True}, {"update_id": "5", "message": {"text": "hej"}}, {"message": {}}]
)
def test_rubbish_is_nothing(update: object) -> None:
    assert updates.read(update, has_topic) is None


def test_every_prefix_of_an_update_is_read_without_an_error() -> None:
    """Whatever part is missing or of another type."""
    for row in ROWS:
        update = filled(row, 5, 17)
        for path in _paths(update):
            for other in (None, 1, "x", [], {}, True):
                updates.read(_with(update, path, other), has_topic)


def _paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if not isinstance(value, dict):
        return []
    return [path for key in value for path in [(*before, key), *_paths(value[key], (*before, key))]]


def _with(update: Any, path: tuple[Any, ...], value: object) -> Any:
    if not path:
        return value
    return {**update, path[0]: _with(update[path[0]], path[1:], value)}


def test_commands_are_registered_in_both_languages() -> None:
    lists = commands.registrations()
    assert [found.get("language_code") for found in lists] == [None, *LANGUAGES]
    for found in lists:
        names = [command["command"] for command in found["commands"]]
        assert names == list(commands.NAMES)
        assert all(name.islower() and len(name) <= 32 for name in names)
        assert all(1 <= len(command["description"]) <= 256 for command in found["commands"])
    assert lists[0]["commands"] == lists[1]["commands"] != lists[2]["commands"]


def test_every_registered_command_has_a_meaning_of_its_own() -> None:
    for name in commands.NAMES:
        assert commands.meaning(f"/{name}", has_topic).text != name
