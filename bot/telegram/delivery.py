"""Brings one message to a chat, exactly once as far as that can be had over a line that breaks.

After a try whose end nobody knows (a time-out, a killed process) the message may be there already. The Bot API cannot be asked
for it, but numbers of messages grow: were it there, it would have one of the next numbers. A change of its buttons to what they
are already changes nothing and tells whether a message of ours has that number.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.telegram import format as layout
from bot.telegram.api import ApiError, BotApi, PauseError, RefusedError, UnreachableError, UnsureError
from bot.telegram.journal import Call, Journal, JournalError
from bot.telegram.line import Line

logger = logging.getLogger(__name__)
Picture = Callable[[Sequence[str]], bytes | None]
_LOOK_AHEAD: Final = 5  # numbers above the highest known one
_MOST_LOOKS: Final = 100
_REFUSED_TOKEN_SECONDS: Final = 60.0


class ChatGoneError(Exception):
    """Nothing can be sent to the chat any more."""


class Delivery:
    """picture: draws a map of facilities as PNG, or None when it cannot; without it no maps are sent.

    newest: highest known number of a message in private chats. look_ahead: how many more may exist that nobody has noted.
    """

    def __init__(self, api: BotApi, journal: Journal, picture: Picture | None) -> None:
        self._api = api
        self._journal = journal
        self._picture = picture
        self._line = Line()
        self.newest = 0
        self.look_ahead = 0

    async def try_once(self, method: str, params: Mapping[str, Any]) -> None:
        """A call whose failure does not matter."""
        if not self._line.is_open:
            return
        try:
            await self._api.call(method, params)
        except ApiError as error:
            logger.info("%s: %s", method, error)

    def saw(self, message: int) -> None:
        """A message of a private chat has this number; all that come later have higher ones, in every private chat."""
        self.newest = max(self.newest, message)

    async def deliver(self, chat: int, call: Call) -> None:
        """Sends a call, however long it takes. Raises ChatGoneError."""
        self.saw(call.above)
        self.saw(await self._until_sent(chat, call))
        try:
            await self._journal.sent(call, self.newest)
        except JournalError as error:
            logger.error("%s; a message may be sent again after a restart", error)

    async def _until_sent(self, chat: int, call: Call) -> int:
        """The number of the message, or 0 when there is none that could be sent."""
        while True:
            await self._line.wait(call.urgent)
            try:
                found = await self._find(chat, call) if call.unsure else 0
                if found:
                    return found
                call.unsure = False
                return await self._send(chat, call)
            except PauseError as pause:
                await asyncio.sleep(pause.seconds)
            except UnsureError as error:
                call.unsure = True
                self._line.failed(error)
            except UnreachableError as error:
                self._line.failed(error)
            except RefusedError as refused:
                if refused.is_gone:
                    raise ChatGoneError from None
                if refused.is_about_token:
                    logger.error("Telegram does not know the token: `./guide telegram check` says more; answers wait")
                    await asyncio.sleep(_REFUSED_TOKEN_SECONDS)
                elif not _made_plain(call):
                    logger.error("a message was refused and is not sent: %s", refused)
                    return 0

    async def _send(self, chat: int, call: Call) -> int:
        if not call.marked:
            call.above = self.newest
            await self._mark(call)
        photo = None
        if call.places:
            photo = await asyncio.to_thread(self._drawn, call.places)
            if photo is None:
                return 0
        result = await self._api.call(call.method, {"chat_id": chat, **call.params}, photo=photo)
        self._line.worked()
        number = result.get("message_id") if isinstance(result, dict) else None
        return number if isinstance(number, int) else 0

    async def _mark(self, call: Call) -> None:
        try:
            await self._journal.starting(call)
        except JournalError as error:
            logger.error("%s; a message may be sent again after a restart", error)
        call.marked = True

    def _drawn(self, places: Sequence[str]) -> bytes | None:
        try:
            return self._picture(places) if self._picture else None
        except Exception as error:  # an answer without its map is still an answer
            logger.error("no map could be drawn: %s", type(error).__name__)
            return None

    async def _find(self, chat: int, call: Call) -> int:
        """The number of the message of a try whose end is not known, or 0 when it is not in the chat."""
        markup = call.params.get("reply_markup")
        same = {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}
        last = min(max(self.newest, call.above) + _LOOK_AHEAD + self.look_ahead, call.above + _MOST_LOOKS)
        for number in range(call.above + 1, last + 1):
            try:
                await self._api.call("editMessageReplyMarkup", {"chat_id": chat, "message_id": number, **same})
            except RefusedError as refused:
                if refused.is_gone or refused.is_about_token:
                    raise
                if "not modified" not in refused.description:
                    continue
            self._line.worked()
            return number
        return 0


def _made_plain(call: Call) -> bool:
    """Takes from a refused message what can be refused; False when nothing is left to take."""
    if call.params.pop("parse_mode", None) is None:
        return False
    call.params["text"] = layout.plain(call.params.get("text", ""))
    call.params.pop("reply_markup", None)
    return True
