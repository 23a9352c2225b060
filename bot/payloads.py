"""Payloads of buttons, as the door takes them: an intent, perhaps with entities. Pure; for actions and channels."""

from __future__ import annotations

import json


def in_language(payload: str, language: str) -> str:
    """The payload of a button that also says the language, for a conversation that has none yet."""
    intent, brace, entities = payload.partition("{")
    known = json.loads(brace + entities) if brace else {}
    return intent + json.dumps({**known, "language": language}, ensure_ascii=False)


def payload(intent: str, **entities: str) -> str:
    """An intent with entities, as short as can be: Telegram takes 64 bytes."""
    return f"/{intent}" + json.dumps(entities, ensure_ascii=False, separators=(",", ":"))


def search_in(place_id: str) -> str:
    """The search for facilities in a place of the gazetteer."""
    return payload("find_facility", place=place_id)
