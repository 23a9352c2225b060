"""Searches the list of facilities. Pure: facilities and a place in, an outcome as a type out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Union

import numpy as np
import numpy.typing as npt

from actions.directory.directory import Directory
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


def search(facilities: Sequence[Facility], place_id: str, kind: str | None = None) -> Found:
    """Facilities of a kind in a place (an id of the gazetteer, `woj:…` or `name:…`), or the nearest ones.

    Online services serve every place. When there is none of the kind (in the region), the kind is left aside. The
    list is best a Directory, which has worked out its order and coordinates before.
    """
    directory = Directory.of(facilities)
    everything, of_kind = directory.of_kind(None), directory.of_kind(kind)
    if kind == "online_service" and of_kind.any():
        return InPlace("online", directory.ranked(of_kind))
    wanted = of_kind if of_kind.any() else everything
    if place_id.startswith(REGION):
        return _in_region(directory, (wanted, everything), place_id.removeprefix(REGION))
    if place_id.startswith(SHARED_NAME):
        places = finder().candidates(place_id)
        return Ambiguous(places[0].name, tuple(places)) if places else UnknownPlace()
    place = gazetteer.by_id().get(place_id)
    if place is None:
        return UnknownPlace()
    here = directory.in_place(place, wanted)
    return InPlace(place.name, here) if here else _nearest(directory, place, place.name, wanted)


def _in_region(directory: Directory, masks: Sequence[npt.NDArray[np.bool_]], voivodeship: str) -> Found:
    """Facilities in the voivodeship by the first mask that has any there, else the nearest to its largest town."""
    if voivodeship not in gazetteer.VOIVODESHIPS:
        return UnknownPlace()
    for wanted in masks:
        here = directory.in_voivodeship(voivodeship, wanted)
        if here:
            return InPlace(voivodeship, here)
    return _nearest(directory, gazetteer.largest_in(voivodeship), voivodeship, masks[-1])


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
