"""Conversations that are kept and forgotten: bot/stores/conversations.py."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

from bot.stores import conversations
from bot.stores.conversations import ConversationStore, forget
from tests.components.conversation import DOMAIN, user

HOUR = 3600.0


class Clock:
    """A time that the tests set."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(conversations, "time", SimpleNamespace(monotonic=found.monotonic))
    return found


@pytest.fixture
def store(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> ConversationStore:
    monkeypatch.setenv("CONVERSATION_HOURS", "2")
    return ConversationStore(DOMAIN, host="http://endpoints.yml/always/passes/one")


def save(store: ConversationStore, sender: str) -> None:
    tracker = DialogueStateTracker.from_events(sender, [user("hej", "greet")], DOMAIN.slots)
    asyncio.run(store.save(tracker))


def kept(store: ConversationStore, sender: str) -> bool:
    return asyncio.run(store.retrieve(sender)) is not None


def test_conversation_is_kept(store: ConversationStore) -> None:
    save(store, "ala")
    found = asyncio.run(store.retrieve("ala"))
    assert found is not None
    assert found.latest_message is not None
    assert found.latest_message.text == "hej"
    assert not kept(store, "ola")


def test_forgotten_conversation_is_gone_and_no_other(store: ConversationStore) -> None:
    save(store, "ala")
    save(store, "ola")
    forget(store, "ala")
    assert not kept(store, "ala")
    assert kept(store, "ola")


def test_forgetting_works_through_the_wrapper_of_rasa(store: ConversationStore) -> None:
    save(store, "ala")
    forget(FailSafeTrackerStore(store), "ala")
    assert not kept(store, "ala")


def test_forgetting_what_is_not_there_is_no_error(store: ConversationStore) -> None:
    forget(store, "nobody")
    forget(InMemoryTrackerStore(DOMAIN), "nobody")


def test_forgotten_conversation_can_begin_anew(store: ConversationStore) -> None:
    save(store, "ala")
    forget(store, "ala")
    save(store, "ala")
    assert kept(store, "ala")


def test_silent_conversation_is_deleted_when_another_goes_on(store: ConversationStore, clock: Clock) -> None:
    save(store, "ala")
    clock.now += 1.5 * HOUR
    save(store, "ola")
    assert kept(store, "ala")
    clock.now += HOUR
    save(store, "ela")
    assert [kept(store, sender) for sender in ("ala", "ola", "ela")] == [False, True, True]


def test_conversation_that_goes_on_is_kept(store: ConversationStore, clock: Clock) -> None:
    for _ in range(5):
        save(store, "ala")
        clock.now += 1.5 * HOUR
    save(store, "ola")
    assert kept(store, "ala")


def test_one_who_returns_too_late_begins_anew(store: ConversationStore, clock: Clock) -> None:
    save(store, "ala")
    clock.now += 3 * HOUR
    assert not kept(store, "ala")
