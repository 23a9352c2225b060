"""Rasa component: what a message means after what was said before.

"And how long?" after the course asks for its length; "yes" after an offer takes it; a bare town is a search;
a second message in a row that is not understood leads to a way out. What follows what is data: the metadata
`offer` and `follow` of the responses in domain.yml.
"""

from __future__ import annotations

from typing import Any, Dict, Final, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.folding import words

_FOLLOW_UPS: Final = ("ask_how_long", "ask_where", "ask_how_much", "tell_more")
_NOT_UNDERSTOOD: Final = ("unsure", "nlu_fallback")
_LOST: Final = ("utter_not_understood", "utter_ask_which", "utter_not_understood_again")
_SEARCHES: Final = ("action_find_facilities", "action_list_facilities", "action_more_facilities", "action_facility_details")
_FINDER: Final = ("find_facility", "list_facilities", "count_facilities", "facility_details")
# Words that may stand around a bare place without making it anything else than a search.
_FILLERS: Final = frozenset(
    [
        "a",
        "i",
        "w",
        "we",
        "z",
        "ze",
        "na",
        "do",
        "kolo",
        "pod",
        "okolice",
        "okolicach",
        "okolica",
        "blisko",
        "niedaleko",
        "obok",
        "a",
        "to",
        "moze",
        "jednak",
        "raczej",
        "nie",
        "no",
        "tak",
        "jestem",
        "mieszkam",
        "mi",
        "chodzilo",
        "o",
        "chodzi",
        "prosze",
        "miasto",
        "wojewodztwo",
        "wojewodztwie",
        "and",
        "in",
        "near",
        "around",
        "what",
        "about",
        "the",
        "how",
        "from",
        "im",
        "i'm",
        "live",
        "please",
        "actually",
        "sorry",
        "meant",
        "i",
        "rather",
        "no",
        "or",
        "maybe",
        "region",
        "city",
        "town",
        "chcialem",
        "chcialam",
        "powiedziec",
        "szukam",
        "dla",
        "me",
        "for",
        "looking",
        "it's",
        "its",
        "is",
        "wlasciwie",
        "znaczy",
        "przepraszam",
        "pomylka",
        "oops",
        "nie,",
        "mieszka",
    ]
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ContextResolver(GraphComponent):
    """Replaces the intent where only the conversation tells what is meant."""

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> ContextResolver:
        """The component; it has no state of its own."""
        return cls()

    def process(
        self, messages: List[Message], tracker: DialogueStateTracker | None = None, domain: Domain | None = None
    ) -> List[Message]:
        """Resolves the intent of each message."""
        for message in messages:
            intent = (message.get(INTENT) or {}).get("name")
            if not intent or tracker is None or domain is None:
                continue
            resolved = _resolve(intent, message, _Context(tracker, domain))
            if resolved != intent:
                message.set(INTENT, {"name": resolved, "confidence": 1.0, "said": intent}, add_to_output=True)
        return messages


class _Context:
    """The last topic that was answered, and what its response says of what may follow."""

    def __init__(self, tracker: DialogueStateTracker, domain: Domain) -> None:
        executed = [e.action_name or "" for e in tracker.events if isinstance(e, ActionExecuted)]
        said = [name for name in executed if name.startswith("utter_") or name in _SEARCHES]
        self.last = said[-1] if said else ""
        self.asked_for_place = tracker.get_slot("requested_slot") == "place"
        self.topic = "find_facility" if self.last in _SEARCHES else self.last.removeprefix("utter_")
        self.shows_list = self.last in _SEARCHES
        variants = domain.responses.get(f"utter_{self.topic}") or [{}]
        self.metadata: Dict[str, Any] = variants[0].get("metadata") or {}


def _resolve(intent: str, message: Message, context: _Context) -> str:
    entities = {e["entity"]: e["value"] for e in message.get(ENTITIES, [])}
    text = message.get(TEXT) or ""
    if intent == "other_language":
        return intent
    if "place" in entities and intent not in _FINDER and (context.asked_for_place or _is_bare_place(text, message)):
        return "find_facility"
    if "ordinal" in entities and context.shows_list and len(words(text)) <= 4 and intent not in _FINDER:
        return "facility_details"
    if intent == "facility_details" and "place" in entities and _is_bare_place(text, message):
        return "find_facility"
    if intent == "affirm" and context.metadata.get("offer"):
        return str(context.metadata["offer"])
    if intent == "tell_more" and context.shows_list:
        return "more_facilities"
    if intent in _FOLLOW_UPS:
        return str((context.metadata.get("follow") or {}).get(intent, intent))
    if intent == "set_language" and context.metadata.get("facts"):
        return context.topic  # the same answer again, in the other language
    if intent in _NOT_UNDERSTOOD and context.last in _LOST:
        return "still_not_understood"
    return intent


def _is_bare_place(text: str, message: Message) -> bool:
    """Nothing is said besides the place."""
    for place in sorted(message.get("places") or [], key=lambda p: -p.start):
        text = f"{text[: place.start]} {text[place.end :]}"
    return all(word in _FILLERS for word in words(text))
