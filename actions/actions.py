"""The custom actions: read slots, ask the directory, name a response. Texts stand in domain.yml."""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.directory import days, hours, phones, store
from actions.directory.directory import Directory
from actions.directory.model import Facility
from actions.directory.reader import DirectoryReader
from actions.directory.search import Ambiguous, InPlace, Nearest, by_ids, search, sister
from bot import settings
from bot.nlu.place_finder import finder

logger = logging.getLogger(__name__)
# Read now, beside the start of the server: the first question for a name that several places share would wait for it.
threading.Thread(target=finder, daemon=True).start()
Events = list[dict[str, Any]]
PAGE = 3
_CHOICES = 6  # buttons for places that share a name
_KEPT = 300  # facilities of a search that a conversation remembers: a hundred pages


@cache
def _config() -> settings.Settings:
    return settings.load()


@cache
def _reader() -> DirectoryReader:
    return DirectoryReader(store.connect(_config().database_url), _config().stale_days)


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
            facilities = _reader().directory()
        except store.DirectoryError as error:
            logger.error("%s", error)
            dispatcher.utter_message(response="utter_directory_down")
            return []
        return self.answer(dispatcher, tracker, facilities)


class ActionFindFacilities(DirectoryAction):
    """Facilities in the place of the slot `place`, or the nearest ones."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_find_facilities"

    def answer(self, say: CollectingDispatcher, tracker: Tracker, facilities: Directory) -> Events:
        """One of the outcomes of the search."""
        forget = [SlotSet("place", None), SlotSet("kind", None)]
        found = search(facilities, tracker.get_slot("place") or "", tracker.get_slot("kind"))
        if isinstance(found, InPlace) and found.facilities:
            say.utter_message(response="utter_found_in_place", place=found.place, count=len(found.facilities))
            return [*_show(say, found.facilities, 0), *forget]
        if isinstance(found, Nearest):
            say.utter_message(response="utter_nothing_in_place", place=found.place)
            return [*_show(say, found.facilities, 0, found.distances_km), *forget]
        if isinstance(found, Ambiguous):
            say.utter_message(response="utter_place_ambiguous", place=found.name, choices=_place_buttons(found))
            return forget
        say.utter_message(response="utter_place_unknown")
        return forget


class ActionListFacilities(DirectoryAction):
    """The whole list, or that of a place, confirmed workplaces first, a page at a time."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_list_facilities"

    def answer(self, say: CollectingDispatcher, tracker: Tracker, facilities: Directory) -> Events:
        """The first page; with a place named, the search for that place."""
        if tracker.get_slot("place"):
            return ActionFindFacilities().answer(say, tracker, facilities)
        confirmed = facilities.confirmed_count
        say.utter_message(response="utter_list_facilities", confirmed=confirmed, other=len(facilities) - confirmed)
        return _show(say, facilities.ranked(facilities.of_kind(None)), 0)


class ActionMoreFacilities(DirectoryAction):
    """The next page of the last search."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_more_facilities"

    def answer(self, say: CollectingDispatcher, tracker: Tracker, facilities: Directory) -> Events:
        """The next facilities, or that there are no more."""
        found = by_ids(facilities, tracker.get_slot("found") or [])
        shown = int(tracker.get_slot("shown") or 0)
        if shown >= len(found):
            say.utter_message(response="utter_more_facilities")
            return []
        return _show(say, found, shown)


class ActionCountFacilities(DirectoryAction):
    """How many facilities there are, in all or in a place."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_count_facilities"

    def answer(self, say: CollectingDispatcher, tracker: Tracker, facilities: Directory) -> Events:
        """Counts; a place where there is none is searched instead."""
        place, counted = "utter_all_poland", facilities[:]
        if tracker.get_slot("place"):
            found = search(facilities, tracker.get_slot("place"))
            if not isinstance(found, InPlace):
                return ActionFindFacilities().answer(say, tracker, facilities)
            place, counted = found.place, found.facilities
        confirmed = sum(f.confirmed for f in counted)
        say.utter_message(response="utter_count_facilities", place=place, total=len(counted), confirmed=confirmed)
        return [SlotSet("place", None)]


class ActionFacilityDetails(DirectoryAction):
    """All that is known of one facility: named, numbered, the only one shown, or the first ones in a place."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_facility_details"

    def answer(self, say: CollectingDispatcher, tracker: Tracker, facilities: Directory) -> Events:
        """The details of at most a page of facilities, or the question which one."""
        forget = [SlotSet("facility", None), SlotSet("ordinal", None), SlotSet("place", None)]
        chosen = _chosen(tracker, facilities)
        if chosen is None:
            say.utter_message(response="utter_ask_place")
            return forget
        if not chosen:
            say.utter_message(response="utter_details_unknown_name")
            return forget
        for facility in chosen[:PAGE]:
            say.utter_message(response="utter_facility_details_card", **_details(facility))
            if not facility.phone and not facility.street and not facility.website:
                say.utter_message(response="utter_contact_unknown")
        return [*forget, SlotSet("found", [f.id for f in chosen]), SlotSet("shown", min(len(chosen), PAGE))]


def _chosen(tracker: Tracker, facilities: Directory) -> list[Facility] | None:
    """The facilities that are meant; empty when the named one is not on the list, None when none is named."""
    place, named, ordinal = (tracker.get_slot(slot) for slot in ("place", "facility", "ordinal"))
    found = by_ids(facilities, tracker.get_slot("found") or [])
    shown = int(tracker.get_slot("shown") or 0)
    if named:
        return [sister(facilities, facility, place) for facility in by_ids(facilities, [named])]
    if place:
        outcome = search(facilities, place)
        return list(outcome.facilities) if isinstance(outcome, (InPlace, Nearest)) else []
    if ordinal and found:
        index = int(ordinal) - 1 if int(ordinal) > 0 else shown - 1
        return found[index : index + 1]
    return found[max(0, shown - PAGE) : shown] or None


def _show(say: CollectingDispatcher, facilities: Sequence[Facility], start: int, distances: Sequence[float] = ()) -> Events:
    """A page of cards, then buttons for details and for the next page."""
    page = facilities[start : start + PAGE]
    for number, facility in enumerate(page, start=start + 1):
        distance = round(distances[number - 1]) if distances else None
        say.utter_message(response="utter_facility_card", number=number, distance=distance, **_details(facility))
    buttons: list[dict[str, Any]] = [
        {"title": "utter_details_button", "number": n, "payload": f'/facility_details{{"facility":"{f.id}"}}'}
        for n, f in enumerate(page, start=start + 1)
    ]
    more = [{"title": "utter_more_button", "payload": "/more_facilities"}] if len(facilities) > start + PAGE else []
    say.utter_message(response="utter_list_end", choices=[*buttons, *more])
    return [SlotSet("found", [f.id for f in facilities[:_KEPT]]), SlotSet("shown", start + len(page))]


def _details(facility: Facility) -> dict[str, Any]:
    """Values for the placeholders of a card, as bot.answers reads them; `age` only when the facility is stale."""
    age = facility.age_days(days.today())
    stale = age > _config().stale_days
    return {
        "id": facility.id,
        "name": facility.name,
        "kind": f"utter_kind_{facility.kind}",
        "employs": "utter_employs_yes" if facility.confirmed else "utter_employs_unknown",
        "address": facility.address,
        "phone": phones.for_people(facility.phone),
        "email": facility.email,
        "website": facility.website,
        "hours_pl": hours.in_words(facility.hours, "pl"),
        "hours_en": hours.in_words(facility.hours, "en"),
        "area_pl": facility.area_pl,
        "area_en": facility.area_en,
        "note_pl": facility.note_pl,
        "note_en": facility.note_en,
        "map": f"https://www.openstreetmap.org/search?query={quote(facility.address)}" if facility.street else "",
        "source_url": facility.source_url,
        "source_date": "utter_undated" if facility.source_date == "n.d." else facility.source_date,
        "collected_on": facility.collected_on,
        "age_pl": days.ago(age, "pl") if stale else "",
        "age_en": days.ago(age, "en") if stale else "",
    }


def _place_buttons(found: Ambiguous) -> list[dict[str, str]]:
    return [
        {"title": f"{p.name}, {p.powiat}, {p.voivodeship}", "payload": f'/find_facility{{"place":"{p.id}"}}'}
        for p in found.places[:_CHOICES]
    ]
