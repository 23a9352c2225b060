"""The custom actions that search: read slots, ask the directory, name a response. Texts stand in domain.yml."""

from __future__ import annotations

import threading
from typing import Any, Final, Union

import numpy as np
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import one_facility  # noqa: F401 (the action server knows the actions of this module and what it imports)
from actions.directory.directory import Directory
from actions.directory.search import NEAREST, Ambiguous, InPlace, Nearest, UnknownPlace, Wish, by_ids, search
from actions.listing import DirectoryAction, Events, card, show
from bot import gazetteer
from bot.gazetteer import Place
from bot.nlu.place_finder import finder
from bot.nlu.place_mention import ONLINE, REGION
from bot.payloads import search_in

# Read now, beside the start of the server: the first question for a name that several places share would wait for it.
threading.Thread(target=finder, daemon=True).start()
_CHOICES: Final = 6  # buttons for places that share a name
_ASKED: Final = ("place", "kind", "confirmed", "district", "other_places", "named")  # slots of one search, forgotten after it


class ActionFindFacilities(DirectoryAction):
    """Facilities in the place of the slot `place`, or the nearest ones."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_find_facilities"

    def answer(self, say: CollectingDispatcher, tracker: Tracker, facilities: Directory) -> Events:
        """One of the outcomes of the search."""
        place, wish = tracker.get_slot("place") or "", _wish(tracker)
        found, further = search(facilities, place, wish), _other_places(tracker, place)
        if isinstance(found, Nearest) and found.others_here:
            further = [{"title": "utter_all_here_button", "place": found.place, "payload": search_in(place)}, *further]
        forget = [SlotSet(slot, None) for slot in _ASKED]
        if isinstance(found, Ambiguous):
            say.utter_message(response="utter_place_ambiguous", place=found.name, choices=[*_place_buttons(found), *further])
            return forget
        if isinstance(found, UnknownPlace) or not found.facilities:
            say.utter_message(response="utter_place_unknown")
            return forget
        if _was_told(tracker, place, found):
            say.utter_message(response="utter_nothing_here", place=found.place)
            return forget
        return [*_announce(say, found, wish, further), SlotSet("searched", place), *forget]


class ActionListFacilities(DirectoryAction):
    """The whole list, or that of a place, confirmed workplaces first, a page at a time."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_list_facilities"

    def answer(self, say: CollectingDispatcher, tracker: Tracker, facilities: Directory) -> Events:
        """The first page; with a place named, the search for that place; confirmed ones where people have searched already."""
        if tracker.get_slot("place"):
            return ActionFindFacilities().answer(say, tracker, facilities)
        wish = _wish(tracker)
        found = search(facilities, wish.near, wish) if wish.confirmed and wish.near else None
        if isinstance(found, (InPlace, Nearest)) and found.facilities:
            return [*_announce(say, found, wish, []), *(SlotSet(slot, None) for slot in _ASKED)]
        confirmed = facilities.confirmed_count
        say.utter_message(response="utter_list_facilities", confirmed=confirmed, other=len(facilities) - confirmed)
        wanted = facilities.confirmed if tracker.get_slot("confirmed") else facilities.of_kind(None)
        return [*show(say, facilities.ranked(wanted), 0), SlotSet("searched", None), SlotSet("confirmed", None)]


class ActionMoreFacilities(DirectoryAction):
    """The next page of the last search."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_more_facilities"

    def answer(self, say: CollectingDispatcher, tracker: Tracker, facilities: Directory) -> Events:
        """The next facilities; after the last of a town the nearest ones around it, then that there are no more."""
        found = by_ids(facilities, tracker.get_slot("found") or [])
        shown = int(tracker.get_slot("shown") or 0)
        if shown < len(found):
            return show(say, found, shown)
        place = gazetteer.by_id().get(tracker.get_slot("searched") or "")
        if place and all(f.place_id == place.id for f in found):
            return _around(say, place, facilities)
        say.utter_message(response="utter_more_facilities")
        return []


class ActionCountFacilities(DirectoryAction):
    """How many facilities there are, in all or in a place."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_count_facilities"

    def answer(self, say: CollectingDispatcher, tracker: Tracker, facilities: Directory) -> Events:
        """Counts; a place where there is none is searched instead."""
        place, counted = "utter_all_poland", facilities[:]
        if tracker.get_slot("place"):
            found = search(facilities, tracker.get_slot("place"), _wish(tracker))
            if not isinstance(found, InPlace):
                return ActionFindFacilities().answer(say, tracker, facilities)
            place, counted = found.place, found.facilities
        confirmed = sum(f.confirmed for f in counted)
        say.utter_message(response="utter_count_facilities", place=place, total=len(counted), confirmed=confirmed)
        return [SlotSet(slot, None) for slot in _ASKED]


class ActionNearerFacility(DirectoryAction):
    """Something closer than what was shown: the nearest that there is, or the question where from."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_nearer_facility"

    def answer(self, say: CollectingDispatcher, tracker: Tracker, facilities: Directory) -> Events:
        """What is nearest to the place of the last search; where all that is there is not confirmed, the nearest that is."""
        place = gazetteer.by_id().get(tracker.get_slot("searched") or "")
        if place is None:
            say.utter_message(response="utter_nearer_where")
            return []
        anything = facilities.of_kind(None)
        here = facilities.in_place(place, anything)
        if here and not any(f.confirmed for f in here):
            near, distances = facilities.nearest((place.lat, place.lon), 1, facilities.confirmed)
            if near:
                distance = round(distances[0])
                say.utter_message(response="utter_nearest_confirmed", **card(near[0]), place=place.name, distance=distance)
                return [SlotSet("current", near[0].id)]
        if here:
            say.utter_message(response="utter_nearer_same_town", place=place.name)
            return []
        near, distances = facilities.nearest((place.lat, place.lon), 1, anything)
        if near:
            say.utter_message(response="utter_nearer_nothing", place=place.name, name=near[0].name, distance=round(distances[0]))
        return []


def _was_told(tracker: Tracker, place: str, found: Union[InPlace, Nearest]) -> bool:
    """Whether the last search was for the same place, and told that there is none and the same nearest ones."""
    shown = tracker.get_slot("found") or []
    return isinstance(found, Nearest) and place == tracker.get_slot("searched") and [f.id for f in found.facilities] == shown


def _wish(tracker: Tracker) -> Wish:
    slot = tracker.get_slot
    return Wish(slot("kind"), bool(slot("confirmed")), slot("district") or "", slot("searched") or "")


def _announce(say: CollectingDispatcher, found: Union[InPlace, Nearest], wish: Wish, further: list[dict[str, Any]]) -> Events:
    """The line above the cards, then the cards."""
    if isinstance(found, Nearest):
        response = "utter_no_such_in_place" if found.others_here else "utter_nothing_in_place"
        say.utter_message(response=response, place=found.place)
        return show(say, found.facilities, 0, found.distances_km, further)
    place = "utter_online_places" if found.place == ONLINE else found.place
    known = "utter_found_in_district" if found.of_district else "utter_found_in_city"
    response = known if wish.district else "utter_found_in_place"
    say.utter_message(response=response, place=place, district=wish.district, own=found.of_district, count=len(found.facilities))
    return show(say, found.facilities, 0, further=further)


def _around(say: CollectingDispatcher, place: Place, facilities: Directory) -> Events:
    """The facilities nearest to a town that are not in it."""
    elsewhere = np.array([f.place_id != place.id for f in facilities])
    near, distances = facilities.nearest((place.lat, place.lon), NEAREST, elsewhere)
    say.utter_message(response="utter_also_near", place=place.name)
    return show(say, near, 0, distances)


def _other_places(tracker: Tracker, place: str) -> list[dict[str, Any]]:
    """Buttons for the other places that the message named."""
    known = ((i, gazetteer.by_id().get(i)) for i in tracker.get_slot("other_places") or [])
    named = [(i, p.name if p else i.removeprefix(REGION)) for i, p in known if i != place and (p or i.startswith(REGION))]
    return [{"title": "utter_also_search_button", "place": name, "payload": search_in(i)} for i, name in named]


def _place_buttons(found: Ambiguous) -> list[dict[str, Any]]:
    """A button for each place; a city that has a part of the name says so."""
    return [
        {
            "title": f"{p.name}, {p.powiat}, {p.voivodeship}" if p.name == found.name else f"{found.name} ({p.name})",
            "payload": search_in(p.id),
        }
        for p in found.places[:_CHOICES]
    ]
