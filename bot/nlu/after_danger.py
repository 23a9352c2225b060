"""What people mean by what they say after an answer to danger: that help is there, where somebody is, that all is well, or that it goes on.

No messages of Rasa here: the intent and the words go in, what is to be answered comes out. What the words are that rules look for stands in
bot/safety/patterns.py, what else the intents mean at other times in bot/nlu/context_resolver.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, List, get_args

from bot.folding import fold, words
from bot.nlu.context import SEARCH, Context
from bot.nlu.context_resolver import AFTER_CRISIS
from bot.safety import (
    Assessment,
    Danger,
    assess,
    denies,
    help_came,
    help_is_coming,
    is_acute,
    is_at_hand,
    is_discharged,
    is_in_safety,
    is_not_of_oneself,
    is_not_over,
    is_unreachable,
    names_emergency,
    names_harm,
    names_somebody,
    refuses_rescue,
    says_outright,
    somebody_comes,
    speaks_of_young,
    tells_as_child,
    tells_young_age,
)

# Values of the slot `danger` after the full answer was given once: for those who write, for those who worry about somebody, and
# where somebody does the harm.
_AGAIN: Final = "again"
_HURT_CHILD: Final = "hurt_child"  # a child that tells of harm itself has an answer of its own
_KINDS: Final = (*get_args(Danger), _HURT_CHILD)
OTHERS: Final = ("other", "young")
_BY_SOMEBODY: Final = ("violence", "sexual", "child")
_FROM_SOMEBODY: Final = ("violence", "sexual")  # to oneself
_MARRIED: Final = re.compile(r"\b(?:maz|meza|mezem|zona|zony|partner\w*|konkubent\w*|husband|wife|partner|fiance)\b")
_LEAVING: Final = "again_leaving"  # thanks and farewells right after an answer to danger
_HARMING: Final = "harming"
_ABOUT_ONESELF: Final = ("self", "minor", _HURT_CHILD, _HARMING)
_OF_ONE_WHO_WRITES: Final = ("self", "minor")
_CHILDREN: Final = "children"
_AN_AGE: Final = 4  # words that tell an age and no more
_MIDDLE: Final = 18  # words of a message that goes on with what was said before
_LONG: Final = 30  # the same after fear of harming: what is told then sounds like harm of any kind
_NOW: Final = "again_now"  # what could do harm is at hand, or it was an emergency at first
_AGAIN_OF: Final = {
    "other": "again_other",
    "young": "again_other",
    "violence": "again_harmed",
    "sexual": "again_harmed",
    "child": "again_child",
    "medical": _NOW,
    "minor": "again_minor",
    _HURT_CHILD: "again_minor",
    _HARMING: "again_harming",
}
# Answers of their own to what people say after an answer to danger; they carry the numbers too and win over slight signs.
_NOT_SAFE: Final = "crisis_not_safe"
ANSWERED: Final = tuple(topic for topic in AFTER_CRISIS if topic != _NOT_SAFE)
_NO_ANSWER: Final = "crisis_no_answer"
# "She does not pick up", said of the person in danger, is no line that does not answer.
_A_LINE: Final = re.compile(
    r"\b(?:\d+|nikt|lini\w*|infolini\w*|numer\w*|telefon zaufania|zajet\w*|nobody|no one|lines?|numbers?|helplines?|busy|engaged|operator\w*|waiting|queue)\b"
)
_CONSEQUENCES: Final = "crisis_consequences"
_LINES: Final = "helplines"
_NO_PHONE: Final = "crisis_no_phone"
_REFUSED: Final = "crisis_no_wish"  # its answer speaks to the person in danger
SAFE: Final = "crisis_safe"
CALMER: Final = "crisis_calmer"
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
_OF_DEATH: Final = re.compile(r"\b(?:zabic|umrzec|umierac|samoboj\w*|kill|die|suicid\w*)\b")
_FAREWELL: Final = re.compile(r"\b(?:za wszystko|for everything|na zawsze|forever|zegnaj\w*|farewell)\b")
_IN_SAFETY: Final = "in_safety"
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
_ENDINGS: Final = ("thanks", "goodbye")
_ADRIFT: Final = (
    "nlu_fallback unsure still_not_understood out_of_scope distress set_language thanks goodbye greet help_menu feedback introduction apology remark shorter contact_details insult bot_challenge tell_more ask_where "
    "ask_how_long ask_how_much ask_why"
).split()
# Nor do these answer an emergency.
_NOT_IN_AN_EMERGENCY: Final = (
    "find_facility list_facilities count_facilities facility_details how_many crisis_safe crisis_calmer crisis_no_wish crisis_no_phone crisis_consequences crisis_alone crisis_together crisis_unsure affirm deny children "
    "crisis_what_to_do medical_advice medication_role become_health mental_health_centre first_steps_centre"
).split()
# These are about the other person, or about others at large: somebody who is afraid of harming asks them of themselves.
_OF_OTHERS: Final = ("family_support", "children", "for_whom", "prejudice")
LOOKS_BACK: Final = frozenset(
    (_NOT_SAFE, _CHILDREN, *_OF_OTHERS, *_ADRIFT, *_NOT_IN_AN_EMERGENCY, *ANSWERED)
)  # what these mean depends on what was said before
ALL_IS_WELL: Final = ("utter_crisis_safe", "utter_crisis_helped", "utter_crisis_in_safety")
_HELPED: Final = "crisis_helped"
_RESCUERS: Final = re.compile(
    r"\b(?:karet\w*|pogotow\w*|policj\w*|ratowni\w*|szpital\w*|ambulance|police|paramedics?|hospital|shelter|arrested)\b"
)
# With these help that came is not the end of it.
_BUT: Final = re.compile(r"\b(?:ale|but|jednak|nadal|znow\w*|again|still|odjecha\w*|pojecha\w*|left|nie chce|won'?t)\b")
# Signs of the body with which nobody is well, whatever else is said.
_UNWELL: Final = re.compile(
    r"\b(?:dizzy|heart|bleed\w*|bruis\w*|blood|numb|tingl\w*|faint\w*|passed out|drowsy|sleepy|vomit\w*|throwing up|kreci|slabo|serc\w*|krwaw\w*|krew|siniak\w*|"
    r"dretw\w*|mdle\w*|zemdl\w*|wymiot\w*|senn\w*|belkocz\w*)\b"
)
# A question, as far as words tell.
_ASKS: Final = re.compile(
    r"\?|\b(?:pytal\w*|pytam|i ask(?:ed)?|kto|kim|co|czym|jak|jaki\w*|gdzie|kiedy|ile|czy|dlaczego|po co|skad|ktor\w*|szuka\w*|potrzebuj\w*|powiedz|opowiedz|podaj|pokaz|daj|napisz|telefon|numer|adres|pytani\w*|give|show|phone|number|address|who|what|whats|how|hows|where|when|which|why|tell me|looking|"
    r"need|question)\b|\b(?:will|would|can|could|do|does|did|is|are|should) (?:i|they|you|he|she|we|someone|somebody|anyone)\b|^(?:(?:and|but|so|ok|well|then|also) )*(?:can|could|do|does|did|is|are|will|would|should|may|have|has)\b"
)
# Topics that nobody in danger speaks of: where one of them is clear, the talk has gone on to something else.
_BUSINESS: Final = re.compile(
    r"(?:course|employer|erasmus|certificate|internship|definition|english_name|salary|find_job|become_(?:how|formal)|requirements|history|portal|workplaces|legal_status|exin)"
)
# "No, no, I am only asking …": what follows is asked, and there is no danger.
_ONLY_ASKS: Final = re.compile(
    r"^(?:nie[\s,]+)*(?:ja )?tylko (?:pytam|pytał\w*|pytal\w*)[\s,:]+|^(?:no[\s,]+)*i(?:'m| am| was|m)? (?:just |only )+ask(?:ing|ed)?(?: you)?[\s,:]+",
    re.IGNORECASE,
)
# Where a message that denies danger is taken apart.
_PARTS: Final = re.compile(r"(?<=[.?!;,…])\s+|\n+")
# What denies it, too, where something else is asked beside it: "im ok now, whats the price".
_WELL_NOW: Final = re.compile(
    r"(?:(?:yes|yeah|ok|no|thanks|thank you|tak|dobra|dzieki|dziekuje|juz)\W+)*(?:i'?m |i am |i feel |we'?re |jest(?:em)? |czuje sie |u mnie |mi )?"
    r"(?:juz |mi |teraz |now |a bit |much |troche )*(?:ok|okay|okej|fine|safe|better|alright|all right|good|lepiej|dobrze|w porzadku|bezpieczn\w+|spokojn\w+)"
    r"(?: now| again| juz| teraz| thanks| mi)*\W*"
)
# What is no statement about the danger, however it is said.
_KEPT: Final = ("helplines", "forget_me", "other_language", "repeat", "find_facility", "confidentiality")
_SENT_AWAY: Final = "crisis_sent_away"
# What is not understood soon after an answer to danger, or said to end the talk, is answered with the short line.
_SOON_AFTER: Final = ("goodbye", "deny", "nlu_fallback", "unsure", "still_not_understood", "out_of_scope")
# With these a place is where to search; bare, it is where the person in danger is.
_SEEKS: Final = re.compile(
    r"asystent|centr|placowk|pomoc|gdzie|szpital|lekarz|adres|szuka|where|center|hospital|help|assistant|find|looking|doctor|address|any\b|numer|telefon|phone|number|dojech|dojazd|\bkm\b"
)
_ALONE: Final = re.compile(r"\b(?:sam|sama|samotn\w*|alone|by myself|on my own)\b")
_OF_MEDICINES: Final = ("medical_advice", "medication_role", "become_health")
# Who speaks of themselves, as far as words without diacritics tell.
_OF_ONESELF: Final = re.compile(r"\b(?:ja|mnie|mi|mna|siebie|jestem|mam|chcialbym|chcialabym|i|im|ive|id|me|my|myself)\b")
_OF_ONESELF_RAW: Final = re.compile(
    r"\b(?:chcę|tnę|będę|mogę|piszę|myślę|czuję|boję|umieram|zabiję|skończę|skaczę|wezmę|nie wytrzymam)\b", re.IGNORECASE
)
# Who speaks of somebody else, too.
_OF_ANOTHER: Final = re.compile(
    r"\b(?:she|shes|he|hes|him|her|ona|jej|niej|nia|niego|nim|jemu)\b|\b(?:jak|gdy|kiedy) on\b|\bon (?:jest|bedzie)\b"
)  # a bare "on" is an English word, too: "i can't go on"


_THE_SAME: Final = re.compile(r"(?:on|ona|he|she|hes|shes)\b")


@dataclass(frozen=True)
class Meant:
    """What is to be answered. danger: the value of the slot `danger` where the intent is `crisis`."""

    intent: str
    danger: str = ""


def again(danger: str) -> Meant:
    """The short answer, for who has had the full one."""
    return Meant("crisis", _AGAIN_OF.get(danger, _AGAIN))


def told(context: Context) -> List[str]:
    """The dangers that were answered, in order; what help has come to is no emergency any more."""
    found: List[str] = []
    for name in context.crises:
        if f"crisis_{name}" in (_HELPED, SAFE):
            found = ["other" if danger == "medical" else danger for danger in found]
        elif name in _KINDS:
            found.append(name)
    return found


def named_by_rules(said: str | None, text: str, danger: str, weak: bool, context: Context) -> Meant | None:
    """What rules find in a text after an answer to this danger; they are surer than statistics. weak: the signs of danger are."""
    rescued = bool(_RESCUERS.search(fold(text)))
    came = context.after_crisis and said != _SENT_AWAY and help_came(text)
    if came and rescued and not _BUT.search(fold(text)):
        return Meant(_HELPED)  # whatever else is told beside it: that a door was broken down
    if danger in _FROM_SOMEBODY and context.after_crisis and is_in_safety(text) and not is_acute(text):
        return Meant("crisis", _IN_SAFETY)
    if context.right_after_crisis and (is_at_hand(text) or is_acute(text)):
        return Meant("crisis", _NOW)
    if context.right_after_crisis and is_not_over(text):
        return again(danger) if danger in _BY_SOMEBODY else Meant("crisis", _NOW)
    if context.right_after_crisis and said in (SAFE, CALMER) and _UNWELL.search(fold(text)):
        return Meant("crisis", _NOW)
    if context.right_after_crisis and refuses_rescue(text):
        return Meant(_REFUSED) if danger in _ABOUT_ONESELF else again(danger)
    if context.after_crisis and (then := _eased(text, danger, context)):
        return then
    if came and (weak or rescued):
        at_home = danger in _BY_SOMEBODY and not rescued  # "he is home now", said of the one who does harm
        return again(danger) if at_home else Meant(_HELPED)
    if context.right_after_crisis and danger in OTHERS and _tells_where(said, text):
        return Meant(_WHERE)  # 112 needs to know where to look
    return None


def _eased(text: str, danger: str, context: Context) -> Meant | None:
    """What somebody tells who is out of hospital, in a safe place, or about to have somebody with them; None when no words say so."""
    if says_outright(text):
        return None
    if is_discharged(text) and danger not in _BY_SOMEBODY:
        return Meant(SAFE)
    if not context.right_after_crisis:
        return None
    if help_is_coming(text) and not help_came(text):
        return Meant(_CALLING)
    return Meant(_TOGETHER) if danger not in ("medical", *_BY_SOMEBODY) and somebody_comes(text) else None


def without_denial(text: str) -> str:
    """The message without the parts that plainly deny a danger, or say that all is well where all the rest asks; the same where none does."""
    if _ONLY_ASKS.match(text):
        return _ONLY_ASKS.sub("", text)
    parts = _PARTS.split(text)
    kept = [part for part in parts if not denies(part)]
    asking = [part for part in kept if not _WELL_NOW.fullmatch(fold(part))]
    kept = asking if all(_ASKS.search(fold(part)) for part in asking) else kept  # "I'm fine, I have decided" tells nothing good
    return " ".join(kept) if len(kept) < len(parts) else text


def is_denied(text: str, weak: bool) -> bool:
    """Whether a danger is denied beside a question, and the signs of it are weak (weak), or those of what is left without the denial."""
    rest = without_denial(text)
    return weak or (rest != text and not assess(rest).danger)


def denied(text: str, danger: str, weak: bool, asks: bool) -> Meant | None:
    """What a message means that plainly denies the danger that was answered; None when it does not, or asks for something else (asks)."""
    if danger in ("medical", _HARMING) or not weak or not denies(text) or asks:
        return None
    return Meant(SAFE)


def misunderstood(text: str, assessment: Assessment, dangers: List[str]) -> Meant | None:
    """The answer to somebody who says that it was not about them; None when nobody says so."""
    if dangers[-1] != "self" or not is_not_of_oneself(text):
        return None
    earlier = next((d for d in reversed(dangers) if d != "self"), "")
    named = "young" if speaks_of_young(text) else "other" if names_somebody(text) else ""
    kind = (earlier or named) if assessment.danger in (None, "self", "minor") else str(assessment.danger)
    if not kind:
        return Meant(SAFE)
    return again(kind) if kind in dangers else Meant("crisis", kind)


def goes_on(said: str | None, text: str, danger: str, context: Context, clear: bool) -> Meant | None:
    """What a folded text means that is about the danger that was answered last; None when it is not. clear: its topic is beyond doubt."""
    if clear and _BUSINESS.match(said or ""):
        return None
    of_oneself = context.right_after_crisis and danger in _ABOUT_ONESELF
    if context.right_after_crisis and said == _NOT_SAFE:
        well = _WONT.search(text) or (danger in OTHERS and _JOKED.search(text))
        return Meant(SAFE) if well else Meant("crisis", _NOW)
    if of_oneself and said == _WHAT_TO_DO and _CALLS.search(text):
        return Meant(_CALLING)  # what is to be said on the telephone
    if of_oneself and said == _WHERE and _ALONE.search(text):
        return Meant(_LONELY)
    if context.right_after_crisis and said in _ENDINGS and danger in (*_ABOUT_ONESELF, *OTHERS) and context.last not in ALL_IS_WELL:
        return Meant("crisis", _LEAVING)
    return again(danger) if _stays_with_it(said, text, danger, context) else None


def has_an_answer(said: str | None, text: str, danger: str) -> bool:
    """Whether what is said in a folded text after an answer to this danger has an answer of its own, which carries the numbers, too."""
    if said not in ANSWERED or _has_no_answer(said, text, danger):
        return False
    return said != SAFE or _says_all_is_well(text)


def of_whom(text: str, assessment: Assessment, dangers: List[str], context: Context | None) -> str:
    """Who is in danger: in a talk about somebody, what does not clearly tell of oneself or of violence is still about that person."""
    last = dangers[-1] if dangers else ""
    writes_young = bool(context and context.with_minor)
    if last == _HARMING and _is_still(last, text, assessment):
        return last
    of_a_child = last == _HURT_CHILD or writes_young or tells_as_child(text)
    if assessment.danger in _BY_SOMEBODY and of_a_child and not _MARRIED.search(fold(text)):
        return _HURT_CHILD
    if last and _is_still(last, text, assessment):
        return last
    if assessment.danger == "other" and context and context.of_young and not names_somebody(text):
        return "young"  # the child of whom was spoken
    if assessment.danger != "self":
        return str(assessment.danger)
    if writes_young or {"minor", _HURT_CHILD}.intersection(dangers):
        return "minor"
    return "young" if context and context.of_young and not _is_of_oneself(text) else "self"


def _is_still(last: str, text: str, assessment: Assessment) -> bool:
    """Whether signs of danger in what is said after an answer to danger are those of the last one, whatever they look like."""
    short, outright = len(words(text)) <= (_LONG if last == _HARMING else _MIDDLE), says_outright(text)
    by_somebody = assessment.danger in _BY_SOMEBODY
    if last in _OF_ONE_WHO_WRITES and assessment.danger == "other":
        return short and _is_of_oneself(text) and not outright  # "I wrote to a friend, he is coming"
    if last in OTHERS and assessment.danger == _HARMING:
        return short and not outright
    if last in OTHERS and assessment.danger == "minor":
        return not tells_young_age(text)  # "he is 17", said of the one in danger
    if last == "other" and assessment.danger == "young" and _THE_SAME.match(fold(text)):
        return short
    if last in OTHERS and assessment.danger == "self":
        hardly = assessment.slight or (assessment.faint and not outright)
        of_another = bool(_OF_ANOTHER.search(fold(text))) and not outright
        return hardly or (short and (of_another or not _is_of_oneself(text)))
    if not short:
        return False
    if last in _FROM_SOMEBODY and assessment.danger in _FROM_SOMEBODY:
        return not names_harm(text)
    if last in _BY_SOMEBODY and assessment.danger == "self":
        return not outright and bool(_OF_ANOTHER.search(fold(text)))  # "a friend picks me up when he is at work"
    if last in (_HURT_CHILD, _HARMING):
        return not outright and assessment.danger != "medical"
    return (
        (last in _BY_SOMEBODY and assessment.danger == "other")  # "he is not a bad guy", said of who does the harm
        or (by_somebody and last not in _BY_SOMEBODY and not names_harm(text))
        or (last == "medical" and not by_somebody)
        or (assessment.danger == "medical" and not names_emergency(text))
    )


def _is_of_oneself(text: str) -> bool:
    return bool(_OF_ONESELF.search(fold(text)) or _OF_ONESELF_RAW.search(text))


def is_answered(said: str | None, text: str, danger: str, weak: bool) -> bool:
    """Whether signs of danger in a text after an answer to this danger give way to the answer that its words have. weak: the signs are.

    Strong ones give way only to the question what will happen then ("will they lock me up?"), and to a telephone that cannot be used.
    """
    asks = said == _CONSEQUENCES and bool(_ASKS.search(fold(text)))
    plain = (asks or said == _NO_PHONE) and not says_outright(text)
    return (weak or plain) and (has_an_answer(said, fold(text), danger) or said == _LINES)


def _tells_where(said: str | None, text: str) -> bool:
    """Whether it is said of somebody in danger that nobody can reach them, or in which place they are and no more."""
    told = fold(text)
    return (is_unreachable(text) and not _A_LINE.search(told)) or (said == SEARCH and not _SEEKS.search(told))


def _says_all_is_well(text: str) -> bool:
    """Whether the folded text holds words without which nobody says that all is well; where calm is named, stronger ones."""
    return bool(_SAYS_SAFE.search(_LITTLE.sub(" ", text) if _CALM.search(text) else text))


def _stays_with_it(said: str | None, text: str, danger: str, context: Context) -> bool:
    """Whether the folded text is about the danger that was answered last, or a farewell soon after it."""
    farewell = bool(_FAREWELL.search(text))
    if context.lately_in_danger and (farewell or said in _SOON_AFTER):
        return True
    if not context.right_after_crisis:
        return False
    if said in _ADRIFT:
        return context.last not in ALL_IS_WELL or (farewell and danger in _ABOUT_ONESELF)
    states = len(text.split()) > 1 and not (text.startswith("/") or _ASKS.search(text))
    if states and context.last not in ALL_IS_WELL and said not in (*_KEPT, *ANSWERED) and not assess(context.alarming).faint:
        return True  # what asks nothing is about the danger
    unanswered = context.last not in ALL_IS_WELL and _has_no_answer(said, text, danger)
    return (said == SAFE and not _says_all_is_well(text)) or unanswered


def _has_no_answer(said: str | None, text: str, danger: str) -> bool:
    """Whether what is said right after an answer to this danger has no answer of its own then."""
    if danger == "medical":  # who needs an ambulance gets nothing else, unless a button was pressed
        return said in _NOT_IN_AN_EMERGENCY and not text.startswith("/")
    if danger == _HARMING and said == SAFE and _OF_DEATH.search(text):
        return True  # "I don't want to kill myself, that's not it"
    if danger == _HARMING and said in _OF_OTHERS and not text.startswith("/"):
        return True  # "am I a bad mother?"
    if danger == "child" and said in (_CONSEQUENCES, _REFUSED, _NO_PHONE, CALMER, _TOGETHER):
        return True  # an adult decides for a child
    if danger in _BY_SOMEBODY:
        return said in (_TOGETHER, _LONELY, CALMER, _SENT_AWAY, *_FOR_HELPERS)  # not together with the one who does the harm
    if danger in _ABOUT_ONESELF:
        if (said == _SENT_AWAY and danger in ("minor", _HURT_CHILD)) or (said in (_TOGETHER, _LONELY) and danger == _HARMING):
            return True  # "nobody will believe me"; "i put him in the cot"
        unreached = danger == "minor" and said == _NO_ANSWER and not _A_LINE.search(text)
        return unreached or said in (_WHERE, *_FOR_HELPERS, *_OF_MEDICINES)
    if danger not in OTHERS:
        return False
    if said == _CHILDREN and len(text.split()) <= _AN_AGE:
        return True  # "he is 15", said of the one in danger
    return (
        said == _REFUSED
        or (said == _LONELY and not _OF_ONESELF.search(text))
        or (said in (SAFE, CALMER, _TOGETHER) and bool(_AFRAID.search(text)))
        or (said == _NO_ANSWER and not _A_LINE.search(text))
    )
