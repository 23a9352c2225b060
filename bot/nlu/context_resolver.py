"""Rasa component: what a message means after what was said before.

"And how long?" after the course asks for its length; "yes" after an offer takes it; a bare town is a search;
a second message in a row that is not understood leads to a way out. What follows what is data: the metadata
`offer` and `follow` of the responses in domain.yml.
"""

from __future__ import annotations

import re
from typing import Any, Dict, Final, List, Set, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.folding import fold, words
from bot.nlu import entities
from bot.nlu.context import LOST, SEARCH, Context, answers, follow_of
from bot.nlu.facility_words import asks_contact, asks_how_many, asks_reach, asks_several, facet_asked, only_confirmed
from bot.nlu.place_mention import MASK, ONLINE, masked
from bot.nlu.ranking import ranked
from bot.safety import speaks_of_young, tells_young_age

_FOLLOW_UPS: Final = ("ask_how_long", "ask_where", "ask_how_much", "ask_why", "tell_more")
# What people say after an answer to danger, and what the same words mean at any other time.
AFTER_CRISIS: Final = {
    "crisis_safe": "why_numbers",
    "crisis_no_phone": "helplines",
    "crisis_no_wish": "deny",
    "crisis_no_answer": "helplines",
    "crisis_calling": "thanks",
    "crisis_unsure": "unsure",
    "crisis_what_to_do": "unsure",
    "crisis_where": "find_facility",
    "crisis_consequences": "confidentiality",
    "crisis_sent_away": "mental_health_centre",
    "crisis_together": "nlu_fallback",
    "crisis_alone": "distress",
    "crisis_not_safe": "distress",
    "crisis_calmer": "nlu_fallback",
    "crisis_helped": "remark",
}
_WHERE: Final = "crisis_where"
# What questions that belong to other topics mean right after an answer to danger.
_RIGHT_AFTER: Final = {
    "confidentiality": "crisis_consequences",
    "medical_secrecy": "crisis_consequences",
    "who_knows": "crisis_what_to_do",
    "call_script": "crisis_what_to_do",
    "assistant_language": "helplines",
    "why_numbers": "crisis_safe",
    "privacy": "crisis_consequences",
}
_YES: Final = re.compile(
    r"(?:no )?(?:tak|yes|yeah|yep|yea|sure|jasne|oczywiscie)(?: (?:moze|mama|maz|zona|juz|she can|he can|they can|please|prosze))?\W*$"
)
_OK: Final = re.compile(r"(?:no )?(?:ok|okay|okej|oki|k|dobra|fine|alright)\W*$")
_REFUSES: Final = re.compile(r"\b(?:nie|no|not|without|bez|don'?t|can'?t|won'?t)\b")
_IN_WRITING: Final = re.compile(
    r"\b(?:napis\w*|popis\w*|pisa\w*|czat\w*|sms\w*|mail\w*|write|writing|chat|text|texting|type|typing|message|email)\b"
)
_AFTER_DISTRESS: Final = ("crisis_safe", "crisis_no_phone", "crisis_no_wish")  # these make sense after it, too
_LINES: Final = "helplines"
_FOR_THE_YOUNG: Final = {"help_for_me": "children"}  # what a question means when somebody under eighteen asks
_HELP: Final = (
    "find_facility",
    "mental_health_centre",
    "referral",
    "cost_of_help",
    "helplines",
    "family_where",
    "online_help",
    "anonymity",
)
_JOB: Final = "find_job"
# Topics that are a search as soon as a place is named, and those that people ask about where they search.
_SEARCH_WITH_PLACE: Final = ("mental_health_centre", "workplaces", "portal")
_SEARCHED_FOR: Final = (*_HELP, *_SEARCH_WITH_PLACE, "family_where", "facility_details", "list_facilities", "count_facilities")
_ASKS_WHO_COMES: Final = "utter_crisis_again"
_SWITCH: Final = "set_language"
_NOT_UNDERSTOOD: Final = ("unsure", "nlu_fallback")
# What a bare "and how much?" beside something else asks where nothing was spoken of that it could follow from.
_OF_HELP: Final = {"ask_how_much": "cost_of_help"}
_OF_EMPLOYERS: Final = "employer_"  # beginning of the topics of those who employ
_QUITE_CLEAR: Final = 0.8  # probability of such a topic from which nothing in it is a search for help
_NEARLY: Final = 4  # likeliest topics of a message, one of which it asks about if a part of it does
# What a message as a whole is taken for gives way to so many clear questions in parts of it: "ok dzięki, a ile trwa kurs". One part
# alone may sound like a question to the guide in a message about something else.
_GIVES_WAY: Final = {
    "thanks": 1,
    "apology": 1,
    "remark": 1,
    "introduction": 1,
    "contact_details": 1,
    "greet": 1,
    "affirm": 1,
    "deny": 1,
    _SWITCH: 1,
    "course_where": 2,
    "unsure": 2,
    "nlu_fallback": 2,
    "out_of_scope": 2,
    **dict.fromkeys(_FOLLOW_UPS, 2),
}
_WITHOUT_TOPIC: Final = (
    "affirm",
    "deny",
    "unsure",
    "nlu_fallback",
    "ask_where",
    "ask_why",
    "tell_more",
    "greet",
    "thanks",
    "repeat",
    "feedback",
    "apology",
)
_TELLS: Final = ("remark", "introduction", "affirm", "apology", "nlu_fallback", "unsure", "feedback", "deny")  # these ask nothing
_CERTAIN: Final = 0.9  # probability from which what a whole message is taken for stands, whatever its parts ask
_SHORT: Final = 7  # words of a message that most likely goes on with what was said before
_VERY_SHORT: Final = 4
_BARE: Final = 2
_EVERYWHERE: Final = re.compile(r"\b(?:cal\w*|wszystk\w*|polsc\w*|polsk\w*|whole|all|full|poland|every)\b")
_MIDDLE: Final = 10  # words of a message that may ask whether there is an assistant in a place that was shown
_LONG: Final = 20  # words of a message that still asks one thing of a facility
_ABOUT: Final = (
    "facility_details",
    "facility_open",
    "facility_route",
    "facility_current",
    "facility_wrong",
    "facility_phone",
    "facility_assistant",
)
_AT_ONCE: Final = ("facility_open", "facility_route", "facility_phone", "facility_assistant")  # the details tell all of these
_OF_WHAT_IS_SHOWN: Final = ("facility_phone", "facility_assistant")
_FINDER: Final = ("find_facility", "list_facilities", "count_facilities", *_ABOUT)
# Words that may stand around a bare place without making it anything else than a search.
_FILLERS: Final = frozenset(
    "a i w we z ze na do kolo pod okolice okolicach okolica blisko niedaleko obok to moze jednak raczej nie no tak jestem mieszkam "
    "mieszka mi chodzilo o chodzi prosze miasto wojewodztwo wojewodztwie oj aj ups albo znaczy wlasciwie przepraszam pomylka sorki "
    "sorry chcialem chcialam powiedziec pisalem pisalam szukam dla ten ta tylko lecz ale and in near around what about the how from "
    "im i'm live please actually meant mean i rather or maybe region city town me for looking it's its is oops but said not "
    "voivodeship county powiat powiecie".split()
)
# A topic that a short question may seem to name, and the follow-up that it is when nothing of the topic is named.
_SHORT_FOR: Final = {"course_length": "ask_how_long", "course_price": "ask_how_much", "cost_of_help": "ask_how_much"}
_NAMED: Final = re.compile(r"kurs|szkol|nauk|course|train|pomoc|help|asyst|assist|wizyt|visit|stud")
# Topics that a longer question about a facility is often taken for.
_BECOMING: Final = ("become_", "course_", "requirements", "experience_enough", "certificate", "internship")
_EXIN: Final = ("exin_project", "history")
_PROJECT_NAMED: Final = re.compile(r"erasmus|europ|ex ?-?in\b|polsk|polsce|poland|polish|grone|stomoz")
_NO_TOPIC_OF_ITS_OWN: Final = ("sources", "out_of_scope", "feedback", "home_visit", "talk_to_human", "responsibility", "prejudice")
_COURSE: Final = re.compile(r"kurs|szkol|nabor|rekrut|course|train|enrol")
# What short questions about facilities are taken for when nobody spoke of a course.
_OF_A_COURSE: Final = ("course_where", "course_contact", "course_schedule", "course_content", "become_how", "become_formal")
_THE_COURSE: Final = re.compile(r"\b(kurs\w*|szkoleni\w*|course\w*|training\w*)\b")
_ORGANISER: Final = re.compile(r"\botworzcie drzwi\b|\bopen the doors?\b")  # it runs courses and is no place to look for help
_AN_ASSISTANT_THERE: Final = re.compile(
    r"\b(?:sa|jest|macie|znajd\w*) (?:\w+ ){0,2}asysten\w+ (?:\w+ ){0,2}w\b|\b(?:is|are) there (?:\w+ ){0,3}assistants? (?:\w+ ){0,2}in\b"
)
# With these a place is where to search for help, not for a course, whatever was spoken of before.
_SEARCHED: Final = re.compile(
    r"asystent\w*|placow\w*|centr\w*|czp|pomoc\w*|szpital\w*|assistant\w*|centre\w*|center\w*|facilit\w*|help\w*|hospital\w*|peer|ktos|kogos|someone|somebody"
)
# Who wants to be an assistant names one, too.
_FOR_ONESELF: Final = re.compile(r"zosta|kurs|szkol|staz|praktyk|etat|become|course|train|intern|placement|job")
_HELPLINE: Final = re.compile(r"\bdla\b|zaufania|kryzys|infolini|\bfor\b|helpline|hotline|crisis|\blines?\b")
_ALSO_ONLINE: Final = ("online_help", "course_schedule", "course_where")
_ONLINE: Final = (*_WITHOUT_TOPIC, "find_facility", "out_of_scope")
# "May I call there as her daughter?": of a place that was shown.
_AS_A_RELATIVE: Final = re.compile(
    r"\b(?:za|dla)?(?:dzwonic|przyjsc|pojsc|isc|zapytac|zglosic)(?: \w+){0,2} (?:sam|sama|jako|za niego|za nia|bez niego|bez niej)\b|\b(?:sam|sama) (?:zadzwonic|pojsc|przyjsc|isc|zapytac)\b|"
    r"\b(?:call|phone|ring|come|go)(?: \w+){0,3} (?:as (?:her|his|their|a)|myself|for (?:him|her|me)|with me|without (?:him|her))\b"
)
# "Is there one, for sure?": of a place that was shown, and what it is often taken for.
_ONE_THERE: Final = re.compile(
    r"\b(?:tam|tu|ten|ta|oni|there|they|that one|this one)\b(?: \w+){0,5} (?:asystent\w*|assistant\w*|ktos|someone|somebody)\b|"
    r"\b(?:asystent\w*|assistant\w*|ktos|someone|somebody)\b(?: \w+){0,4} (?:tam|there)\b|"
    r"^(?:a |i |no |czy )*(?:maja|pracuje|zatrudniaja|jest)(?: \w+){0,2} asystent\w*\W*$|^(?:and |so )*(?:do they|have they|is there)(?: \w+){0,3} assistants?\W*$"
)
_TAKEN_FOR: Final = (
    "list_facilities",
    "bot_challenge",
    "assistant_language",
    "workplaces",
    "how_many",
    "employer_hire",
    "definition",
)
_REACHED: Final = (*_WITHOUT_TOPIC, "facility_details", "helplines", "out_of_scope", "talk_to_human", "find_facility")
_PLACED: Final = (*_WITHOUT_TOPIC, *_FINDER, "online_help", "out_of_scope")
# What makes a question that sounds like "who is an assistant?" a search when a place is named.
_IS_THERE: Final = re.compile(r"\b(czy (?:jest|sa|maja|macie)|jakis|jacys|gdzie|is there|are there|any|where)\b")


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
                if intent in AFTER_CRISIS:  # without a conversation nothing was said of danger
                    message.set(INTENT, {"name": AFTER_CRISIS[intent], "confidence": 1.0, "said": intent}, add_to_output=True)
                continue
            context = Context(tracker, domain)
            resolved, also = _several(_resolve(intent, message, context), message, context, domain)
            if resolved == SEARCH and _of_a_child(message) and not context.asked_for_place:
                resolved, also = "children", [topic for topic in also if topic != "children"]  # the places are for adults
            if also:
                message.set("also", also, add_to_output=True)
            if _searches(resolved, message.get(TEXT) or "", context):
                _remember_place(message, context.searched if intent == _SWITCH else context.unsearched)
            if resolved != intent:
                message.set(INTENT, {"name": resolved, "confidence": 1.0, "said": intent}, add_to_output=True)
        return messages


def _of_a_child(message: Message) -> bool:
    """Whether the message tells that help is sought for somebody under eighteen."""
    text = message.get(TEXT) or ""
    return speaks_of_young(text) or tells_young_age(text)


def _several(resolved: str, message: Message, context: Context, domain: Domain) -> Tuple[str, List[str]]:
    """What is answered first, and what else the message asks. resolved: what the whole message means."""
    asked = _asked(message.get("asked") or [], context, domain)
    if SEARCH in asked and (_is_of_employer(resolved, message) or not _seeks_help(asked, message, domain)):
        asked.remove(SEARCH)  # "I live in Radom, how long is the course?"; "we want to hire one, where do I find them?"
    said = (message.get(INTENT) or {}).get("name")
    by_the_way = resolved == said == SEARCH and asked and not {resolved, *_SEARCHED_FOR}.intersection(asked)
    if resolved not in _FINDER and _wants_help_there(resolved, message, context, domain):
        asked = list(dict.fromkeys((resolved, *asked, SEARCH)))  # the answer, then where there is help
        resolved = SEARCH
    elif by_the_way:  # what is asked comes first; the search is offered, but where help is asked for
        asked.append(resolved)
        resolved = resolved if _is_of_help(asked[0], domain) else asked[0]
    elif _gives_way(resolved, asked, message):
        resolved = SEARCH if SEARCH in asked else asked[0]
    several = len(asked) > 1 and resolved in asked
    return resolved, [topic for topic in asked if topic != resolved] if several else []


def _is_of_employer(resolved: str, message: Message) -> bool:
    """Whether the message as a whole is quite clearly of somebody who employs."""
    best = ranked(message)[0]
    return resolved.startswith(_OF_EMPLOYERS) and best.topic == resolved and best.probability >= _QUITE_CLEAR


def _wants_help_there(topic: str, message: Message, context: Context, domain: Domain) -> bool:
    """Whether somebody asks about help and names a town by the way, where no facilities were shown."""
    to_search = entities.names_town(message) and not context.shows_list and not _names(message, "facility")
    return to_search and _is_of_help(topic, domain)


def _seeks_help(asked: List[str], message: Message, domain: Domain) -> bool:
    """Whether a town is where to look for help: something else that is asked is about help, or the words name it and no course or job."""
    told = fold(message.get(TEXT) or "")
    named = _SEARCHED.search(told) and not _FOR_ONESELF.search(told)
    return any(_is_of_help(topic, domain) for topic in asked) or bool(named)


def _is_of_help(topic: str, domain: Domain) -> bool:
    """Whether a topic is about the help of an assistant, or about jobs in such places, so that "where?" asks for a facility."""
    return answers(domain, topic) and (topic == _JOB or follow_of(domain, topic).get("ask_where") == SEARCH)


def _searches(resolved: str, text: str, context: Context) -> bool:
    """Whether the message searches, or asks of facilities where none were shown, so that a place named by the way counts."""
    if resolved in ("facility_details", "list_facilities"):
        return not context.listed and not _EVERYWHERE.search(fold(text))
    return resolved == "find_facility"


def _remember_place(message: Message, place: str | None) -> None:
    """A search without a place takes this one, if any."""
    named = any(e["entity"] == "place" for e in message.get(ENTITIES, []))
    if not named and place:
        entities.add(message, "place", place, "ContextResolver")


def _gives_way(resolved: str, asked: List[str], message: Message) -> bool:
    """Whether what the whole message is taken for gives way to what its parts ask."""
    if not asked:
        return False
    ranking = ranked(message)
    nearly = [r.topic for r in ranking[:_NEARLY]]
    asked_twice = resolved == "unsure" and asked[0] in nearly  # by the whole, if not clearly, and by a part
    searches_too = SEARCH in asked and resolved in asked  # what else is asked is told before what was found
    doubtful = resolved == ranking[0].topic not in asked and ranking[0].probability < _CERTAIN
    most = 2 if doubtful else len(asked) + 1
    return asked_twice or searches_too or len(asked) >= _GIVES_WAY.get(resolved, most)


def _asked(topics: List[str], context: Context, domain: Domain) -> List[str]:
    """Several topics asked in one message; "and how much?" is taken as it follows from the one before it, else from the one after it."""
    topics = [topic if context.after_crisis else AFTER_CRISIS.get(topic, topic) for topic in topics]
    follow, meant = context.follow, []
    for i, topic in enumerate(topics):
        if topic in _FOLLOW_UPS:
            nexts = next((follow_of(domain, later) for later in topics[i + 1 :] if later not in _FOLLOW_UPS), {})
            topic = follow.get(topic) or nexts.get(topic) or _OF_HELP.get(topic, "")
        if topic not in meant and (topic in (SEARCH, "list_facilities") or answers(domain, topic)):
            meant.append(topic)
            follow = follow_of(domain, topic)
    return meant


def _resolve(intent: str, message: Message, context: Context) -> str:
    text = message.get(TEXT) or ""
    if intent == "other_language":
        return intent
    if intent == _WHERE and context.right_after_crisis:
        return intent
    if intent == _WHERE or not (context.after_crisis or (context.right_after_distress and intent in _AFTER_DISTRESS)):
        intent = "place_no_answer" if intent == "crisis_no_answer" and context.listed else AFTER_CRISIS.get(intent, intent)
    if intent in _TELLS and context.informs and _of_a_child(message) and len(words(text)) <= _MIDDLE:
        return "children"  # "he is 17, I forgot to say"
    if intent == "why_numbers" and not context.alarmed and message.get(INTENT)["name"] != intent:
        intent = "remark"  # "I'm fine", where nobody was told numbers
    if context.right_after_crisis and (after := _after_crisis(intent, message, context)):
        return after
    lines = context.topic == _LINES or (context.lately_in_danger and not context.unsearched and not _names(message, "ordinal"))
    if intent == "count_facilities" and _asks_a_number(message):
        intent = "facility_details"
    if (
        (intent == "facility_details" or (intent in _ABOUT and context.topic == _LINES))
        and lines
        and not _names(message, "place", "facility")
    ):
        return _LINES  # "the second number?" of the lines that were just given
    meant = _search(intent, message, context) or _follow_up(intent, text, context) or intent
    return _FOR_THE_YOUNG.get(meant, meant) if context.with_minor else meant


def _asks_a_number(message: Message) -> bool:
    """ "What number?" asks for a telephone number, not for how many there are."""
    text = message.get(TEXT) or ""
    return asks_reach(text) and not asks_how_many(text)


def _names(message: Message, *what: str) -> bool:
    return any(e["entity"] in what for e in message.get(ENTITIES, []))


def _wants_a_telephone(text: str) -> bool:
    """Whether a text asks for a telephone, and says nothing against one."""
    return facet_asked(text) == "facility_phone" and not _REFUSES.search(fold(text))


def _after_crisis(intent: str, message: Message, context: Context) -> str | None:
    """What "yes" and "no" mean right after an answer to danger: no to calling; yes, somebody comes, to the short line that asks for it.

    A question for help gets its answer then, though it is not quite clear.
    """
    likeliest = ranked(message)[0].topic
    text = message.get(TEXT) or ""
    if intent == "unsure" and likeliest in _HELP:
        return likeliest
    if intent in _RIGHT_AFTER and not message.get("denied"):
        return _RIGHT_AFTER[intent]
    of_a_place = _names(message, "ordinal", "facility", "place") or context.unsearched
    if intent in (*_ABOUT, *_REACHED) and not of_a_place and _wants_a_telephone(text):
        return _LINES  # not the telephones of places that were shown before the danger
    if intent in ("talk_to_human", "bot_challenge") and _IN_WRITING.search(fold(text)):
        return "crisis_no_phone"
    if intent == "affirm" and context.last.startswith(_ASKS_WHO_COMES) and _YES.match(fold(text)):
        return "crisis_calling"
    if intent == "affirm" and (context.offer is None or len(words(text)) >= _VERY_SHORT or _OK.match(fold(text))):
        return "unsure"  # an "ok", or a "yes" before something else, takes no offer
    return "crisis_no_wish" if intent == "deny" else None


def _search(intent: str, message: Message, context: Context) -> str | None:
    """What the message means for the search for facilities; None when it is not about it."""
    named = {e["entity"]: e["value"] for e in message.get(ENTITIES, [])}
    found = {name for name, value in named.items() if value != ONLINE}
    text = message.get(TEXT) or ""
    length = len(words(text))
    if intent == "list_facilities" and asks_how_many(text):
        return "count_facilities"
    of_those = context.shows_list and intent in _OF_A_COURSE and not _COURSE.search(fold(text))
    if of_those:
        intent = "unsure"  # "who runs it?", after facilities
    if course := _about_the_course(intent, text, named, context):
        return course
    there = context.listed and (not context.right_after_crisis or "ordinal" in found)
    in_view = context.shows_list or (there and intent in ("facility_details", "out_of_scope", "unsure", "nlu_fallback"))
    facet = _facet(intent, text, in_view or "facility" in found)
    if facet and not (facet == "nearer_facility" and "place" in found):
        return facet
    if "place" in found:
        bare = _is_bare_place(text, message)
        asked = (
            context.asked_for_place or (intent in _WITHOUT_TOPIC and intent != "greet") or (context.shows_list and length <= _SHORT)
        )
        if (
            intent in _SEARCH_WITH_PLACE
            or (intent == "definition" and _IS_THERE.search(fold(text)))
            or (intent not in _FINDER and (bare or asked))
            or (intent in _ABOUT and (bare or _seeks(intent, text, context, named)))
        ):
            return "find_facility"
    elif named.get("place") == ONLINE and (context.asked_for_place or context.shows_list) and _takes_online(intent, length):
        return "find_facility"
    if context.shows_list and (about := _about_the_list(intent, text, found)):
        return about
    if context.asked_for_place and intent in ("out_of_scope", "unsure") and length < _VERY_SHORT:
        return "nlu_fallback"  # most likely a place that is not known
    return _there(intent, text, context) or ("facility_details" if of_those and length <= _VERY_SHORT else None)


def _there(intent: str, text: str, context: Context) -> str | None:
    """What "is there one there?" asks of places that were shown, or of a town that was named by the way; None when it asks neither."""
    if context.listed:
        return "facility_details" if _asks_of_what_was_shown(intent, text) else None
    open_to_it = intent in (*_TAKEN_FOR, *_SEARCH_WITH_PLACE, *_WITHOUT_TOPIC)
    return "find_facility" if context.unsearched and open_to_it and _ONE_THERE.search(fold(text)) else None


def _seeks(intent: str, text: str, context: Context, named: Dict[str, str]) -> bool:
    """ "Is there one in Gliwice?" sounds like a question about a facility, but none was spoken of, or one in another place."""
    if intent != "facility_details" or "facility" in named:
        return False
    elsewhere = "ordinal" not in named and named["place"] != context.searched
    return elsewhere if context.listed else not asks_contact(text)


def _asks_of_what_was_shown(intent: str, text: str) -> bool:
    """Whether an unclear message asks how to reach a place that was shown lately, or whether there is an assistant."""
    told, length = fold(text), len(words(text))
    if intent in _REACHED and (asks_reach(text) or asks_contact(text)) and length <= _SHORT:
        return not _HELPLINE.search(told)
    return intent in (*_REACHED, *_NO_TOPIC_OF_ITS_OWN, *_TAKEN_FOR) and length <= _MIDDLE and bool(_ONE_THERE.search(told))


def _about_the_course(intent: str, text: str, named: Dict[str, str], context: Context) -> str | None:
    """What a place, or the wish to reach somebody, means of the course: it is named, or was spoken of last; None when it is not meant."""
    told, placed = fold(text), "place" in named
    if intent in (*_PLACED, *_NO_TOPIC_OF_ITS_OWN) and _ORGANISER.search(told):
        return "course_where"
    if placed and intent in _PLACED and _THE_COURSE.search(told) and not _AN_ASSISTANT_THERE.search(told):
        return "course_where"
    if len(words(text)) > _SHORT or _SEARCHED.search(told) or "facility" in named:
        return None
    if placed and named["place"] == ONLINE and context.topic.startswith("course_"):
        return "course_schedule" if intent in (*_PLACED, "online_help", "course_where") else None
    if placed:
        return context.follow.get("ask_place") if intent in _PLACED else None
    wanted = intent in _REACHED or (intent == "call_script" and len(words(text)) <= _VERY_SHORT)
    return context.follow.get("ask_contact") if asks_reach(text) and wanted else None


def _takes_online(intent: str, length: int) -> bool:
    """ "Online, please" is a place to search; "can we talk to one online?" is a question with an answer of its own."""
    return intent in _ONLINE or (intent in _ALSO_ONLINE and length <= _VERY_SHORT)


def _facet(intent: str, text: str, near: bool) -> str | None:
    """The one thing that is asked of a facility (near: one is in view or named), such as whether it is open now; or None."""
    if not (near or intent == "facility_details") or _COURSE.search(fold(text)):
        return None
    if _AS_A_RELATIVE.search(fold(text)):
        return "first_steps_centre"
    length = len(words(text))
    told = length <= _SHORT or (length <= _LONG and intent in (*_WITHOUT_TOPIC, *_FINDER, *_NO_TOPIC_OF_ITS_OWN))
    facet = facet_asked(text) if told else None
    if near and facet in _AT_ONCE and asks_several(text):
        return "facility_details"
    if facet in _OF_WHAT_IS_SHOWN and not near:
        return None
    return "list_facilities" if facet == "nearer_facility" and only_confirmed(text) else facet


def _about_the_list(intent: str, text: str, named: Set[str]) -> str | None:
    """What a message means of the facilities that were just shown; None when it is about something else. named: entities in it."""
    length, ordinal = len(words(text)), "ordinal" in named
    if intent in _FINDER:
        return None
    if "facility" in named and length <= _SHORT and intent in (*_WITHOUT_TOPIC, "out_of_scope"):
        return "facility_details"  # "which one is for Nowa Huta?"
    if only_confirmed(text) and not ordinal and not _ONE_THERE.search(fold(text)):
        return "list_facilities"
    if (intent == "call_script" and length > _VERY_SHORT) or (intent == "helplines" and _HELPLINE.search(fold(text))):
        return None
    few = _SHORT if intent == "apology" else _VERY_SHORT  # "sorry, I meant the first one"
    if (asks_contact(text) and length <= _SHORT) or (ordinal and length <= few):
        return "facility_details"
    return "more_facilities" if intent == "tell_more" else None


def _follow_up(intent: str, text: str, context: Context) -> str | None:
    """What the message means after the last answer; None when it means itself."""
    follow = context.follow
    if intent == "count_facilities" and len(words(text)) <= _BARE and not context.listed:
        return follow.get("ask_how_much", "ask_how_much")  # "how much?", not how many places
    if twin := _of_the_other_project(intent, text, context):
        return twin
    if intent == "medical_advice" and context.topic.startswith(_BECOMING) and len(words(text)) <= _SHORT:
        return "become_health"  # "and the pill?"
    short = _SHORT_FOR.get(intent)
    if short in follow and len(words(text)) <= _VERY_SHORT and not _NAMED.search(fold(text)):
        return follow[short]
    if intent == "affirm":
        return context.offer
    if intent in _FOLLOW_UPS:
        return follow.get(intent)
    if intent == _SWITCH:
        return _in_other_language(context)
    if intent in _NOT_UNDERSTOOD and context.last in LOST:
        return "still_not_understood"
    return None


def _of_the_other_project(intent: str, text: str, context: Context) -> str | None:
    """Of two projects that are much alike, a question that names none is about the one that was spoken of last."""
    if _PROJECT_NAMED.search(fold(text)):
        return None
    last = context.topic
    named = context.metadata.get("next") or ()
    if (last in _EXIN or ("exin_project" in named and not any(topic.startswith("erasmus_") for topic in named))) and intent in (
        "erasmus_partners",
        "erasmus_project",
    ):
        return "exin_project"
    if last.startswith("erasmus_") and intent in _EXIN:
        return "erasmus_partners" if intent == "exin_project" else "erasmus_project"
    return None


def _in_other_language(context: Context) -> str | None:
    """What a wish for a language asks for again: the last answer that held facts or facilities."""
    if context.shows_list:
        return "facility_details" if context.shows_one else "find_facility" if context.searched else "list_facilities"
    return context.topic if context.metadata.get("facts") else None


def _is_bare_place(text: str, message: Message) -> bool:
    """Nothing is said besides the place."""
    said = words(masked(text, message.get("places") or []))
    return all(word == MASK or word in _FILLERS for word in said)
