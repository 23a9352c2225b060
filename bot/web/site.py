"""The whole website in memory: made once when the server starts, from the same texts and tables as the answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from actions.directory.model import Facility
from bot.languages import LANGUAGES
from bot.settings import Settings
from bot.web import pages, places, questions
from bot.web.assets import FOREVER, Asset, fingerprint
from bot.web.bundle import stylesheet, widget
from bot.web.html import Html, element, link
from bot.web.layout import Content, Layout, heading, say
from bot.web.paths import GROUPS, path

_FILES: Final = Path(__file__).with_name("files")
_KINDS: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_UNLISTED: Final = ("chat",)  # pages that the sitemap leaves out
HOUR: Final = "public, max-age=3600"


class Site:
    """Every page and file, by address."""

    def __init__(self, config: Settings, facilities: Sequence[Facility]) -> None:
        self._config = config
        self._facilities = {f.id: f for f in facilities}
        self.assets: dict[str, Asset] = {}
        files = self._files()
        self._layout = Layout(config, files)
        self.assets["/embed.js"] = self._embed_script()
        for language in LANGUAGES:
            self._pages(language)
        self.assets["/robots.txt"] = self._robots()
        self.assets["/sitemap.xml"] = self._sitemap()

    def _files(self) -> dict[str, str]:
        """Puts the static files in place; their addresses by name, each with its fingerprint."""
        made = {"site.css": stylesheet(), "chat.js": widget()}
        made |= {name: (_FILES / name).read_text(encoding="utf-8") for name in ("site.js", "mark.svg")}
        addresses = {}
        for name, text in made.items():
            body, suffix = text.encode(), Path(name).suffix
            addresses[name] = f"/static/{Path(name).stem}.{fingerprint(body)}{suffix}"
            self.assets[addresses[name]] = Asset(body, _KINDS[suffix], FOREVER)
        return addresses

    @staticmethod
    def _embed_script() -> Asset:
        """The script for other websites: at an address that stays, so it is kept for an hour only."""
        known = {
            code: {"open": say("chat_open", code), "title": say("chat_page_title", code), "address": path("chat", code)}
            for code in LANGUAGES
        }
        script = (_FILES / "embed.js").read_text(encoding="utf-8")
        return Asset(script.replace("known = {}", f"known = {json.dumps(known)}", 1).encode(), _KINDS[".js"], HOUR)

    def _pages(self, language: str) -> None:
        for make in pages.PAGES.values():
            self._add(make(self._config, language), language)
        for group in GROUPS:
            self._add(questions.group_content(group, language), language)
        self._add(questions.index_content(language), language)
        everything = places.Query()
        self._add(places.list_content(self.facilities, language, everything, places.found(self.facilities, everything)), language)
        for facility in self.facilities:
            self._add(places.details_content(facility, self.facilities, language), language)
        chat = pages.chat(self._config, language, "page")
        bare = self._layout.bare(say("chat_page_title", language), chat, language)
        self.assets[path("chat", language)] = Asset(bare.encode(), framed=True)

    def _add(self, content: Content, language: str) -> None:
        self.assets[content.addresses[language]] = Asset(self._layout.page(content, language).encode())

    @property
    def facilities(self) -> list[Facility]:
        """The list as it is shown."""
        return list(self._facilities.values())

    def find_places(self, language: str, values: Mapping[str, str]) -> tuple[str, places.Result]:
        """The list as a search leaves it, and what the search found."""
        query = places.Query.of(values)
        result = places.found(self.facilities, query)
        return self._layout.page(places.list_content(self.facilities, language, query, result), language), result

    def find_answers(self, language: str, query: str) -> str:
        """The answers with words of a query."""
        return self._layout.page(questions.index_content(language, query[:200]), language)

    def thanks(self, language: str, facility_id: str) -> str | None:
        """The page of a facility after a report; None when there is no such facility."""
        facility = self._facilities.get(facility_id)
        if facility is None:
            return None
        return self._layout.page(places.details_content(facility, self.facilities, language, thanks=True), language)

    def notice(self, language: str, text: str) -> str:
        """A page that says why there is no other."""
        addresses = {code: path("home", code) for code in LANGUAGES}
        ways = element(
            "p",
            [
                [link(path(key, language), say(f"{key}_nav", language), class_="button quiet"), " "]
                for key in ("home", "places", "help")
            ],
        )
        main = Html(heading(text) + ways)
        return self._layout.page(Content(addresses, text, text, main, indexed=False), language)

    def _robots(self) -> Asset:
        return Asset(
            f"User-agent: *\nDisallow: /api/\nSitemap: {self._config.public_url}/sitemap.xml\n".encode(), "text/plain", HOUR
        )

    def _sitemap(self) -> Asset:
        hidden = {path(key, language) for key in _UNLISTED for language in LANGUAGES}
        listed = [address for address, asset in self.assets.items() if address[1:3] in LANGUAGES and address.endswith("/")]
        urls = [element("url", element("loc", self._config.public_url + a)) for a in listed if a not in hidden]
        body = element("urlset", urls, xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
        return Asset(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode(), "application/xml", HOUR)
