"""Rasa component: entities of the finder (place, kind of facility, facility, position in the list)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Callable, Dict, Final, List, Sequence, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot import gazetteer
from bot.folding import fold, words
from bot.nlu.facility_words import day_named, facet_asked, facility_named, kind_named, only_confirmed, ordinal_named, reason_named
from bot.nlu.place_finder import finder
from bot.nlu.place_mention import ONLINE, Mention, alternatives, chosen

REQUESTED_SLOT: Final = "requested_slot"
_WORD: Final = re.compile(r"\w+")
_FEW: Final = 3  # words of a message that may be no more than the name of a part of a city
_MIDDLE: Final = 12  # words of one that may name it after a preposition ("a na psim polu coś jest?")
_LONGEST: Final = 2  # words in the name of a part of a city
_BEFORE: Final = re.compile(r"\b(?:na|w|we|z|ze|kolo|in|from|near|at)$")
_OTHERS: Final = 2  # further places of a message that are offered
_WORDS: Final[Sequence[Tuple[str, Callable[[str], str | None]]]] = (
    ("kind", kind_named),
    ("facility", facility_named),
    ("ordinal", ordinal_named),
    ("day", day_named),
    ("reason", lambda text: reason_named(text) if facet_asked(text) == "facility_wrong" else None),
    ("confirmed", lambda text: "yes" if only_confirmed(text) else None),
)


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
            places = finder().find(text, expected=asked) or _district_of(tracker, text)
            message.set("places", places)
            found = [*_places(text, places), *((name, told(text), 0, len(text)) for name, told in _WORDS)]
            entities = [
                {"entity": name, "value": value, "start": start, "end": end, "extractor": "PlaceTagger"}
                for name, value, start, end in found
                if value
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages


def _district_of(tracker: DialogueStateTracker | None, text: str) -> List[Mention]:
    """Names of parts of the city that was searched last ("Wola then"): bare ones in a message of a few words, else those after a preposition."""
    city = gazetteer.by_id().get(tracker.get_slot("searched") or "") if tracker is not None else None
    length = len(words(text))
    if city is None or length > _MIDDLE:
        return []
    said = list(_WORD.finditer(text))
    for size in range(_LONGEST, 0, -1):
        for first, last in zip(said, said[size - 1 :]):
            named = text[first.start() : last.end()]
            if length > _FEW and not _BEFORE.search(fold(text[: first.start()]).strip()):
                continue
            if found := [m for m in finder().find(f"{named}, {city.name}", correct=False) if m.district]:
                return [replace(found[0], start=first.start(), end=last.end())]
    return []


def _places(text: str, mentions: List[Mention]) -> List[Tuple[str, str | None, int, int]]:
    """The place that is meant, its district, and the other places of the message; help over the internet is a place too."""
    place = chosen(text, mentions)
    if place is None:
        return [("place", ONLINE if kind_named(text) == "online_service" else None, 0, len(text))]
    others = alternatives(text, mentions, place)[:_OTHERS]
    told = [("other_place", m.id, m.start, m.end) for m in others]
    return [("place", place.id, place.start, place.end), ("district", place.district, place.start, place.end), *told]
