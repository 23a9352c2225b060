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
from bot.nlu.context import YOUNG_SPOKEN_OF, YOUNG_WRITES, Context
from bot.nlu.context_resolver import AFTER_CRISIS
from bot.safety import (
    Assessment,
    Danger,
    current,
    help_came,
    is_at_hand,
    is_not_over,
    is_unreachable,
    names_emergency,
    names_harm,
    speaks_of_young,
    tells_young_age,
)

# Values of the slot `danger` after the full answer was given once: for those who write, for those who worry about somebody, and
# where somebody does the harm.
_AGAIN: Final = "again"
_KINDS: Final = get_args(Danger)
_OTHERS: Final = ("other", "young")
_BY_SOMEBODY: Final = ("violence", "sexual", "child")
_ABOUT_ONESELF: Final = ("self", "minor")
_CHILDREN: Final = "children"
_AN_AGE: Final = 4  # words that tell an age and no more
_NOW: Final = "again_now"  # what could do harm is at hand, or it was an emergency at first
_AGAIN_OF: Final = {
    "other": "again_other",
    "young": "again_other",
    "violence": "again_harmed",
    "sexual": "again_harmed",
    "child": "again_harmed",
    "medical": _NOW,
    "minor": "again_minor",
}
# Answers of their own to what people say after an answer to danger; they carry the numbers too and win over slight signs.
_NOT_SAFE: Final = "crisis_not_safe"
_ANSWERED: Final = tuple(topic for topic in AFTER_CRISIS if topic != _NOT_SAFE)
_NO_ANSWER: Final = "crisis_no_answer"
# "She does not pick up", said of the person in danger, is no line that does not answer.
_A_LINE: Final = re.compile(
    r"\b(?:\d+|nikt|lini\w*|infolini\w*|numer\w*|telefon zaufania|zajet\w*|nobody|no one|lines?|numbers?|helplines?|busy|engaged|operator\w*|waiting|queue)\b"
)
_REFUSED: Final = "crisis_no_wish"  # its answer speaks to the person in danger
_SAFE: Final = "crisis_safe"
_DISTRESS: Final = "distress"
_CALMER: Final = "crisis_calmer"
# Words without which nobody says of themselves that all is well: being calm is none of them.
_SAYS_SAFE: Final = re.compile(
    r"\b(?:bezpieczn\w*|nic (?:mi|nam|jej|mu) nie|nic sobie|nie chce (?:sie |sobie )?(?:zab\w+|umrz\w+|umier\w+|odebr\w+|nic)|nie zrobie|nie grozi\w*|zart\w*|przesadz\w*|w porzadku|okej|ok|lepiej|dobrze|przeszlo|minelo|"
    r"tak sie mowi|chodzi\w*|zrozum\w*|pomylk\w*|tylko|po prostu|pytam|pytal\w*|hipotetyczn\w*|teoretyczn\w*|przyklad\w*|film\w*|ksiaz\w*|scenariusz\w*|fikcj\w*|praca|prace|referat\w*|test\w*|zmeczon\w*|luz\w*|spoko|spokojnie|bez obaw|"
    r"safe|ok|okay|fine|better|good|alright|well|jok\w*|kidding|mean|meant|misunder\w*|suicid\w*|no danger|not in danger|no plans?|won'?t do|just|only|tired|asking|asked|expression|passed|haha|lol|theor\w*|hypothe\w*|thesis|"
    r"testing|story|novel|worr\w*|wrong|serious\w*|figure of speech|exaggerat\w*)\b"
)
# Calm alone may be that of somebody who has decided.
_CALM: Final = re.compile(r"\b(?:spokoj\w*|spokojn\w*|lekko|lzej|calm\w*|peace\w*|ready|gotow\w*)\b")
_LITTLE: Final = re.compile(r"\b(?:spokoj\w*|spokojn\w*|just|only|tylko|po prostu)\b")
_WONT: Final = re.compile(
    r"\b(?:nie zrobie (?:tego|nic)|nic (?:sobie )?nie zrobie|nie zabije sie|(?:won'?t|not going to|wouldn'?t) do (?:it|that|anything))\b"
)
_FAREWELL: Final = re.compile(r"\b(?:za wszystko|for everything|na zawsze|forever|zegnaj\w*|farewell)\b")
_LONELY: Final = "crisis_alone"
_WHERE: Final = "crisis_where"
_WHAT_TO_DO: Final = "crisis_what_to_do"
_CALLING: Final = "crisis_calling"
# These speak to somebody who worries about another person.
_FOR_HELPERS: Final = (_WHAT_TO_DO, "crisis_unsure")
_CALLS: Final = re.compile(
    r"\b(?:dzwoni\w*|zadzwoni\w*|odbior\w*|odbierz\w*|telefon\w*|numer\w*|call\w*|phone\w*|ring|pick up|answer|number)\b"
)
_JOKED: Final = re.compile(r"\b(?:zart\w*|jok\w*|kidding)\b")
_TOGETHER: Final = "crisis_together"
# Who is afraid for somebody, or says that the person sleeps, does not say that all is well.
_AFRAID: Final = re.compile(
    r"\b(?:boje sie|martwi\w*|niepoko\w*|przeraz\w*|frighten\w*|scared|afraid|worried|worry\w*|spi|spia|zasn\w*|asleep|sleep\w*)\b"
)
# What is no answer to danger, nor a question of its own: said right after one, it is answered with the short line and the numbers.
_ADRIFT: Final = (
    "nlu_fallback unsure still_not_understood out_of_scope distress set_language thanks goodbye greet help_menu feedback introduction apology remark shorter contact_details insult bot_challenge tell_more ask_where "
    "ask_how_long ask_how_much ask_why"
).split()
# Nor do these answer an emergency.
_NOT_IN_AN_EMERGENCY: Final = (
    "find_facility list_facilities count_facilities facility_details how_many crisis_safe crisis_calmer crisis_no_wish crisis_no_phone crisis_consequences crisis_alone crisis_unsure affirm deny children "
    "crisis_what_to_do medical_advice medication_role become_health mental_health_centre first_steps_centre"
).split()
_LOOKS_BACK: Final = frozenset(
    (_NOT_SAFE, _CHILDREN, *_ADRIFT, *_NOT_IN_AN_EMERGENCY, *_ANSWERED)
)  # what these mean depends on what was said before
_ALL_IS_WELL: Final = ("utter_crisis_safe", "utter_crisis_helped")
_HELPED: Final = "crisis_helped"
_SENT_AWAY: Final = "crisis_sent_away"
# What is not understood soon after an answer to danger, or said to end the talk, is answered with the short line.
_SOON_AFTER: Final = ("goodbye", "deny", "nlu_fallback", "unsure", "still_not_understood", "out_of_scope")
_SEARCH: Final = "find_facility"
# With these a place is where to search; bare, it is where the person in danger is.
_SEEKS: Final = re.compile(
    r"asystent|centr|placowk|pomoc|gdzie|szpital|lekarz|adres|szuka|where|center|hospital|help|assistant|find|looking|doctor|address|any\b"
)
_ALONE: Final = re.compile(r"\b(?:sam|sama|samotn\w*|alone|by myself|on my own)\b")
_OF_MEDICINES: Final = ("medical_advice", "medication_role", "become_health")
# Who speaks of themselves, as far as words without diacritics tell.
_OF_ONESELF: Final = re.compile(r"\b(?:ja|mnie|mi|mna|siebie|jestem|mam|chcialbym|chcialabym|i|im|ive|id|me|my|myself)\b")
_OF_ONESELF_RAW: Final = re.compile(
    r"\b(?:chcę|tnę|będę|mogę|piszę|myślę|czuję|boję|umieram|zabiję|skończę|skaczę|wezmę|nie wytrzymam)\b", re.IGNORECASE
)
_CLEAR: Final = 0.9  # probability of a topic from which slight signs of danger do not count
# Answers that need no line of care beside them.
_CARES: Final = frozenset(("crisis", "distress", "distress_again", "helplines", "talk_to_human", "forget_me", *_ANSWERED))
_SHORT: Final = 8  # words of a half sentence
_MIDDLE: Final = 12  # words of a message that goes on with what was said before
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
            looks_back = assessment.danger or assessment.support or _intent(message) in _LOOKS_BACK
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
    said = _intent(message)
    told = _told(context) if context else []
    weak = not assessment.danger or assessment.slight or assessment.faint
    if told and context and _named_by_rules(message, told[-1], weak, context):
        return
    if assessment.danger and not _is_about_something_else(message, assessment, context):
        danger = _of_whom(message.get(TEXT) or "", assessment, told, context)
        _alarm(message, danger, weak or danger != assessment.danger, told)
    elif not (told and context and _about_what_was_answered(message, told[-1], context)):
        if said == _DISTRESS or ((assessment.support or assessment.danger) and said in _NO_TOPIC):
            _set_intent(message, "distress_again" if context and context.right_after_distress else _DISTRESS)
    if told and context and context.right_after_crisis and told[-1] in _OTHERS and _intent(message) == _SAFE:
        _set_intent(message, _CALMER)


def _named_by_rules(message: Message, danger: str, weak: bool, context: Context) -> bool:
    """Sets the intent of what rules name after an answer to this danger; they are surer than statistics. weak: the signs of danger are."""
    text, said = message.get(TEXT) or "", _intent(message)
    if context.right_after_crisis and (is_at_hand(text) or is_not_over(text)):
        _set_danger(message, _AGAIN_OF[danger] if danger in _BY_SOMEBODY else _NOW)
    elif context.after_crisis and weak and said != _SENT_AWAY and help_came(text):
        _set_intent(message, _HELPED)
    elif context.right_after_crisis and danger in _OTHERS and _tells_where(said, text):
        _set_intent(message, _WHERE)  # 112 needs to know where to look
    else:
        return False
    return True


def _about_what_was_answered(message: Message, danger: str, context: Context) -> bool:
    """Sets the intent of what is said about this danger after an answer to it, if it is."""
    text, said = fold(message.get(TEXT) or ""), _intent(message)
    of_oneself = context.right_after_crisis and danger in _ABOUT_ONESELF
    if context.right_after_crisis and said == _NOT_SAFE:
        well = _WONT.search(text) or (danger in _OTHERS and _JOKED.search(text))
        _set_intent(message, _SAFE) if well else _set_danger(message, _NOW)
    elif of_oneself and said == _WHAT_TO_DO and _CALLS.search(text):
        _set_intent(message, _CALLING)  # what is to be said on the telephone
    elif of_oneself and said == _WHERE and _ALONE.search(text):
        _set_intent(message, _LONELY)
    elif _goes_on(said, text, danger, context):
        _set_danger(message, _AGAIN_OF.get(danger, _AGAIN))
    else:
        return False
    return True


def _told(context: Context) -> List[str]:
    """The dangers that were answered, in order; what help has come to is no emergency any more."""
    found: List[str] = []
    for name in context.crises:
        if f"crisis_{name}" == _HELPED:
            found = ["other" if danger == "medical" else danger for danger in found]
        elif name in _KINDS:
            found.append(name)
    return found


def _tells_where(said: str | None, text: str) -> bool:
    """Whether it is said of somebody in danger that nobody can reach them, or in which place they are and no more."""
    told = fold(text)
    return (is_unreachable(text) and not _A_LINE.search(told)) or (said == _SEARCH and not _SEEKS.search(told))


def _line_of_care(message: Message, assessment: Assessment, context: Context | None) -> str | None:
    """The response that is to stand above the answer to a question of somebody in danger or distress (bot/nlg.py)."""
    said = _intent(message)
    if said == _SEARCH and context and context.right_after_crisis and context.last not in _ALL_IS_WELL:
        return "utter_caring_danger"
    if context and context.informs and len(words(message.get(TEXT) or "")) <= _SHORT:
        return None  # a half sentence in a talk about something else
    return "utter_caring" if (assessment.support or assessment.danger) and said not in _CARES else None


def _intent(message: Message) -> str | None:
    name: str | None = (message.get(INTENT) or {}).get("name")
    return name


def _set_intent(message: Message, name: str) -> None:
    message.set(INTENT, {"name": name, "confidence": 1.0, "said": _intent(message)}, add_to_output=True)


def _note_young(message: Message, tracker: DialogueStateTracker | None) -> None:
    """Notes that somebody under eighteen writes or, unless that was said before, is spoken of."""
    text = message.get(TEXT) or ""
    if tells_young_age(text):
        entities.add(message, "young", YOUNG_WRITES, "SafetyTagger")
    elif not (tracker and tracker.get_slot("young")) and speaks_of_young(text):
        entities.add(message, "young", YOUNG_SPOKEN_OF, "SafetyTagger")


def _says_all_is_well(text: str) -> bool:
    """Whether the folded text holds words without which nobody says that all is well; where calm is named, stronger ones."""
    return bool(_SAYS_SAFE.search(_LITTLE.sub(" ", text) if _CALM.search(text) else text))


def _goes_on(said: str | None, text: str, danger: str, context: Context) -> bool:
    """Whether the folded text is about the danger that was answered last, or a farewell soon after it."""
    farewell = bool(_FAREWELL.search(text))
    if context.lately_in_danger and (farewell or said in _SOON_AFTER):
        return True
    if not context.right_after_crisis:
        return False
    if said in _ADRIFT:
        return context.last not in _ALL_IS_WELL or farewell
    return (said == _SAFE and not _says_all_is_well(text)) or _stays(said, text, danger)


def _stays(said: str | None, text: str, danger: str) -> bool:
    """Whether what is said right after an answer to this danger has no answer of its own then."""
    if danger == "medical":  # who needs an ambulance gets nothing else, unless a button was pressed
        return said in _NOT_IN_AN_EMERGENCY and not text.startswith("/")
    if danger in _BY_SOMEBODY:
        bare = said == _SEARCH and not _SEEKS.search(text)
        return bare or said in (_TOGETHER, _LONELY, _CALMER, *_FOR_HELPERS)  # not together with the one who does the harm
    if danger in _ABOUT_ONESELF:
        unreached = danger == "minor" and said == _NO_ANSWER and not _A_LINE.search(text)
        return unreached or said in (_WHERE, *_FOR_HELPERS, *_OF_MEDICINES)
    if danger not in _OTHERS:
        return False
    if said == _CHILDREN and len(text.split()) <= _AN_AGE:
        return True  # "he is 15", said of the one in danger
    return (
        said == _REFUSED
        or (said == _LONELY and not _OF_ONESELF.search(text))
        or (said in (_SAFE, _CALMER, _TOGETHER) and bool(_AFRAID.search(text)))
        or (said == _NO_ANSWER and not _A_LINE.search(text))
    )


def _alarm(message: Message, danger: str, weak: bool, told: List[str]) -> None:
    """The answer to danger: the full one once, then the short one; what was asked of the first is answered instead of weak signs."""
    said = _intent(message)
    answered = said in _ANSWERED and (said != _SAFE or _says_all_is_well(fold(message.get(TEXT) or "")))
    if told and weak and answered and not _stays(said, fold(message.get(TEXT) or ""), told[-1]):
        return
    noted.note_danger(danger)
    _set_danger(message, _AGAIN_OF.get(danger, _AGAIN) if danger in told else danger)


def _of_whom(text: str, assessment: Assessment, told: List[str], context: Context | None) -> str:
    """Who is in danger: in a talk about somebody, what does not clearly tell of oneself or of violence is still about that person."""
    last = told[-1] if told else ""
    short = len(words(text)) <= _MIDDLE
    by_somebody = assessment.danger in _BY_SOMEBODY
    if (
        last
        and short
        and (
            (by_somebody and last not in _BY_SOMEBODY and not names_harm(text))
            or (last == "medical" and not by_somebody)
            or (assessment.danger == "medical" and not names_emergency(text))
        )
    ):
        return last
    if assessment.danger != "self":
        return str(assessment.danger)
    of_oneself = bool(_OF_ONESELF.search(fold(text)) or _OF_ONESELF_RAW.search(text))
    if last in _OTHERS and (assessment.slight or (short and not of_oneself)):
        return last
    if context and context.with_minor:
        return "minor"
    return "young" if context and context.of_young and not of_oneself else "self"


def _note(message: Message) -> None:
    languages = [e["value"] for e in message.get(ENTITIES, []) if e["entity"] == "language"]
    noted.note_understood(_intent(message) or "", languages[-1] if languages else "")


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
