"""The component that finds what a search needs: bot/nlu/place_tagger.py."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES

from bot import gazetteer
from bot.nlu.place_tagger import PlaceTagger
from tests.components.conversation import entities_of, message, tracker
from tests.unit.places import place

TAGGER = PlaceTagger()


def tagged(text: str, asked: bool = False) -> dict[str, str]:
    """Entities of the text; a place as a person would call it."""
    conversation = tracker(requested_slot="place") if asked else tracker()
    (processed,) = TAGGER.process([message(text)], conversation)
    found = entities_of(processed)
    for name in ("place", "other_place"):
        if found.get(name) in gazetteer.by_id():
            found[name] = gazetteer.by_id()[found[name]].name
    return found


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("szukam asystenta w Krakowie", {"place": "Kraków"}),
        ("CZP na Śląsku", {"place": "woj:śląskie", "kind": "mental_health_centre"}),
        ("a telefon do Pomostu?", {"facility": "pomost-lodz"}),
        ("adres drugiego", {"ordinal": "2"}),
        ("nie w Krakowie, tylko w Katowicach", {"place": "Katowice"}),
        ("Kraków i Łódź", {"place": "Kraków", "other_place": "Łódź"}),
        ("w Tarnowie albo w Rzeszowie", {"place": "Tarnów", "other_place": "Rzeszów"}),
        ("nie Kraków, Łódź", {"place": "Łódź"}),
        ("asystent na Mokotowie", {"place": "Warszawa", "district": "Mokotów", "facility": "czp-mokotow"}),
        ("szukam pomocy online", {"place": "online", "kind": "online_service"}),
        ("online w Krakowie", {"place": "Kraków", "kind": "online_service"}),
        ("gdzie na pewno pracują asystenci", {"confirmed": "yes"}),
        ("ten numer nie działa", {"reason": "phone"}),
        ("this address is wrong", {"reason": "address"}),
        ("jaki jest numer", {}),
        ("kim jest asystent zdrowienia", {}),
        ("w pracy", {}),
        ("", {}),
    ],
)
def test_adds_what_is_named(text: str, entities: dict[str, str]) -> None:
    assert tagged(text) == entities


@pytest.mark.parametrize("text", ["to będzie pisz", "to raczej będzie chyba krakw"])
def test_bare_name_counts_only_when_a_place_was_asked_for(text: str) -> None:
    assert "place" not in tagged(text)
    assert "place" in tagged(text, asked=True)


def test_works_without_a_conversation() -> None:
    (processed,) = TAGGER.process([message("w Krakowie")])
    assert "place" in entities_of(processed)


def test_place_stands_where_it_was_said_and_other_entities_stay() -> None:
    other = {"entity": "language", "value": "pl"}
    (processed,) = TAGGER.process([message("jest w Łodzi?", **{ENTITIES: [other]})], tracker())
    first, place = processed.get(ENTITIES)
    assert first == other
    assert "jest w Łodzi?"[place["start"] : place["end"]] == "Łodzi"
    assert place["extractor"] == "PlaceTagger"


def test_mentions_go_to_the_classifier() -> None:
    (processed,) = TAGGER.process([message("Kraków i Łódź")], tracker())
    assert len(processed.get("places")) == 2


def test_every_message_is_processed() -> None:
    processed = TAGGER.process([message("w Krakowie"), message("w Łodzi")], tracker())
    assert all("place" in entities_of(one) for one in processed)


@pytest.mark.parametrize(
    ("text", "searched", "district"),
    [
        ("wola then", "Warszawa", "Wola"),
        ("a Wola?", "Warszawa", "Wola"),
        ("a na psim polu coś jest? bo tam mieszkam", "Wrocław", "Psie Pole"),
        ("wola then", "Łódź", None),
        ("moja wola jest taka, że nie pójdę", "Warszawa", None),
        ("dobra, dzięki", "Warszawa", None),
    ],
)
def test_part_of_the_city_that_was_searched_counts_without_a_preposition(text: str, searched: str, district: str | None) -> None:
    (processed,) = TAGGER.process([message(text)], tracker=tracker(searched=place(searched).id))
    assert entities_of(processed).get("district") == district
