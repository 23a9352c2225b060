"""Rasa component: a message in danger is `crisis`, whatever else it may be about."""

from __future__ import annotations

from typing import Any, Dict, Final, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.safety import assess

_CLEAR: Final = 0.9  # probability of a topic from which slight signs of danger do not count
_SAD: Final = ("distress", "helplines", "family_support", "relative_refuses")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyTagger(GraphComponent):
    """Stands last in the pipeline, so that nothing overrules it."""

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SafetyTagger:
        """The component; the detector has a model of its own, which the door has read already."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets the intent and the entity `danger` of each message in danger."""
        for message in messages:
            assessment = assess(message.get(TEXT) or "")
            if assessment.danger and not (assessment.slight and _is_clear(message)):
                message.set(INTENT, {"name": "crisis", "confidence": 1.0}, add_to_output=True)
                entity = {"entity": "danger", "value": assessment.danger, "start": 0, "end": 0, "extractor": "SafetyTagger"}
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages


def _is_clear(message: Message) -> bool:
    """It is clear what the message is about, and that it is not about somebody who suffers."""
    best = (message.get("intent_ranking") or [{"name": "", "confidence": 0.0}])[0]
    return best["confidence"] >= _CLEAR and best["name"] not in _SAD
