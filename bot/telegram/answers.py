"""What the dialogue has said, as calls of the Bot API: a map, words, buttons. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.telegram.format import Piece, inline_keyboard, messages, position_keyboard
from bot.telegram.journal import Call
from bot.telegram.texts import words

_ASKS_FOR_A_PLACE: Final = ("utter_ask_place",)


def calls(said: Sequence[Mapping[str, Any]], reply_to: int | None = None, with_maps: bool = False) -> list[Call]:
    """The messages of an answer, in order.

    said: dictionaries with text, language, answer (a response key), perhaps buttons and card, as WebOutput collects them.
    reply_to: message that the first one refers to. with_maps: whether maps of facilities can be drawn.
    """
    found: list[Call] = []
    places = [message["card"]["id"] for message in said if message.get("card", {}).get("id")]
    if places and with_maps:
        caption = words().text("map_caption", said[0]["language"])
        found.append(Call("sendPhoto", {"caption": caption}, places=places))
    texts = messages([Piece(message["text"], heading="card" in message) for message in said])
    found += [
        Call("sendMessage", {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}) for text in texts
    ]
    keyboard = _keyboard(said)
    if keyboard and texts:
        found[-1].params["reply_markup"] = keyboard
    if reply_to and texts:
        found[-len(texts)].params["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
    return found


def _keyboard(said: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    if said and said[-1].get("answer") in _ASKS_FOR_A_PLACE and not said[-1].get("buttons"):
        language = said[-1]["language"]
        return position_keyboard(words().text("position_button", language), words().text("position_hint", language))
    return inline_keyboard([button for message in said for button in message.get("buttons") or ()])
