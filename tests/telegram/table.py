"""The table of updates, with what every update of Telegram has besides filled in."""

from __future__ import annotations

import copy
from typing import Any

import yaml

from bot.settings import ROOT

ROWS: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/telegram/updates.yml").read_text(encoding="utf-8"))
_LONG = "opowiadam bardzo długo. " * 60


def filled(row: dict[str, Any], chat: int, number: int | None = None) -> dict[str, Any]:
    """The update of a row, in a private chat unless the row says otherwise."""
    update: dict[str, Any] = copy.deepcopy(row["update"])
    where = {"id": chat, "type": "private", "first_name": "Visitor"}
    person = {"id": chat, "is_bot": False, "first_name": "Visitor", "language_code": "pl"}
    for content in update.values():
        if not isinstance(content, dict):
            continue
        content.setdefault("from", person)
        if "callback_query" in update:
            content.setdefault("id", f"q{chat}")
            content.setdefault("message", {"message_id": 7, "date": 1, "chat": where})
        else:
            content.setdefault("chat", where)
            content.setdefault("message_id", 7)
            content.setdefault("date", 1)
        if content.get("text") == "LONG":
            content["text"] = _LONG
    return {**update, **({} if number is None else {"update_id": number})}
