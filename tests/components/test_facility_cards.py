"""What the actions say, and what the visitor reads: actions/ over a real database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import actions, listing, one_facility
from actions.directory import days, store
from actions.directory.model import Facility
from bot.answers import Answers
from bot.contacts import placeholders
from bot.languages import LANGUAGES
from bot.payloads import search_in
from bot.settings import ROOT
from tests.unit.facilities import facility
from tests.unit.places import place

ANSWERS = Answers(
    yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"],
    {language: placeholders(language) for language in LANGUAGES},
)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a database that the actions use."""
    url = f"sqlite:///{tmp_path}/guide.db"
    monkeypatch.setenv("DATABASE_URL", url)
    for remembered in (listing.config, listing.engine, listing.reader):
        remembered.cache_clear()
    yield url
    for remembered in (listing.config, listing.engine, listing.reader):
        remembered.cache_clear()


def checked(id: str, days_ago: int, confirmed: bool = False) -> Facility:
    day = days.today() - timedelta(days=days_ago)
    return replace(facility(id, "Kraków", confirmed=confirmed), collected_on=day.isoformat())


def run(action: listing.DirectoryAction, **slots: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The messages of an action, and the slots that it sets."""
    say = CollectingDispatcher()
    tracker = Tracker("visitor", slots, {}, [], False, None, {}, "")
    events = action.run(say, tracker, {})
    return say.messages, {e["name"]: e["value"] for e in events}


def cards(messages: list[dict[str, Any]], language: str) -> list[str]:
    """The cards among the messages, in words."""
    values = [{k: v for k, v in m.items() if k not in ("response", "template")} for m in messages if "card" in str(m["response"])]
    names = [m["response"] for m in messages if "card" in str(m["response"])]
    return [ANSWERS.text(name, language, **found) for name, found in zip(names, values)]


@pytest.mark.parametrize(
    ("language", "warning"), [("pl", "⚠ Sprawdzono dawno temu (2 lata temu)"), ("en", "⚠ Last checked long ago (2 years ago)")]
)
@pytest.mark.parametrize("details", [False, True])
def test_only_stale_facilities_carry_a_warning(database: str, language: str, warning: str, details: bool) -> None:
    store.replace_all(store.connect(database), [checked("stale", 800), checked("fresh", 365)])
    action = one_facility.ActionFacilityDetails() if details else actions.ActionFindFacilities()
    messages, slots = run(action, place=place("Kraków").id)
    assert slots["found"] == ["fresh", "stale"]
    fresh, stale = cards(messages, language)
    assert warning in stale
    assert "⚠" not in fresh
    assert "{" not in stale + fresh


def test_import_is_seen_by_the_next_question(database: str) -> None:
    engine = store.connect(database)
    store.replace_all(engine, [checked("one", 1)])
    assert run(actions.ActionFindFacilities(), place=place("Kraków").id)[1]["found"] == ["one"]
    store.replace_all(engine, [checked("two", 1)])
    assert run(actions.ActionFindFacilities(), place=place("Kraków").id)[1]["found"] == ["two"]


def test_list_that_cannot_be_read_is_told_kindly(database: str) -> None:
    messages, slots = run(actions.ActionFindFacilities(), place=place("Kraków").id)
    assert [m["response"] for m in messages] == ["utter_directory_down"]
    assert slots == {}


def test_conversation_does_not_carry_a_huge_list(database: str) -> None:
    store.replace_all(store.connect(database), [checked(f"f{i}", 1) for i in range(400)])
    messages, slots = run(actions.ActionListFacilities())
    assert messages[0]["other"] == 400
    assert slots["found"] == [f"f{i}" for i in range(300)]


def said(messages: list[dict[str, Any]], language: str = "pl") -> str:
    """All messages in words."""
    values = [{k: v for k, v in m.items() if k not in ("response", "template", "buttons", "choices")} for m in messages]
    return "\n".join(ANSWERS.text(m["response"], language, **found) for m, found in zip(messages, values))


@pytest.fixture
def three(database: str) -> str:
    """Two facilities in Kraków, one in Tarnów; what is known of them differs."""
    open_always = replace(checked("always", 10, confirmed=True), hours="24/7", street="ul. Długa 1", phone="+48121234567")
    unknown = replace(checked("unknown", 10), hours="", street="", phone="", website="")
    never = replace(
        facility("never", "Tarnów"), hours="Mo 03:00-03:01", collected_on=days.today().isoformat(), lat=50.01, lon=20.98
    )
    store.replace_all(store.connect(database), [open_always, unknown, never])
    return database


def test_open_now_closed_and_not_known(three: str) -> None:
    assert "teraz otwarte" in said(run(one_facility.ActionFacilityOpen(), facility="always")[0])
    assert "całą dobę" in said(run(one_facility.ActionFacilityOpen(), facility="always")[0])
    assert "{" not in said(run(one_facility.ActionFacilityOpen(), facility="always")[0])
    assert "I do not know the opening hours" in said(run(one_facility.ActionFacilityOpen(), facility="unknown")[0], "en")
    closed = said(run(one_facility.ActionFacilityOpen(), facility="never")[0], "en")
    assert "closed now" in closed
    assert "Opens: Mon 3:00" in closed


def test_open_on_the_day_that_was_named(three: str) -> None:
    def told(day: str, language: str = "pl", facility: str = "never") -> str:
        return said(run(one_facility.ActionFacilityOpen(), facility=facility, day=day)[0], language)

    assert "otwarte według mojej listy: pon. 3:00–3:01" in told("Mo")
    assert "zamknięte (sob.)" in told("Sa") and "116 123" in told("Sa")
    assert "closed according to my list (Sat–Sun)" in told("Sa-Su", "en")
    tomorrow = (days.today() + timedelta(1)).weekday()
    assert ("open according to my list" in told("tomorrow", "en")) == (tomorrow == 0)
    assert "teraz otwarte" in told("Sa", facility="always")  # round the clock
    assert "I do not know the opening hours" in told("Sa", "en", "unknown")
    assert run(one_facility.ActionFacilityOpen(), facility="never", day="Sa")[1]["day"] is None


def test_way_there_is_a_map_of_the_house_or_the_honest_no(three: str) -> None:
    assert "https://www.openstreetmap.org/search?query=ul.%20D" in said(
        run(one_facility.ActionFacilityRoute(), facility="always")[0]
    )
    assert "?mlat=50.01&mlon=20.98" in said(run(one_facility.ActionFacilityRoute(), facility="never")[0])
    assert "dokładnego adresu nie znam" in said(run(one_facility.ActionFacilityRoute(), facility="unknown")[0])


def test_distance_is_told_nearest_first_and_between_towns(three: str) -> None:
    krakow, tarnow, bochnia = (place(town).id for town in ("Kraków", "Tarnów", "Bochnia"))
    told = said(run(one_facility.ActionFacilityDistance(), found=["always", "never"], shown=2, searched=bochnia)[0])
    start, near, far = told.split("\n")
    assert "(Bochnia)" in start
    assert re.match(r"3\d km – ", near) and re.match(r"[34]\d km – ", far)
    towns = said(run(one_facility.ActionFacilityDistance(), searched=krakow, place=tarnow)[0], "en")
    assert re.match(r"Kraków – Tarnów: 7\d km as the crow flies", towns)


def test_distance_within_a_town_or_from_nowhere_is_not_made_up(three: str) -> None:
    krakow = place("Kraków").id
    same, _ = run(one_facility.ActionFacilityDistance(), found=["always", "unknown"], shown=2, searched=krakow)
    assert [m["response"] for m in same] == ["utter_nearer_same_town"]
    for slots in ({"found": ["always"], "shown": 1}, {"searched": krakow}):
        assert [m["response"] for m in run(one_facility.ActionFacilityDistance(), **slots)[0]] == ["utter_nearer_where"]


@pytest.mark.parametrize(
    ("day", "pl", "en"), [("c. 2019", "ok. 2019", "c. 2019"), ("n.d.", "bez daty", "undated"), ("2023-05",) * 3]
)
def test_day_of_the_source_is_told_in_the_language(database: str, day: str, pl: str, en: str) -> None:
    store.replace_all(store.connect(database), [replace(checked("one", 1), source_date=day)])
    messages, _ = run(one_facility.ActionFacilityDetails(), facility="one")
    for language, told in (("pl", pl), ("en", en)):
        assert f"({told}; " in cards(messages, language)[0]


def test_freshness_names_day_and_source(three: str) -> None:
    told = said(run(one_facility.ActionFacilityCurrent(), facility="always")[0])
    assert "10 dni temu" in told
    assert (days.today() - timedelta(days=10)).isoformat() in told


def test_one_spoken_of_stays_in_view_and_the_list_can_be_leafed_on(three: str) -> None:
    slots = run(one_facility.ActionFacilityDetails(), found=["always", "unknown"], shown=2, ordinal="2")[1]
    assert slots["current"] == "unknown"
    assert "found" not in slots
    messages, _ = run(one_facility.ActionFacilityRoute(), found=["always", "unknown"], shown=2, current="unknown")
    assert [m["id"] for m in messages] == ["unknown"]


def test_report_is_kept_only_when_it_is_clear_which_facility_is_meant(three: str) -> None:
    messages, _ = run(one_facility.ActionReportContact(), found=["always", "unknown"], shown=2, reason="phone")
    assert messages[0]["response"] == "utter_report_which"
    assert [c["payload"] for c in messages[0]["choices"]] == [f'/facility_wrong{{"facility":"{i}"}}' for i in ("always", "unknown")]
    assert store.contact_reports(store.connect(three)) == []
    messages, slots = run(one_facility.ActionReportContact(), facility="always", reason="phone")
    assert "numer telefonu" in said(messages)
    assert slots["reason"] is None
    assert [(r.facility_id, r.reason) for r in store.contact_reports(store.connect(three))] == [("always", "phone")]


def test_report_that_cannot_be_kept_is_told(three: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object) -> None:
        raise store.DirectoryError("locked")

    monkeypatch.setattr(store, "report_contact", fails)
    messages, _ = run(one_facility.ActionReportContact(), facility="always", reason="phone")
    assert [m["response"] for m in messages] == ["utter_report_failed"]


def test_nearer_knows_where_from(three: str) -> None:
    assert run(actions.ActionNearerFacility())[0][0]["response"] == "utter_nearer_where"
    assert run(actions.ActionNearerFacility(), searched="woj:śląskie")[0][0]["response"] == "utter_nearer_where"
    assert run(actions.ActionNearerFacility(), searched=place("Kraków").id)[0][0]["response"] == "utter_nearer_same_town"
    nearest = run(actions.ActionNearerFacility(), searched=place("Bochnia").id)[0][0]
    assert nearest["response"] == "utter_nearer_nothing"
    assert 25 < nearest["distance"] < 45


def test_other_place_of_the_message_is_a_button(three: str) -> None:
    messages, _ = run(actions.ActionFindFacilities(), place=place("Kraków").id, other_places=[place("Tarnów").id, "woj:śląskie"])
    further = [c for c in messages[-1]["choices"] if c["title"] == "utter_also_search_button"]
    assert [(c["place"], c["payload"]) for c in further] == [
        ("Tarnów", f'/find_facility{{"place":"{place("Tarnów").id}"}}'), ("śląskie", '/find_facility{"place":"woj:śląskie"}'),
    ]  # fmt: skip


def test_area_of_a_centre_is_mentioned_once_a_search(database: str) -> None:
    centres = [replace(checked(f"f{i}", 1), kind="mental_health_centre") for i in range(5)]
    store.replace_all(store.connect(database), centres)
    messages, slots = run(actions.ActionFindFacilities(), place=place("Kraków").id)
    assert "służy mieszkańcom swojego terenu" in said(messages)
    messages, _ = run(actions.ActionMoreFacilities(), **slots)
    assert "służy mieszkańcom" not in said(messages)
    store.replace_all(store.connect(database), [replace(checked("home", 1), kind="community_self_help_home")])
    assert "serves residents" not in said(run(actions.ActionFindFacilities(), place=place("Kraków").id)[0], "en")


def test_only_confirmed_ones_when_they_are_wanted(three: str) -> None:
    assert run(actions.ActionFindFacilities(), place=place("Kraków").id, confirmed="yes")[1]["found"] == ["always"]
    messages, slots = run(actions.ActionFindFacilities(), place=place("Tarnów").id, confirmed="yes")
    assert messages[0]["response"] == "utter_no_such_in_place"  # "nothing here" would not be true
    assert slots["found"] == ["always"]
    everything = next(c for c in messages[-1]["choices"] if c["title"] == "utter_all_here_button")
    assert everything["payload"] == search_in(place("Tarnów").id)
    messages, _ = run(actions.ActionFindFacilities(), place=place("Bochnia").id, confirmed="yes")
    assert messages[0]["response"] == "utter_nothing_in_place"


def test_telephone_is_told_alone_or_where_to_ask_for_it(three: str) -> None:
    known = said(run(one_facility.ActionFacilityPhone(), facility="always")[0])
    assert "12 123 45 67" in known and "ul. Długa" not in known
    assert "telefonu nie znam" in said(run(one_facility.ActionFacilityPhone(), facility="unknown")[0])


def test_whether_assistants_work_there_is_told_of_each(three: str) -> None:
    told = said(run(one_facility.ActionFacilityAssistant(), found=["always", "unknown"], shown=2)[0], "en")
    first, second, *_ = told.split("\n")
    assert "yes, according to the source" in first
    assert "that I do not know" in second


def test_after_the_last_place_of_a_town_come_the_nearest_ones(three: str) -> None:
    tarnow = place("Tarnów").id
    messages, slots = run(actions.ActionMoreFacilities(), found=["never"], shown=1, searched=tarnow)
    assert messages[0]["response"] == "utter_also_near"
    assert slots["found"] == ["always", "unknown"]
    assert run(actions.ActionMoreFacilities(), found=["never", "always"], shown=2, searched=tarnow)[0][0]["response"] == (
        "utter_more_facilities"
    )


def test_nearer_than_what_is_not_confirmed_is_the_nearest_that_is(three: str) -> None:
    messages, slots = run(actions.ActionNearerFacility(), searched=place("Tarnów").id)
    assert messages[0]["response"] == "utter_nearest_confirmed"
    assert (messages[0]["id"], slots["current"]) == ("always", "always")


def test_usual_hours_of_centres_stand_where_those_of_a_place_are_not_known(database: str) -> None:
    centre = replace(checked("centre", 1), kind="mental_health_centre", hours="")
    store.replace_all(store.connect(database), [centre, replace(checked("home", 1), kind="foundation", hours="")])
    assert "8–18" in said(run(one_facility.ActionFacilityOpen(), facility="centre")[0])
    assert "8–18" not in said(run(one_facility.ActionFacilityOpen(), facility="home")[0])


def test_website_stands_in_a_list_where_there_is_no_telephone(database: str) -> None:
    store.replace_all(store.connect(database), [replace(checked("one", 1), phone="", website="https://example.org")])
    messages, _ = run(actions.ActionFindFacilities(), place=place("Kraków").id)
    assert "www: https://example.org" in cards(messages, "pl")[0]


def test_asked_once_more_where_there_is_none_the_guide_says_so_shortly(three: str) -> None:
    bochnia = place("Bochnia").id
    messages, slots = run(actions.ActionFindFacilities(), place=bochnia)
    assert messages[0]["response"] == "utter_nothing_in_place"
    again, _ = run(actions.ActionFindFacilities(), place=bochnia, searched=bochnia, found=slots["found"])
    assert [m["response"] for m in again] == ["utter_nothing_here"]
