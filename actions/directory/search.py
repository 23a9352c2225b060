"""Searches the list of facilities. Pure: facilities and a place in, an outcome as a type out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Union

import numpy as np
import numpy.typing as npt

from actions.directory.directory import Directory
from actions.directory.model import Facility
from bot import gazetteer
from bot.folding import fold, words
from bot.gazetteer import Place
from bot.nlu.place_finder import finder
from bot.nlu.place_mention import ONLINE, REGION, SHARED_NAME

_COMMON = frozenset("dom samopomocy zdrowia psychicznego fundacji fundacja centrum szpital pzk im dr".split())
_STEM = 3  # letters at least of the name of a part of a city that its adjective ("wolski") shares with it
NEAREST = 3  # how many are named when there is none in the place itself


@dataclass(frozen=True)
class InPlace:
    """Facilities in the place itself, the confirmed ones first; place: its name, or the voivodeship's.

    of_district: how many of them, standing first, name the part of the city that was asked for.
    """

    place: str
    facilities: tuple[Facility, ...]
    of_district: int = 0


@dataclass(frozen=True)
class Nearest:
    """None of those that are wanted is in the place: the nearest ones, nearest first.

    distances_km: great-circle kilometres, one for each. others_here: there are facilities of another sort in the place.
    """

    place: str
    facilities: tuple[Facility, ...]
    distances_km: tuple[float, ...]
    others_here: bool = False


@dataclass(frozen=True)
class Ambiguous:
    """Several places share the name; largest first, or nearest first to where was searched before."""

    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class UnknownPlace:
    """The id names no place."""


Found = Union[InPlace, Nearest, Ambiguous, UnknownPlace]


@dataclass(frozen=True)
class Wish:
    """What a visitor looks for. kind: of facility. confirmed: only where recovery assistants are known to work.

    district: part of a city. near: id of the place that was asked about before.
    """

    kind: str | None = None
    confirmed: bool = False
    district: str = ""
    near: str = ""


ANYTHING: Final = Wish()


def search(facilities: Sequence[Facility], place_id: str, wish: Wish = ANYTHING) -> Found:
    """Facilities in a place (an id of the gazetteer, `woj:…`, `name:…`, or ONLINE), or the nearest ones.

    When there is none of the kind (in the region), the kind is left aside. The list is best a Directory, which has worked out its
    order and coordinates before.
    """
    directory = Directory.of(facilities)
    everything = directory.confirmed if wish.confirmed and directory.confirmed_count else directory.of_kind(None)
    of_kind = everything & directory.of_kind(wish.kind)
    if place_id == ONLINE or wish.kind == "online_service":
        return InPlace(ONLINE, directory.ranked(directory.of_kind("online_service")))
    wanted = of_kind if of_kind.any() else everything
    if place_id.startswith(REGION):
        return _in_region(directory, (wanted, everything), place_id.removeprefix(REGION))
    if place_id.startswith(SHARED_NAME):
        return _ambiguous(finder().candidates(place_id, near=gazetteer.by_id().get(wish.near)))
    place = gazetteer.by_id().get(place_id)
    if place is None:
        return UnknownPlace()
    here = directory.in_place(place, wanted)
    if here:
        return _by_district(place.name, here, wish.district)
    others_here = bool(directory.in_place(place, directory.of_kind(None)))
    return replace(_nearest(directory, place, place.name, wanted), others_here=others_here)


def _ambiguous(places: Sequence[Place]) -> Found:
    if not places:
        return UnknownPlace()
    names = Counter(p.name for p in places)  # a city stands there too when it has a part of that name
    return Ambiguous(names.most_common(1)[0][0], tuple(places))


def _by_district(place: str, here: tuple[Facility, ...], district: str) -> InPlace:
    """Those that serve or name the part of the city stand first."""
    named = " ".join(words(district))
    stem = named[: max(_STEM, len(named) - 2)]
    own = [f for f in here if stem and f" {stem}" in f" {' '.join(words(f'{f.name} {f.area_pl}'))}"]
    return InPlace(place, (*own, *(f for f in here if f not in own)), len(own))


def _in_region(directory: Directory, masks: Sequence[npt.NDArray[np.bool_]], voivodeship: str) -> Found:
    """Facilities in the voivodeship by the first mask that has any there, else the nearest to its largest town."""
    if voivodeship not in gazetteer.VOIVODESHIPS:
        return UnknownPlace()
    for wanted in masks:
        here = directory.in_voivodeship(voivodeship, wanted)
        if here:
            return InPlace(voivodeship, here)
    nearest = _nearest(directory, gazetteer.largest_in(voivodeship), voivodeship, masks[-1])
    return replace(nearest, others_here=bool(directory.in_voivodeship(voivodeship, directory.of_kind(None))))


def _nearest(directory: Directory, place: Place, name: str, wanted: npt.NDArray[np.bool_]) -> Nearest:
    return Nearest(name, *directory.nearest((place.lat, place.lon), NEAREST, wanted))


def by_ids(facilities: Sequence[Facility], ids: Sequence[str]) -> list[Facility]:
    """Facilities with these ids, in the order of the ids; unknown ids are left out."""
    known = Directory.of(facilities).by_id
    return [known[i] for i in ids if i in known]


def sister(facilities: Sequence[Facility], named: Facility, place_id: str | None) -> Facility:
    """The facility of the same bearer in another place, when the place is named too ("Leonardo w Wieliczce"); else `named`."""
    if not place_id or place_id == named.place_id:
        return named
    bearer = _own_words(named)
    there = (f for f in facilities if f.place_id == place_id and _own_words(f) & bearer)
    return next(there, named)


def _own_words(facility: Facility) -> set[str]:
    """Words of a name that are written like names inside it („Leonardo”, Feniks), folded."""
    inside = facility.name.split()[1:]
    return {fold(w).strip('„”"(),.') for w in inside if w.strip('„”"(')[:1].isupper()} - _COMMON
