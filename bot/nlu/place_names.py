"""What a phrase may be the name of, looked up in the tables of all forms; and the ids that stand for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot import gazetteer, tables
from bot.gazetteer import Place
from bot.nlu.place_areas import Area, areas, of_postcode, town_names
from bot.nlu.place_guard import tokens_of
from bot.nlu.place_index import PhraseTable
from bot.nlu.place_mention import REGION, SHARED_NAME
from bot.settings import ROOT

TOWN_FORMS: Final = ROOT / "data" / "places" / "towns.bin.gz"  # forms of towns, areas and foreign names
VILLAGE_FORMS: Final = ROOT / "data" / "places" / "villages.bin.gz"
ALIASES: Final = ROOT / "data" / "places" / "aliases.csv"
INFLECTED: Final = "~"  # in the id of a shared name: the form stood where it must be inflected
_IN_POWIAT: Final = "powiat "  # in the id of a shared name: counties of this name
_IN_GMINA: Final = "gmina "
PARTS: Final = ("district", "estate")  # kinds of areas that are a part of a city
_VILLAGE: Final = 300  # inhabitants that a place of unknown size is taken to have
_SEAT: Final = 4000  # the same for the seat of a commune
_SURE: Final = 0.75  # share of all who live in places of a name from which on theirs is meant without asking
_REGION_SIZE: Final = 2_000_000  # how likely an area is to be named, in inhabitants
_ALIAS_SIZE: Final = 30_000  # a colloquial or foreign name of a region
_DISTRICT_SIZE: Final = 40_000
_SHORTEST_MISSPELT: Final = 4


def key_of(text: str) -> str:
    """A text as the tables know it: folded words with single spaces."""
    return " ".join(token.word for token in tokens_of(text))


@dataclass(frozen=True)
class Hit:
    """What a phrase may name. towns, villages: positions in the gazetteer."""

    towns: Sequence[int] = ()
    villages: Sequence[int] = ()
    areas: Sequence[Area] = ()
    longer: bool = False  # longer names begin with the phrase

    def __bool__(self) -> bool:
        return bool(self.towns or self.villages or self.areas)


@dataclass
class _Alias:
    towns: list[int] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)


class Names:
    """All names, with the hand-written aliases before the table of towns."""

    def __init__(self) -> None:
        self._places = gazetteer.read()
        self._areas = areas()
        self._towns, self._villages = PhraseTable(TOWN_FORMS), PhraseTable(VILLAGE_FORMS)
        self._aliases: dict[str, _Alias] = {}
        self._beginnings: set[str] = set()
        for row in tables.read(ALIASES, ("alias", "target")):
            self._add_alias(key_of(row["alias"]), row["target"])
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for phrase in (*self._towns, *self._aliases):
            if len(phrase) >= _SHORTEST_MISSPELT:
                self._by_length[len(phrase)].append(phrase)

    def _add_alias(self, key: str, target: str) -> None:
        alias = self._aliases.setdefault(key, _Alias())
        if target in gazetteer.VOIVODESHIPS:
            alias.areas.append(Area(key, "region", None, target))
        else:
            alias.towns.append(town_names().position(target))
        words = key.split()
        self._beginnings.update(" ".join(words[:n]) for n in range(1, len(words)))

    def look_up(self, phrase: str) -> Hit:
        """What a phrase names; an alias hides the towns of the table."""
        numbers, longer_town = self._towns.find(phrase)
        villages, longer_village = self._villages.find(phrase)
        longer = longer_town or longer_village or phrase in self._beginnings
        alias = self._aliases.get(phrase)
        if alias:
            return Hit(alias.towns, villages, alias.areas, longer)
        if not len(numbers):
            return Hit((), villages, (), longer)
        count = len(self._places)
        return Hit([n for n in numbers if n < count], villages, [self._areas[n - count] for n in numbers if n >= count], longer)

    def of_length(self, letters: int) -> list[str]:
        """Forms of towns and areas with so many letters: what a misspelt name may be."""
        return self._by_length.get(letters, [])

    def is_town_form(self, phrase: str) -> bool:
        """Whether a phrase is a form of a town or area, or an alias."""
        return phrase in self._towns or phrase in self._aliases

    def likelihood(self, phrase: str) -> int:
        """How likely a phrase is to be meant, in inhabitants: those of the largest town, or what an area counts for."""
        hit = self.look_up(phrase)
        sizes = [self._places.populations[i] for i in hit.towns]
        for area in hit.areas:
            if area.kind in ("voivodeship", "region"):
                sizes.append(_ALIAS_SIZE if phrase in self._aliases else _REGION_SIZE)
            elif area.kind in PARTS:
                sizes.append(_DISTRICT_SIZE)
            elif area.place is not None:
                sizes.append(self._places.populations[area.place] // 4)
        return max(sizes, default=0)

    def population(self, positions: Iterable[int]) -> int:
        """Inhabitants of the largest of these places."""
        return max((self._places.populations[i] for i in positions), default=0)

    def size(self, positions: Iterable[int]) -> int:
        """The same with what is taken for places of unknown size."""
        return max(map(self._size, positions), default=0)

    def villagers(self, phrase: str) -> int:
        """Inhabitants of the largest village of which a phrase is a form; 0 when there is none."""
        return self.size(self._villages.get(phrase))

    def id_of(self, positions: Iterable[int], key: str, inflected: bool = False) -> str:
        """The id of the one that is meant: the only one, or one much larger than all the rest; else the shared name.

        A place that has the written form as its very name comes before one of which it is an inflected form, unless
        the form stands where it must be inflected. Nobody knows how large most villages are: then the guide asks.
        """
        found = set(positions)
        called = found if inflected else {i for i in found if key_of(self._places[i].name) == key} or found
        sizes = {i: self._size(i) for i in called}
        largest = max(sorted(sizes), key=sizes.__getitem__)
        if sizes[largest] >= _SURE * sum(sizes.values()):
            return self._places[largest].id
        return SHARED_NAME + (INFLECTED if inflected else "") + key

    def _size(self, position: int) -> int:
        known = self._places.populations[position]
        if known >= _SEAT:
            return known
        return max(known, _SEAT if self._is_seat(self._places[position]) else _VILLAGE)

    def namesakes(self, place: Place) -> list[Place]:
        """All places with the name of this one, and towns whose longer name begins with the same word."""
        first = key_of(place.name).split()[0]
        hit = self.look_up(key_of(place.name))
        alike = [self._places[i] for i in (*hit.towns, *hit.villages)]
        return [p for p in alike if p.name == place.name] + town_names().beginning_with(first)

    def seat(self, hit: Hit, key: str) -> str | None:
        """The id of the county town of the counties with this name, a choice when there are several."""
        seats = sorted({a.place for a in hit.areas if a.kind == "county" and a.place is not None})
        if not seats:
            return None
        return self._places[seats[0]].id if len(seats) == 1 else SHARED_NAME + _IN_POWIAT + key

    def commune(self, hit: Hit, key: str) -> str | None:
        """The id of the place that a commune of this name is called after, a choice when there are several."""
        seats = [i for i in (*hit.towns, *hit.villages) if self._is_seat(self._places[i])]
        if not seats:
            return None
        if len(seats) > 1:
            identity = self.id_of(seats, key)
            return SHARED_NAME + _IN_GMINA + key if identity.startswith(SHARED_NAME) else identity
        return self._places[seats[0]].id

    @staticmethod
    def _is_seat(place: Place) -> bool:
        return place.gmina == place.name

    def meant(self, key: str, inflected: bool) -> tuple[str, str]:
        """The id of what a name stands for, whatever is around it, and the district when it is one."""
        hit = self.look_up(key)
        for area in hit.areas:
            if area.place is None:
                return REGION + area.voivodeship, ""
        if hit.towns:
            return self.id_of(hit.towns, key, inflected), ""
        cities = {a.place for a in hit.areas if a.place is not None}
        if cities:
            district = next((a.name for a in hit.areas if a.kind in PARTS), "")
            return self.id_of(cities, key, True), district
        return self.id_of(hit.villages, key, inflected), ""

    def of_postcode(self, digits: str) -> str | None:
        """The id of the town or voivodeship of a postcode; None when its beginning is not known."""
        target = of_postcode(digits)
        if target is None or target in gazetteer.VOIVODESHIPS:
            return target and REGION + target
        return self._places[town_names().position(target)].id

    def candidates(self, shared_name: str, near: Place | None = None) -> list[Place]:
        """The places that share a name, given the id `name:…`: the nearest first when near is given, else the largest."""
        name = shared_name.removeprefix(SHARED_NAME)
        hit = self.look_up(name.removeprefix(INFLECTED).removeprefix(_IN_POWIAT).removeprefix(_IN_GMINA))
        of_areas = {a.place for a in hit.areas if a.place is not None and (a.kind == "county" or _IN_POWIAT not in name)}
        positions = of_areas if name.startswith(_IN_POWIAT) else {*hit.towns, *hit.villages, *of_areas}
        places = [self._places[i] for i in positions]
        if name.startswith(_IN_GMINA):
            places = [p for p in places if self._is_seat(p)]
        elif not name.startswith((INFLECTED, _IN_POWIAT)):
            places = [p for p in places if key_of(p.name) == name] or places
        largest = sorted(places, key=lambda p: (-p.population, p.voivodeship, p.powiat))
        if near is None:
            return largest
        return sorted(largest, key=lambda p: gazetteer.distance_km((p.lat, p.lon), (near.lat, near.lon)))
