"""The Redis that several processes share for locks and limits. It is never needed: who cannot reach it goes on alone for a while."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable
from contextlib import suppress
from functools import cache
from typing import Any, Final, TypeVar

from redis.asyncio import BlockingConnectionPool, Redis
from redis.commands.core import AsyncScript
from redis.exceptions import RedisError

from bot import settings

logger = logging.getLogger(__name__)
Result = TypeVar("Result")
_PATIENCE: Final = 1.0  # seconds for one request; a busy process may look at its answer late
_PAUSE: Final = 5.0  # seconds after a failure in which nothing is asked
_CONNECTIONS: Final = 100


class Shared:
    """A Redis server that may be away."""

    def __init__(self, url: str) -> None:
        pool = BlockingConnectionPool.from_url(
            url, max_connections=_CONNECTIONS, timeout=_PATIENCE, socket_connect_timeout=_PATIENCE, client_name="guide"
        )
        self.redis: Redis = Redis(connection_pool=pool)
        self._away_until = 0.0

    @property
    def is_away(self) -> bool:
        """It failed a moment ago."""
        return time.monotonic() < self._away_until

    def script(self, text: str) -> AsyncScript:
        """A script that the server runs as one step."""
        return self.redis.register_script(text)

    async def ask(self, request: Awaitable[Result], patience: float = _PATIENCE) -> Result | None:
        """The server's answer; None when it fails, or was away a moment ago and is not asked."""
        if self.is_away:
            _drop(request)
            return None
        try:
            return await asyncio.wait_for(request, patience)
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            self._away_until = time.monotonic() + _PAUSE
            await self._hang_up()
            logger.error("Redis does not answer, this process goes on alone: %s", type(error).__name__)
            return None

    async def _hang_up(self) -> None:
        """Ends idle connections, which may lead to a server that is no more: each would be a failure of its own later."""
        with suppress(RedisError, OSError):
            await self.redis.connection_pool.disconnect(inuse_connections=False)


def _drop(request: Any) -> None:
    """Ends a coroutine that nobody will wait for, without a warning."""
    if hasattr(request, "close"):
        request.close()


@cache
def shared() -> Shared | None:
    """The server of the settings; None without one."""
    url = settings.load().redis_url
    return None if url == "none" else Shared(url)
