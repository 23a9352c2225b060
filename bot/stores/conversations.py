"""Conversations in memory, deleted on request and after a time of silence (Rasa's own store keeps them for ever)."""

from __future__ import annotations

import time
from datetime import date
from typing import Any, Dict, Final

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot import settings
from bot.languages import DEFAULT
from bot.stores.unsure import seen_in, unsure_questions

_NOT_UNDERSTOOD: Final = ("unsure", "nlu_fallback", "still_not_understood")


def forget(store: TrackerStore, sender_id: str) -> None:
    """Deletes a conversation from the store in use, which Rasa wraps to survive its failures."""
    own = getattr(store, "_tracker_store", store)
    if isinstance(own, ConversationStore):
        own.forget(sender_id)


async def forget_if_asked(store: TrackerStore, sender_id: str) -> bool:
    """Deletes a conversation whose last message asked for that; returns whether it did."""
    tracker = await store.retrieve(sender_id)
    asked = bool(tracker and tracker.latest_message and tracker.latest_message.intent.get("name") == "forget_me")
    if asked:
        forget(store, sender_id)
    return asked


class ConversationStore(InMemoryTrackerStore):
    """Keeps each conversation until it is forgotten or has been silent for CONVERSATION_HOURS."""

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None, **kwargs: Any) -> None:
        kwargs.pop("host", None)  # endpoints.yml always passes one
        super().__init__(domain, event_broker, **kwargs)
        self._lifetime = settings.load().conversation_hours * 3600
        self._last_saved: Dict[str, float] = {}  # oldest first
        self._reviewed: Dict[str, float | None] = {}  # time of the message that was looked at last
        self._review = unsure_questions()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the conversation and drops those whose time is over."""
        await super().save(tracker)
        self._keep_for_review(tracker)
        now = time.monotonic()
        self._last_saved.pop(tracker.sender_id, None)
        self._last_saved[tracker.sender_id] = now
        while self._last_saved:
            sender_id, saved = next(iter(self._last_saved.items()))
            if now - saved <= self._lifetime:
                break
            self._expire(sender_id)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation, unless its time is over."""
        saved = self._last_saved.get(sender_id)
        if saved is not None and time.monotonic() - saved > self._lifetime:
            self._expire(sender_id)
        return await super().retrieve(sender_id)

    def forget(self, sender_id: str) -> None:
        """Deletes a conversation for good; one that is not there is no error."""
        self.store.pop(sender_id, None)
        self._last_saved.pop(sender_id, None)
        self._reviewed.pop(sender_id, None)
        self._review.forget(sender_id)

    def _expire(self, sender_id: str) -> None:
        """Deletes a conversation whose time is over; what was kept of it for review stays without a trace of it."""
        self._review.detach(sender_id)
        self.forget(sender_id)

    def _keep_for_review(self, tracker: DialogueStateTracker) -> None:
        """The last message, when it was not understood. Each message is looked at once."""
        said = tracker.latest_message
        if said is None or said.timestamp == self._reviewed.get(tracker.sender_id):
            return
        self._reviewed[tracker.sender_id] = said.timestamp
        question = seen_in(said.parse_data or {}, tracker.get_slot("language") or DEFAULT, _NOT_UNDERSTOOD, date.today())
        if question:
            self._review.keep(tracker.sender_id, question)
