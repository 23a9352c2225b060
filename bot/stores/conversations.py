"""Conversations in a database, shared by all processes, deleted on request and after a time of silence.

Rasa's own stores keep every event for ever or cannot delete, and its wrapper answers from memory when they fail, so that
what was answered is lost with the process. Here a turn either is in the database or did not happen.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from rasa.core.agent import Agent
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker

from bot import settings
from bot.insight.noted import NOT_UNDERSTOOD
from bot.languages import DEFAULT
from bot.stores.compact import compacted, restored
from bot.stores.sealing import Seal
from bot.stores.table import BUSY_SECONDS, ConversationTable, Row
from bot.stores.turns import AnsweredError, ConflictError, StoreError, Turn, current_turn
from bot.stores.unsure import seen_in, unsure_questions
from bot.web.sessions import read_secret

logger = logging.getLogger(__name__)
Result = TypeVar("Result")
_PATIENCE: Final = BUSY_SECONDS + 1.0  # seconds for which a visitor waits for the database
_THREADS: Final = 4
_SWEEP_SECONDS: Final = 600.0


async def forget(agent: Agent, sender_id: str) -> None:
    """Deletes a conversation and what hangs on it, behind a turn that is going on. Raises StoreError."""
    store = agent.tracker_store
    if isinstance(store, ConversationStore):
        async with agent.lock_store.lock(sender_id):
            await store.forget(sender_id)


def take_over(agent: Agent) -> ConversationStore | None:
    """Takes Rasa's wrapper off, which would keep conversations in memory when the database fails; the store, ready for use."""
    store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    if not isinstance(store, ConversationStore):
        return None
    agent.tracker_store = store
    if agent.processor is not None:
        agent.processor.tracker_store = store
    return store


class ConversationStore(TrackerStore):
    """Keeps each conversation until it is forgotten or has been silent for CONVERSATION_HOURS."""

    def __init__(self, domain: Domain | None, event_broker: EventBroker | None = None, **kwargs: Any) -> None:
        kwargs.pop("host", None)  # endpoints.yml always passes one
        super().__init__(domain, event_broker, **kwargs)
        config = settings.load()
        self._lifetime = config.conversation_hours * 3600
        self._seal = Seal(read_secret(Path(config.session_secret_file)))
        self._table = ConversationTable(config.conversations_url)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="conversations")
        self._review = unsure_questions()

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """A new conversation. Not stored yet: a turn is stored once, at its end."""
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation, unless its time is over. Raises StoreError, and AnsweredError for a message answered before."""
        key = self._seal.name(sender_id)
        row = await self._in_thread(self._table.read, key)
        turn = current_turn.get()
        if turn is not None:
            turn.version = row.version if row else 0
        if row is None or time.time() - row.seen_at > self._lifetime:
            return None
        try:
            content = self._seal.open(key, row.content)
            state, answer = content["state"], content["answer"]
            tracker = restored(sender_id, state, self.domain.slots)
        except (ValueError, TypeError, KeyError, AttributeError) as error:  # of another version of the guide
            logger.error("a stored conversation could not be read and begins anew: %s", type(error).__name__)
            return None
        if turn is not None and turn.message_key and turn.message_key == row.message:
            raise AnsweredError(answer)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stores the turn, or deletes everything when it asked for that. Raises StoreError."""
        said = tracker.latest_message
        turn = current_turn.get() or Turn(version=await self._version(tracker.sender_id))
        if said is not None and (said.intent or {}).get("name") == "forget_me":
            await self.forget(tracker.sender_id)
            turn.forgotten = True
            return
        key = self._seal.name(tracker.sender_id)
        answer = turn.answer if turn.message_id else []
        content = self._seal.close(key, {"state": compacted(tracker, self.domain.slots), "answer": answer})
        await self._in_thread(self._table.write, key, Row(turn.version + 1, time.time(), turn.message_key, content))
        turn.version += 1
        await self._keep_for_review(tracker)

    async def exists(self, conversation_id: str) -> bool:
        """There is such a conversation. Raises StoreError."""
        row = await self._in_thread(self._table.read, self._seal.name(conversation_id))
        return row is not None and time.time() - row.seen_at <= self._lifetime

    async def forget(self, sender_id: str) -> None:
        """Deletes a conversation for good; one that is not there is no error. Raises StoreError."""
        key = self._seal.name(sender_id)
        await self._in_thread(self._table.forget, key)
        await self._in_thread(self._review.forget, key)

    async def sweep(self) -> int:
        """Deletes the conversations whose time is over; how many. What was kept of them for review stays without a trace of them."""
        now = time.time()
        expired = await self._in_thread(self._table.expire, now - self._lifetime, now)
        for key in expired:
            await self._in_thread(self._review.detach, key)
        return len(expired)

    async def sweep_for_ever(self) -> None:
        """Sweeps from time to time; a database that fails is tried again."""
        while True:
            try:
                await self.sweep()
            except StoreError as error:
                logger.error("conversations whose time is over could not be deleted: %s", error)
            await asyncio.sleep(min(_SWEEP_SECONDS, self._lifetime / 4))

    async def _version(self, sender_id: str) -> int:
        row = await self._in_thread(self._table.read, self._seal.name(sender_id))
        return row.version if row else 0

    async def _keep_for_review(self, tracker: DialogueStateTracker) -> None:
        """The last message, when it was not understood."""
        said = tracker.latest_message
        if said is None:
            return
        question = seen_in(said.parse_data or {}, tracker.get_slot("language") or DEFAULT, NOT_UNDERSTOOD, date.today())
        if question:
            await self._in_thread(self._review.keep, self._seal.name(tracker.sender_id), question)

    async def _in_thread(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Work with the database, in time. Raises StoreError."""
        loop = asyncio.get_running_loop()
        try:
            return await asyncio.wait_for(loop.run_in_executor(self._threads, work, *arguments), _PATIENCE)
        except asyncio.TimeoutError:
            logger.error("the database of conversations does not answer in time")
            raise StoreError("no answer in time") from None
        except ConflictError:
            raise
        except StoreError as error:
            logger.error("the database of conversations fails: %s", error)
            raise
