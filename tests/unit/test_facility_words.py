"""Words of the search besides places: bot/nlu/facility_words.py."""

from __future__ import annotations

import pytest

from bot.nlu.facility_words import (
    TOMORROW,
    asks_contact,
    asks_reach,
    asks_several,
    day_named,
    facet_asked,
    facility_named,
    kind_named,
    only_confirmed,
    ordinal_named,
    reason_named,
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("szukam CZP w Krakowie", "mental_health_centre"),
        ("gdzie jest PZK", "mental_health_centre"),
        ("centrum zdrowia psychicznego", "mental_health_centre"),
        ("lista centrów zdrowia psychicznego", "mental_health_centre"),
        ("mental health centre", "mental_health_centre"),
        ("Mental Health Centers near me", "mental_health_centre"),
        ("SDS w Wieliczce", "community_self_help_home"),
        ("środowiskowy dom samopomocy", "community_self_help_home"),
        ("w srodowiskowych domach samopomocy", "community_self_help_home"),
        ("self-help home", "community_self_help_home"),
        ("self help houses", "community_self_help_home"),
        ("asystent online", "online_service"),
        ("przez internet", "online_service"),
        ("rozmowa zdalna", "online_service"),
        ("a video call", "online_service"),
        ("szukam asystenta zdrowienia", None),
        ("siedzę w domu", None),
        ("jestem w centrum miasta", None),
        ("", None),
    ],
)
def test_kind_of_facility(text: str, kind: str | None) -> None:
    assert kind_named(text) == kind


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("a w sobotę otwarte?", "Sa"),
        ("w środę po południu", "We"),
        ("czynne w weekend?", "Sa-Su"),
        ("jutro rano", TOMORROW),
        ("are they open on Fridays", "Fr"),
        ("czwarty na liście", None),
        ("piąte miejsce otwarte?", None),
        ("", None),
    ],
)
def test_day_that_is_asked_of(text: str, day: str | None) -> None:
    assert day_named(text) == day


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("2", "2"),
        ("2.", "2"),
        ("3)", "3"),
        ("nr 2", "2"),
        ("numer 3?", "3"),
        ("#1", "1"),
        ("no. 2", "2"),
        ("number 4 please", "4"),
        ("pozycja 5", "5"),
        ("pierwszy", "1"),
        ("tę pierwszą", "1"),
        ("a ten drugi?", "2"),
        ("drugiego", "2"),
        ("druga", "2"),
        ("trzecie", "3"),
        ("czwarty", "4"),
        ("piąta", "5"),
        ("piąty", "5"),
        ("ostatni", "-1"),
        ("the first one", "1"),
        ("2nd", "2"),
        ("third", "3"),
        ("the last one", "-1"),
        ("12", None),
        ("numer 12", None),
        ("0", None),
        ("w czwartek", None),
        ("w piątek", None),
        ("mam 2 pytania", None),
        ("telefon", None),
        ("", None),
    ],
)
def test_position_in_the_list(text: str, position: str | None) -> None:
    assert ordinal_named(text) == position


@pytest.mark.parametrize(
    ("text", "facility"),
    [
        ("telefon do Leonardo", "leonardo-krakow"),
        ("Leonardo's phone", "leonardo-krakow"),
        ("Leonardo Wieliczka", "leonardo-wieliczka"),
        ("Leonardo w Wieliczce", "leonardo-wieliczka"),
        ("stowarzyszenie POMOST", "pomost-lodz"),
        ("Mokotowskie Centrum Zdrowia Psychicznego", "czp-mokotow"),
        ("adres mokotowskiego centrum", "czp-mokotow"),
        ("Polski Instytut Otwartego Dialogu", "piod-wroclaw"),
        ("polskiego instytutu otwartego dialogu", "piod-wroclaw"),
        ("fundacja Niepodzielni", "niepodzielni-online"),
        ("Szpital Bielański", "szpital-bielanski"),
        ("w Nowej Hucie", "czp-nowa-huta"),
        ("Feniks", "czp-tychy"),
        ("Feniks Zabrze", "czp-feniks-zabrze"),
        ("Feniks w Zabrzu", "czp-feniks-zabrze"),
        ("most", None),
        ("szukam asystenta", None),
        ("", None),
    ],
)
def test_facility_by_its_everyday_name(text: str, facility: str | None) -> None:
    assert facility_named(text) == facility


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("jaki jest telefon?", True),
        ("numer telefonu", True),
        ("podaj adres", True),
        ("gdzie to jest", True),
        ("w jakich godzinach", True),
        ("czy jest otwarte", True),
        ("jak dojechać", True),
        ("strona internetowa", True),
        ("what is the phone number", True),
        ("opening hours", True),
        ("how do I get there", True),
        ("kim jest asystent", False),
        ("dzień dobry", False),
        ("thank you", False),
        ("", False),
    ],
)
def test_question_for_contact(text: str, asks: bool) -> None:
    assert asks_contact(text) is asks


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("czy jest teraz otwarte?", "facility_open"),
        ("a dzisiaj jeszcze są czynni", "facility_open"),
        ("is it open right now?", "facility_open"),
        ("are they still open today", "facility_open"),
        ("w jakich godzinach otwarte?", "facility_open"),
        ("opening hours?", "facility_open"),
        ("a w poniedziałek?", "facility_open"),
        ("are they open tomorrow", "facility_open"),
        ("open tmrw?", "facility_open"),
        ("w czwartek przyjmują?", "facility_open"),
        ("and on sunday", "facility_open"),
        ("jak tam dojechać", "facility_route"),
        ("jakim autobusem?", "facility_route"),
        ("pokaz na mapie", "facility_route"),
        ("how do I get there", "facility_route"),
        ("jak daleko to jest", "facility_distance"),
        ("Jak to daleko?", "facility_distance"),
        ("a ile to km?", "facility_distance"),
        ("how far is Torun", "facility_distance"),
        ("which one is closest", "facility_distance"),
        ("która z nich jest najbliżej", "facility_distance"),
        ("czy to aktualne?", "facility_current"),
        ("kiedy to było sprawdzane", "facility_current"),
        ("is this up-to-date?", "facility_current"),
        ("when was it last checked", "facility_current"),
        ("ten numer nie działa", "facility_wrong"),
        ("zły adres", "facility_wrong"),
        ("numer jest nieaktualny", "facility_wrong"),
        ("podaliście błędny telefon", "facility_wrong"),
        ("wrong number", "facility_wrong"),
        ("this phone number doesn't work", "facility_wrong"),
        ("they closed down", "facility_wrong"),
        ("macie coś bliżej?", "nearer_facility"),
        ("to za daleko", "nearer_facility"),
        ("anything closer", "nearer_facility"),
        ("dziękuję", None),
        ("telefon?", "facility_phone"),
        ("what is the number", "facility_phone"),
        ("jaki telefon zaufania", None),
        ("adres i telefon", None),
        ("a asystent tam?", "facility_assistant"),
        ("na pewno tam pracują?", "facility_assistant"),
        ("do any of those definitely have peer workers", "facility_assistant"),
        ("is there an assistant for sure?", "facility_assistant"),
    ],
)
def test_one_thing_that_is_asked_of_a_facility(text: str, facet: str | None) -> None:
    assert facet_asked(text) == facet


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ten numer nie działa", "phone"),
        ("nie mogę się dodzwonić", "phone"),
        ("zły adres", "address"),
        ("wrong opening hours", "hours"),
        ("this place has closed down", "closed"),
        ("coś tu się nie zgadza", None),
    ],
)
def test_what_is_wrong_with_a_contact(text: str, reason: str | None) -> None:
    assert reason_named(text) == reason


@pytest.mark.parametrize(
    ("text", "confirmed"),
    [
        ("gdzie na pewno pracują asystenci", True),
        ("tylko potwierdzone miejsca", True),
        ("which places definitely have an assistant", True),
        ("gdzie jest asystent", False),
        ("where can I ask", False),
    ],
)
def test_only_confirmed_workplaces(text: str, confirmed: bool) -> None:
    assert only_confirmed(text) is confirmed


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("a mają telefon?", True),
        ("daj numer", True),
        ("e-mail?", True),
        ("how do I contact them", True),
        ("ile godzin", False),
        ("gdzie to jest", False),
    ],
)
def test_wish_to_reach_somebody(text: str, asks: bool) -> None:
    assert asks_reach(text) is asks


def test_telling_somebody_is_no_telephone() -> None:
    assert not asks_contact("and he will tell my doctor?")
    assert asks_contact("tel. do nich?")


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("adres i czy asystent naprawdę tam jest", True),
        ("jaki telefon i do której czynne", True),
        ("what are the hours and the phone?", True),
        ("jaki telefon?", False),
        ("gdzie znajdę asystenta", False),
    ],
)
def test_several_things_asked_of_a_place(text: str, several: bool) -> None:
    assert asks_several(text) is several


def test_who_has_no_internet_looks_for_no_help_over_it() -> None:
    assert kind_named("a telefon? bo nie mam internetu") is None
    assert kind_named("rozmowa przez internet") == "online_service"
