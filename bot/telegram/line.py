"""The line to the Bot API: closed for a while after a failure, so that one try is made for all who wait; people in danger first."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Final

from bot.web.rates import Rate

logger = logging.getLogger(__name__)
SHORTEST: Final = 0.5  # seconds of waiting after the first failure; it doubles with each further one
LONGEST: Final = 30.0
_HEAD_START: Final = 0.5  # seconds by which somebody in danger is earlier
_STEP: Final = 0.1
_A_SECOND: Final = 28  # messages that Telegram takes from one bot in a second are about 30
_ALL: Final = "all"


class Line:
    """Who may call when. The same for all chats."""

    def __init__(self) -> None:
        self._closed_until = 0.0
        self._delay = 0.0
        self._pace = Rate(_A_SECOND * 60, _A_SECOND)

    @property
    def is_open(self) -> bool:
        """No failure keeps it closed now."""
        return time.monotonic() >= self._closed_until

    async def wait(self, urgent: bool = False) -> None:
        """Returns when a message may be sent."""
        while self._wait(urgent) > 0:
            await asyncio.sleep(_STEP)
        while not urgent and (pause := self._pace.wait(_ALL)) > 0:
            await asyncio.sleep(pause)

    def _wait(self, urgent: bool) -> float:
        after = 0.0 if urgent or not self._delay else _HEAD_START
        return self._closed_until + after - time.monotonic()

    def failed(self, error: Exception) -> None:
        """A call has failed: closes the line, each time for longer. Those who failed together count once."""
        if not self.is_open:
            return
        if not self._delay:
            logger.warning("the Bot API does not answer (%s); answers wait until it does", error)
        self._delay = min(max(SHORTEST, self._delay * 2), LONGEST)
        self._closed_until = time.monotonic() + self._delay

    def worked(self) -> None:
        """A call has worked: the line is open for all."""
        if self._delay:
            logger.warning("the Bot API answers again")
        self._delay = 0.0
        self._closed_until = 0.0
