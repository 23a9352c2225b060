"""Finds the places of Poland that a message names, however they are written. Pure: text in, mentions out.

Names are looked up in tables of all their forms (place_names); what stands around them decides whether a place is
meant (place_guard), and misspelt ones are compared with the names of towns (place_typos). Method and figures:
docs/finding-places.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from bot.gazetteer import Place, by_id, distance_km
from bot.nlu.place_areas import Area
from bot.nlu.place_guard import (
    GMINA,
    POWIAT,
    VILLAGE,
    Setting,
    Token,
    is_adjective,
    is_district,
    is_region,
    is_town,
    is_village,
    is_voivodeship,
    setting,
    tokens_of,
)  # fmt: skip
from bot.nlu.place_mention import REGION, SHARED_NAME, Mention
from bot.nlu.place_names import PARTS, Hit, Names
from bot.nlu.place_spelling import Speller

_LONGEST: Final = 4  # words in a name
_POSTCODE: Final = re.compile(r"(?<![\d+\-–/])(\d{2})[-–](\d{3})(?![\d\-–/])")
_BARE_POSTCODE: Final = re.compile(r"(?<![\d+\-–/])(\d{2}) ?(\d{3})(?![\d\-–/])")
_POSTCODE_WORD: Final = re.compile(r"(?i)\b(kod\w*|poczt\w*|postcode|postal|zip)( \w+)?:? *$")
_COUNTED: Final = re.compile(r"(?i) ?(zł|zl|pln|eur|godz|min|lat|dni|osób|osob|mg|km|raz|tys|spotka|people|hours|times|years|days)")
_BETWEEN_PARTS: Final = re.compile(r"[\s,(\-–/]*((na osiedlu|w dzielnicy|dzielnica|na|w|we|on|in|of|,)\s+)?", re.IGNORECASE)
_BESIDE: Final = re.compile(r"[\s,(]*((ten|ta|to|ale|that|one|kolo|koło|k\.?|pod|obok|niedaleko|blisko|near|by|w|we|in|woj\.?|województw\w*|wojewodztw\w*|pow\.?|powia\w*)[\s,]+)*", re.IGNORECASE)  # fmt: skip
_BY: Final = "kolo"
_TELLS_WHERE: Final = re.compile(r"(?i)\b(kolo|koło|k|pod|obok|niedaleko|blisko|near|by|pow\w*)\b|\(")
_LIES_BY: Final = frozenset(["pod", "przy", "by"])  # after a name, before a town
_NEAR_KM: Final = 60
_CITY_WINDOW: Final = 3  # words around a district among which its city is looked for
_MANY_VILLAGES: Final = 4  # of the same name: then a small part of a city is not meant unless the city is named too
_REGION_WORDS: Final = frozenset(["voivodeship", "province", "region"])
_REGION_TOWNS: Final = {"lublin": "lubelskie", "lodz": "łódzkie", "opole": "opolskie"}


class PlaceFinder:
    """Looks places up by their folded forms."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._speller = Speller(names)

    def find(self, text: str, expected: bool = False, correct: bool = True) -> list[Mention]:
        """Places named in the text, in order, without overlaps.

        expected: the guide has just asked for a place, so that a bare or misspelt name is enough. correct: look
        for misspelt names too (some milliseconds).
        """
        found = self._postcodes(text, expected)
        tokens = [t for t in tokens_of(text) if not any(m.start <= t.start < m.end for m in found)]
        free, i = set(range(len(tokens))), 0
        while i < len(tokens):
            mention, used = self._at(tokens, i, expected)
            if mention:
                begins = i
                wider = self._speller.wider(tokens, i, free) if correct and used == 1 else None
                if wider:
                    mention, begins, used = wider
                found.append(mention)
                free -= set(range(begins, begins + used))
                i = begins
            i += used
        if correct:
            found += self._speller.misspelt(tokens, free, expected)
        return self._together(text, sorted(found, key=lambda m: m.start))

    def candidates(self, shared_name: str, near: Place | None = None) -> list[Place]:
        """The places that share a name, given the id `name:…`; largest first, or nearest to `near` first."""
        return self._names.candidates(shared_name, near)

    def _postcodes(self, text: str, expected: bool) -> list[Mention]:
        found = []
        for match in [*_POSTCODE.finditer(text), *_BARE_POSTCODE.finditer(text)]:
            dashed = match[0][2] in "-–"
            if _COUNTED.match(text[match.end() :]):
                continue
            if dashed or expected or _POSTCODE_WORD.search(text[: match.start()]):
                place_id = self._names.of_postcode(match[1] + match[2])
                if place_id:
                    found.append(Mention(place_id, *match.span()))
        return found

    def _at(self, tokens: list[Token], i: int, expected: bool) -> tuple[Mention | None, int]:
        """The longest name that begins at token i, and how many tokens it takes."""
        hits: list[tuple[str, Hit]] = []
        key = ""
        for token in tokens[i : i + _LONGEST]:
            key = f"{key} {token.word}".strip()
            hits.append((key, self._names.look_up(key)))
            if not hits[-1][1].longer:
                break
        for length in range(len(hits), 0, -1):
            key, hit = hits[length - 1]
            mention = self._identify(key, hit, length, tokens, i, expected) if hit else None
            if mention:
                return mention, length
        return None, 1

    def _identify(self, key: str, hit: Hit, length: int, tokens: list[Token], i: int, expected: bool) -> Mention | None:
        """What the words from token i on name, if they are to be taken for a place there."""
        at = setting(tokens, i, length, expected)
        before = tokens[i - 1].word if i else ""
        after = tokens[i + length].word if i + length < len(tokens) else ""
        if key == _BY and self._names.look_up(after).towns:  # "kolo Hajnowki": by that town, not the town of Koło
            return None
        if after in _LIES_BY and i + length + 1 < len(tokens) and self._names.look_up(tokens[i + length + 1].word).towns:
            at = replace(at, placed=True, located=tokens[i].opens or at.named)
        place_id, district = self._after_a_word(key, hit, before, after), ""
        if place_id is None:
            place_id, district = self._by_kind(key, hit, length, tokens, i, at)
        return Mention(place_id, tokens[i].start, tokens[i + length - 1].end, district=district) if place_id else None

    def _after_a_word(self, key: str, hit: Hit, before: str, after: str) -> str | None:
        """The id of a county, commune or voivodeship that a word next to the name tells it to be."""
        if before in POWIAT or after in POWIAT:
            return self._names.seat(hit, key)
        if before in VILLAGE and hit.villages:
            return self._names.id_of(hit.villages, key)
        if before in GMINA:
            return self._names.commune(hit, key)
        if after in _REGION_WORDS and key in _REGION_TOWNS:
            return REGION + _REGION_TOWNS[key]
        return None

    def _by_kind(self, key: str, hit: Hit, length: int, tokens: list[Token], i: int, at: Setting) -> tuple[str | None, str]:
        kinds = {kind: [a for a in hit.areas if a.kind == kind] for kind in {a.kind for a in hit.areas}}
        for region in (*kinds.get("voivodeship", ()), *kinds.get("region", ())):
            if (region.kind == "region" or is_voivodeship(key, at)) and is_region(key, length, at):
                return (REGION + region.voivodeship if region.place is None else self._names.id_of([region.place], key)), ""
        district = self._district(key, length, [a for a in hit.areas if a.kind in PARTS], hit, tokens, i, at)
        if district:
            return district
        if hit.towns and is_town(key, length, self._names.population(hit.towns), at):
            return self._names.id_of(hit.towns, key, at.placed), ""
        for kind in ("short", "county", "adjective"):
            meant = [a.place for a in kinds.get(kind, ()) if a.place is not None]
            size = self._names.population(meant)
            if meant and (is_town(key, length, size, at) if kind == "short" else is_adjective(key, at, size)):
                return self._names.id_of(meant, key, True), ""
        if hit.villages and is_village(key, length, self._names.size(hit.villages), at):
            return self._names.id_of(hit.villages, key, at.placed), ""
        return None, ""

    def _district(
        self, key: str, length: int, districts: Sequence[Area], hit: Hit, tokens: list[Token], i: int, at: Setting
    ) -> tuple[str, str] | None:
        """The city and the name of a district; a town of the same name comes first unless the city is named too."""
        around = tokens[max(0, i - _CITY_WINDOW) : i] + tokens[i + length : i + length + _CITY_WINDOW]
        named = {p for t in around for p in self._names.look_up(t.word).towns} if districts else set()
        beside = [d for d in districts if d.place in named]
        if not beside and hit.towns:
            return None
        meant = beside or [d for d in districts if d.kind == "district" or len(hit.villages) < _MANY_VILLAGES]
        if not meant or not is_district(key, length, bool(beside), at):
            return None
        cities = {d.place for d in meant if d.place is not None}
        return self._names.id_of(cities, key, True), meant[0].name

    def _together(self, text: str, mentions: list[Mention]) -> list[Mention]:
        """Parts of one address made one, and shared names settled by the place or region that stands beside them."""
        joined: list[Mention] = []
        for mention in mentions:
            last = joined[-1] if joined else None
            if last and _BETWEEN_PARTS.fullmatch(text[last.end : mention.start]) and self._same(text, last, mention):
                keep = mention if text[last.start : last.end][:1].isdigit() else last
                exact, district = last.exact and mention.exact, last.district or mention.district
                joined[-1] = replace(keep, start=last.start, end=mention.end, exact=exact, district=district)
            else:
                joined.append(mention)
        return [self._settled(text, m, joined, i) for i, m in enumerate(joined)]

    def _same(self, text: str, a: Mention, b: Mention) -> bool:
        if text[a.start].isdigit():
            return not b.id.startswith(REGION)
        return a.id == b.id and bool(a.district) != bool(b.district)

    def _settled(self, text: str, mention: Mention, mentions: list[Mention], i: int) -> Mention:
        """The mention with the id of the place of its name that lies where the text says ("Leszno koło Błonia")."""
        if mention.id.startswith(REGION) or mention.district or text[mention.start].isdigit():
            return mention
        for other in mentions[i + 1 : i + 2] + mentions[max(0, i - 1) : i]:
            after = other.start > mention.start
            gap = text[mention.end : other.start] if after else text[other.end : mention.start]
            if other.id.startswith(SHARED_NAME) or not (_BESIDE.fullmatch(gap) if after else not gap.strip(" ,")):
                continue
            near = by_id().get(other.id)
            if mention.id.startswith(SHARED_NAME):
                alike: Sequence[Place] = self._names.candidates(mention.id, near)
            else:
                told = other.id.startswith(REGION) or _TELLS_WHERE.search(gap)
                if not after or not told or _fits(by_id()[mention.id], other.id, near):
                    continue
                alike = self._names.namesakes(by_id()[mention.id])
            place = _meant([p for p in alike if _fits(p, other.id, near)], near)
            if place:
                return replace(mention, id=place.id)
        return mention


def _fits(place: Place, other_id: str, other: Place | None) -> bool:
    if other is None:
        return REGION + place.voivodeship == other_id
    return distance_km((place.lat, place.lon), (other.lat, other.lon)) < _NEAR_KM


def _meant(fitting: Sequence[Place], near: Place | None) -> Place | None:
    """Of places that fit what is said: the nearest one, else the only one, else the only town; None when in doubt."""
    if near and fitting:
        return min(fitting, key=lambda p: distance_km((p.lat, p.lon), (near.lat, near.lon)))
    towns = [p for p in fitting if p.is_town and " " not in p.name]
    return fitting[0] if len(fitting) == 1 else towns[0] if len(towns) == 1 else None


@cache
def finder() -> PlaceFinder:
    """The finder over the tables of places, built once in some tenths of a second."""
    return PlaceFinder(Names())
