"""Telegram as a channel of Rasa: the webhook or the polling, and what every update means for the dialogue.

Off unless TELEGRAM_MODE says otherwise. Whatever Telegram does, the server starts and the website works.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from pathlib import Path
from typing import Any, Awaitable, Callable, Dict, Final, List

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.directory import store
from actions.directory.reader import DirectoryReader
from actions.directory.search import by_ids
from bot import gazetteer, settings
from bot.channels import routes
from bot.channels.door import Door, guess_language
from bot.channels.web_output import WebOutput
from bot.languages import DEFAULT, LANGUAGES
from bot.payloads import in_language, search_in
from bot.safety import current
from bot.stores.conversations import forget
from bot.stores.turns import StoreError, current_turn
from bot.telegram import answers, receiver, updates
from bot.telegram.access import read_token
from bot.telegram.api import BotApi
from bot.telegram.delivery import Picture
from bot.telegram.journal import Call, Journal, JournalError
from bot.telegram.postman import FLOOD, Brain, Postman
from bot.telegram.texts import words
from bot.telegram.updates import Incoming
from bot.web.picture import png
from bot.web.sessions import SecretError, read_secret
from bot.web.texts import domain_answers
from bot.web.texts import words as web_words

logger = logging.getLogger(__name__)
PREFIX: Final = "telegram:"
_SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a name)


class TelegramOutput(WebOutput):
    """Collects answers with language, buttons and cards."""

    @classmethod
    def name(cls) -> str:
        """As the channel."""
        return "telegram"


class TelegramChannel(InputChannel):
    """Named in credentials.yml; its settings are those of the guide."""

    @classmethod
    def name(cls) -> str:
        """As Rasa's log calls it."""
        return "telegram"

    def url_prefix(self) -> str:
        """Where the webhook stands."""
        return receiver.PREFIX

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The webhook, if there is one, and the start and end of the work behind it."""
        config = settings.load()
        blueprint = Blueprint("guide_telegram")
        if config.telegram_mode == "off":
            return blueprint
        try:
            service = _Service(config, Door(on_new_message, config))
        except (settings.SettingError, SecretError) as error:
            logger.error("Telegram stays off: %s", error)  # the website works all the same
            return blueprint
        blueprint.listener("after_server_start")(service.start)
        blueprint.listener("before_server_stop")(service.stop)
        if config.telegram_mode == "webhook":
            routes.add(blueprint, service.receive, f"/{service.path}", "telegram_webhook", ["POST"])
        return blueprint


class _Service:
    """Everything of the channel in one process."""

    def __init__(self, config: settings.Settings, door: Door) -> None:
        self._config = config
        self._token = read_token(config)
        self._key = read_secret(Path(config.session_secret_file))
        self.path = receiver.secret_for("path", self._key, self._token)
        self._secret = receiver.secret_for("header", self._key, self._token)
        self._door = door
        self._postman: Postman | None = None
        self._coming: asyncio.Task[None] | None = None

    async def start(self, app: Sanic, _: Any = None) -> None:
        """Goes on where the last process ended; Telegram is called in the background."""
        api = BotApi(self._config.telegram_api, self._token)
        journal = Journal(self._config.database_url, bot=self._token.partition(":")[0])
        talk = _Talk(self._door, journal, self._key, app)
        brain = Brain(talk.answer, _is_urgent, talk.forget, _has_topic)
        self._postman = Postman(api, journal, brain, self._config.messages_per_minute, _maps(self._config))
        newest = await self._postman.resume()
        if self._config.telegram_mode == "webhook":
            self._coming = asyncio.ensure_future(
                receiver.bring(api, receiver.address(self._config.public_url, self.path), self._secret)
            )
        else:
            self._coming = asyncio.ensure_future(receiver.fetch(api, self._postman, newest))

    async def stop(self, app: Sanic, _: Any = None) -> None:
        """Ends; what waits is kept for the next process."""
        if self._coming:
            self._coming.cancel()
        if self._postman:
            await self._postman.stop()

    async def receive(self, request: Request) -> HTTPResponse:
        """An update, brought by Telegram: acknowledged as soon as it is kept."""
        brought = str(request.headers.get(_SECRET_HEADER, "")).encode("utf-8", "replace")
        if not hmac.compare_digest(brought, self._secret.encode()) or self._postman is None:
            return response.empty(status=403)
        try:
            update = request.json
        except SanicException:
            update = None  # no use in having it brought again
        await self._postman.accept(update)
        return response.empty(status=200)


class _Talk:
    """Answers updates by the dialogue, or with words of its own where there is nothing to talk about."""

    def __init__(self, door: Door, journal: Journal, key: bytes, app: Sanic) -> None:
        self._door = door
        self._journal = journal
        self._key = key
        self._app = app

    def _sender(self, chat: int) -> str:
        """The id of the conversation: tells nobody who it is."""
        return PREFIX + hmac.new(self._key, f"telegram chat {chat}".encode(), hashlib.sha256).hexdigest()[:32]

    async def _conversation(self, sender: str) -> DialogueStateTracker | None:
        """What is stored of a conversation before this update; None for a new one, or when the store does not answer."""
        current_turn.set(None)  # of the update before, which this task may have answered
        try:
            found: DialogueStateTracker | None = await self._app.ctx.agent.tracker_store.retrieve(sender)
        except StoreError:
            return None
        return found

    async def forget(self, chat: int) -> None:
        """Deletes the conversation of a chat; one that cannot be deleted now goes when its time is over."""
        try:
            await forget(self._app.ctx.agent, self._sender(chat))
        except StoreError as error:
            logger.error("a conversation could not be deleted: %s", error)

    async def answer(self, incoming: Incoming) -> List[Call]:
        """The calls that answer an update."""
        try:
            said = await self._said(incoming)
        except Exception as error:  # whatever it is, somebody has written
            logger.error("no answer to an update: %s", type(error).__name__)
            language = incoming.language or DEFAULT
            danger = current.assessed(incoming.text).danger
            said = [_own(domain_answers().text(f"utter_crisis_{danger}" if danger else "utter_trouble", language), language)]
        return answers.calls(said, incoming.reply_to, with_maps=True)

    async def _said(self, incoming: Incoming) -> List[Dict[str, Any]]:
        if incoming.kind == updates.GONE:
            return []
        if incoming.kind == updates.GROUP:
            return await self._told_once(incoming.chat)
        sender = self._sender(incoming.chat)
        tracker = await self._conversation(sender)
        spoken = (tracker.get_slot("language") if tracker else None) or incoming.language or DEFAULT
        own = {updates.UNREADABLE: "cannot_read", updates.CONTACT: "contact_not_kept"}.get(incoming.kind)
        if own:
            return [_own(words().text(own, spoken), spoken)]
        if incoming.kind == FLOOD:
            return [_own(web_words().text("error_too_many", spoken), spoken)]
        asked = incoming.text
        if incoming.kind == updates.POSITION:
            place = gazetteer.nearest(incoming.lat, incoming.lon)
            if place is None:
                return [_own(web_words().text("error_far_away", spoken), spoken)]
            asked = search_in(place.id)
        language = incoming.asked_language or spoken
        if incoming.kind != updates.TEXT and (tracker is None or incoming.asked_language):
            asked = in_language(asked, language)
        return await self._dialogue(sender, asked, language, str(incoming.update_id))

    async def _dialogue(self, sender: str, asked: str, language: str, message_id: str) -> List[Dict[str, Any]]:
        output = TelegramOutput(language if asked.startswith("/") else guess_language(asked, language), domain_answers())
        await self._door.receive(asked, output, sender, output.name(), {"language": language}, message_id)
        said: List[Dict[str, Any]] = output.messages
        return said

    async def _told_once(self, chat: int) -> List[Dict[str, Any]]:
        """What a group hears, the first time, in both languages."""
        try:
            first = await self._journal.first_time(self._sender(chat))
        except JournalError as error:
            logger.error("%s; a group is not told", error)
            first = False
        return [_own(words().text("private_only", language), language) for language in LANGUAGES] if first else []


def _maps(config: settings.Settings) -> Picture:
    """Draws the facilities of an answer, by their ids, in their order."""
    reader = DirectoryReader(store.connect(config.database_url), config.stale_days)
    return lambda ids: png(by_ids(reader.directory(), ids))


def _own(text: str, language: str) -> Dict[str, Any]:
    return {"text": text, "language": language, "answer": ""}


def _is_urgent(incoming: Incoming) -> bool:
    return bool(incoming.text) and bool(current.assessed(incoming.text).danger)


def _has_topic(topic: str) -> bool:
    return domain_answers().label(topic, DEFAULT) is not None
