"""Rasa component: a message in danger is `crisis`, whatever else it may be about."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.safety import assess


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyTagger(GraphComponent):
    """Stands last in the pipeline, so that nothing overrules it."""

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SafetyTagger:
        """The component; the detector has no model to load."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets the intent and the entity `danger` of each message in danger."""
        for message in messages:
            assessment = assess(message.get(TEXT) or "")
            if assessment.danger:
                message.set(INTENT, {"name": "crisis", "confidence": 1.0}, add_to_output=True)
                entity = {"entity": "danger", "value": assessment.danger, "start": 0, "end": 0, "extractor": "SafetyTagger"}
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages
