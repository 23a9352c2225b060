"""The chat on the page of another website, with one <script> tag and a strict policy there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from bot.web.texts import for_widget
from scripts.running import Guide, free_port
from tests.browser.conftest import OpenPage, axe_violations

WORDS = for_widget("en")


class _Website(BaseHTTPRequestHandler):
    guide = ""

    def do_GET(self) -> None:
        body = f"""<!doctype html><html lang="en"><title>Another website</title><main><h1>Another website</h1></main>
            <script src="{self.guide}/embed.js" data-lang="en" async></script></html>""".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", f"default-src 'none'; script-src {self.guide}; frame-src {self.guide}")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def serve_website(guide: Guide, port: int) -> ThreadingHTTPServer:
    """Somebody else's website on a port."""
    handler = type("Website", (_Website,), {"guide": guide.url})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="module")
def website(guide: Guide, other_port: int) -> Iterator[str]:
    """Address of a website that may show the chat."""
    server = serve_website(guide, other_port)
    yield f"http://localhost:{other_port}/"
    server.shutdown()


@pytest.mark.parametrize("width", [360, 1280])
def test_chat_works_on_another_website(open_page: OpenPage, website: str, width: int) -> None:
    page = open_page(website, width)
    page.get_by_role("button", name="Ask the guide").click()
    frame = page.frame_locator("iframe")
    box = frame.get_by_label(WORDS["input"], exact=True)
    box.fill("how long is the course?")
    box.press("Enter")
    expect(frame.get_by_role("log")).to_contain_text("half a year")
    assert page.evaluate("window.violations") == []
    assert axe_violations(page) == []
    frame.get_by_role("button", name=WORDS["close"]).click()
    expect(page.locator("iframe")).to_be_hidden()
    page.get_by_role("button", name="Ask the guide").click()
    expect(frame.get_by_role("log")).to_contain_text("half a year")


def test_quick_exit_in_a_frame_leaves_the_whole_page(open_page: OpenPage, website: str) -> None:
    page = open_page(website)
    page.route("https://pl.wikipedia.org/**", lambda route: route.fulfill(body="ordinary", content_type="text/html"))
    page.get_by_role("button", name="Ask the guide").click()
    page.frame_locator("iframe").get_by_role("button", name=WORDS["exit"]).click()
    page.wait_for_url("https://pl.wikipedia.org/**")


def test_website_that_is_not_named_cannot_show_the_chat(open_page: OpenPage, guide: Guide) -> None:
    port = free_port()
    server = serve_website(guide, port)
    try:
        page = open_page(f"http://localhost:{port}/")
        page.get_by_role("button", name="Ask the guide").click()
        page.wait_for_timeout(1000)
        assert not any(frame.url.startswith(guide.url) for frame in page.frames)
    finally:
        server.shutdown()
