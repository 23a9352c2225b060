"""The frame of every page: head, navigation, foot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.languages import LANGUAGES
from bot.settings import Settings
from bot.web.html import Child, Html, element, join, link
from bot.web.paths import path
from bot.web.prose import inline
from bot.web.texts import words

_NAV: Final = ("questions", "places", "become", "about")
_FOOT: Final = ("help", "privacy", "about")
_LOCALES: Final = {"pl": "pl_PL", "en": "en_GB"}


def say(key: str, language: str, **values: object) -> str:
    """A text of the website."""
    return words().text(key, language, **values)


@dataclass(frozen=True)
class Content:
    """A page without its frame.

    addresses: its path in each language. title, description: for the head. main: what stands in <main>.
    data: JSON-LD. page: key of the navigation. indexed: search engines may list it.
    """

    addresses: Mapping[str, str]
    title: str
    description: str
    main: Html
    page: str = ""
    data: Mapping[str, object] | None = field(default=None, hash=False)
    indexed: bool = True


class Layout:
    """Puts content into the frame. files: address of each static file by its name."""

    def __init__(self, config: Settings, files: Mapping[str, str]) -> None:
        self._config = config
        self._files = files

    def page(self, content: Content, language: str) -> str:
        """The whole document."""
        body = element(
            "body",
            link("#main", say("site_skip", language), class_="skip"),
            self._header(content, language),
            element("main", content.main, id="main"),
            self._footer(language),
            self._launcher(language) if content.page not in ("home", "chat") else None,
            class_=f"page-{content.page}" if content.page else None,
        )
        return f"<!doctype html>\n{element('html', self._head(content, language), body, lang=language)}\n"

    def bare(self, title: str, main: Html, language: str) -> str:
        """A document without navigation, for a frame on another website."""
        head = element("head", self._meta(title, language), element("meta", name="robots", content="noindex"))
        body = element("body", element("main", element("h1", title, class_="unseen"), main, id="main"), class_="bare")
        return f"<!doctype html>\n{element('html', head, body, lang=language)}\n"

    def _meta(self, title: str, language: str) -> Html:
        return join(
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("title", title),
            element("meta", name="color-scheme", content="light dark"),
            element("link", rel="stylesheet", href=self._files["site.css"]),
            element("link", rel="icon", href=self._files["mark.svg"], type="image/svg+xml"),
            element("script", type="module", src=self._files["chat.js"]),
            element("script", type="module", src=self._files["site.js"]),
        )

    def _head(self, content: Content, language: str) -> Html:
        base = self._config.public_url.rstrip("/")
        name = say("site_name", language)
        title = content.title if content.title.startswith(name) else f"{content.title} · {name}"
        own = base + content.addresses[language]
        alternates = [element("link", rel="alternate", hreflang=other, href=base + content.addresses[other]) for other in LANGUAGES]
        graph = {
            "og:type": "website", "og:title": content.title, "og:description": content.description, "og:url": own,
            "og:site_name": name, "og:locale": _LOCALES[language],
        }  # fmt: skip
        return element(
            "head",
            self._meta(title, language),
            element("meta", name="description", content=content.description),
            element("link", rel="canonical", href=own),
            alternates,
            element("link", rel="alternate", hreflang="x-default", href=base + content.addresses["pl"]),
            [element("meta", property=key, content=value) for key, value in graph.items()],
            None if content.indexed else element("meta", name="robots", content="noindex"),
            _json_ld(content.data) if content.data else None,
        )

    def _header(self, content: Content, language: str) -> Html:
        other = next(code for code in LANGUAGES if code != language)
        current = [(key, "page" if key == content.page else None) for key in _NAV]
        return element(
            "header",
            link(
                path("home", language),
                element("img", src=self._files["mark.svg"], alt="", width="40", height="40"),
                element("span", element("b", say("site_name", language)), " ", element("i", say("site_tagline", language))),
                class_="brand",
            ),
            element(
                "nav",
                [link(path(key, language), say(f"{key}_nav", language), aria_current=here) for key, here in current],
                aria_label=say("site_menu", language),
            ),
            link(content.addresses[other], say("site_language", language), lang=other, hreflang=other, class_="language"),
            element(
                "div",
                link(path("help", language), say("site_help", language), class_="urgent"),
                element("quick-exit", data_to=self._config.exit_url, data_lang=language),
                class_="tools",
            ),
            class_="top",
        )

    def _footer(self, language: str) -> Html:
        name = self._config.association_name
        about = say("site_foot_about", language, association="\0").split("\0")
        return element(
            "footer",
            element("p", inline(say("site_foot_urgent", language)), class_="foot-urgent"),
            element("p", about[0], link(self._config.association_url, name), about[1]),
            element("p", [link(path(key, language), say(f"{key}_nav", language)) for key in _FOOT], class_="foot-links"),
            element("p", say("site_outline", language), class_="small"),
        )

    def _launcher(self, language: str) -> Html:
        return element("guide-chat", mode="launcher", lang=language, data_exit=self._config.exit_url)


def heading(title: str, lead: Child = None) -> Html:
    """The title of a page with what it is about."""
    return element("div", element("h1", title), element("p", lead, class_="lead") if lead else None, class_="heading")


def _json_ld(data: Mapping[str, object]) -> Html:
    written = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).replace("<", "\\u003c")
    return Html(f'<script type="application/ld+json">{written}</script>')
