"""What was answered last in a conversation, and what its response says of what may follow (its metadata in domain.yml)."""

from __future__ import annotations

from typing import Any, Dict, Final, List

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.answers import answers_a_question
from bot.nlu.place_mention import ONLINE

SEARCHES: Final = (
    "action_find_facilities",
    "action_list_facilities",
    "action_more_facilities",
    "action_facility_details",
    "action_nearer_facility",
    "action_facility_open",
    "action_facility_route",
    "action_facility_current",
    "action_facility_distance",
    "action_report_contact",
    "action_facility_phone",
    "action_facility_assistant",
)
LOST: Final = ("utter_not_understood", "utter_ask_which", "utter_not_understood_again")
_PASSING: Final = (
    *LOST,
    "utter_thanks",
    "utter_greet",
    "utter_feedback",
    "utter_introduction",
    "utter_apology",
    "utter_remark",
    "utter_contact_details",
    "utter_why_numbers",
    "utter_insult",
    "utter_set_language",
)  # what was spoken of goes on
_OF_A_LIST: Final = {"ask_where": "facility_route", "ask_how_much": "cost_of_help"}  # what a short question means after facilities
SEARCH: Final = "find_facility"
CRISIS: Final = "utter_crisis_"
_DANGER: Final = "crisis"
_OVER: Final = frozenset(
    (
        "utter_crisis_in_safety",
        "utter_crisis_safe",
        "utter_crisis_calmer",
        "utter_crisis_calling",
        "utter_crisis_together",
        "utter_crisis_helped",
    )
)
# Values of the slot `young`: somebody under eighteen writes, or is spoken of; who was spoken of is grown up.
YOUNG_WRITES: Final = "true"
YOUNG_SPOKEN_OF: Final = "spoken_of"
GROWN_UP: Final = "grown_up"
_STILL: Final = 6  # answers during which an answer to danger is what people still speak of
_LATELY: Final = 3  # answers during which "the phone?" may still mean what was shown
_LIKELIER: Final = 3.0  # a topic that the last answer leads to, for a short message


def metadata_of(domain: Domain, topic: str) -> Dict[str, Any]:
    """The metadata of the response to a topic (kept in its first variant); empty for a topic without a response."""
    found: Dict[str, Any] = (domain.responses.get(f"utter_{topic}") or [{}])[0].get("metadata") or {}
    return found


def answers(domain: Domain, topic: str) -> bool:
    """Whether the response to a topic answers a question."""
    return answers_a_question(metadata_of(domain, topic))


def follow_of(domain: Domain, topic: str) -> Dict[str, str]:
    """What a short follow-up ("how long?") means beside a topic, or after its answer."""
    found: Dict[str, str] = _OF_A_LIST if topic == SEARCH else metadata_of(domain, topic).get("follow") or {}
    return found


def said_so_far(tracker: DialogueStateTracker) -> List[str]:
    """The actions of a conversation that said something (responses and searches), oldest first."""
    executed = [e.action_name or "" for e in tracker.events if isinstance(e, ActionExecuted)]
    return [name for name in executed if name.startswith("utter_") or name in SEARCHES]


class Context:
    """The last answer of a conversation. topic: what it was about, or the one before it where it only said thanks or that it did not understand;
    metadata: of the response to that topic; follow: what a short follow-up means after it; offer: what a "yes" takes; asked_for_place: the guide waits for one.

    listed: facilities were shown, now or lately; informs: the last answer gave facts or facilities; crises: which answers to danger were given so far; after_crisis: one of them was
    given lately; right_after_crisis: it was the last one; lately_in_danger: it was one of the last, and nobody has said
    since that all is well or that help is there; right_after_distress: the last one was the answer to distress; alarmed: danger or distress was
    answered at some time.
    """

    def __init__(self, tracker: DialogueStateTracker, domain: Domain) -> None:
        said = said_so_far(tracker)
        self.last = said[-1] if said else ""
        self.asked_for_place = tracker.get_slot("requested_slot") == "place"
        lately = said[-_LATELY:]
        spoken = next((name for name in reversed(lately) if name not in _PASSING), self.last)
        self.topic = SEARCH if spoken in SEARCHES else spoken.removeprefix("utter_")
        self.shows_list = spoken in SEARCHES
        self.listed = any(name in SEARCHES for name in lately)
        self.crises = [name.removeprefix(CRISIS) for name in said if name.startswith(CRISIS)]
        self.after_crisis = any(name.startswith(CRISIS) for name in said[-_STILL:])
        self.right_after_crisis = self.last.startswith(CRISIS)
        self.lately_in_danger = any(name.startswith(CRISIS) for name in lately) and not _OVER.intersection(lately)
        self.alarmed = bool(self.crises) or any(name.startswith("utter_distress") for name in said)
        self.right_after_distress = self.last.startswith("utter_distress")
        self.metadata = metadata_of(domain, self.topic)
        self.offer: str | None = metadata_of(domain, self.last.removeprefix("utter_")).get("offer")
        self.informs = bool(self.metadata.get("facts")) or self.shows_list
        self.follow = follow_of(domain, self.topic)
        self._tracker = tracker

    @property
    def unsearched(self) -> str | None:
        """The place that was named last, unless a search came after it."""
        named = self._tracker.get_slot("named")
        return str(named) if named and named != ONLINE else None

    @property
    def alarming(self) -> str:
        """The last message that was understood as one of danger, not as what follows on it; empty when there was none."""
        said = (e for e in reversed(self._tracker.events) if isinstance(e, UserUttered))
        return next((e.text or "" for e in said if (e.intent or {}).get("name") == _DANGER), "")

    @property
    def searched(self) -> str | None:
        """The place of the last search."""
        found = self._tracker.get_slot("searched")
        return str(found) if found else None

    @property
    def with_minor(self) -> bool:
        """Somebody under eighteen writes, as they said."""
        return bool(self._tracker.get_slot("young") == YOUNG_WRITES)

    @property
    def of_young(self) -> bool:
        """A child or a teenager was spoken of."""
        return bool(self._tracker.get_slot("young") == YOUNG_SPOKEN_OF)

    @property
    def shows_one(self) -> bool:
        """One facility was spoken of last."""
        return bool(self._tracker.get_slot("current"))

    def reranked(self, ranking: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
        """The ranking of a short message, in which the topics that the last answer leads to are likelier."""
        near = {*self.metadata.get("next", ()), *self.follow.values(), self.topic}
        if self.right_after_crisis:
            near.update(r["name"] for r in ranking if r["name"].startswith("crisis_"))
        weights = [r["confidence"] * (_LIKELIER if r["name"] in near else 1.0) for r in ranking]
        scale = sum(r["confidence"] for r in ranking) / (sum(weights) or 1.0)
        nearer = [{"name": r["name"], "confidence": weight * scale} for r, weight in zip(ranking, weights)]
        return sorted(nearer, key=lambda r: -r["confidence"])
