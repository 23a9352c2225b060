"""Debian's Chromium, driven by Playwright, and what every page has to keep to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.running import Guide

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ("--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
         "--disable-component-update --disable-sync").split()  # fmt: skip
AXE = Path(str(find_spec("axe_playwright_python").submodule_search_locations[0])) / "axe.min.js"  # type: ignore[union-attr, index]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_WATCH = """
window.violations = [];
addEventListener('securitypolicyviolation', (e) => window.violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`));
window.alerted = [];
window.alert = (text) => window.alerted.push(text);
"""


@pytest.fixture(scope="package")  # Playwright keeps an event loop running, which other tests cannot have beside theirs
def browser() -> Iterator[Browser]:
    """One browser for all tests. Without Chromium the tests are left out, but not where REQUIRE_BROWSER says that it is there."""
    if CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, guide: Guide) -> Iterator[OpenPage]:
    """Opens an address of the guide; at the end of the test: no error, no breach of the policy, no request to elsewhere."""
    contexts, noted = [], list[str]()

    def open_(address: str, width: int = 1280, height: int = 800, scripts: bool = True, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts, **options)
        context.add_init_script(_WATCH)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: noted.append(f"error: {error}"))
        page.on("request", lambda request: noted.append(f"elsewhere: {request.url}") if _elsewhere(request.url, guide) else None)
        page.goto(address if address.startswith("http") else guide.url + address)
        return page

    yield open_
    for context in contexts:
        for page in context.pages:
            for frame in page.frames:
                if frame.url.startswith(guide.url) and frame.evaluate("true"):
                    noted += frame.evaluate("window.violations ?? []")
        context.close()
    assert noted == []


def _elsewhere(url: str, guide: Guide) -> bool:
    return not url.startswith((guide.url, "data:", "blob:", "about:", "http://localhost:", "https://pl.wikipedia.org/"))


def axe_violations(page: Page, dark: bool = True) -> list[str]:
    """What axe finds wrong in the page as it is now, light and (if asked for) dark; one line for each element."""
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES)["violations"]
    if dark:
        page.emulate_media(color_scheme="dark")
        found += page.evaluate("axe.run(document, {runOnly: ['color-contrast', 'link-in-text-block']})")["violations"]
        page.emulate_media(color_scheme="light")
    return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]]


def overflows(page: Page) -> bool:
    """One would have to scroll sideways."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wide
