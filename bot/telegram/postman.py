"""Takes updates in and brings answers out: in order within a chat, many chats at once, nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
import logging
from bisect import insort
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.telegram import updates
from bot.telegram.api import BotApi
from bot.telegram.commands import HasTopic
from bot.telegram.delivery import ChatGoneError, Delivery, Picture
from bot.telegram.journal import Backlog, Call, Journal, JournalError
from bot.telegram.updates import Incoming
from bot.web.rates import Rate

logger = logging.getLogger(__name__)
FLOOD: Final = "flood"  # kind of the one message that is answered with "too many"
_AT_ONCE: Final = 4  # dialogues in work; more would only wait for the same processor
_MOST_WAITING: Final = 20  # updates of one chat
_BURST: Final = 20  # messages of one chat before MESSAGES_PER_MINUTE slows it down
_MOST_SEEN: Final = 100_000
_TYPING_AFTER: Final = 0.3  # seconds of work after which "typing …" is shown
_TYPING_LASTS: Final = 4.5
_SECONDS_TO_END: Final = 2.0


@dataclass(frozen=True)
class Brain:
    """Who answers. answer: the calls that answer an update; never raises. is_urgent: somebody is in danger.

    forget: the chat is gone, its conversation too. has_topic: see commands.meaning.
    """

    answer: Callable[[Incoming], Awaitable[list[Call]]]
    is_urgent: Callable[[Incoming], bool]
    forget: Callable[[int], Awaitable[None]]
    has_topic: HasTopic


@dataclass
class _Chat:
    number: int
    waiting: list[Incoming] = field(default_factory=list)  # by update_id
    calls: list[Call] = field(default_factory=list)
    album: str | None = None


class Postman:
    """One for a process. per_minute: messages of one chat that are answered without delay."""

    def __init__(self, api: BotApi, journal: Journal, brain: Brain, per_minute: float, picture: Picture | None = None) -> None:
        self._api = api
        self._journal = journal
        self._brain = brain
        self._delivery = Delivery(api, journal, picture)
        self._rate = Rate(per_minute, _BURST)
        self._chats: dict[int, _Chat] = {}
        self._coming: Counter[int] = Counter()  # updates of a chat that are being kept
        self._flooded: set[int] = set()  # chats that were told that this is too much
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._work = asyncio.Semaphore(_AT_ONCE)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._ending = False

    async def resume(self) -> int | None:
        """Goes on with what a former process has left; returns the newest update that it has seen."""
        try:
            left = await self._journal.load()
        except JournalError as error:
            logger.error("%s; what waited there is not answered now", error)
            left = Backlog(frozenset(), None, 0, (), ())
        self._seen.update(dict.fromkeys(sorted(left.seen)))
        self._delivery.saw(left.message)
        self._delivery.look_ahead = sum(call.unsure for _, call in left.calls)
        for number, call in left.calls:
            self._chat(number).calls.append(call)
        for incoming in left.updates:
            insort(self._chat(incoming.chat).waiting, incoming, key=_order)
        urgent_first = sorted(self._chats.values(), key=lambda chat: not self._is_urgent(chat))
        for chat in urgent_first:
            self._start(self._serve(chat))
        return left.newest

    async def accept(self, update: object) -> None:
        """Takes an update in; returns when it will not be lost. One that came before is left aside."""
        incoming = updates.read(update, self._brain.has_topic)
        if incoming is None or incoming.update_id in self._seen:
            return
        self._seen[incoming.update_id] = None
        if len(self._seen) > _MOST_SEEN:
            self._seen.popitem(last=False)
        self._delivery.saw(incoming.message)
        if incoming.callback:
            self._start(self._confirm(incoming.callback))
        urgent = self._brain.is_urgent(incoming)
        if self._waiting_in(incoming.chat) >= _MOST_WAITING and not urgent:
            if incoming.chat in self._flooded:
                return
            self._flooded.add(incoming.chat)
            incoming = replace(incoming, kind=FLOOD, text="")
        self._coming[incoming.chat] += 1
        try:
            await self._journal.add(incoming)
        except JournalError as error:
            logger.error("%s; an update is answered without having been kept", error)
        finally:
            self._coming[incoming.chat] -= 1
            self._coming += Counter()  # drops what is zero
        idle = incoming.chat not in self._chats
        chat = self._chat(incoming.chat)
        insort(chat.waiting, incoming, key=_order)
        if idle:
            self._start(self._serve(chat))

    def _waiting_in(self, number: int) -> int:
        chat = self._chats.get(number)
        return self._coming[number] + (len(chat.waiting) if chat else 0)

    def _chat(self, number: int) -> _Chat:
        return self._chats.setdefault(number, _Chat(number))

    def _is_urgent(self, chat: _Chat) -> bool:
        return any(call.urgent for call in chat.calls) or any(self._brain.is_urgent(incoming) for incoming in chat.waiting)

    async def _serve(self, chat: _Chat) -> None:
        """Works until nothing waits in a chat."""
        try:
            while (chat.calls or chat.waiting) and not self._ending:
                await self._step(chat)
        except ChatGoneError:
            await self._give_up(chat)
        finally:
            self._chats.pop(chat.number, None)
            self._flooded.discard(chat.number)

    async def _step(self, chat: _Chat) -> None:
        """Delivers a message or, when none waits, answers an update."""
        if not chat.calls:
            await self._answer(chat)
            return
        try:
            await self._delivery.deliver(chat.number, chat.calls[0])
        except ChatGoneError:
            raise
        except Exception as error:  # whatever it is, the next message must not wait behind this one for ever
            logger.error("a message was not sent: %s", type(error).__name__)
        chat.calls.pop(0)

    async def _answer(self, chat: _Chat) -> None:
        incoming = chat.waiting[0]
        urgent = self._brain.is_urgent(incoming)
        while not urgent and (pause := self._rate.wait(str(chat.number))) > 0 and not self._is_urgent(chat):
            await asyncio.sleep(pause)
        incoming = chat.waiting.pop(0)
        if incoming.album and incoming.album == chat.album:
            calls = []  # one answer to all pictures that were sent together
        else:
            calls = await self._thought_over(chat, incoming, urgent)
        chat.album = incoming.album
        for call in calls:
            call.urgent = urgent
        try:
            await self._journal.answered(incoming, calls)
        except JournalError as error:
            logger.error("%s; an answer is sent without having been kept", error)
        chat.calls.extend(calls)
        if incoming.kind == updates.GONE:
            raise ChatGoneError

    async def _thought_over(self, chat: _Chat, incoming: Incoming, urgent: bool) -> list[Call]:
        typing = self._start(self._type(chat.number))
        try:
            if urgent:
                return await self._brain.answer(incoming)
            async with self._work:
                return await self._brain.answer(incoming)
        finally:
            typing.cancel()

    async def _give_up(self, chat: _Chat) -> None:
        """The visitor has blocked the guide: nothing of the chat stays."""
        chat.waiting.clear()
        chat.calls.clear()
        await self._brain.forget(chat.number)
        try:
            await self._journal.drop(chat.number)
        except JournalError as error:
            logger.error("%s; rows of a chat that is gone will be dropped when they are too old", error)

    async def _type(self, chat: int) -> None:
        await asyncio.sleep(_TYPING_AFTER)
        while True:
            await self._delivery.try_once("sendChatAction", {"chat_id": chat, "action": "typing"})
            await asyncio.sleep(_TYPING_LASTS)

    async def _confirm(self, callback: str) -> None:
        """Ends the waiting sign on a pressed button; it is of no use later, so there is one try."""
        await self._delivery.try_once("answerCallbackQuery", {"callback_query_id": callback})

    def _start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def stop(self) -> None:
        """Ends after what is being done now, if that is soon; the journal knows the rest."""
        self._ending = True
        tasks: Sequence[asyncio.Task[Any]] = list(self._tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=_SECONDS_TO_END)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._api.close()
        self._journal.close()


def _order(incoming: Incoming) -> int:
    return incoming.update_id
