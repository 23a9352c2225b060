"""One message of a conversation after the other, in one process or in several that share a Redis.

Rasa's own stores look at a lock once a second, and wait for a minute when a process died that held one. Here waiting is
woken at once, and whoever waited too long goes on: the table of conversations refuses a turn that another has overtaken,
so that a lock saves work but nothing depends on it.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from contextlib import asynccontextmanager, suppress
from typing import Any, AsyncGenerator, Dict, Final

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockStore

from bot.stores.shared import Shared, shared

_LEASE: Final = 3.0  # seconds after which the lock of a killed process is free
_RENEWAL: Final = 1.0
_LONGEST_WAIT: Final = 6.0
_NAP: Final = 0.5  # seconds after which a lock is looked at even when nobody called
_RELEASE: Final = """
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('del', KEYS[1], KEYS[2])
redis.call('rpush', KEYS[2], '1')
redis.call('pexpire', KEYS[2], 2000)
return 1
"""
_RENEW: Final = "return redis.call('get', KEYS[1]) == ARGV[1] and redis.call('pexpire', KEYS[1], ARGV[2]) or 0"


class ConversationLocks(LockStore):
    """Locks of this process, and on top of them those of all processes when REDIS_URL names a server."""

    def __init__(self, endpoint_config: Any = None, server: Shared | None = None) -> None:
        self._here: Dict[str, asyncio.Lock] = {}
        self._waiting: Dict[str, int] = {}  # how many hold or await a lock, by conversation
        server = server or shared()
        self._everywhere = _Leases(server) if server else None

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 0
    ) -> AsyncGenerator[TicketLock, None]:
        """Holds the lock of a conversation for the time of a block, in the order of arrival."""
        lock = self._here.setdefault(conversation_id, asyncio.Lock())
        self._waiting[conversation_id] = self._waiting.get(conversation_id, 0) + 1
        try:
            async with lock:
                if self._everywhere is None:
                    yield TicketLock(conversation_id)
                else:
                    async with self._everywhere.hold(conversation_id):
                        yield TicketLock(conversation_id)
        finally:
            self._waiting[conversation_id] -= 1
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id], self._here[conversation_id]


class _Leases:
    """Locks in Redis: a random token that expires unless its holder renews it."""

    def __init__(self, server: Shared) -> None:
        self._server = server
        self._release = server.script(_RELEASE)
        self._renew = server.script(_RENEW)

    @asynccontextmanager
    async def hold(self, conversation_id: str) -> AsyncGenerator[None, None]:
        """Holds the lock, or goes on without it when the server is away or the wait was too long."""
        keys = [f"guide:lock:{conversation_id}", f"guide:free:{conversation_id}"]
        token = secrets.token_hex(8)
        held = await self._take(keys, token)
        renewing = asyncio.ensure_future(self._keep(keys[0], token)) if held else None
        try:
            yield
        finally:
            if renewing is not None:
                renewing.cancel()
                with suppress(asyncio.CancelledError):
                    await asyncio.shield(self._server.ask(self._release(keys=keys, args=[token])))

    async def _take(self, keys: list[str], token: str) -> bool:
        redis, deadline = self._server.redis, time.monotonic() + _LONGEST_WAIT
        while time.monotonic() < deadline:
            if await self._server.ask(redis.set(keys[0], token, nx=True, px=int(_LEASE * 1000))):
                return True
            if self._server.is_away:
                return False
            await self._server.ask(redis.blpop([keys[1]], timeout=_NAP), patience=_NAP + 1)
        return False

    async def _keep(self, key: str, token: str) -> None:
        while True:
            await asyncio.sleep(_RENEWAL)
            await self._server.ask(self._renew(keys=[key], args=[token, int(_LEASE * 1000)]))
