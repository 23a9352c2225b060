"""What a conversation tells of a short message: bot/nlu/context.py."""

from __future__ import annotations

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.context import Context
from tests.components.conversation import DOMAIN, answer, tracker, user

RANKING = [{"name": "salary", "confidence": 0.4}, {"name": "internship", "confidence": 0.3}, {"name": "hope", "confidence": 0.1}]


def after(action: str, **slots: str) -> DialogueStateTracker:
    return tracker(user(), answer(action), **slots)


def test_last_answer_and_its_topic() -> None:
    context = Context(after("utter_course_length"), DOMAIN)
    assert (context.last, context.topic, context.shows_list) == ("utter_course_length", "course_length", False)
    assert context.follow["ask_how_much"] == "course_price"


@pytest.mark.parametrize("action", ["action_find_facilities", "action_more_facilities"])
def test_search_is_the_topic_after_a_list(action: str) -> None:
    context = Context(after(action), DOMAIN)
    assert (context.topic, context.shows_list) == ("find_facility", True)


def test_beginning_of_a_conversation_says_nothing() -> None:
    context = Context(tracker(), DOMAIN)
    assert (context.last, context.topic, context.metadata, context.follow) == ("", "", {}, {})


def test_place_that_was_asked_for() -> None:
    assert Context(after("utter_ask_place", requested_slot="place"), DOMAIN).asked_for_place


def test_topics_that_the_last_answer_leads_to_are_likelier() -> None:
    near = Context(after("utter_course_length"), DOMAIN)
    assert "internship" in [*near.metadata["next"], *near.follow.values()]
    nearer = near.reranked(RANKING)
    assert nearer[0]["name"] == "internship"
    assert sum(r["confidence"] for r in nearer) == pytest.approx(0.8)


@pytest.mark.parametrize("passing", ["utter_thanks", "utter_not_understood", "utter_ask_which"])
def test_what_was_spoken_of_goes_on_after_an_answer_that_only_passes(passing: str) -> None:
    context = Context(tracker(user(), answer("utter_course_length"), user(), answer(passing)), DOMAIN)
    assert (context.topic, context.last) == ("course_length", passing)
    assert context.follow["ask_how_much"] == "course_price"


def test_place_that_was_named_by_the_way_is_known_until_a_search() -> None:
    assert Context(after("utter_course_length", named="woj:śląskie"), DOMAIN).unsearched == "woj:śląskie"
    assert Context(after("utter_course_length", named="online"), DOMAIN).unsearched is None
    assert Context(after("utter_course_length"), DOMAIN).unsearched is None


def test_ranking_stays_where_nothing_follows() -> None:
    assert Context(after("utter_insult"), DOMAIN).reranked(RANKING) == RANKING
