"""Locks of conversations that are looked at every few milliseconds (Rasa's own waits in steps of one second)."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import Any, AsyncGenerator

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore

_STEP = 0.02  # seconds between two looks at a lock


class QuickLockStore(InMemoryLockStore):
    """In-memory locks for one process."""

    def __init__(self, endpoint_config: Any = None) -> None:
        super().__init__()

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = _STEP
    ) -> AsyncGenerator[TicketLock, None]:
        """As in Rasa, with a short wait."""
        async with super().lock(conversation_id, lock_lifetime, wait_time_in_seconds) as lock:
            yield lock
