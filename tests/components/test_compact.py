"""What is kept of a conversation: bot/stores/compact.py."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.context import Context
from bot.stores.compact import compacted, restored
from tests.components.conversation import DOMAIN, answer, user


def turn(action: str, text: str = "pytanie", **parsed: Any) -> list[Event]:
    return [ActionExecuted("action_listen"), user(text, **parsed), *answer(action)]


def kept(*events: Event | list[Event]) -> DialogueStateTracker:
    """The conversation as the next turn finds it, each turn stored and read as it happens."""
    tracker = DialogueStateTracker("ala", DOMAIN.slots)
    for event in events:
        for part in event if isinstance(event, list) else [event]:
            tracker.update(part)
        stored = json.dumps(compacted(tracker, DOMAIN.slots))
        tracker = restored("ala", json.loads(stored), DOMAIN.slots)
    return tracker


def test_size_does_not_grow_with_the_conversation() -> None:
    sizes = {}
    tracker = DialogueStateTracker("ala", DOMAIN.slots)
    for number in range(1, 1001):
        for event in [*turn("utter_definition"), SlotSet("place", "krakow")]:
            tracker.update(event)
        tracker = restored("ala", compacted(tracker, DOMAIN.slots), DOMAIN.slots)
        sizes[number] = len(tracker.events)
    assert sizes[1000] == sizes[10] <= 20


def test_slots_and_an_open_form_outlive_their_turns() -> None:
    tracker = kept(
        [*turn("find_facility_form"), ActiveLoop("find_facility_form"), SlotSet("requested_slot", "place")],
        [*turn("action_find_facilities"), SlotSet("language", "en"), SlotSet("found", ["a", "b"])],
        *[turn("utter_definition") for _ in range(10)],
    )
    assert tracker.active_loop_name == "find_facility_form"
    assert tracker.get_slot("language") == "en" and tracker.get_slot("found") == ["a", "b"]
    assert tracker.get_slot("requested_slot") == "place"


def test_closed_form_stays_closed_and_emptied_slot_empty() -> None:
    tracker = kept(
        [*turn("find_facility_form"), ActiveLoop("find_facility_form"), SlotSet("place", "krakow")],
        [*turn("action_find_facilities"), ActiveLoop(None), SlotSet("place", None)],
        *[turn("utter_definition") for _ in range(10)],
    )
    assert tracker.active_loop_name is None and tracker.get_slot("place") is None


@pytest.mark.parametrize("since", range(12))
def test_danger_is_remembered_as_in_the_whole_conversation(since: int) -> None:
    events = [turn("utter_definition"), turn("utter_crisis_self"), *[turn("utter_course_length") for _ in range(since)]]
    whole = DialogueStateTracker.from_events("ala", [e for group in events for e in group], DOMAIN.slots)
    expected, found = Context(whole, DOMAIN), Context(kept(*events), DOMAIN)
    assert found.after_crisis == expected.after_crisis
    assert set(found.crises) == set(expected.crises) == {"self"}
    assert found.last == expected.last


def test_only_masked_words_are_kept_and_only_of_the_last_turns() -> None:
    ranking = [{"name": f"topic{n}", "confidence": 0.1} for n in range(90)]
    tracker = kept(
        turn("utter_definition", "pierwsze"),
        *[turn("utter_definition", "mój mail ala@example.org", intent_ranking=ranking, text_tokens=["ala@example.org"])] * 3,
    )
    said = [event for event in tracker.events if isinstance(event, UserUttered)]
    assert [event.text for event in said] == ["mój mail [e-mail]"] * 3
    assert "example.org" not in json.dumps(compacted(tracker, DOMAIN.slots))
    assert all(len(event.parse_data["intent_ranking"]) == 3 for event in said)
