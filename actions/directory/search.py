"""Searches the list of facilities. Pure: facilities and a place in, an outcome as a type out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Union

from actions.directory.model import Facility
from bot import gazetteer
from bot.folding import fold
from bot.gazetteer import Place
from bot.nlu.place_finder import REGION, SHARED_NAME, finder

_COMMON = frozenset("dom samopomocy zdrowia psychicznego fundacji fundacja centrum szpital pzk im dr".split())
NEAREST = 3  # how many are named when there is none in the place itself


@dataclass(frozen=True)
class InPlace:
    """Facilities in the place itself, the confirmed ones first; place: its name, or the voivodeship's."""

    place: str
    facilities: tuple[Facility, ...]


@dataclass(frozen=True)
class Nearest:
    """None is in the place: the nearest ones, nearest first. distances_km: great-circle kilometres, one for each."""

    place: str
    facilities: tuple[Facility, ...]
    distances_km: tuple[float, ...]


@dataclass(frozen=True)
class Ambiguous:
    """Several places share the name; largest first."""

    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class UnknownPlace:
    """The id names no place."""


Found = Union[InPlace, Nearest, Ambiguous, UnknownPlace]


def confirmed_first(facilities: Sequence[Facility]) -> list[Facility]:
    """Confirmed workplaces of recovery assistants before places where one can ask; order kept otherwise."""
    return sorted(facilities, key=lambda f: not f.confirmed)


def of_kind(facilities: Sequence[Facility], kind: str | None) -> list[Facility]:
    """Facilities of a kind; a community mental health centre counts as a mental health centre. All when kind is None."""
    if kind is None:
        return list(facilities)
    return [f for f in facilities if f.kind == kind or (kind == "mental_health_centre" and f.kind.endswith(kind))]


def search(facilities: Sequence[Facility], place_id: str, kind: str | None = None) -> Found:
    """Facilities of a kind in a place (an id of the gazetteer, `woj:…` or `name:…`), or the nearest ones.

    Online services serve every place. When there is none of the kind (in the region), the kind is left aside.
    """
    if kind == "online_service" and of_kind(facilities, kind):
        return InPlace("online", tuple(of_kind(facilities, kind)))
    wanted = of_kind(facilities, kind) or list(facilities)
    if place_id.startswith(REGION):
        return _in_region(wanted, facilities, place_id.removeprefix(REGION))
    if place_id.startswith(SHARED_NAME):
        places = finder().candidates(place_id)
        return Ambiguous(places[0].name, tuple(places)) if places else UnknownPlace()
    place = gazetteer.by_id().get(place_id)
    if place is None:
        return UnknownPlace()
    here = [f for f in wanted if f.place_id and _same_place(gazetteer.by_id()[f.place_id], place)]
    if here:
        return InPlace(place.name, tuple(confirmed_first(here)))
    return _nearest(wanted, place)


def _in_region(wanted: Sequence[Facility], everything: Sequence[Facility], voivodeship: str) -> Found:
    """Facilities of the kind in the voivodeship, else all there, else the nearest to its largest town."""
    if voivodeship not in gazetteer.VOIVODESHIPS:
        return UnknownPlace()
    for facilities in (wanted, everything):
        here = [f for f in facilities if f.voivodeship == voivodeship]
        if here:
            return InPlace(voivodeship, tuple(confirmed_first(here)))
    centre = gazetteer.largest_in(voivodeship)
    return replace(_nearest(everything, centre), place=voivodeship)


def _same_place(a: Place, b: Place) -> bool:
    return a.id == b.id or (a.name == b.name and a.voivodeship == b.voivodeship and a.powiat == b.powiat)


def _nearest(facilities: Sequence[Facility], place: Place) -> Nearest:
    here = (place.lat, place.lon)
    located = [(f, gazetteer.by_id()[f.place_id]) for f in facilities if f.place_id]
    ranked = sorted(((gazetteer.distance_km(here, (p.lat, p.lon)), f) for f, p in located), key=lambda pair: pair[0])
    chosen = ranked[:NEAREST]
    return Nearest(place.name, tuple(f for _, f in chosen), tuple(d for d, _ in chosen))


def by_ids(facilities: Sequence[Facility], ids: Sequence[str]) -> list[Facility]:
    """Facilities with these ids, in the order of the ids; unknown ids are left out."""
    known = {f.id: f for f in facilities}
    return [known[i] for i in ids if i in known]


def sister(facilities: Sequence[Facility], named: Facility, place_id: str | None) -> Facility:
    """The facility of the same bearer in another place, when the place is named too ("Leonardo w Wieliczce"); else `named`."""
    if not place_id or place_id == named.place_id:
        return named
    bearer = _own_words(named)
    there = [f for f in facilities if f.place_id == place_id and _own_words(f) & bearer]
    return there[0] if there else named


def _own_words(facility: Facility) -> set[str]:
    """Words of a name that are written like names inside it („Leonardo”, Feniks), folded."""
    inside = facility.name.split()[1:]
    return {fold(w).strip('„”"(),.') for w in inside if w.strip('„”"(')[:1].isupper()} - _COMMON
