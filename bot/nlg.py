"""Rasa's natural language generator over bot/answers.py: one message, and what surrounds it.

Added to the words of a response: the introduction at first contact, a line of care where the message showed distress beside its question,
the buttons of the next topics, the choice of topics when the guide is unsure, and what was said before, when it is to be repeated.
"""

from __future__ import annotations

from typing import Any, Dict, Final

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot import gazetteer
from bot.answers import Answers, Button, answers_a_question
from bot.contacts import all_placeholders, left_out
from bot.insight import noted
from bot.languages import DEFAULT
from bot.nlu.context import CRISIS, SEARCHES, YOUNG_SPOKEN_OF, YOUNG_WRITES, said_so_far
from bot.nlu.place_mention import ONLINE, REGION, SHARED_NAME

_FORGOTTEN: Final = "utter_forget_me"
# Answers that stand alone: somebody in danger or in sorrow reads no introduction of the guide.
_ALONE: Final = ("utter_crisis", "utter_distress", _FORGOTTEN, "utter_other_language")
_OPTIONS: Final = 3
_LINES: Final = "utter_helplines"
_OF_THE_YOUNG: Final = "children"  # its answer says for whom the centres are
_AGAIN: Final = ("repeat", "set_language")  # intents that ask for the last answer once more
_END_OF_SEARCH: Final = "utter_list_end"
# What stands above the facilities that were found.
_ANNOUNCES: Final = tuple(
    f"utter_{name}" for name in "found_in_place found_in_city found_in_district nothing_in_place no_such_in_place".split()
)
# What the answer to a search begins with. A further question of the message is answered before it, the others are offered at its end.
_BEGIN_SEARCHES: Final = (*_ANNOUNCES, "utter_ask_place")


class GuideNLG(TemplatedNaturalLanguageGenerator):
    """Answers in the language of the conversation. Configured in endpoints.yml as `nlg: type`."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__((domain or Domain.empty()).responses)

    @property
    def responses(self) -> Dict[str, Any]:  # type: ignore[override]
        """The responses of the model. Rasa makes the generator before it has read the model, and sets them then."""
        return self._responses

    @responses.setter
    def responses(self, responses: Dict[str, Any]) -> None:
        self._responses = responses
        self.answers = Answers(responses, all_placeholders())

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> Dict[str, Any] | None:
        """The message for a response key, as Rasa's channels send it; None only for an unknown key.

        Besides, `language` says in which language it is; it reaches the channel as metadata of the message.
        """
        if utter_action not in self.answers:
            return None
        noted.note_answer(utter_action, str(kwargs.get("place") or ""))
        language = tracker.get_slot("language") or DEFAULT
        return {**self._message(utter_action, tracker, language, kwargs), "language": language}

    def _message(self, utter_action: str, tracker: DialogueStateTracker, language: str, kwargs: Dict[str, Any]) -> Dict[str, Any]:
        utter_action = self._not_twice(utter_action, tracker, language)
        metadata = self.answers.metadata(utter_action)
        if utter_action == "utter_repeat":
            repeated = _last_answer(tracker)
            if repeated:
                return repeated
        narrows = _answers_first(tracker, utter_action) or utter_action.startswith(CRISIS)
        told_of = self._narrowed(utter_action, tracker, language) if narrows else utter_action
        if told_of == _LINES:
            kwargs = {**left_out(_said(tracker)), **kwargs}
        text = self.answers.text(told_of, language, **_town(tracker), **kwargs)
        if metadata.get("source") and text in _last_text(tracker) and _asks_anew(tracker):
            text = f"{self.answers.text('utter_all_i_know', language)}\n\n{text}"
        given = [self._titled(button, language) for button in kwargs.get("choices") or ()]
        also = _also_asked(tracker, utter_action)
        told = [also.pop(0)] if also and answers_a_question(self.answers.metadata(f"utter_{also[0]}")) else []
        if metadata.get("part"):
            return {"text": text, "buttons": [*self._labelled(also, language), *given]}
        if utter_action.startswith(_ALONE):
            text = self._with_care(text, tracker, language) if utter_action == _FORGOTTEN else text
            return {"text": text, "buttons": self._buttons(utter_action, tracker, language)}
        text = self._surrounded(text, utter_action, told, tracker, language)
        whole = [utter_action.removeprefix("utter_")] if told_of != utter_action else []
        suggested = given or [*self._labelled(whole, language), *self._buttons(utter_action, tracker, language)]
        asked = [] if utter_action in _ANNOUNCES else self._labelled(also, language)
        named = [*asked, *self._labelled(told, language)]  # no button for what has just been answered
        return {"text": text, "buttons": [*asked, *(button for button in suggested if button not in named)]}

    def _surrounded(self, text: str, utter_action: str, told: list[str], tracker: DialogueStateTracker, language: str) -> str:
        """The text of an answer with what belongs above and below it: the answer to a further question, care, the introduction."""
        for topic in told:
            second = self.answers.text(self._narrowed(f"utter_{topic}", tracker, language), language, **_town(tracker))
            if second not in text:  # two topics may have one narrower answer
                text = f"{second}\n\n{text}" if utter_action in _BEGIN_SEARCHES else f"{text}\n\n{second}"
        young = tracker.get_slot("young") in (YOUNG_WRITES, YOUNG_SPOKEN_OF)
        if utter_action in _ANNOUNCES and young and _OF_THE_YOUNG not in told:
            text = self._once("utter_for_adults", text, tracker, language)
        if utter_action in _BEGIN_SEARCHES or _answers_first(tracker, utter_action):
            text = self._with_care(text, tracker, language)
        return f"{self.answers.text('utter_intro', language)}\n\n{text}" if _first_contact(tracker) else text

    def _not_twice(self, utter_action: str, tracker: DialogueStateTracker, language: str) -> str:
        """The response that takes the place of one whose words were the last that were said, if it has one (`more` in its metadata)."""
        more = self.answers.metadata(utter_action).get("more")
        return str(more) if more and _last_text(tracker) == self.answers.text(utter_action, language) else utter_action

    def _narrowed(self, response: str, tracker: DialogueStateTracker, language: str) -> str:
        """The response that answers just what was asked of the topic; all that is known of it to who pressed its button, or asks once more."""
        asked = _said(tracker)
        if asked.startswith("/"):
            return response
        places = _places(tracker)
        narrower = self.answers.narrowed(response, f"{asked} {_spoken_of(tracker)}", places)
        repeats = self.answers.text(narrower, language, **_town(tracker)) in _last_text(tracker)
        return response if repeats and not places else narrower

    def _with_care(self, text: str, tracker: DialogueStateTracker, language: str) -> str:
        """The text after the line of care that the message needs beside the answer to its question, if any; it is said once."""
        needed = _parsed(tracker).get("caring")
        return self._once(self.answers.narrowed(needed, _said(tracker)), text, tracker, language) if needed else text

    def _once(self, response: str, text: str, tracker: DialogueStateTracker, language: str) -> str:
        """The text after this line, unless the line was said before."""
        line = self.answers.text(response, language)
        said = any(isinstance(event, BotUttered) and line in (event.text or "") for event in tracker.events)
        return text if said else f"{line}\n\n{text}"

    def _labelled(self, topics: list[str], language: str) -> list[dict[str, str]]:
        return [{"title": b.title, "payload": b.payload} for b in self.answers.buttons(topics, language)]

    def _titled(self, button: dict[str, Any], language: str) -> dict[str, str]:
        """A button of an action; a title that names a response stands for its words."""
        title = button["title"]
        return {
            "title": self.answers.text(title, language, **button) if title in self.answers else title,
            "payload": button["payload"],
        }

    def _buttons(self, utter_action: str, tracker: DialogueStateTracker, language: str) -> list[dict[str, str]]:
        return [{"title": b.title, "payload": b.payload} for b in self._suggestions(utter_action, tracker, language)]

    def _suggestions(self, utter_action: str, tracker: DialogueStateTracker, language: str) -> list[Button]:
        if utter_action in ("utter_ask_which", "utter_not_understood"):
            ranking = _parsed(tracker).get("intent_ranking", [])
            topics = [r["name"] for r in ranking if self.answers.label(r["name"], language)][:_OPTIONS]
            other = Button(self.answers.text("utter_none_of_these", language), "/help_menu")
            return [*self.answers.buttons(topics, language), other]
        return self.answers.buttons(self.answers.metadata(utter_action).get("next", ()), language)


def _parsed(tracker: DialogueStateTracker) -> Dict[str, Any]:
    """What the last message was understood as; empty before the first one."""
    found: Dict[str, Any] = (tracker.latest_message.parse_data or {}) if tracker.latest_message else {}
    return found


def _places(tracker: DialogueStateTracker) -> list[str]:
    """The names of the towns and voivodeships in the last message; without those that several places share."""
    named = [str(e["value"]) for e in _parsed(tracker).get("entities", []) if e.get("entity") == "place"]
    sure = [place_id for place_id in named if place_id != ONLINE and not place_id.startswith(SHARED_NAME)]
    known = [(place_id, gazetteer.by_id().get(place_id)) for place_id in sure]
    return [place.name if place else place_id.removeprefix(REGION) for place_id, place in known]


def _spoken_of(tracker: DialogueStateTracker) -> str:
    """What short questions are about that do not name it: help over the internet, where it was spoken of last."""
    said = said_so_far(tracker)
    online = said[-1:] == ["utter_online_help"] or (said[-1:] and said[-1] in SEARCHES and tracker.get_slot("searched") == ONLINE)
    return ONLINE if online else ""


def _town(tracker: DialogueStateTracker) -> Dict[str, str]:
    """The value of `{town}`: the places that the last message names, if any."""
    places = _places(tracker)
    return {"town": ", ".join(places)} if places else {}


def _also_asked(tracker: DialogueStateTracker, utter_action: str) -> list[str]:
    """Further topics that the last message asked about, when this is the answer to its first one."""
    first = _answers_first(tracker, utter_action) or utter_action in (*_BEGIN_SEARCHES, _END_OF_SEARCH)
    return list(_parsed(tracker).get("also") or []) if first else []


def _answers_first(tracker: DialogueStateTracker, utter_action: str) -> bool:
    """Whether this is the answer to what the last message was taken for."""
    return utter_action == f"utter_{(_parsed(tracker).get('intent') or {}).get('name')}"


def _first_contact(tracker: DialogueStateTracker) -> bool:
    return not any(isinstance(event, BotUttered) for event in tracker.events)


def _said(tracker: DialogueStateTracker) -> str:
    """The words of the last message."""
    return (tracker.latest_message.text or "") if tracker.latest_message else ""


def _asks_anew(tracker: DialogueStateTracker) -> bool:
    """Whether the last message asks something, in other words than the one before it, and is no button."""
    asked = [event.text or "" for event in tracker.events if isinstance(event, UserUttered)][-2:]
    name = (_parsed(tracker).get("intent") or {}).get("name")
    return len(set(asked)) > 1 and not asked[-1].startswith("/") and name not in _AGAIN


def _last_text(tracker: DialogueStateTracker) -> str:
    """The words of the last message of the guide."""
    return next((event.text or "" for event in reversed(tracker.events) if isinstance(event, BotUttered)), "")


def _last_answer(tracker: DialogueStateTracker) -> Dict[str, Any] | None:
    """The last answer to a message that was not itself a request to repeat."""
    texts: list[str] = []
    data: dict[str, Any] = {}
    asked = 0
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            asked += 1
            if texts:
                break
        elif isinstance(event, BotUttered) and asked and event.text:
            texts.insert(0, event.text)
            data = data or event.data
    return {"text": "\n\n".join(texts), "buttons": data.get("buttons") or []} if texts else None
