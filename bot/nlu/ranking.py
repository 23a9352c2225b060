"""The topics that a message may be about, as the topic classifier ranked them."""

from __future__ import annotations

from rasa.shared.nlu.training_data.message import Message

from bot.nlu.topics import Ranked


def ranked(message: Message) -> list[Ranked]:
    """The topics of a message, likeliest first; one without a name and likelihood where nothing was ranked."""
    shown = message.get("intent_ranking") or [{"name": "", "confidence": 0.0}]
    return [Ranked(one["name"], one["confidence"]) for one in shown]
