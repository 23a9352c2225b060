"""Rasa component: a message in danger is `crisis`, whatever else it may be about; one of distress is `distress` if it is about nothing.

It stands last in the pipeline, so that nothing overrules it. The door has looked at the message already (bot/safety/current.py).
"""

from __future__ import annotations

import re
from typing import Any, Dict, Final, List, get_args

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.folding import fold, words
from bot.insight import noted
from bot.nlu import entities
from bot.nlu.context import Context
from bot.safety import Assessment, Danger, current, tells_young_age

# Values of the slot `danger` after the full answer was given once: for those who write, for those who worry about somebody, and
# where somebody does the harm.
_AGAIN: Final = "again"
_KINDS: Final = get_args(Danger)
_OTHERS: Final = ("other", "young")
_AGAIN_OF: Final = {
    "other": "again_other",
    "young": "again_other",
    "violence": "again_harmed",
    "sexual": "again_harmed",
    "child": "again_harmed",
}
# Answers of their own to what people say after an answer to danger; they carry the numbers too and win over slight signs.
_ANSWERED: Final = ("crisis_safe", "crisis_calling", "crisis_no_phone", "crisis_no_wish", "crisis_no_answer")
_NO_ANSWER: Final = "crisis_no_answer"
# "She does not pick up", said of the person in danger, is no line that does not answer.
_A_LINE: Final = re.compile(
    r"\b(?:\d+|nikt|lini\w*|infolini\w*|numer\w*|telefon zaufania|zajet\w*|nobody|no one|lines?|numbers?|helplines?|busy|engaged|operator\w*|waiting|queue)\b"
)
_REFUSED: Final = "crisis_no_wish"  # its answer speaks to the person in danger
_SAFE: Final = "crisis_safe"
# Who is afraid for somebody, or says that the person sleeps, does not say that all is well.
_AFRAID: Final = re.compile(
    r"\b(?:boje sie|martwi\w*|niepoko\w*|przeraz\w*|frighten\w*|scared|afraid|worried|worry\w*|spi|spia|zasn\w*|asleep|sleep\w*)\b"
)
# What is no answer to danger, nor a question of its own: said right after one, it is answered with the short line and the numbers.
_ADRIFT: Final = (
    "nlu_fallback unsure still_not_understood out_of_scope distress set_language thanks goodbye greet help_menu feedback insult tell_more ask_where ask_how_long "
    "ask_how_much ask_why"
).split()
_LOOKS_BACK: Final = (*_ADRIFT, _REFUSED, _SAFE, _NO_ANSWER)  # what these mean depends on what was said before
_CLEAR: Final = 0.9  # probability of a topic from which slight signs of danger do not count
_SHORT: Final = 8  # words of a half sentence
_SAD: Final = ("distress", "helplines", "family_support", "relative_refuses")
# Distress takes the place of these only: a clear question keeps its answer.
_NO_TOPIC: Final = ("nlu_fallback", "unsure", "still_not_understood", "out_of_scope", "affirm", "greet", "feedback")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyTagger(GraphComponent):
    """Sets the intents `crisis` (with the entity `danger`) and `distress`."""

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SafetyTagger:
        """The component; the detector reads its own model."""
        return cls()

    def process(
        self, messages: List[Message], tracker: DialogueStateTracker | None = None, domain: Domain | None = None
    ) -> List[Message]:
        """Sets the intent of each message in danger or distress."""
        for message in messages:
            text = message.get(TEXT) or ""
            assessment = current.assessed(text)
            if tells_young_age(text):
                entities.add(message, "young", "true", "SafetyTagger")
            said = (message.get(INTENT) or {}).get("name")
            before = tracker is not None and domain is not None and (assessment.danger or said in _LOOKS_BACK)
            context = Context(tracker, domain) if before else None
            told = [kind for kind in context.crises if kind in _KINDS] if context else []
            if assessment.danger and not _is_about_something_else(message, assessment, context):
                _alarm(message, _of_whom(assessment, told, bool(context and context.with_minor)), assessment.slight, told)
            elif told and context and context.right_after_crisis and _stays(said, message, told[-1]):
                _set_danger(message, _AGAIN_OF.get(told[-1], _AGAIN))
            elif (assessment.support or assessment.danger) and said in _NO_TOPIC:
                message.set(INTENT, {"name": "distress", "confidence": 1.0, "said": said}, add_to_output=True)
            _note(message)
        return messages


def _stays(said: str | None, message: Message, danger: str) -> bool:
    """Whether a message right after an answer to danger still is about that danger."""
    if said in _ADRIFT:
        return True
    if danger not in _OTHERS:
        return False
    text = fold(message.get(TEXT) or "")
    return said == _REFUSED or (said == _SAFE and bool(_AFRAID.search(text))) or (said == _NO_ANSWER and not _A_LINE.search(text))


def _alarm(message: Message, danger: str, slight: bool, told: List[str]) -> None:
    """The answer to danger: the full one once, then the short one; what was asked of the first is answered instead of slight signs."""
    if danger in told and slight and (message.get(INTENT) or {}).get("name") in _ANSWERED:
        return
    noted.note_danger(danger)
    _set_danger(message, _AGAIN_OF.get(danger, _AGAIN) if danger in told else danger)


def _of_whom(assessment: Assessment, told: List[str], with_minor: bool) -> str:
    """Who is in danger: slight signs of one's own, in a talk about somebody else, are still about that person.

    with_minor: somebody under eighteen writes.
    """
    if assessment.danger != "self":
        return str(assessment.danger)
    if told and told[-1] in _OTHERS and assessment.slight:
        return told[-1]
    return "minor" if with_minor else "self"


def _note(message: Message) -> None:
    languages = [e["value"] for e in message.get(ENTITIES, []) if e["entity"] == "language"]
    noted.note_understood((message.get(INTENT) or {}).get("name") or "", languages[-1] if languages else "")


def _set_danger(message: Message, danger: str) -> None:
    message.set(INTENT, {"name": "crisis", "confidence": 1.0}, add_to_output=True)
    entities.add(message, "danger", danger, "SafetyTagger")


def _is_about_something_else(message: Message, assessment: Assessment, context: Context | None) -> bool:
    """Signs of danger that are too weak for what the message asks, or for a half sentence in a talk in which nothing was said of danger."""
    if assessment.slight and _is_clear(message):
        return True
    short = len(words(message.get(TEXT) or "")) <= _SHORT
    return assessment.faint and short and context is not None and context.informs and not context.crises


def _is_clear(message: Message) -> bool:
    """It is clear what the message is about, and that it is not about somebody who suffers."""
    best = (message.get("intent_ranking") or [{"name": "", "confidence": 0.0}])[0]
    return best["confidence"] >= _CLEAR and best["name"] not in _SAD
