"""Every page in a browser: accessible, calm on small screens, printable, light, and the same without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from bot.languages import LANGUAGES
from bot.settings import ROOT
from bot.web.paths import PAGES, group_path, path
from scripts.running import Guide
from tests.browser.conftest import OpenPage, axe_violations, overflows

PICTURES = ROOT / "results" / "pictures"
ADDRESSES = {f"{page}-{language}": path(page, language) for page in PAGES for language in LANGUAGES}
ADDRESSES |= {
    "answers-pl": group_path("become", "pl"),
    "answers-en": group_path("definition", "en"),
    "place-pl": path("places", "pl", "leonardo-krakow"),
    "place-en": path("places", "en", "czp-mokotow"),
    "nearest-en": path("places", "en") + "?where=Sopot",
    "nothing-pl": path("places", "pl") + "?where=xyzzyx",
    "research-en": "/en/questions/research/",  # an address too long for a phone stands in it
    "search-pl": path("questions", "pl") + "?q=zarabia",
    "missing-en": "/en/nothing/",
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_page_is_accessible_and_fits(open_page: OpenPage, name: str) -> None:
    page = open_page(ADDRESSES[name])
    page.wait_for_function("!!customElements.get('guide-chat')")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe_violations(page) == []
        assert not overflows(page)
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("name", ["home-pl", "places-en", "answers-pl", "help-en", "place-pl", "become-pl"])
def test_page_fits_when_it_is_enlarged_fourfold(open_page: OpenPage, name: str) -> None:
    page = open_page(ADDRESSES[name], 320, 256)
    assert not overflows(page)


@pytest.mark.parametrize("name", ["home-pl", "places-en", "help-pl"])
def test_page_is_accessible_in_forced_colours_and_prints(open_page: OpenPage, name: str) -> None:
    page = open_page(ADDRESSES[name], forced_colors="active", reduced_motion="reduce")
    assert axe_violations(page, dark=False) == []
    PICTURES.mkdir(parents=True, exist_ok=True)
    assert page.pdf(path=PICTURES / f"{name}.pdf")[:4] == b"%PDF"


def test_help_stays_in_view_on_a_telephone(open_page: OpenPage) -> None:
    page = open_page("/pl/jak-zostac/", 360, 640)
    page.mouse.wheel(0, 3000)
    expect(page.get_by_role("link", name="Pomoc teraz").first).to_be_in_viewport()


@pytest.mark.parametrize("page_key", [key for key in PAGES if key != "chat"])
def test_languages_lead_to_the_same_page(open_page: OpenPage, page_key: str) -> None:
    page = open_page(path(page_key, "pl"))
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(re.escape(path(page_key, "en")) + "$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_everything_can_be_found_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/en/", scripts=False)
    expect(page.get_by_text(re.compile("Everything else works without it"))).to_be_visible()
    page.get_by_role("link", name="Find a place").first.click()
    page.get_by_label("Town, region or word").fill("in Cracow")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Places found: 5")).to_be_visible()
    page.get_by_role("link", name=re.compile("Leonardo")).first.click()
    expect(page.get_by_role("link", name="+48 12 430 63 13")).to_have_attribute("href", "tel:+48124306313")
    page.get_by_label("phone", exact=True).check()
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you")


def test_list_is_sorted_by_distance_in_the_browser_alone(open_page: OpenPage) -> None:
    page = open_page("/pl/placowki/", geolocation={"latitude": 51.77, "longitude": 19.46}, permissions=["geolocation"])
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_role("button", name="Najbliżej mnie").click()
    expect(page.locator("#places li").first).to_contain_text("Łódź")
    expect(page.locator("#places li").first).to_contain_text("km")
    assert sent == []


def test_list_without_a_position_says_what_to_do(open_page: OpenPage) -> None:
    page = open_page("/en/places/")
    page.get_by_role("button", name="Nearest to me").click()
    expect(page.locator("near-me")).to_contain_text("type your town")


def test_marks_of_the_map_are_named_links(open_page: OpenPage) -> None:
    page = open_page("/en/places/")
    mark = page.get_by_role("link", name=re.compile("^Kraków: "))
    mark.focus()
    mark.press("Enter")
    expect(page).to_have_url(re.compile("/en/places/[a-z0-9-]+/$"))


def test_home_is_light_and_needs_no_network_the_second_time(open_page: OpenPage, guide: Guide) -> None:
    page = open_page("/pl/")
    page.wait_for_load_state("networkidle")
    sizes = page.evaluate("[...performance.getEntries()].map((e) => e.transferSize || 0).reduce((a, b) => a + b)")
    assert 5_000 < sizes <= 60_000
    page.goto("about:blank")
    page.context.set_offline(True)
    page.goto(f"{guide.url}/pl/")
    expect(page.get_by_label("Twoje pytanie")).to_be_editable()
    expect(page.get_by_role("link", name="Pomoc teraz").first).to_be_visible()
