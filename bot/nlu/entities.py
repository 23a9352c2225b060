"""Entities that a component sets for a whole message, not for some of its words."""

from __future__ import annotations

from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.place_mention import ONLINE, SHARED_NAME


def add(message: Message, name: str, value: str, component: str) -> None:
    """Adds an entity to those of a message. component: the name of the class that sets it."""
    entity = {"entity": name, "value": value, "start": 0, "end": 0, "extractor": component}
    message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)


def names_town(message: Message) -> bool:
    """Whether a message names a place; the internet is none, nor is a name that several places share."""
    named = (e["value"] for e in message.get(ENTITIES, []) if e["entity"] == "place")
    return any(value != ONLINE and not value.startswith(SHARED_NAME) for value in named)
