"""Rasa component: a message in danger is `crisis`, whatever else it may be about; one of distress is `distress` if it is about nothing.

It stands last in the pipeline, so that nothing overrules it. The door has looked at the message already (bot/safety/current.py).
"""

from __future__ import annotations

from typing import Any, Dict, Final, List

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
from bot.nlu import after_danger, entities
from bot.nlu.after_danger import ALL_IS_WELL, ANSWERED, CALMER, LOOKS_BACK, OTHERS, SAFE, Meant
from bot.nlu.context import GROWN_UP, SEARCH, YOUNG_SPOKEN_OF, YOUNG_WRITES, Context
from bot.nlu.ranking import ranked
from bot.safety import Assessment, current, speaks_of_grown_up, speaks_of_young, tells_young_age

_DISTRESS: Final = "distress"
_CLEAR: Final = 0.9  # probability of a topic from which slight signs of danger do not count
# Answers that need no line of care beside them.
_CARES: Final = frozenset(("crisis", "distress", "distress_again", "helplines", "talk_to_human", "forget_me", *ANSWERED))
_SHORT: Final = 8  # words of a half sentence
_MIDDLE: Final = 20  # words of a question, or of a sentence with a town in it
_SAD: Final = ("distress", "helplines", "family_support", "relative_refuses")
# Distress takes the place of these only: a clear question keeps its answer.
_NO_TOPIC: Final = (
    "nlu_fallback",
    "unsure",
    "still_not_understood",
    "out_of_scope",
    "affirm",
    "greet",
    "goodbye",
    "feedback",
    "introduction",
    "apology",
    "remark",
)


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
            assessment = current.assessed(message.get(TEXT) or "")
            _note_young(message, tracker)
            looks_back = assessment.danger or assessment.support or _intent(message) in LOOKS_BACK
            context = None
            if tracker is not None and domain is not None and (looks_back or tracker.get_slot("danger")):
                context = Context(tracker, domain)
            _judge(message, assessment, context)
            if line := _line_of_care(message, assessment, context):
                message.set("caring", line, add_to_output=True)
            _note(message)
        return messages


def _judge(message: Message, assessment: Assessment, context: Context | None) -> None:
    """Sets the intent of a message that is about danger or distress."""
    text, said = message.get(TEXT) or "", _intent(message)
    told = after_danger.told(context) if context else []
    weak = not assessment.danger or assessment.slight or assessment.faint
    meant = after_danger.named_by_rules(said, text, told[-1], weak, context) if told and context else None
    if told and context and (meant := meant or _corrected(message, assessment, told, weak, context)):
        _set(message, meant)
    elif message.get("denied") and after_danger.is_denied(text, weak):
        return  # there is no danger, and something else is asked
    elif assessment.danger and not _is_about_something_else(message, assessment, context):
        danger = after_danger.of_whom(text, assessment, told, context)
        _alarm(message, danger, weak or danger != assessment.danger, told)
    elif told and context and (meant := after_danger.goes_on(said, fold(text), told[-1], context, _is_clear(message))):
        _set(message, meant)
    elif said == _DISTRESS or ((assessment.support or assessment.danger) and said in _NO_TOPIC):
        _set(message, Meant("distress_again" if context and context.right_after_distress else _DISTRESS))
    if told and context and context.right_after_crisis and _intent(message) == SAFE and entities.names_town(message):
        message.set("denied", True)  # "I don't want to do anything, I asked about Toruń"
        _set(message, Meant(SEARCH))
    if told and context and context.right_after_crisis and told[-1] in OTHERS and _intent(message) == SAFE:
        _set(message, Meant(CALMER))


def _corrected(message: Message, assessment: Assessment, told: List[str], weak: bool, context: Context) -> Meant | None:
    """What somebody means who says, after an answer to danger, that there is none, or that it is not about them."""
    text = message.get(TEXT) or ""
    if context.right_after_crisis and (meant := after_danger.misunderstood(text, assessment, told)):
        return meant
    return after_danger.denied(text, told[-1], weak, bool(message.get("denied"))) if context.after_crisis else None


def _line_of_care(message: Message, assessment: Assessment, context: Context | None) -> str | None:
    """The response that is to stand above the answer to a question of somebody in danger or distress (bot/nlg.py)."""
    said = _intent(message)
    if message.get("denied"):
        return "utter_caring_denied"
    if said == "forget_me" and context and context.lately_in_danger:
        return "utter_caring_numbers"
    if said == SEARCH and context and context.right_after_crisis and context.last not in ALL_IS_WELL:
        return "utter_caring_danger"
    if context and context.informs and len(words(message.get(TEXT) or "")) <= _SHORT:
        return None  # a half sentence in a talk about something else
    return "utter_caring" if (assessment.support or assessment.danger) and said not in _CARES else None


def _intent(message: Message) -> str | None:
    name: str | None = (message.get(INTENT) or {}).get("name")
    return name


def _set(message: Message, meant: Meant) -> None:
    if meant.danger:
        message.set(INTENT, {"name": meant.intent, "confidence": 1.0}, add_to_output=True)
        entities.add(message, "danger", meant.danger, "SafetyTagger")
    else:
        message.set(INTENT, {"name": meant.intent, "confidence": 1.0, "said": _intent(message)}, add_to_output=True)


def _note_young(message: Message, tracker: DialogueStateTracker | None) -> None:
    """Notes that somebody under eighteen writes or, unless that was said before, is spoken of; or that they are grown up, after all."""
    text = message.get(TEXT) or ""
    if tells_young_age(text):
        entities.add(message, "young", YOUNG_WRITES, "SafetyTagger")
    elif tracker and tracker.get_slot("young") == YOUNG_SPOKEN_OF and speaks_of_grown_up(text):
        entities.add(message, "young", GROWN_UP, "SafetyTagger")
    elif not (tracker and tracker.get_slot("young")) and speaks_of_young(text):
        entities.add(message, "young", YOUNG_SPOKEN_OF, "SafetyTagger")


def _alarm(message: Message, danger: str, weak: bool, told: List[str]) -> None:
    """The answer to danger: the full one once, then the short one; what was asked of the first is answered instead of weak signs."""
    if told and after_danger.is_answered(_intent(message), message.get(TEXT) or "", told[-1], weak):
        return
    noted.note_danger(danger)
    _set(message, after_danger.again(danger) if danger in told else Meant("crisis", danger))


def _note(message: Message) -> None:
    languages = [e["value"] for e in message.get(ENTITIES, []) if e["entity"] == "language"]
    noted.note_understood(_intent(message) or "", languages[-1] if languages else "")


def _is_about_something_else(message: Message, assessment: Assessment, context: Context | None) -> bool:
    """Signs of danger that are too weak for what the message asks, or for a half sentence or a question in a talk in which nothing was said of danger."""
    if assessment.slight and _is_clear(message):
        return True
    text = message.get(TEXT) or ""
    asks = len(words(text)) <= _MIDDLE and ("?" in text or entities.names_town(message))
    short = asks or len(words(text)) <= _SHORT
    return assessment.faint and short and context is not None and context.informs and not context.crises


def _is_clear(message: Message) -> bool:
    """It is clear what the message is about, and that it is not about somebody who suffers."""
    best = ranked(message)[0]
    return best.probability >= _CLEAR and best.topic not in _SAD
