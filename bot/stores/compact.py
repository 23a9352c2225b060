"""What is kept of a conversation between two turns: slots, an open form, the last few turns, and no words of the visitor unmasked.

The size does not grow with the conversation, so that its thousandth turn costs what its tenth does. Of older turns only
what the dialogue still asks for is left: the answers to danger, and in their company the answers just before the kept turns
(`bot.nlu.context.Context` counts how long ago danger was spoken of).
"""

from __future__ import annotations

from functools import cache
from typing import Any, Dict, Final, List, Type

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.masking import mask
from bot.nlu.context import SEARCHES

_TURNS: Final = 3  # the policies look at two
_ANSWERS: Final = 6  # answers during which danger counts as spoken of
_CRISIS: Final = "utter_crisis_"
_RANKED: Final = 3  # topics of a message that are kept
_SAME_IN_ALL: Final = ("model_id", "assistant_id")  # metadata of every event; only Rasa's own analytics read them
_PARSED: Final = ("intent", "entities", "also")


def compacted(tracker: DialogueStateTracker, slots: List[Slot]) -> List[Dict[str, Any]]:
    """The events from which `restored` makes a tracker that goes on as this one would, as plain data."""
    events = list(tracker.events)
    cut = _start_of_kept_turns(events)
    head = _summary(DialogueStateTracker.from_events(tracker.sender_id, events[:cut], slots)) if cut else []
    return [_as_stored(event) for event in [*head, *events[cut:]]]


def restored(sender_id: str, stored: List[Dict[str, Any]], slots: List[Slot]) -> DialogueStateTracker:
    """The tracker of a stored conversation. Raises ValueError, TypeError or KeyError for what is none."""
    return DialogueStateTracker.from_events(sender_id, [_event(data) for data in stored], slots)


def _event(data: Dict[str, Any]) -> Event:
    """An event from plain data. Raises ValueError for what is none."""
    event: Event | None = _class_of(data["event"])._from_parameters(data)
    if event is None:
        raise ValueError("not an event")
    return event


@cache
def _class_of(name: str) -> Type[Event]:
    """The class of events of a name; Rasa looks through all of them for each event anew."""
    found: Type[Event] = Event.resolve_by_type(name)
    return found


def _start_of_kept_turns(events: List[Event]) -> int:
    """Index of the first event of the turns that are kept; a turn begins when the guide starts to listen."""
    said = [number for number, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(said) <= _TURNS:
        return 0
    first = said[-_TURNS]
    while first and not _listens(events[first]):
        first -= 1
    return first


def _listens(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME


def _summary(past: DialogueStateTracker) -> List[Event]:
    """What is left of the turns that are not kept."""
    said = [e.action_name for e in past.events if isinstance(e, ActionExecuted) and e.action_name]
    said = [name for name in said if name.startswith("utter_") or name in SEARCHES]
    crises = [name for name in dict.fromkeys(said[:-_ANSWERS]) if name.startswith(_CRISIS)]
    recent = said[-_ANSWERS:]
    answers = [*crises, *recent] if crises or any(name.startswith(_CRISIS) for name in recent) else []
    summary: List[Event] = [ActionExecuted(name) for name in answers]
    summary += [SlotSet(slot.name, slot.value) for slot in past.slots.values() if slot.value != slot.initial_value]
    if past.active_loop_name:
        summary.append(ActiveLoop(past.active_loop_name))
    return summary


def _as_stored(event: Event) -> Dict[str, Any]:
    data: Dict[str, Any] = event.as_dict()
    if "metadata" in data:
        data["metadata"] = {key: value for key, value in data["metadata"].items() if key not in _SAME_IN_ALL}
    if isinstance(event, UserUttered):
        parsed = event.parse_data or {}
        data["text"] = mask(event.text or "")
        data["parse_data"] = {
            "text": data["text"],
            **{key: parsed[key] for key in _PARSED if key in parsed},
            "intent_ranking": (parsed.get("intent_ranking") or [])[:_RANKED],
        }
    return data
