"""What every custom action over the list of facilities shares: the list at hand, a page of cards, the values of a card."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict
from sqlalchemy.engine import Engine

from actions.directory import days, hours, phones, store
from actions.directory.directory import Directory
from actions.directory.model import Facility
from actions.directory.reader import DirectoryReader
from bot import settings
from bot.payloads import payload

logger = logging.getLogger(__name__)
Events = list[dict[str, Any]]
PAGE: Final = 3
_KEPT: Final = 300  # facilities of a search that a conversation remembers: a hundred pages


@cache
def config() -> settings.Settings:
    """The settings, read once."""
    return settings.load()


@cache
def engine() -> Engine:
    """The database of the list."""
    return store.connect(config().database_url)


@cache
def reader() -> DirectoryReader:
    """The list at hand."""
    return DirectoryReader(engine(), config().stale_days)


class DirectoryAction(Action, ABC):
    """An action over the list of facilities; when the list cannot be read, the visitor hears where else to look."""

    @abstractmethod
    def name(self) -> str:
        """As in domain.yml."""

    @abstractmethod
    def answer(self, say: CollectingDispatcher, tracker: Tracker, facilities: Directory) -> Events:
        """Answers with the list at hand and returns events for the conversation."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Called by the action server."""
        try:
            facilities = reader().directory()
        except store.DirectoryError as error:
            logger.error("%s", error)
            dispatcher.utter_message(response="utter_directory_down")
            return []
        return self.answer(dispatcher, tracker, facilities)


def show(
    say: CollectingDispatcher,
    facilities: Sequence[Facility],
    start: int,
    distances: Sequence[float] = (),
    further: Sequence[dict[str, Any]] = (),
) -> Events:
    """A page of cards, then buttons: details, the next page, further ones. distances: kilometres, one for each facility."""
    page = facilities[start : start + PAGE]
    for number, facility in enumerate(page, start=start + 1):
        distance = round(distances[number - 1]) if distances else None
        say.utter_message(response="utter_facility_card", number=number, distance=distance, **card(facility))
    buttons: list[dict[str, Any]] = [
        {"title": "utter_details_button", "number": n, "payload": payload("facility_details", facility=f.id)}
        for n, f in enumerate(page, start=start + 1)
    ]
    more = [{"title": "utter_more_button", "payload": "/more_facilities"}] if len(facilities) > start + PAGE else []
    centres = any(f.kind.endswith("mental_health_centre") for f in page)
    catchment = "utter_catchment" if centres and not start else None  # once a search is enough
    say.utter_message(response="utter_list_end", catchment=catchment, choices=[*buttons, *more, *further])
    return [SlotSet("found", [f.id for f in facilities[:_KEPT]]), SlotSet("shown", start + len(page)), SlotSet("current", None)]


def card(facility: Facility) -> dict[str, Any]:
    """Values for the placeholders of a card, as bot.answers reads them; `age` only when the facility is stale."""
    age = facility.age_days(days.today())
    stale = age > config().stale_days
    return {
        "id": facility.id,
        "name": facility.name,
        "kind": f"utter_kind_{facility.kind}",
        "employs": "utter_employs_yes" if facility.confirmed else "utter_employs_unknown",
        "address": facility.address,
        "phone": phones.for_people(facility.phone),
        "email": facility.email,
        "website": facility.website,
        "page": "" if facility.phone else facility.website,  # in a list, where it is the only contact
        "usual": "utter_usual_hours" if facility.kind.endswith("mental_health_centre") else "",
        "hours_pl": hours.in_words(facility.hours, "pl"),
        "hours_en": hours.in_words(facility.hours, "en"),
        "area_pl": facility.area_pl,
        "area_en": facility.area_en,
        "note_pl": facility.note_pl,
        "note_en": facility.note_en,
        "map": map_address(facility),
        "source_url": facility.source_url,
        "source_date_pl": days.of_source(facility.source_date, "pl"),
        "source_date_en": days.of_source(facility.source_date, "en"),
        "collected_on": facility.collected_on,
        "age_pl": days.ago(age, "pl") if stale else "",
        "age_en": days.ago(age, "en") if stale else "",
    }


def map_address(facility: Facility) -> str:
    """A page of OpenStreetMap that shows the house; empty when neither street nor coordinates are known."""
    if facility.lat is not None and facility.lon is not None:
        return f"https://www.openstreetmap.org/?mlat={facility.lat}&mlon={facility.lon}#map=17/{facility.lat}/{facility.lon}"
    return f"https://www.openstreetmap.org/search?query={quote(facility.address)}" if facility.street else ""
