"""The door: what happens to every message of every channel before and after the dialogue.

It refuses what cannot be read, looks for danger on the raw text, hands the message to Rasa, and makes sure
that somebody who wrote gets an answer, with the helplines, even when the dialogue fails or is silent.
No text of a visitor is ever logged here.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from copy import copy
from datetime import date
from functools import cache
from typing import Any, Final

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot import settings
from bot.insight import noted
from bot.insight.daily import daily_figures
from bot.insight.metrics import METRICS
from bot.languages import DEFAULT, LANGUAGES
from bot.nlu.language_id import OTHER, LanguageId, choose
from bot.safety import current
from bot.stores.turns import AnsweredError, ConflictError, StoreError, Turn, current_turn
from bot.web.texts import domain_answers

logger = logging.getLogger(__name__)
Handler = Callable[[UserMessage], Awaitable[Any]]
WARM_UP: Final = "warm-up"  # channel of the questions that the guide asks itself when it starts
EMPTY: Final = "/empty_message"
_LONGEST: Final = 20_000  # characters in which danger is looked for
# A button of ours: an intent, perhaps with entities. Everything else that begins with "/" is text.
_PAYLOAD: Final = re.compile(r"^/(?P<intent>[a-z_]+)(?P<entities>\{[^{}]*\})?$")


@cache
def _language_id() -> LanguageId:
    """A small recogniser that knows the guide's own texts only, for when there is no model to ask."""
    answers = domain_answers()
    return LanguageId.learn(
        [(answers.variant(name, language)["text"], language) for name in answers.names() for language in LANGUAGES]
    )


def guess_language(text: str, prior: str | None = None) -> str:
    """Language of a message without the trained model."""
    language = choose(_language_id().verdict(text), None, prior) if text != EMPTY else prior
    return language if language and language != OTHER else DEFAULT


def neutralised(text: str) -> str:
    """The text as the dialogue may read it: a slash that is not one of our buttons loses its power."""
    if text == EMPTY:
        return text
    match = _PAYLOAD.match(text.strip())
    if match and domain_answers().label(match["intent"], DEFAULT) and not current.assessed(text.strip()).danger:
        return text.strip()
    return re.sub(r"^[\s/]+", "", text) if text.strip().startswith("/") else text


class Door:
    """Receives messages for one handler (Rasa's `on_new_message`)."""

    def __init__(self, handler: Handler, config: settings.Settings) -> None:
        self._handler = handler
        self._config = config
        self._late: set[asyncio.Future[Any]] = set()  # dialogues that were too slow to answer somebody in danger
        guess_language("")  # reads the texts and the model of danger now, so that the first message is not slow
        current.assessed("dzień dobry")

    async def receive(
        self,
        text: object,
        output: CollectingOutputChannel,
        sender_id: str,
        channel: str,
        metadata: dict[str, Any] | None = None,
        message_id: str = "",
    ) -> Turn:
        """Answers one message into `output`; returns only when there is an answer in it.

        message_id: chosen by the sender, the same when a message is sent again because its answer did not arrive.
        """
        counted = noted.begin(channel)
        METRICS.begin()
        try:
            with noted.step("whole"):
                return await self._receive(text, output, sender_id, channel, metadata or {}, message_id)
        finally:
            METRICS.end(counted)
            if channel != WARM_UP:
                daily_figures().count(counted, date.today())

    async def _receive(
        self,
        text: object,
        output: CollectingOutputChannel,
        sender_id: str,
        channel: str,
        metadata: dict[str, Any],
        message_id: str,
    ) -> Turn:
        prior = metadata.get("language")
        prior = prior if prior in LANGUAGES else None
        if not isinstance(text, str) or not text.strip():
            text = EMPTY
        with noted.step("danger"):
            read = neutralised(text)
            found = current.assessed(read.strip()[:_LONGEST])
        crisis = f"utter_crisis_{found.danger}" if found.danger else None
        if len(text) > self._config.message_limit:
            await self._say(output, sender_id, crisis or "utter_too_long", guess_language(text, prior))
            return Turn()
        before = len(output.messages)
        turn = Turn(message_id)
        message = UserMessage(read, output, sender_id, input_channel=channel, metadata=metadata)
        if found.danger and not found.slight:
            noted.note_danger(found.danger)
            await self._in_danger(message, turn)
        else:
            await self._ask(self._dialogue(message, turn), self._config.answer_timeout)
        if len(output.messages) == before:
            await self._say(output, sender_id, crisis or "utter_trouble", guess_language(text, prior))
        return turn

    async def _dialogue(self, message: UserMessage, turn: Turn) -> None:
        """One turn; done again when another process was faster, and answered from the store when it was answered before."""
        turn.answer = message.output_channel.messages
        current_turn.set(turn)
        for is_last in (False, True):
            try:
                await self._handler(message)
                return
            except AnsweredError as answered:
                turn.answer[:] = answered.answer
                return
            except StoreError as error:
                turn.answer.clear()  # what was not stored was not said
                if is_last or not isinstance(error, ConflictError):
                    raise

    async def _ask(self, answering: Awaitable[Any], seconds: float) -> bool:
        """Waits for the dialogue; whatever breaks in it, the person must not be left without an answer. True when it came."""
        try:
            await asyncio.wait_for(answering, seconds)
        except Exception as error:
            logger.error("no answer from the dialogue: %s", type(error).__name__)
            noted.note_trouble(type(error).__name__)
            return False
        return True

    async def _in_danger(self, message: UserMessage, turn: Turn) -> None:
        """Somebody in danger does not wait for a slow dialogue: it may end its turn, but its answer is not sent any more."""
        output = message.output_channel
        message.output_channel = copy(output)
        message.output_channel.messages = []
        running = asyncio.ensure_future(self._dialogue(message, turn))
        if await self._ask(asyncio.shield(running), self._config.crisis_timeout):
            output.messages.extend(message.output_channel.messages)
        elif not running.done():
            self._late.add(running)
            running.add_done_callback(self._forget_late)

    async def finish(self) -> None:
        """Waits for the dialogues that go on behind an answer, before the process ends."""
        if self._late:
            await asyncio.wait(self._late, timeout=self._config.answer_timeout)

    def _forget_late(self, running: asyncio.Future[Any]) -> None:
        self._late.discard(running)
        if not running.cancelled() and running.exception():
            logger.error("the dialogue failed after the answer: %s", type(running.exception()).__name__)

    async def _say(self, output: CollectingOutputChannel, sender_id: str, response: str, language: str) -> None:
        """A text of the domain, without the dialogue."""
        noted.note_language(language)
        text = domain_answers().text(response, language, limit=self._config.message_limit)
        await output.send_text_message(sender_id, text)
