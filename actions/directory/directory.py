"""The list of facilities made ready for searching: order, places and coordinates worked out once. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Union, overload

import numpy as np
import numpy.typing as npt

from actions.directory.model import Facility
from bot import gazetteer
from bot.gazetteer import Place

Indexes = npt.NDArray[np.intp]
_HOME = "community_self_help_home"
_TIE: float = 1e-12  # of squared chords of the unit sphere: a few metres at most, and far above rounding


class Directory(Sequence[Facility]):
    """Facilities in the order of the table, with what a search needs.

    confirmed: for each facility whether recovery assistants are known to work there. stale_before: rows checked before this day
    stand lower among their like; none do when it is None.
    Indexes are positions in the list; what returns several facilities gives them in the order of `ranked`, those in one place with
    self-help homes below the others that are like them.
    """

    def __init__(self, facilities: Sequence[Facility], stale_before: date | None = None) -> None:
        self._facilities = tuple(facilities)
        self.by_id = {f.id: f for f in self._facilities}
        limit = stale_before.isoformat() if stale_before else ""
        self.confirmed = np.array([f.confirmed for f in self._facilities], dtype=bool)
        self._stale = np.array([f.collected_on < limit for f in self._facilities], dtype=bool)
        self.confirmed_count = int(self.confirmed.sum())
        # Confirmed workplaces before places where one can ask, and among each the freshly checked before the stale.
        self._order: Indexes = np.lexsort((self._stale, ~self.confirmed))
        self._by_kind = self._grouped(f.kind for f in self._facilities)
        self._by_voivodeship = self._grouped(f.voivodeship for f in self._facilities)
        # Where people look for help in a town, a day home for certain people stands below what is open to more.
        homes = np.array([f.kind == _HOME for f in self._facilities], dtype=bool)
        self._by_place = self._grouped(
            (_place_key(gazetteer.by_id().get(f.place_id)) for f in self._facilities),
            np.lexsort((homes, self._stale, ~self.confirmed)),
        )
        # Of the facilities that are somewhere: position in the list, (latitude, longitude) in degrees, unit vector.
        points = [(i, point) for i, f in enumerate(self._facilities) if (point := coordinates(f))]
        self._located: Indexes = np.array([i for i, _ in points], dtype=np.intp)
        self._degrees = np.array([point for _, point in points], dtype=np.float64).reshape(-1, 2)
        self._units = _unit(self._degrees)

    @classmethod
    def of(cls, facilities: Sequence[Facility]) -> Directory:
        """The facilities as a directory; itself if they are one."""
        return facilities if isinstance(facilities, Directory) else cls(facilities)

    @overload
    def __getitem__(self, index: int) -> Facility: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Facility, ...]: ...
    def __getitem__(self, index: Union[int, slice]) -> Union[Facility, tuple[Facility, ...]]:
        return self._facilities[index]

    def __len__(self) -> int:
        return len(self._facilities)

    def __iter__(self) -> Iterator[Facility]:
        return iter(self._facilities)

    def _grouped(self, keys: Iterator[object], order: Indexes | None = None) -> dict[object, Indexes]:
        """Positions by key, in an order; in that of `ranked`, if None."""
        listed = list(keys)
        groups: dict[object, list[int]] = defaultdict(list)
        for index in (self._order if order is None else order).tolist():
            groups[listed[index]].append(index)
        return {key: np.array(indexes, dtype=np.intp) for key, indexes in groups.items()}

    def ranked(self, wanted: npt.NDArray[np.bool_]) -> tuple[Facility, ...]:
        """The wanted ones: confirmed first, in each part those that were checked lately before the stale."""
        return self.at(self._order[wanted[self._order]])

    def at(self, indexes: Indexes) -> tuple[Facility, ...]:
        """The facilities at these positions."""
        return tuple(self._facilities[i] for i in indexes.tolist())

    def of_kind(self, kind: str | None) -> npt.NDArray[np.bool_]:
        """For each facility whether it is of the kind; a community mental health centre is a mental health centre too."""
        if kind is None:
            return np.ones(len(self), dtype=bool)
        mask = np.zeros(len(self), dtype=bool)
        for known, indexes in self._by_kind.items():
            if known == kind or (kind == "mental_health_centre" and str(known).endswith(kind)):
                mask[indexes] = True
        return mask

    def in_place(self, place: Place, wanted: npt.NDArray[np.bool_]) -> tuple[Facility, ...]:
        """Those of the wanted that are in the place."""
        return self._only(self._by_place.get(_place_key(place)), wanted)

    def in_voivodeship(self, name: str, wanted: npt.NDArray[np.bool_]) -> tuple[Facility, ...]:
        """Those of the wanted that are in the voivodeship."""
        return self._only(self._by_voivodeship.get(name), wanted)

    def _only(self, indexes: Indexes | None, wanted: npt.NDArray[np.bool_]) -> tuple[Facility, ...]:
        return () if indexes is None else self.at(indexes[wanted[indexes]])

    def nearest(
        self, point: tuple[float, float], number: int, wanted: npt.NDArray[np.bool_]
    ) -> tuple[tuple[Facility, ...], tuple[float, ...]]:
        """Those of the wanted that are nearest to a (latitude, longitude), with their kilometres, nearest first.

        At the same distance a stale one stands lower, otherwise the order of the table decides.
        """
        indexes, degrees = self._located, self._degrees
        chosen = np.flatnonzero(wanted[indexes])
        if not len(chosen):
            return (), ()
        apart = self._units[chosen] - _unit(np.array([point]))
        chords = apart[:, 0] ** 2 + apart[:, 1] ** 2 + apart[:, 2] ** 2  # grows with the distance, and exact for near points
        farthest = np.partition(chords, min(number, len(chords)) - 1)[min(number, len(chords)) - 1]
        close = chosen[chords <= farthest + _TIE]
        kilometres = _distances_km(point, degrees[close])
        best = close[np.lexsort((indexes[close], self._stale[indexes[close]], kilometres))][:number]
        distances = tuple(gazetteer.distance_km(point, (float(lat), float(lon))) for lat, lon in degrees[best])
        return self.at(indexes[best]), distances


def coordinates(facility: Facility) -> tuple[float, float] | None:
    """Where a facility is, in degrees: its own coordinates, else those of its place; None when it is nowhere (online)."""
    if facility.lat is not None and facility.lon is not None:
        return facility.lat, facility.lon
    place = gazetteer.by_id().get(facility.place_id)
    return (place.lat, place.lon) if place else None


def _place_key(place: Place | None) -> object:
    """Equal for entries of the gazetteer that mean one place (a town and its parts share name and powiat)."""
    return (place.name, place.voivodeship, place.powiat) if place else None


def _unit(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Points on the unit sphere, one row each, for rows of latitude and longitude."""
    lat, lon = np.radians(degrees).T
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1)


def _distances_km(point: tuple[float, float], degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Great-circle kilometres; the same to the last bit for the same coordinates, so that ties stay ties."""
    unique, back = np.unique(degrees, axis=0, return_inverse=True)
    apart = np.array([gazetteer.distance_km(point, (float(lat), float(lon))) for lat, lon in unique])
    found: npt.NDArray[np.float64] = apart[back]
    return found
