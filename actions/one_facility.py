"""The custom actions about one facility, or the few that are meant: details, open now, the way, how fresh, a wrong contact."""

from __future__ import annotations

import logging
from abc import abstractmethod
from datetime import datetime, timedelta
from typing import Final

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.directory import days, hours, store
from actions.directory.directory import Directory, coordinates
from actions.directory.model import Facility
from actions.directory.opening import ALWAYS, DAYS, State, is_open, on_days
from actions.directory.search import InPlace, Nearest, by_ids, search, sister
from actions.listing import PAGE, DirectoryAction, Events, card, engine
from bot import gazetteer
from bot.languages import LANGUAGES
from bot.nlu.facility_words import TOMORROW
from bot.payloads import payload

logger = logging.getLogger(__name__)
_OPENING: Final = {
    State.OPEN: "utter_open_now",
    State.OPEN_BY_TABLE: "utter_open_holiday",
    State.CLOSED: "utter_closed_now",
    State.UNKNOWN: "utter_hours_unknown",
}


class AboutFacilities(DirectoryAction):
    """An action that says something of each facility that is meant."""

    def answer(self, say: CollectingDispatcher, tracker: Tracker, facilities: Directory) -> Events:
        """At most a page of facilities, or the question which one."""
        chosen = _chosen(tracker, facilities)
        if not chosen:
            say.utter_message(response="utter_facility_details" if chosen is None else "utter_details_unknown_name")
            return _forget()
        for facility in chosen[:PAGE]:
            self.tell(say, tracker, facility)
        return [*_forget(), *_in_view(tracker, chosen)]

    @abstractmethod
    def tell(self, say: CollectingDispatcher, tracker: Tracker, facility: Facility) -> None:
        """What this action says of a facility."""


class ActionFacilityDetails(AboutFacilities):
    """All that is known of a facility."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_facility_details"

    def tell(self, say: CollectingDispatcher, tracker: Tracker, facility: Facility) -> None:
        """The full card, and where to ask when there is no contact."""
        say.utter_message(response="utter_facility_details_card", **card(facility))
        if not facility.phone and not facility.street and not facility.website:
            say.utter_message(response="utter_contact_unknown")


class ActionFacilityOpen(AboutFacilities):
    """Whether it is open now, or on the day that was named, by the hours of the table and the clock of Warsaw."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_facility_open"

    def tell(self, say: CollectingDispatcher, tracker: Tracker, facility: Facility) -> None:
        """Open, closed or not known, and when that changes."""
        named = tracker.get_slot("day")
        if named and facility.hours not in ("", ALWAYS):
            tomorrow = DAYS[(days.today() + timedelta(1)).weekday()]
            self._tell_of_day(say, facility, tomorrow if named == TOMORROW else named)
            return
        opening = is_open(facility.hours, datetime.now(days.WARSAW))
        moments = {"closes": opening.closes, "opens": opening.opens}
        told = {f"{n}_{language}": hours.moment_in_words(m, language) for n, m in moments.items() for language in LANGUAGES}
        say.utter_message(response=_OPENING[opening.state], **{**card(facility), **told})

    def _tell_of_day(self, say: CollectingDispatcher, facility: Facility, day: str) -> None:
        found = on_days(facility.hours, day)
        told = {
            f"{n}_{language}": hours.in_words(v, language) for n, v in (("day", day), ("times", found)) for language in LANGUAGES
        }
        say.utter_message(response="utter_open_that_day" if found else "utter_closed_that_day", **{**card(facility), **told})


class ActionFacilityRoute(AboutFacilities):
    """The way there: address and a map."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_facility_route"

    def tell(self, say: CollectingDispatcher, tracker: Tracker, facility: Facility) -> None:
        """The address with a link to a map, or that the street is not known."""
        known = facility.street or facility.lat is not None
        say.utter_message(response="utter_route" if known else "utter_route_unknown", **card(facility))


class ActionFacilityCurrent(AboutFacilities):
    """How fresh the row is: when it was checked, and by which source."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_facility_current"

    def tell(self, say: CollectingDispatcher, tracker: Tracker, facility: Facility) -> None:
        """The day of the last check and the source."""
        age = facility.age_days(days.today())
        checked = {"checked_pl": days.ago(age, "pl"), "checked_en": days.ago(age, "en")}
        say.utter_message(response="utter_freshness", **{**card(facility), **checked})


class ActionFacilityPhone(AboutFacilities):
    """Its telephone number, and no more."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_facility_phone"

    def tell(self, say: CollectingDispatcher, tracker: Tracker, facility: Facility) -> None:
        """The number, or that it is not known and where else to ask."""
        say.utter_message(response="utter_phone_is" if facility.phone else "utter_phone_unknown", **card(facility))


class ActionFacilityAssistant(AboutFacilities):
    """Whether recovery assistants work there, as far as the table tells."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_facility_assistant"

    def tell(self, say: CollectingDispatcher, tracker: Tracker, facility: Facility) -> None:
        """Yes, by a source, or that it is not known."""
        say.utter_message(response="utter_works_there" if facility.confirmed else "utter_perhaps_there", **card(facility))


class ActionFacilityDistance(DirectoryAction):
    """How far it is: from the town of the last search to another one, or to the facilities that were shown, nearest first."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_facility_distance"

    def answer(self, say: CollectingDispatcher, tracker: Tracker, facilities: Directory) -> Events:
        """Kilometres as the crow flies; where it is not known where from, the question for a town."""
        searched, named = (gazetteer.by_id().get(tracker.get_slot(slot) or "") for slot in ("searched", "place"))
        start = searched or named
        shown = [(f, point) for f in _in_list(tracker, facilities) or () if (point := coordinates(f))]
        if searched and named and named != searched:
            distance = round(gazetteer.distance_km((searched.lat, searched.lon), (named.lat, named.lon)))
            say.utter_message(response="utter_distance_towns", place=searched.name, other=named.name, distance=distance)
        elif start is None or not shown:
            say.utter_message(response="utter_nearer_where")
        elif all(f.place_id == start.id for f, _ in shown):
            say.utter_message(response="utter_nearer_same_town", place=start.name)
        else:
            here = (start.lat, start.lon)
            say.utter_message(response="utter_distance_from", place=start.name)
            for distance, name in sorted((round(gazetteer.distance_km(here, point)), f.name) for f, point in shown[:PAGE]):
                say.utter_message(response="utter_distance", name=name, distance=distance)
        return _forget()


class ActionReportContact(DirectoryAction):
    """A contact is wrong: kept for the editor of the list, without anything about who said it."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_report_contact"

    def answer(self, say: CollectingDispatcher, tracker: Tracker, facilities: Directory) -> Events:
        """Keeps the report when it is clear which facility is meant; otherwise asks which of those shown."""
        chosen = _chosen(tracker, facilities)
        if not chosen:
            say.utter_message(response="utter_report_which" if chosen is None else "utter_details_unknown_name")
            return _forget()
        if len(chosen) > 1:
            choices = [{"title": f.name, "payload": payload("facility_wrong", facility=f.id)} for f in chosen[:PAGE]]
            say.utter_message(response="utter_report_which", choices=choices)
            return _forget()
        self._keep(say, chosen[0], tracker.get_slot("reason") or "other")
        return [*_forget(), *_in_view(tracker, chosen), SlotSet("reason", None)]

    def _keep(self, say: CollectingDispatcher, facility: Facility, reason: str) -> None:
        try:
            store.report_contact(engine(), facility.id, days.today(), reason)
        except store.DirectoryError as error:
            logger.error("a report could not be kept: %s", error)
            say.utter_message(response="utter_report_failed", **card(facility))
            return
        say.utter_message(response="utter_reported", reason=f"utter_reason_{reason}", **card(facility))


def _forget() -> Events:
    """What named a facility in this message names nothing in the next one."""
    return [SlotSet(slot, None) for slot in ("facility", "ordinal", "place", "day")]


def _in_view(tracker: Tracker, chosen: list[Facility]) -> Events:
    """Of which facilities the next "and the phone?" speaks; the list that was shown stays, so that it can be leafed on."""
    if len(chosen) == 1:
        return [SlotSet("current", chosen[0].id)]
    if tracker.get_slot("place"):
        return [SlotSet("found", [f.id for f in chosen]), SlotSet("shown", min(len(chosen), PAGE)), SlotSet("current", None)]
    return []


def _chosen(tracker: Tracker, facilities: Directory) -> list[Facility] | None:
    """The facilities that are meant; empty when the named one is not on the list, None when none is named."""
    place, named = tracker.get_slot("place"), tracker.get_slot("facility")
    if named:
        return [sister(facilities, facility, place) for facility in by_ids(facilities, [named])]
    if place:
        outcome = search(facilities, place)
        return list(outcome.facilities) if isinstance(outcome, (InPlace, Nearest)) else []
    return _in_list(tracker, facilities)


def _in_list(tracker: Tracker, facilities: Directory) -> list[Facility] | None:
    """The one of the last list that its position names, the one spoken of, or those shown last; None when nothing was shown."""
    ordinal, current = tracker.get_slot("ordinal"), tracker.get_slot("current")
    found = by_ids(facilities, tracker.get_slot("found") or [])
    shown = int(tracker.get_slot("shown") or 0)
    if ordinal and found:
        index = int(ordinal) - 1 if int(ordinal) > 0 else shown - 1
        return found[index : index + 1]
    return by_ids(facilities, [current] if current else []) or found[max(0, shown - PAGE) : shown] or None
