"""The website as a channel of Rasa: pages, the chat, its requests and the signs of life, all on the port of the guide.

Rasa puts channels under /webhooks/; this one stands at the root, because the site is what the port is for.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import secrets
import signal
from pathlib import Path
from typing import Any, Awaitable, Callable, Dict, Final

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.exceptions import NotFound, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.directory import store
from bot import settings
from bot.channels import routes
from bot.channels.door import WARM_UP, Door
from bot.channels.web_api import PREFIX, Refusal, WebApi, preferred_language, refuse
from bot.channels.web_output import WebOutput
from bot.channels.web_pages import WebPages
from bot.insight import steps
from bot.insight.access import may_read
from bot.insight.daily import daily_figures
from bot.insight.metrics import CONTENT_TYPE, METRICS
from bot.languages import LANGUAGES
from bot.stores.conversations import forget, take_over
from bot.stores.remarks import RemarkStore
from bot.stores.shared import shared
from bot.stores.turns import StoreError
from bot.web import headers
from bot.web.rates import AddressKeys
from bot.web.sessions import Sessions, read_secret
from bot.web.texts import domain_answers

logger = logging.getLogger(__name__)
_LARGEST_BODY: Final = 64 * 1024
_SECONDS_FOR_A_REQUEST: Final = 15


class WebChannel(InputChannel):
    """Named in credentials.yml; its settings are those of the guide."""

    @classmethod
    def name(cls) -> str:
        """As Rasa's log calls it."""
        return "web"

    def url_prefix(self) -> str:
        """The root, not /webhooks/web."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Everything that the website answers."""
        config = settings.load()
        door = Door(on_new_message, config)
        remarks = RemarkStore(store.connect(config.database_url))
        secret = read_secret(Path(config.session_secret_file))
        sessions = Sessions(secret, config.conversation_hours * 3600)
        api = WebApi(door, sessions, AddressKeys(secret), remarks, config, shared())
        pages = WebPages(config, api)
        blueprint = _RootBlueprint("guide_web")
        blueprint.ctx.server = _Server(config, door, pages)
        for part in (blueprint.ctx.server, api, pages):
            part.add_to(blueprint)
        return blueprint


class _RootBlueprint(Blueprint):
    """A blueprint that stands at the root and hands the whole server over, which Rasa gives to nobody else."""

    def register(self, app: Sanic, options: Dict[str, Any]) -> None:
        """Called by Rasa once, before the server starts."""
        self.ctx.server.prepare(app)
        super().register(app, {**options, "url_prefix": None})


class _Server:
    """What holds for the whole server: limits, headers, errors, signs of life, warm-up."""

    def __init__(self, config: settings.Settings, door: Door, pages: WebPages) -> None:
        self._config = config
        self._door = door
        self._pages = pages
        self._ready = False
        self._ending = False
        self._sweeping: asyncio.Future[None] | None = None

    def add_to(self, blueprint: Blueprint) -> None:
        """Adds the signs of life."""
        routes.add(blueprint, self._alive, "/healthz", "healthz")
        routes.add(blueprint, self._ready_to_answer, "/readyz", "readyz")
        routes.add(blueprint, self._metrics, "/metrics", "metrics")

    def prepare(self, app: Sanic) -> None:
        """Sets what Sanic must know before it starts."""
        app.config.REQUEST_MAX_SIZE = _LARGEST_BODY
        app.config.REQUEST_TIMEOUT = _SECONDS_FOR_A_REQUEST
        app.config.PROXIES_COUNT = self._config.trusted_proxies
        app.register_middleware(_to_a_language, "request")
        app.register_middleware(self._hang_up, "response")
        app.error_handler.add(Exception, self._in_words)
        app.register_listener(self._started, "after_server_start")
        app.register_listener(self._stopping, "before_server_stop")

    async def _alive(self, request: Request) -> HTTPResponse:
        return response.json({"alive": True})

    async def _ready_to_answer(self, request: Request) -> HTTPResponse:
        return response.json({"ready": self._ready}, status=200 if self._ready else 503)

    async def _metrics(self, request: Request) -> HTTPResponse:
        """Counts and times, for whoever sends the token; without one for this machine only, and not through a proxy."""
        if not may_read(
            self._config.metrics_token, request.headers, request.headers.get("authorization", ""), request.conn_info.client_ip
        ):
            raise NotFound("no such page")
        return response.raw(METRICS.text(), content_type=CONTENT_TYPE)

    async def _started(self, app: Sanic, _: Any) -> None:
        app.response_middleware.append(_protected)  # behind that of Rasa, put there just now, which speaks to other origins
        app.add_task(self._warm_up(app))
        steps.measure(app.ctx.agent)
        daily_figures().write_for_ever()
        store = take_over(app.ctx.agent)
        if store is not None:
            self._sweeping = asyncio.ensure_future(store.sweep_for_ever())
        if self._config.drain_seconds:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._drain, app)

    async def _hang_up(self, request: Request, answer: HTTPResponse) -> None:
        """A process that ends keeps no connection, for which it would have to wait."""
        if self._ending and request.stream is not None:
            request.stream.keep_alive = False

    def _drain(self, app: Sanic) -> None:
        """Told to stop: says so to the proxy, still answers for a while, then lets Sanic finish what is begun."""
        self._ready, self._ending = False, True
        asyncio.get_running_loop().call_later(self._config.drain_seconds, app.stop)

    async def _stopping(self, app: Sanic, _: Any) -> None:
        self._ready, self._ending = False, True
        if self._sweeping is not None:
            self._sweeping.cancel()
        await self._door.finish()

    async def _warm_up(self, app: Sanic) -> None:
        """Asks a question in each language, so that the first visitor waits no longer than the second."""
        sender_id = f"{PREFIX}{WARM_UP}-{secrets.token_hex(8)}"  # other processes may warm up now, too
        for language in LANGUAGES:
            question = domain_answers().label("course_length", language)
            output = WebOutput(language, domain_answers())
            await self._door.receive(question, output, sender_id, WARM_UP, {"language": language})
        try:
            await forget(app.ctx.agent, sender_id)
        except StoreError as error:
            logger.error("conversations cannot be stored: %s", error)
        self._pages.site  # noqa: B018 (makes the pages)
        gc.collect()
        gc.freeze()  # model, texts and pages stay: nobody need look through them for garbage again and again
        self._ready = app.ctx.agent.is_ready()  # not with a model that could not be read

    def _in_words(self, request: Request, error: Exception) -> HTTPResponse:
        """Whatever goes wrong: no details to the visitor, no words of the visitor to the log."""
        status = error.status_code if isinstance(error, SanicException) else 500
        if status >= 500:
            logger.error("a request failed: %s", type(error).__name__)
        if request is None:
            return response.json({"error": "bad_request"}, status=status)
        kind = {404: "not_found", 413: "too_large"}.get(status, "bad_request" if status < 500 else "trouble")
        language = request.path[1:3] if request.path[1:3] in LANGUAGES else preferred_language(request)
        if "text/html" in request.headers.get("accept", ""):
            return self._pages.error(status, language)
        return refuse(Refusal(status, kind), language)


async def _to_a_language(request: Request) -> HTTPResponse | None:
    """The root leads to the language that the browser prefers; Rasa's own greeting there is no page."""
    if request.path != "/":
        return None
    return response.redirect(f"/{preferred_language(request)}/", headers={"Vary": "Accept-Language"})


async def _protected(request: Request, answer: HTTPResponse) -> None:
    for name in [name for name in answer.headers if name.lower().startswith("access-control-")]:
        del answer.headers[name]
    if "content-security-policy" not in answer.headers:
        answer.headers.update(headers.security_headers())
    if request.path.startswith("/api/"):
        answer.headers.setdefault("Cache-Control", "no-store")
