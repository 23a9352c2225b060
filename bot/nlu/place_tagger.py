"""Rasa component: entities of the finder (place, kind of facility, facility, position in the list)."""

from __future__ import annotations

from typing import Any, Dict, Final, List, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.facility_words import facility_named, kind_named, ordinal_named
from bot.nlu.place_finder import chosen, finder

REQUESTED_SLOT: Final = "requested_slot"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceTagger(GraphComponent):
    """Finds what a search needs. The mentions of places go to the classifier as `places`."""

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> PlaceTagger:
        """The component; the tables are read now, so that the first message is not slow."""
        finder()
        return cls()

    def process(self, messages: List[Message], tracker: DialogueStateTracker | None = None) -> List[Message]:
        """Adds the entities of each message; a bare name counts as a place when the guide has asked for one."""
        asked = tracker is not None and tracker.get_slot(REQUESTED_SLOT) == "place"
        for message in messages:
            text = message.get(TEXT) or ""
            places = finder().find(text, expected=asked)
            message.set("places", places)
            place = chosen(text, places)
            found: List[Tuple[str, str | None, int, int]] = [("place", place.id, place.start, place.end)] if place else []
            found.append(("kind", kind_named(text), 0, len(text)))
            found.append(("facility", facility_named(text), 0, len(text)))
            found.append(("ordinal", ordinal_named(text), 0, len(text)))
            entities = [
                {"entity": name, "value": value, "start": start, "end": end, "extractor": "PlaceTagger"}
                for name, value, start, end in found
                if value
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages
