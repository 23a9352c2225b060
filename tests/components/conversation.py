"""Messages and conversations for the tests of components, in the shapes that Rasa gives them."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.settings import ROOT

DOMAIN = Domain.load(str(ROOT / "domain.yml"))
CONTEXT = ExecutionContext(GraphSchema({}))


def message(text: str, intent: str | None = None, **data: Any) -> Message:
    """A message as it reaches a component; with an intent, one that the classifier has seen."""
    found = {INTENT: {"name": intent, "confidence": 0.9}} if intent else {}
    return Message(data={TEXT: text, **found, **data})


def intent_of(processed: Message) -> str | None:
    """The name of the intent of a message."""
    return (processed.get(INTENT) or {}).get("name")


def entities_of(processed: Message) -> dict[str, str]:
    """The entities of a message, name and value."""
    return {e["entity"]: e["value"] for e in processed.get(ENTITIES, [])}


def tracker(*events: Event | list[Event], language: str = "pl", **slots: Any) -> DialogueStateTracker:
    """A conversation in which this has happened, then these slots were set."""
    happened = [e for event in events for e in (event if isinstance(event, list) else [event])]
    remembered = [SlotSet(name, value) for name, value in {"language": language, **slots}.items()]
    return DialogueStateTracker.from_events("visitor", [*happened, *remembered], DOMAIN.slots)


def user(text: str = "…", intent: str = "definition", **parse_data: Any) -> UserUttered:
    """The visitor has written something."""
    return UserUttered(text, {"name": intent}, parse_data={"text": text, "intent": {"name": intent}, "entities": [], **parse_data})


def answer(action: str, text: str = "answer", **data: Any) -> list[Event]:
    """The guide has answered."""
    return [ActionExecuted(action), BotUttered(text, data)]
