"""Answers requests for pages and files of the website, and the searches and reports that work without scripts."""

from __future__ import annotations

import logging
from datetime import date

from sanic import Blueprint, response
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.directory import store
from actions.directory.model import Facility
from bot.channels import routes
from bot.channels.web_api import WebApi
from bot.insight.daily import daily_figures
from bot.insight.metrics import METRICS
from bot.languages import LANGUAGES
from bot.settings import Settings
from bot.web import headers
from bot.web.assets import HTML
from bot.web.layout import say
from bot.web.paths import page_at
from bot.web.site import Site

logger = logging.getLogger(__name__)
_READ: tuple[str, ...] = ("GET", "HEAD")
_ERRORS = {404: "error_not_found", 413: "error_too_large", 429: "error_too_many"}


class WebPages:
    """The pages of the site; made when the first one is wanted or the server has started, whichever is earlier."""

    def __init__(self, config: Settings, api: WebApi) -> None:
        self._config = config
        self._api = api
        self._framing = headers.security_headers(headers.allowed_origins(config.embed_origins))
        self._made: Site | None = None

    @property
    def site(self) -> Site:
        """The website."""
        if self._made is None:
            self._made = Site(self._config, _facilities(self._config.database_url))
        return self._made

    def add_to(self, blueprint: Blueprint) -> None:
        """Adds the addresses."""
        for language in LANGUAGES:
            routes.add(blueprint, self.page, f"/{language}/", f"home_{language}", _READ)
            routes.add(blueprint, self.page, f"/{language}/<rest:path>", f"page_{language}", _READ)
            routes.add(blueprint, self.report, f"/{language}/<rest:path>", f"report_{language}", ["POST"])
        routes.add(blueprint, self.file, "/static/<name:str>", "static", _READ)
        for name in ("robots.txt", "sitemap.xml", "embed.js"):
            routes.add(blueprint, self.file, f"/{name}", name.replace(".", "_"), _READ)

    async def page(self, request: Request, rest: str = "") -> HTTPResponse:
        """A page, or a search when the address has a query."""
        address = request.path if request.path.endswith("/") else f"{request.path}/"
        if request.path != address and address in self.site.assets:
            return response.redirect(address, status=301)
        where = page_at(address)
        if where and where[0] in ("places", "questions") and not where[2] and request.args:
            return await self._search(request, where[0], where[1])
        return self._answer(request, address)

    async def _search(self, request: Request, kind: str, language: str) -> HTTPResponse:
        refused = await self._api.refused_search(request)
        if refused:
            return self.error(refused.status, language)
        if kind == "places":
            page, result = self.site.find_places(language, {key: request.args.get(key) for key in request.args})
            if request.args.get("where", "").strip():
                _count(result.outcome, result.empty_place, language)
            return _html(page)
        return _html(self.site.find_answers(language, request.args.get("q", "")))

    async def file(self, request: Request, name: str = "") -> HTTPResponse:
        """A file of the site."""
        return self._answer(request, request.path)

    def _answer(self, request: Request, address: str) -> HTTPResponse:
        asset = self.site.assets.get(address)
        if asset is None:
            raise NotFound("no such page")
        sent = {
            "Cache-Control": asset.cache,
            "ETag": asset.etag,
            "Vary": "Accept-Encoding",
            **(self._framing if asset.framed else {}),
        }
        if asset.etag in request.headers.get("if-none-match", ""):
            return response.empty(status=304, headers=sent)
        body = asset.body
        if asset.packed and "gzip" in request.headers.get("accept-encoding", ""):
            body = asset.packed
            sent["Content-Encoding"] = "gzip"
        return response.raw(body, headers=sent, content_type=asset.content_type)

    async def report(self, request: Request, rest: str = "") -> HTTPResponse:
        """The form "something is wrong here" on the page of a facility."""
        where = page_at(request.path)
        thanks = self.site.thanks(where[1], where[2]) if where and where[0] == "places" else None
        if where is None or thanks is None:
            raise NotFound("no such facility")
        refused = await self._api.report_from_form(request, where[2])
        if refused:
            return self.error(refused.status, where[1], f"error_{refused.error}")
        return _html(thanks)

    def error(self, status: int, language: str, key: str = "") -> HTTPResponse:
        """A page that says what went wrong and leads on."""
        text = say(key or _ERRORS.get(status, "error_trouble"), language)
        return _html(self.site.notice(language, text), status)


def _html(text: str, status: int = 200) -> HTTPResponse:
    return response.raw(text.encode(), status=status, headers={"Cache-Control": "no-store"}, content_type=HTML)


def _count(outcome: str, nothing_in: str, language: str) -> None:
    """Counts a search for a place; of what was typed, only the name of a known place without facilities."""
    METRICS.searched(outcome)
    daily_figures().count_search(outcome, nothing_in, language, date.today())


def _facilities(database_url: str) -> list[Facility]:
    try:
        return store.all_facilities(store.connect(database_url))
    except store.DirectoryError as error:
        logger.error("%s", error)
        return []
