"""The addresses under /api: what the chat on a page asks for. Every answer, a refusal too, has words for the visitor.

A refusal is `{"error": "<why>", "text": "<kind words with the helplines>", "language": "pl"}` with the status that
says the same to machines. No text of a visitor is logged here.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
from typing import Any, Final

from sanic import Blueprint, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.directory.store import REASONS
from bot import gazetteer
from bot.channels import routes
from bot.channels.door import Door, guess_language
from bot.channels.web_output import WebOutput
from bot.insight.metrics import METRICS
from bot.languages import DEFAULT, LANGUAGES
from bot.payloads import in_language, search_in
from bot.safety import assess
from bot.settings import Settings
from bot.stores.conversations import forget
from bot.stores.remarks import Opinion, RemarkError, Remarks, WrongContact
from bot.stores.turns import StoreError
from bot.web.rates import AddressKeys, Counters, Rate
from bot.web.sessions import Sessions
from bot.web.texts import domain_answers, words
from bot.web.visits import BusyError, FullError, Visits

logger = logging.getLogger(__name__)
PREFIX: Final = "web:"
_MOST_AT_ONCE: Final = 60  # messages in work; at some 20 a second the last one waits three seconds
_BURST: Final = 8
_ADDRESS_BURST: Final = 60
_MESSAGES_FOR_A_SESSION: Final = 8  # an address may begin one session for so many messages that it may send
_MESSAGES_FOR_A_REMARK: Final = 24
_LONGEST_ID: Final = 64


class Refusal(Exception):  # noqa: N818 (no error: an answer)
    """A request that is not served; error: a key of the texts after `error_`."""

    def __init__(self, status: int, error: str, wait: float = 0) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.wait = wait


class WebApi:
    """The requests of the chat, over one door."""

    def __init__(
        self,
        door: Door,
        sessions: Sessions,
        addresses: AddressKeys,
        remarks: Remarks,
        config: Settings,
        server: Counters | None,
    ) -> None:
        self._door = door
        self._sessions = sessions
        self._addresses = addresses
        self._remarks = remarks
        self._config = config
        self._visits = Visits(_MOST_AT_ONCE)
        each_minute, of_address = config.messages_per_minute, config.address_messages_per_minute
        self._session_rate = Rate(each_minute, _BURST, name="session", server=server)
        self._address_rate = Rate(of_address, _ADDRESS_BURST, name="address", server=server)
        self._birth_rate = Rate(of_address / _MESSAGES_FOR_A_SESSION, _ADDRESS_BURST, name="birth", server=server)
        self._remark_rate = Rate(of_address / _MESSAGES_FOR_A_REMARK, _BURST, name="remark", server=server)

    def add_to(self, blueprint: Blueprint) -> None:
        """Adds the addresses."""
        routes.add(blueprint, self.begin, "/api/session", "begin", ["POST"])
        routes.add(blueprint, self.end, "/api/session", "end", ["DELETE"])
        routes.add(blueprint, self.message, "/api/message", "message", ["POST"])
        routes.add(blueprint, self.opinion, "/api/opinion", "opinion", ["POST"])
        routes.add(blueprint, self.wrong_contact, "/api/wrong-contact", "wrong_contact", ["POST"])

    async def begin(self, request: Request) -> HTTPResponse:
        """A new session: `{"token"}`."""
        try:
            await self._knock(self._birth_rate, self._address_of(request))
        except Refusal as refusal:
            return refuse(refusal, preferred_language(request))
        return answer_json({"token": self._sessions.issue()})

    async def end(self, request: Request) -> HTTPResponse:
        """Deletes the conversation of the session."""
        try:
            await forget(request.app.ctx.agent, PREFIX + self._session(request))
        except Refusal as refusal:
            return refuse(refusal, preferred_language(request))
        except StoreError as error:
            logger.error("a conversation could not be deleted: %s", error)
            return refuse(Refusal(503, "trouble"), preferred_language(request))
        return response.empty()

    async def message(self, request: Request) -> HTTPResponse:
        """Answers a message `{"id", "language"}` with `text`, with `payload` and `proof` of a button, or with `position`."""
        language, text = preferred_language(request), ""
        try:
            body = _body(request)
            language = body["language"] if body.get("language") in LANGUAGES else language
            said = body.get("text") if isinstance(body.get("text"), str) else ""
            text = said or ""
            return await self._answer(request, body, text, language)
        except Refusal as refusal:
            return refuse(refusal, guess_language(text[: self._config.message_limit], language) if text else language, text)

    async def _answer(self, request: Request, body: dict[str, Any], text: str, language: str) -> HTTPResponse:
        session = self._session(request)
        asked = self._asked(session, body, text)
        if asked.startswith("/") and not await _is_known(request, session):
            asked = in_language(asked, language)
        await self._knock(self._address_rate, self._address_of(request))
        await self._knock(self._session_rate, session)
        message_id = str(body.get("id") or "")[:_LONGEST_ID]
        try:
            with self._visits.answering(session):
                await asyncio.sleep(0)  # lets the other requests that have arrived be counted, and refused, first
                messages = await self._dialogue(session, asked, language, message_id)
        except BusyError:
            raise Refusal(409, "busy", 1) from None
        except FullError:
            raise Refusal(503, "overloaded", 5) from None
        status = 413 if len(asked) > self._config.message_limit else 200
        return answer_json({"messages": messages}, status=status)

    async def _dialogue(self, session: str, asked: str, language: str, message_id: str) -> list[dict[str, Any]]:
        """The answers to a message, their buttons sealed for the session."""
        output = WebOutput(guess_language(asked[: self._config.message_limit], language), domain_answers())
        metadata = {"language": language}
        turn = await self._door.receive(asked, output, PREFIX + session, WebOutput.name(), metadata, message_id)
        if turn.forgotten:
            output.messages[-1]["forgotten"] = True
        for message in output.messages:
            for button in message.get("buttons", ()):
                button["proof"] = self._sessions.seal(session, button["payload"])
        answered: list[dict[str, Any]] = output.messages
        return answered

    def _asked(self, session: str, body: dict[str, Any], text: str) -> str:
        """What goes to the door: typed words without the power of a slash, an offered button, or the place of a position."""
        payload, proof, position = body.get("payload"), body.get("proof"), body.get("position")
        if isinstance(payload, str) and isinstance(proof, str):
            if not self._sessions.offered(session, payload, proof):
                raise Refusal(400, "bad_request")
            return payload
        if isinstance(position, dict):
            return search_in(_nearest_place(position))
        if "text" in body and not isinstance(body["text"], str):
            raise Refusal(400, "bad_request")
        return text.strip().lstrip("/ \t\n") if text.strip().startswith("/") else text

    async def opinion(self, request: Request) -> HTTPResponse:
        """Keeps a thumb: `{"answer": "<response key>", "useful": true, "word": "<optional>"}`."""
        return await self._keep(request, self._opinion)

    async def wrong_contact(self, request: Request) -> HTTPResponse:
        """Keeps a report: `{"facility": "<id>", "reason": "phone"}`."""
        return await self._keep(request, self._wrong_contact)

    async def _keep(self, request: Request, read: Any) -> HTTPResponse:
        language = preferred_language(request)
        try:
            self._session(request)
            await self._knock(self._remark_rate, self._address_of(request))
            self._remarks.add(read(_body(request), language))
        except Refusal as refusal:
            return refuse(refusal, language)
        except RemarkError as error:
            logger.error("%s", error)
            return refuse(Refusal(503, "not_kept"), language)
        return response.empty()

    async def refused_search(self, request: Request) -> Refusal | None:
        """Counts a search on a page like a message of its address, because it costs as much; the refusal of one too many."""
        try:
            await self._knock(self._address_rate, self._address_of(request))
        except Refusal as refusal:
            return refusal
        return None

    async def report_from_form(self, request: Request, facility_id: str) -> Refusal | None:
        """Keeps a report that came by a form on a page, without a session; the refusal if it was not kept."""
        try:
            await self._knock(self._remark_rate, self._address_of(request))
            reason = request.form.get("reason") if request.form else None
            self._remarks.add(self._wrong_contact({"facility": facility_id, "reason": reason}, DEFAULT))
        except Refusal as refusal:
            return refusal
        except RemarkError as error:
            logger.error("%s", error)
            return Refusal(503, "not_kept")
        return None

    @staticmethod
    def _opinion(body: dict[str, Any], language: str) -> Opinion:
        answer, useful, word = body.get("answer"), body.get("useful"), body.get("word", "")
        known = isinstance(answer, str) and answer in domain_answers()
        if not known or not isinstance(useful, bool) or not isinstance(word, str):
            raise Refusal(400, "bad_request")
        return Opinion(str(answer), language, useful, word)

    @staticmethod
    def _wrong_contact(body: dict[str, Any], language: str) -> WrongContact:
        facility, reason = body.get("facility"), body.get("reason")
        if not isinstance(facility, str) or not 0 < len(facility) <= _LONGEST_ID or reason not in REASONS:
            raise Refusal(400, "bad_request")
        return WrongContact(facility, str(reason))

    def _session(self, request: Request) -> str:
        """The session whose token the request brings. Raises Refusal."""
        session = self._sessions.verify(request.token or "")
        if session is None:
            raise Refusal(401, "session")
        return session

    def _address_of(self, request: Request) -> str:
        return self._addresses.of(request.remote_addr or request.ip)

    @staticmethod
    async def _knock(rate: Rate, key: str) -> None:
        wait = await rate.knock(key)
        if wait:
            raise Refusal(429, "too_many", wait)


def answer_json(data: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> HTTPResponse:
    """JSON in which Polish letters stand as they are: half the bytes."""
    return response.json(data, status, headers, ensure_ascii=False, escape_forward_slashes=False)


def refuse(refusal: Refusal, language: str, text: str = "") -> HTTPResponse:
    """A refusal in words; somebody who wrote of danger gets the crisis answer in any case."""
    METRICS.refused(refusal.status)
    danger = assess(text[:20_000]).danger if text else None
    spoken = (
        domain_answers().text(f"utter_crisis_{danger}", language) if danger else words().text(f"error_{refusal.error}", language)
    )
    headers = {"Retry-After": str(math.ceil(refusal.wait))} if refusal.wait else {}
    return answer_json({"error": refusal.error, "text": spoken, "language": language}, status=refusal.status, headers=headers)


def _body(request: Request) -> dict[str, Any]:
    """The JSON object of a request. Raises Refusal."""
    if request.content_type.partition(";")[0].strip() != "application/json":
        raise Refusal(415, "bad_request")
    try:
        body = request.json
        json.dumps(body, ensure_ascii=False).encode()  # half a surrogate pair would break whatever reads it later
    except (SanicException, ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Refusal(400, "bad_request")
    return body


async def _is_known(request: Request, session: str) -> bool:
    """There is a conversation of the session; when nobody can tell, there may be one."""
    try:
        return bool(await request.app.ctx.agent.tracker_store.exists(PREFIX + session))
    except StoreError:
        return True


def _nearest_place(position: dict[str, Any]) -> str:
    """Id of the place nearest to `{"lat", "lon"}`, all that is kept of a position. Raises Refusal outside of Poland."""
    lat, lon = position.get("lat"), position.get("lon")
    if not all(isinstance(x, (int, float)) and not isinstance(x, bool) and math.isfinite(x) for x in (lat, lon)):
        raise Refusal(400, "bad_request")
    nearest = gazetteer.nearest(float(lat or 0), float(lon or 0))
    if nearest is None:
        raise Refusal(422, "far_away")
    return nearest.id


def preferred_language(request: Request) -> str:
    """The first language of Accept-Language that the guide speaks."""
    wanted = str(request.headers.get("accept-language", "")).lower().split(",")
    return next((part.strip()[:2] for part in wanted if part.strip()[:2] in LANGUAGES), DEFAULT)
