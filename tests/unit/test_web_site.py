"""The pages as a reader without scripts, a search engine and a slow connection meet them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest

from actions.directory import table
from bot.languages import LANGUAGES
from bot.settings import ROOT, Settings
from bot.web import places, questions
from bot.web.assets import Asset
from bot.web.bundle import widget
from bot.web.map import HEIGHT, WIDTH, point
from bot.web.paths import GROUPS, PAGES, page_at, path
from bot.web.site import Site
from bot.web.texts import domain_answers

BASE = "https://guide.example"
FACILITIES = table.read(ROOT / "data" / "facilities.csv")
SITE = Site(Settings(public_url=BASE, association_name="A & <B>"), FACILITIES)
DOCUMENTS = {address: asset.body.decode() for address, asset in SITE.assets.items() if address.endswith("/")}


class Reader(HTMLParser):
    """Collects what the tests ask about a document."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.lang = ""
        self.open: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"]] if found.get("id") else []
        self.links += [str(found[name]) for name in ("href", "src", "action") if found.get(name)]
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.lang = str(found.get("lang")) if tag == "html" else self.lang
        assert "style" not in found and not any(name.startswith("on") for name in found), (tag, found)


def test_every_page_stands_in_both_languages() -> None:
    assert len([a for a in DOCUMENTS if a.startswith("/pl/")]) == len([a for a in DOCUMENTS if a.startswith("/en/")])
    for page in PAGES:
        for language in LANGUAGES:
            assert path(page, language) in DOCUMENTS
            assert page_at(path(page, language)) == (page, language, "")


@pytest.mark.parametrize("address", DOCUMENTS)
def test_document_is_sound(address: str) -> None:
    reader = Reader(DOCUMENTS[address])
    assert reader.lang == address[1:3]
    assert len(reader.ids) == len(set(reader.ids))
    assert reader.headings.count(1) == 1 and reader.headings[0] == 1
    assert all(after - before <= 1 for before, after in zip(reader.headings, reader.headings[1:]))
    for link in reader.links:
        target = urljoin(address, link).removeprefix(BASE)
        if target.startswith("/"):
            target, _, anchor = target.partition("#")
            assert target in SITE.assets, link
            assert not anchor or anchor in Reader(DOCUMENTS[target]).ids, link


@pytest.mark.parametrize("address", [a for a in DOCUMENTS if page_at(a) and page_at(a)[0] != "chat"])  # type: ignore[index]
def test_head_tells_language_address_and_contents(address: str) -> None:
    document = DOCUMENTS[address]
    assert f'<link rel="canonical" href="{BASE}{address}">' in document
    assert re.search(r"<title>[^<]{10,}</title>", document)
    description = re.search(r'<meta name="description" content="([^"]{30,320})">', document)
    assert description and f'<meta property="og:description" content="{description[1]}">' in document
    alternates = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', document))
    assert alternates[address[1:3]] == BASE + address and set(alternates) == {*LANGUAGES, "x-default"}
    other = DOCUMENTS[alternates["en" if address[1:3] == "pl" else "pl"].removeprefix(BASE)]
    assert f'href="{BASE}{address}"' in other


def test_structured_data_can_be_read_and_cannot_end_its_element() -> None:
    for document in DOCUMENTS.values():
        for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', document, re.DOTALL):
            assert json.loads(data)["@context"] == "https://schema.org" and "<" not in data


def test_everything_is_there_without_scripts() -> None:
    answers = domain_answers()
    for question in questions.questions():
        for language in LANGUAGES:
            page = DOCUMENTS[questions.group_path(question.group, language)]
            assert f'id="{question.topic}"' in page
    listed = DOCUMENTS["/pl/placowki/"]
    assert all(path("places", "pl", f.id) in listed for f in FACILITIES)
    assert answers.label("salary", "pl") in DOCUMENTS["/pl/pytania/"]
    assert all(number in DOCUMENTS["/pl/pomoc/"] for number in ("112", "116 123", "800 70 2222", "116 111", "800 120 002"))
    assert "<noscript>" in DOCUMENTS["/pl/"]


def test_every_topic_of_the_training_questions_has_its_group() -> None:
    files = {p.name.split(".")[0] for p in (ROOT / "data" / "nlu").glob("*.pl.yml")}
    assert files - set(GROUPS) == {"chat", "finder", "follow_up", "safety"}  # what only a conversation has


def test_setting_is_no_markup() -> None:
    assert "A &amp; &lt;B&gt;" in DOCUMENTS["/pl/"] and "<B>" not in DOCUMENTS["/pl/"]


def test_emergency_number_stands_on_every_page() -> None:
    for address, document in DOCUMENTS.items():
        assert page_at(address)[0] == "chat" or 'href="tel:112"' in document, address  # type: ignore[index]


def test_searches_find_by_place_case_and_word() -> None:
    def shown(**query: str) -> list[str]:
        return re.findall(r'<h3><a href="/pl/placowki/([\w-]+)/', SITE.find_places("pl", query)[0])

    krakow = {f.id for f in FACILITIES if f.city == "Kraków"}
    assert set(shown(where="w Krakowie")) >= krakow and set(shown(where="krakow")) >= krakow
    assert "leonardo-krakow" in shown(where="Leonardo")
    assert all(f.confirmed for f in FACILITIES if f.id in shown(confirmed="1"))
    assert len(shown(where="Sopot")) == 3 and "km" in SITE.find_places("pl", {"where": "Sopot"})[0]
    assert shown(where="Łódź", kind="association") == ["pomost-lodz"] or shown(where="Łódź", kind="association")
    assert len(shown()) == len(FACILITIES) == len(shown(kind="nonsense"))


@pytest.mark.parametrize(
    "probe", ['"><script>alert(1)</script>', "<img src=x onerror=alert(1)>", "' onfocus=alert(1) '", "\x00", "a" * 5000]
)
def test_what_is_searched_is_no_markup(probe: str) -> None:
    for document in (SITE.find_places("pl", {"where": probe})[0], SITE.find_answers("en", probe)):
        Reader(document)
        assert "<script>alert" not in document and "<img src=x" not in document


def test_answers_are_found_by_their_words() -> None:
    assert questions.search("ile zarabia", "pl")[0] == "salary"
    assert questions.search("zarabiają", "pl")[0] == "salary"
    assert questions.search("how long is the course", "en")[0] == "course_length"
    assert questions.search("xyzzy", "en") == []


def test_site_is_light() -> None:
    by_name = {address.split("/")[-1].split(".")[0]: asset for address, asset in SITE.assets.items() if "/static/" in address}
    assert len(by_name["chat"].packed) <= 12_000
    home = [SITE.assets["/pl/"], *by_name.values()]
    assert sum(len(a.packed or a.body) for a in home) <= 60_000


def test_widget_is_one_module() -> None:
    code = widget()
    assert not re.search(r"^(import|export) ", code, re.MULTILINE)
    assert "innerHTML" not in code and "eval(" not in code


def test_nothing_is_fetched_from_elsewhere() -> None:
    for document in DOCUMENTS.values():
        for source in re.findall(r'(?:src|srcset)="([^"]+)"|<link rel="(?:stylesheet|icon)" href="([^"]+)"', document):
            assert all(not s or s.startswith("/") for s in source)


def test_map_holds_all_of_poland() -> None:
    for lat, lon in ((54.83, 18.3), (49.0, 22.86), (52.8, 14.12), (50.85, 24.1)):
        x, y = point(lat, lon)
        assert 0 < x < WIDTH and 0 < y < HEIGHT


def test_address_of_an_asset_changes_with_it() -> None:
    assert Asset(b"a").etag != Asset(b"b").etag and Asset(b"a" * 1000).packed and not Asset(b"a").packed


def test_kind_that_is_not_in_a_town_is_not_told_as_nothing_at_all() -> None:
    missing = places.found(FACILITIES, places.Query("Sopot"))
    assert missing.nothing_in == missing.empty_place == "Sopot"
    here = [f for f in FACILITIES if f.city == "Warszawa" and f.kind != "community_self_help_home"]
    home = [f for f in FACILITIES if f.kind == "community_self_help_home" and f.city != "Warszawa"]
    such = places.found([*here, *home], places.Query("Warszawa", "community_self_help_home"))
    assert (such.nothing_in, such.empty_place, such.others_here) == ("Warszawa", "", True)
    page, _ = SITE.find_places("en", {"where": "Warszawa", "kind": "community_self_help_home"})
    assert "no such place on our list here, only others" in page
    assert "nothing on our list here" not in page
    page, _ = SITE.find_places("pl", {"where": "Sopot"})
    assert "nie mamy tu żadnego miejsca" in page
    assert "Inne adresy:" in page
