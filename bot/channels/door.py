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
from functools import cache
from typing import Any, Final

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.utils.io import read_yaml_file

from bot import settings
from bot.answers import Answers
from bot.contacts import all_placeholders
from bot.languages import DEFAULT, LANGUAGES
from bot.nlu.language_id import OTHER, LanguageId, choose
from bot.safety import assess

logger = logging.getLogger(__name__)
Handler = Callable[[UserMessage], Awaitable[Any]]
EMPTY: Final = "/empty_message"
# A button of ours: an intent, perhaps with entities. Everything else that begins with "/" is text.
_PAYLOAD: Final = re.compile(r"^/(?P<intent>[a-z_]+)(?P<entities>\{[^{}]*\})?$")


@cache
def _responses() -> dict[str, Any]:
    responses: dict[str, Any] = read_yaml_file(settings.ROOT / "domain.yml")["responses"]
    return responses


@cache
def emergency_answers() -> Answers:
    """The texts of domain.yml, for when there is no model to ask."""
    return Answers(_responses(), all_placeholders())


@cache
def _language_id() -> LanguageId:
    """A small recogniser that knows the guide's own texts only, for when there is no model to ask."""
    variants = [(v["text"], c["value"]) for r in _responses().values() for v in r for c in v["condition"]]
    return LanguageId.learn(variants)


def guess_language(text: str, prior: str | None = None) -> str:
    """Language of a message without the trained model."""
    language = choose(_language_id().verdict(text), None, prior) if text != EMPTY else prior
    return language if language and language != OTHER else DEFAULT


def neutralised(text: str) -> str:
    """The text as the dialogue may read it: a slash that is not one of our buttons loses its power."""
    if text == EMPTY:
        return text
    match = _PAYLOAD.match(text.strip())
    if match and emergency_answers().label(match["intent"], DEFAULT) and not assess(text).danger:
        return text.strip()
    return re.sub(r"^[\s/]+", "", text) if text.strip().startswith("/") else text


class Door:
    """Receives messages for one handler (Rasa's `on_new_message`)."""

    def __init__(self, handler: Handler, config: settings.Settings) -> None:
        self._handler = handler
        self._config = config
        guess_language("")  # reads the texts now, so that the first message is not slow,
        assess("dzień dobry")  # … and the model of danger, whether there is a dialogue or not

    async def receive(
        self, text: object, output: CollectingOutputChannel, sender_id: str, channel: str, metadata: dict[str, Any] | None = None
    ) -> None:
        """Answers one message into `output`; returns only when there is an answer in it."""
        prior = (metadata or {}).get("language")
        prior = prior if prior in LANGUAGES else None
        if not isinstance(text, str) or not text.strip():
            text = EMPTY
        language = guess_language(text, prior)
        if len(text) > self._config.message_limit:
            response = _crisis_response(text[:20_000]) or "utter_too_long"
            await self._say(output, sender_id, response, language)
            return
        before = len(output.messages)
        message = UserMessage(neutralised(text), output, sender_id, input_channel=channel, metadata=metadata or {})
        try:
            await asyncio.wait_for(self._handler(message), self._config.answer_timeout)
        except Exception as error:  # whatever broke, the person must not be left without an answer
            logger.error("no answer from the dialogue: %s", type(error).__name__)
        if len(output.messages) == before:
            await self._say(output, sender_id, _crisis_response(text) or "utter_trouble", language)

    async def _say(self, output: CollectingOutputChannel, sender_id: str, response: str, language: str) -> None:
        text = emergency_answers().text(response, language, limit=self._config.message_limit)
        await output.send_text_message(sender_id, text)


def _crisis_response(text: str) -> str | None:
    danger = assess(text).danger
    return f"utter_crisis_{danger}" if danger else None
