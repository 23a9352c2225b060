"""The list of facilities as pages: search that works without scripts, the map, and an address for each facility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from actions.directory import days, hours, phones
from actions.directory.model import KINDS, Facility
from actions.directory.search import InPlace, Nearest, search
from actions.directory.store import REASONS
from bot import gazetteer
from bot.folding import fold
from bot.languages import LANGUAGES
from bot.nlu.place_finder import finder
from bot.web import map as country
from bot.web.html import Child, Html, element, items, join, link
from bot.web.layout import Content, heading, say
from bot.web.paths import path
from bot.web.prose import inline, phone
from bot.web.texts import domain_answers

_LONGEST_QUERY: Final = 100
_NEIGHBOURS: Final = 3


@dataclass(frozen=True)
class Query:
    """What somebody looks for. kind: of KINDS or empty."""

    where: str = ""
    kind: str = ""
    confirmed: bool = False

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Query:
        """From the parameters of an address; what is not understood is left out."""
        kind = values.get("kind", "")
        return cls(values.get("where", "").strip()[:_LONGEST_QUERY], kind if kind in KINDS else "", values.get("confirmed") == "1")


@dataclass(frozen=True)
class Result:
    """Facilities to show. nothing_in: the place that has none of these, when they are the nearest ones instead.

    others_here: that place has facilities of another sort.
    """

    facilities: tuple[Facility, ...]
    distances_km: tuple[float, ...] = ()
    nothing_in: str = ""
    others_here: bool = False

    @property
    def outcome(self) -> str:
        """What is counted of a search, in the words of those in the chat."""
        return "nearest" if self.nothing_in else "found" if self.facilities else "unknown"

    @property
    def empty_place(self) -> str:
        """Name of a place without any facility, or ""."""
        return "" if self.others_here else self.nothing_in


def found(facilities: Sequence[Facility], query: Query) -> Result:
    """The facilities for a query: by place if it names one, else by the words of their names and addresses."""
    wanted = [f for f in facilities if _fits(f, query)]
    if not query.where:
        return Result(tuple(sorted(wanted, key=lambda f: not f.confirmed)))
    words = fold(query.where).split()
    named = tuple(
        f for f in wanted if all(word in fold(f"{f.name} {f.address} {f.voivodeship} {f.area_pl} {f.area_en}") for word in words)
    )
    mention = next(iter(finder().find(query.where, expected=True, correct=not named)), None)
    place = _largest(mention.id) if mention else ""
    outcome = search(wanted, place) if place and wanted else None
    if isinstance(outcome, InPlace):
        others = tuple(f for f in named if f not in outcome.facilities)
        return Result((*outcome.facilities, *others))
    if named:
        return Result(named)
    if isinstance(outcome, Nearest):
        others_here = isinstance(search(facilities, place), InPlace)
        return Result(outcome.facilities, outcome.distances_km, outcome.place, others_here)
    return Result(())


def _largest(place_id: str) -> str:
    """The place itself; the largest one when several share a name."""
    if not place_id.startswith("name:"):
        return place_id
    return finder().candidates(place_id)[0].id


def _fits(facility: Facility, query: Query) -> bool:
    kind_fits = (
        not query.kind
        or facility.kind == query.kind
        or (query.kind == "mental_health_centre" and facility.kind.endswith(query.kind))
    )
    return kind_fits and (facility.confirmed or not query.confirmed)


def list_content(facilities: Sequence[Facility], language: str, query: Query, result: Result) -> Content:
    """The list as a search leaves it. result: what `found` says of the query."""
    addresses = {f.id: path("places", language, f.id) for f in facilities}
    confirmed = sum(f.confirmed for f in facilities)
    lead = say("places_lead", language, confirmed=confirmed, other=len(facilities) - confirmed)
    cards = element("ol", [_card(f, language, d) for f, d in _with_distances(result)], class_="places", id="places")
    drawing = element(
        "figure",
        country.drawing(result.facilities, addresses, say("places_map", language)),
        element("figcaption", say("places_map_key", language)),
        class_="map-frame",
    )
    main = join(
        heading(say("places_title", language), lead),
        _form(language, query),
        element("div", element("div", _summary(result, language, query), cards), drawing, class_="with-map"),
    )
    description = say("places_description", language, count=len(facilities))
    pages = {code: path("places", code) for code in LANGUAGES}
    return Content(pages, say("places_title", language), description, main, "places", indexed=query == Query())


def _with_distances(result: Result) -> list[tuple[Facility, float | None]]:
    distances = result.distances_km or [None] * len(result.facilities)
    return list(zip(result.facilities, distances))


def _summary(result: Result, language: str, query: Query) -> Html:
    if query == Query():
        return element("h2", say("places_all", language))
    elsewhere = None
    if result.nothing_in:
        key = "places_nearest_such" if result.others_here else "places_nearest"
        text = say(key, language, place=result.nothing_in)
        elsewhere = element("p", inline(say("places_elsewhere", language)))
    elif result.facilities:
        text = say("places_found", language, count=len(result.facilities))
    else:
        text = say("places_nothing", language)
    clear = link(path("places", language), say("places_clear", language))
    return join(element("h2", inline(text)), elsewhere, element("p", clear))


def _form(language: str, query: Query) -> Html:
    answers = domain_answers()
    kinds = [element("option", say("places_any", language), value="")] + [
        element("option", answers.text(f"utter_kind_{kind}", language), value=kind, selected=kind == query.kind) for kind in KINDS
    ]
    return element(
        "form",
        element(
            "p",
            element("label", say("places_where", language), for_="where"),
            element("input", id="where", name="where", type="search", value=query.where or None, maxlength=_LONGEST_QUERY,
                    placeholder=say("places_where_hint", language)),
        ),
        element("p", element("label", say("places_kind", language), for_="kind"), element("select", kinds, id="kind", name="kind")),
        element(
            "p",
            element("input", id="confirmed", name="confirmed", type="checkbox", value="1", checked=query.confirmed),
            element("label", say("places_confirmed", language), for_="confirmed"),
            class_="tick",
        ),
        element("p", element("button", say("places_go", language)), class_="go"),
        element("near-me", data_why=say("places_near_why", language), data_label=say("places_near", language),
                data_done=say("places_near_done", language), data_no=say("places_near_no", language)),
        action=path("places", language),
        role="search",
        class_="finder",
    )  # fmt: skip


def _where(facility: Facility) -> dict[str, object]:
    place = gazetteer.by_id().get(facility.place_id)
    return {"data_lat": place.lat, "data_lon": place.lon} if place else {}


def _employs(facility: Facility, language: str) -> Html:
    key = "utter_employs_yes" if facility.confirmed else "utter_employs_unknown"
    return element("p", domain_answers().text(key, language), class_="badge sure" if facility.confirmed else "badge")


def numbers(facility: Facility) -> list[Html]:
    """Every phone number of a facility, ready to be tapped."""
    return [phone(number) for number in phones.for_people(facility.phone).split("; ") if number]


def _card(facility: Facility, language: str, distance: float | None) -> Html:
    town = facility.address or say("places_online", language)
    away = say("chat_distance", language, km=round(distance)) if distance is not None else None
    return element(
        "li",
        element("h3", link(path("places", language, facility.id), facility.name)),
        _employs(facility, language),
        element("p", ", ".join(filter(None, (town, facility.voivodeship)))),
        element("p", away, class_="away") if away else None,
        element("p", _spaced(numbers(facility)), class_="numbers") if facility.phone else None,
        **_where(facility),
    )


def _spaced(parts: Sequence[Html]) -> list[str | Html]:
    return [item for part in parts for item in (part, " ")][:-1]


def details_content(facility: Facility, facilities: Sequence[Facility], language: str, thanks: bool = False) -> Content:
    """The page of one facility."""
    unknown = element("i", say("place_unknown", language))
    area, note = (getattr(facility, f"{name}_{language}") for name in ("area", "note"))
    source_date = days.of_source(facility.source_date, language)
    if source_date in domain_answers():
        source_date = domain_answers().text(source_date, language)
    source = say(
        "place_source_of", language, source=facility.source_url, source_date=source_date, collected_on=facility.collected_on
    )
    rows: list[tuple[str, Child]] = [
        ("place_address", ", ".join(filter(None, (facility.address, facility.voivodeship))) or unknown),
        ("place_phone", _spaced(numbers(facility)) or unknown),
        ("place_email", link(f"mailto:{facility.email}", facility.email) if facility.email else None),
        ("place_website", link(facility.website, facility.website.split("//")[-1].rstrip("/")) if facility.website else None),
        ("place_hours", hours.in_words(facility.hours, language)),
        ("place_for_whom", area),
        ("place_note", note),
        ("place_source", inline(source)),
    ]
    contact = element(
        "dl", [(element("dt", say(key, language)), element("dd", value)) for key, value in rows if value], class_="facts"
    )
    kind = domain_answers().text(f"utter_kind_{facility.kind}", language)
    main = join(
        element("p", link(path("places", language), "← ", say("place_back", language)), class_="back"),
        heading(facility.name, kind[0].upper() + kind[1:]),
        element("p", say("place_wrong_thanks", language), class_="thanks", role="status") if thanks else None,
        element(
            "div",
            element("div", _employs(facility, language), contact, _map_link(facility, language)),
            _small_map(facility, language),
            class_="with-map",
        ),
        _neighbours(facility, facilities, language),
        _report_form(facility, language),
    )
    addresses = {code: path("places", code, facility.id) for code in LANGUAGES}
    description = say("place_description", language, name=facility.name)
    return Content(addresses, facility.name, description, main, "places", _business(facility), indexed=not thanks)


def _map_link(facility: Facility, language: str) -> Html | None:
    if not facility.street:
        return None
    address = f"https://www.openstreetmap.org/search?query={quote(facility.address)}"
    return element("p", link(address, say("place_map", language), class_="button quiet"))


def _small_map(facility: Facility, language: str) -> Html | None:
    if not facility.place_id:
        return None
    here = {facility.id: path("places", language, facility.id)}
    return element("figure", country.drawing([facility], here, say("places_map", language)), class_="map-frame small-map")


def _neighbours(facility: Facility, facilities: Sequence[Facility], language: str) -> Html | None:
    here = gazetteer.by_id().get(facility.place_id)
    if here is None:
        return None
    others = [(f, gazetteer.by_id()[f.place_id]) for f in facilities if f.place_id in gazetteer.by_id() and f.id != facility.id]
    ranked = sorted(((gazetteer.distance_km((here.lat, here.lon), (p.lat, p.lon)), f) for f, p in others), key=lambda pair: pair[0])
    listed = [
        join(link(path("places", language, f.id), f.name), f" ({km:.0f} km)" if km >= 1 else None) for km, f in ranked[:_NEIGHBOURS]
    ]
    return element("section", element("h2", say("place_near", language)), items(listed))


def _report_form(facility: Facility, language: str) -> Html:
    choices = [
        element(
            "label",
            element("input", type="radio", name="reason", value=reason, required=True),
            " ",
            say(f"chat_reason_{reason}", language),
        )
        for reason in REASONS
    ]
    return element(
        "form",
        element(
            "fieldset", element("legend", say("place_wrong", language)), element("p", say("place_wrong_why", language)), choices
        ),
        element("button", say("place_wrong_send", language), class_="quiet"),
        method="post",
        action=path("places", language, facility.id),
        class_="report",
    )


def _business(facility: Facility) -> dict[str, object]:
    address = {"@type": "PostalAddress", "streetAddress": facility.street, "postalCode": facility.postcode,
               "addressLocality": facility.city, "addressRegion": facility.voivodeship, "addressCountry": "PL"}  # fmt: skip
    known: dict[str, object] = {"@type": "Organization", "name": facility.name, "address": {k: v for k, v in address.items() if v}}
    if facility.phone:
        known["telephone"] = facility.phone.split("; ")[0]
    if facility.website:
        known["url"] = facility.website
    return known
