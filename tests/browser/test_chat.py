"""The chat in a browser, in both languages, on a computer and a telephone."""

from __future__ import annotations

import json
import re
import urllib.request

import pytest
from playwright.sync_api import Page, Route, expect

from scripts.running import Guide
from tests.browser.chat import Chat
from tests.browser.conftest import OpenPage, axe_violations, overflows

HOME = {"pl": "/pl/", "en": "/en/"}
QUESTION = {"pl": ("ile trwa kurs?", "pół roku"), "en": ("how long is the course?", "half a year")}
PLACE = {"latitude": 50.0614, "longitude": 19.9366}
PROBES = (
    '<img src=x onerror="alert(1)">',
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "javascript:alert(1)",
    '"><svg onload=alert(1)>',
)

languages = pytest.mark.parametrize("language", ["pl", "en"])
screens = pytest.mark.parametrize("width", [360, 1280])


def tracker_events(guide: Guide, page: Page) -> list[str]:
    """Kinds of events that the server keeps of the conversation of the page."""
    token = page.evaluate("JSON.parse(sessionStorage.getItem('guide-chat')).token")
    with urllib.request.urlopen(f"{guide.url}/conversations/web:{token.split('.')[0]}/tracker") as reply:
        return [event["event"] for event in json.loads(reply.read())["events"]]


@languages
@screens
def test_whole_conversation(open_page: OpenPage, language: str, width: int) -> None:
    page = open_page(HOME[language], width)
    chat = Chat(page, language)
    chat.say(QUESTION[language][0])
    chat.expect(QUESTION[language][1])
    chat.expect("112")
    expect(chat.answers.last).to_have_attribute("lang", language)
    page.locator("guide-chat .suggestions button").first.click()
    expect(chat.log.locator(".you")).to_have_count(2)
    chat.settled()
    expect(chat.log).to_have_attribute("aria-live", "polite")
    assert axe_violations(page) == [] and not overflows(page)


@languages
@screens
def test_every_open_state_is_accessible(open_page: OpenPage, language: str, width: int) -> None:
    address = {"pl": "/pl/pytania/", "en": "/en/questions/"}[language]
    page = open_page(address, width, geolocation=PLACE, permissions=["geolocation"])
    chat = Chat(page, language)
    chat.button("open").click()
    assert axe_violations(page) == [], "open"
    chat.menu("position")
    chat.settled()
    assert axe_violations(page) == [], "cards"
    chat.log.get_by_role("button", name=chat.words["wrong"]).first.click()
    assert axe_violations(page) == [], "reasons"
    chat.say(QUESTION[language][0])
    chat.log.get_by_role("button", name=chat.words["no"]).last.click()
    assert axe_violations(page) == [], "word"
    for drawer in ("help", "menu"):
        chat.button(drawer).click()
        assert axe_violations(page) == [], drawer
    chat.button("size").click()
    chat.button("size").click()
    assert axe_violations(page) == [], "large"
    page.route("**/api/message", lambda route: route.abort())
    chat.button("menu").click()
    chat.input.fill("?")
    chat.input.press("Enter")
    expect(chat.button("retry")).to_be_visible()
    assert axe_violations(page) == [] and not overflows(page), "failed"


@languages
def test_search_with_a_shared_position(open_page: OpenPage, language: str) -> None:
    page = open_page(HOME[language], 360, geolocation=PLACE, permissions=["geolocation"])
    chat = Chat(page, language)
    chat.menu("position")
    card = chat.log.locator("article").nth(1)
    expect(card.get_by_role("heading")).to_contain_text("Leonardo")
    expect(card.get_by_role("link", name=re.compile(chat.words["call"])).first).to_have_attribute(
        "href", re.compile(r"^tel:\+48\d{9}$")
    )
    expect(card.get_by_role("link", name=chat.words["map"])).to_have_attribute(
        "href", re.compile("^https://www.openstreetmap.org/")
    )
    expect(card).to_contain_text("2026-11-22")
    assert "50.06" not in page.evaluate("sessionStorage.getItem('guide-chat')")
    card.get_by_role("button", name=chat.words["wrong"]).click()
    card.get_by_role("button", name=chat.words["reason_phone"]).click()
    expect(card).to_contain_text(chat.words["thanks"])


def test_position_that_is_refused(open_page: OpenPage) -> None:
    chat = Chat(open_page("/en/"), "en")
    chat.menu("position")
    expect(chat.page.locator("guide-chat .status")).to_have_text(chat.words["position_no"])


@languages
def test_broken_connection_keeps_the_message_and_sends_it_once(open_page: OpenPage, guide: Guide, language: str) -> None:
    page = open_page(HOME[language])
    chat = Chat(page, language)
    chat.say(QUESTION[language][0])
    page.context.set_offline(True)
    chat.input.fill(QUESTION[language][0])
    chat.input.press("Enter")
    expect(chat.button("retry")).to_be_visible()
    expect(page.locator("guide-chat .status")).to_contain_text("116 123")
    page.context.set_offline(False)
    chat.settled()
    assert tracker_events(guide, page).count("user") == 2


def test_answer_lost_on_its_way_is_not_asked_for_twice(open_page: OpenPage, guide: Guide) -> None:
    page = open_page("/en/")
    chat = Chat(page, "en")
    chat.say("hello")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/api/message", lose)
    chat.input.fill("how long is the course?")
    chat.input.press("Enter")
    expect(chat.button("retry")).to_be_visible()
    page.unroute("**/api/message")
    chat.button("retry").click()
    chat.settled()
    chat.expect("half a year")
    assert tracker_events(guide, page).count("user") == 2


@pytest.mark.parametrize("status", [409, 429, 503])
def test_refusal_is_shown_in_words_with_a_way_on(open_page: OpenPage, status: int) -> None:
    page = open_page("/en/")
    chat = Chat(page, "en")
    refusal = {"error": "x", "text": "Please wait. 112", "language": "en"}
    page.route("**/api/message", lambda route: route.fulfill(status=status, json=refusal))
    chat.input.fill("hello")
    chat.input.press("Enter")
    expect(chat.log).to_contain_text("Please wait.")
    page.unroute("**/api/message")
    chat.button("retry").click()
    chat.settled()


def test_expired_session_is_renewed_unseen(open_page: OpenPage) -> None:
    page = open_page("/en/")
    chat = Chat(page, "en")
    chat.say("hello")
    page.evaluate("""() => { const s = JSON.parse(sessionStorage.getItem('guide-chat')); s.token = 'a.1.b';
        sessionStorage.setItem('guide-chat', JSON.stringify(s)); }""")
    page.reload()
    chat.say("how long is the course?")
    chat.expect("half a year")


@languages
def test_conversation_resumes_after_a_reload_and_on_other_pages(open_page: OpenPage, language: str) -> None:
    page = open_page(HOME[language])
    chat = Chat(page, language)
    chat.say(QUESTION[language][0])
    page.reload()
    chat.expect(QUESTION[language][1])
    page.locator("guide-chat .suggestions button").first.click()
    expect(chat.log.locator(".you")).to_have_count(2)
    chat.settled()
    page.goto(page.url + {"pl": "pytania/", "en": "questions/"}[language])
    chat.button("open").click()
    chat.expect(QUESTION[language][1])


@languages
def test_deleted_conversation_is_gone_here_and_there(open_page: OpenPage, guide: Guide, language: str) -> None:
    page = open_page(HOME[language])
    chat = Chat(page, language)
    chat.say(QUESTION[language][0])
    token = page.evaluate("JSON.parse(sessionStorage.getItem('guide-chat')).token")
    chat.menu("delete")
    expect(page.locator("guide-chat .status")).to_have_text(chat.words["deleted"])
    expect(chat.log.locator(".you")).to_have_count(0)
    with urllib.request.urlopen(f"{guide.url}/conversations/web:{token.split('.')[0]}/tracker") as reply:
        assert "user" not in [e["event"] for e in json.loads(reply.read())["events"]]
    page.reload()
    expect(chat.log.locator(".you")).to_have_count(0)


@pytest.mark.parametrize("way", ["button", "keys"])
@pytest.mark.parametrize("address", ["/pl/", "/en/help/", "/pl/rozmowa/"])
def test_quick_exit_leaves_nothing(open_page: OpenPage, guide: Guide, way: str, address: str) -> None:
    page = open_page("/pl/")
    page.route("https://pl.wikipedia.org/**", lambda route: route.fulfill(body="ordinary", content_type="text/html"))
    Chat(page, "pl").say("ile trwa kurs?")
    page.goto(guide.url + address)
    if way == "button":
        page.get_by_role("button", name=re.compile("Szybkie wyjście|Quick exit")).first.click()
    else:
        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
        expect(page.get_by_text(re.compile("1 × Shift|Shift 1 more"))).to_have_count(1)
        page.keyboard.press("Shift")
    page.wait_for_url("https://pl.wikipedia.org/**")
    page.goto(f"{guide.url}/pl/")
    expect(page.get_by_role("log").locator(".you")).to_have_count(0)


def test_typing_capitals_is_no_exit(open_page: OpenPage) -> None:
    page = open_page("/en/")
    chat = Chat(page, "en")
    chat.input.focus()
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")
    expect(chat.input).to_have_value("ABCD")
    expect(page).to_have_url(re.compile("/en/$"))


def test_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("/en/questions/")
    focused = "(() => { let e = document.activeElement; while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return e.id || e.textContent; })()"

    def tab_to(wanted: str, key: str = "Tab") -> None:
        for _ in range(150):
            page.keyboard.press(key)
            if re.search(wanted, page.evaluate(focused)):
                outline = page.evaluate(
                    "(() => { let e = document.activeElement; while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return getComputedStyle(e).outlineStyle; })()"
                )
                assert outline != "none", wanted
                return
        raise AssertionError(f"Tab never reaches {wanted}")

    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Skip to the content"
    tab_to("Ask the guide")
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "input"
    page.keyboard.type("how long is the course?")
    page.keyboard.press("Enter")
    chat = Chat(page, "en")
    chat.settled()
    tab_to("internship", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(chat.log.locator(".you")).to_have_count(2)
    chat.settled()
    tab_to("^Help now$", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("guide-chat #help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("guide-chat #help")).to_be_hidden()
    assert page.evaluate(focused) == "Help now"
    page.keyboard.press("Escape")
    assert page.evaluate(focused) == "Ask the guide"


def test_opener_makes_room_on_a_phone_for_who_reads_on(open_page: OpenPage) -> None:
    page = open_page("/en/help/", width=390)
    opener = page.get_by_role("button", name="Ask the guide")
    wide = opener.bounding_box()
    assert wide and wide["width"] > 120  # its words are seen first
    page.mouse.wheel(0, 600)
    expect(opener.locator("span")).to_have_class("unseen")
    small = opener.bounding_box()
    assert small and small["width"] < 60 and small["height"] >= 44
    opener.click()
    expect(page.locator("guide-chat #input")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.keyboard.press("Escape")
    page.mouse.wheel(0, 50)
    expect(opener.locator("span")).not_to_have_class("unseen")


def test_language_can_be_switched_in_the_middle(open_page: OpenPage) -> None:
    page = open_page("/pl/")
    Chat(page, "pl").say("ile trwa kurs?")
    Chat(page, "pl").menu("language")
    chat = Chat(page, "en")
    chat.settled()
    chat.say("who is a recovery assistant?")
    chat.expect("expert by experience")
    expect(chat.log.locator(".turn.guide").nth(1)).to_have_attribute("lang", "pl")
    chat.menu("language")
    Chat(page, "pl").settled()


@languages
def test_helplines_are_one_press_away_without_a_network(open_page: OpenPage, language: str) -> None:
    page = open_page({"pl": "/pl/rozmowa/", "en": "/en/chat/"}[language], 360, 640)
    page.context.set_offline(True)
    chat = Chat(page, language)
    chat.button("help").click()
    for number in ("112", "116123", "800702222", "116111"):
        expect(page.locator(f'guide-chat a[href="tel:{number}"]').first).to_be_visible()


@languages
def test_opinion_with_a_word(open_page: OpenPage, language: str) -> None:
    page = open_page(HOME[language])
    chat = Chat(page, language)
    chat.say(QUESTION[language][0])
    with page.expect_response("**/api/opinion") as sent:
        chat.log.get_by_role("button", name=chat.words["no"]).click()
        chat.log.get_by_label(chat.words["word"]).fill("ok")
        chat.log.get_by_label(chat.words["word"]).press("Enter")
    assert sent.value.status == 204
    assert json.loads(sent.value.request.post_data or "") == {"answer": "utter_course_length", "useful": False, "word": "ok"}
    expect(chat.log).to_contain_text(chat.words["thanks"])


def test_crisis_answer_asks_for_no_opinion(open_page: OpenPage) -> None:
    chat = Chat(open_page("/pl/"), "pl")
    chat.say("nie chcę już żyć")
    chat.expect("116 123")
    expect(chat.log.locator(".thumbs")).to_have_count(0)
    expect(chat.answers.last.locator('a[href="tel:112"]').first).to_be_visible()


def test_conversation_and_contacts_can_be_saved_and_printed(open_page: OpenPage) -> None:
    page = open_page("/en/")
    chat = Chat(page, "en")
    chat.say("recovery assistant in Cracow")
    for key, wanted in (("save", "You: recovery assistant in Cracow"), ("save_contacts", "+48 12 430 63 13")):
        with page.expect_download() as download:
            chat.menu(key) if not page.locator("guide-chat #menu").is_visible() else chat.button(key).click()
        text = download.value.path().read_text(encoding="utf-8")
        assert wanted in text
    assert "116 123" in text
    page.evaluate("window.print = () => { window.printed = document.documentElement.className; }")
    chat.button("print").click()
    assert page.evaluate("window.printed") == "print-chat"


def test_text_can_be_enlarged_and_stays_so(open_page: OpenPage) -> None:
    page = open_page("/en/", 360)
    chat = Chat(page, "en")
    size = "parseFloat(getComputedStyle(document.querySelector('guide-chat').shadowRoot.querySelector('.log')).fontSize)"
    before = page.evaluate(size)
    chat.menu("size")
    assert page.evaluate(size) > before
    page.reload()
    assert page.evaluate(size) > before and not overflows(page)


@pytest.mark.parametrize("probe", PROBES)
def test_no_text_becomes_markup(open_page: OpenPage, probe: str) -> None:
    page = open_page("/en/")
    chat = Chat(page, "en")
    chat.say(probe)
    card = dict.fromkeys(
        "id name kind employs address distance phone email website hours area note map source_url source_date".split(), probe
    )
    messages = [
        {"text": f"{probe}\n• {probe}\n\nhttps://example.org/{probe}", "language": "en", "answer": "utter_x",
         "buttons": [{"title": probe, "payload": probe, "proof": "x"}]},
        {"text": probe, "language": probe, "answer": probe, "card": {**card, "collected_on": probe}},
    ]  # fmt: skip
    page.route("**/api/message", lambda route: route.fulfill(json={"messages": messages}))
    chat.say(probe)
    page.reload()
    expect(chat.log).to_contain_text(probe)
    inside = "document.querySelector('guide-chat').shadowRoot.querySelectorAll('.log img, .log script, .log svg[onload], .log a[href^=\"javascript\"]').length"
    assert page.evaluate(inside) == 0
    assert page.evaluate("window.alerted") == []


def test_chat_moves_only_for_those_who_like_it(open_page: OpenPage) -> None:
    for motion, expected in (("reduce", "none"), ("no-preference", "come")):
        page = open_page("/en/", reduced_motion=motion)
        name = page.evaluate(
            "getComputedStyle(document.querySelector('guide-chat').shadowRoot.querySelector('.turn')).animationName"
        )
        assert name == expected
