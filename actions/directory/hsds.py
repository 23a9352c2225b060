"""The list of facilities in the Human Services Data Specification 3 of Open Referral, for other directories. Pure.

Each facility is a service of an organization at a location, in the shape of the page of full services
(`GET /services?full=true` of the HSDS API). Ids are made from the ids of the table and so stay the same. What is
not known is left out, except where the specification demands a text: that is empty then.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from actions.directory import hours
from actions.directory.directory import coordinates
from actions.directory.model import Facility
from actions.directory.opening import DAYS, week

NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:recovery-assistant-guide:facilities")
_DAY: Final = 24 * 60
_DESCRIPTION: Final = {
    True: "Recovery assistants work here.",
    False: "Whether recovery assistants work here is not known; one can ask.",
}
Part = dict[str, Any]


def page(facilities: Sequence[Facility], modified: Mapping[str, str]) -> Part:
    """All facilities as one page of full services. modified: when each last changed, by id (UTC, ISO 8601)."""
    contents = [service(f, modified.get(f.id, f"{f.collected_on}T00:00:00+00:00")) for f in facilities]
    number = len(contents)
    return {
        "total_items": number, "total_pages": 1, "page_number": 1, "size": number, "first_page": True, "last_page": True,
        "empty": not contents, "contents": contents,
    }  # fmt: skip


def service(facility: Facility, modified: str) -> Part:
    """A facility as a service with its organization, location, phones, schedules and service areas."""
    found = {
        "id": _id(facility, "service"),
        "name": facility.name,
        "description": _DESCRIPTION[facility.confirmed],
        "url": facility.website,
        "email": facility.email,
        "status": "active",
        "alert": facility.note_en,
        "eligibility_description": facility.area_en,
        "assured_date": facility.collected_on,
        "last_modified": modified,
        "organization": _organization(facility),
        "phones": list(_phones(facility)),
        "schedules": list(_schedules(facility)),
        "service_areas": list(_service_areas(facility)),
        "service_at_locations": [{"id": _id(facility, "service_at_location"), "location": _location(facility)}],
    }
    return _known(found)


def _id(facility: Facility, part: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{facility.id}/{part}"))


def _known(part: Part) -> Part:
    return {key: value for key, value in part.items() if value not in ("", None, [])}


def _organization(facility: Facility) -> Part:
    kind = facility.kind.replace("_", " ")
    return _known(
        {
            "id": _id(facility, "organization"),
            "name": facility.name,
            "description": kind[0].upper() + kind[1:],
            "email": facility.email,
            "website": facility.website,
        }
    )


def _location(facility: Facility) -> Part:
    point = coordinates(facility)
    if point is None:
        virtual = {"id": _id(facility, "location"), "location_type": "virtual", "name": facility.name, "url": facility.website}
        return _known(virtual)
    found = {
        "id": _id(facility, "location"),
        "location_type": "physical",
        "name": facility.name,
        "description": "" if facility.lat is not None else "The coordinates are those of the town.",
        "latitude": point[0],
        "longitude": point[1],
    }
    address = {
        "id": _id(facility, "address"),
        "address_1": facility.street,
        "city": facility.city,
        "state_province": facility.voivodeship,
        "postal_code": facility.postcode,
        "country": "PL",
        "address_type": "physical",
    }
    return {**_known(found), "addresses": [address]}


def _phones(facility: Facility) -> Iterator[Part]:
    for index, phone in enumerate(filter(None, facility.phone.split("; "))):
        number, _, extension = phone.partition(" ext. ")
        known: Part = {"extension": int(extension)} if extension else {}
        yield {"id": _id(facility, f"phone/{index}"), "number": number, "type": "voice", **known}


def _schedules(facility: Facility) -> Iterator[Part]:
    """One entry for each span of a day, with the days on which it recurs (RFC 5545)."""
    recurring: dict[tuple[int, int], list[str]] = {}
    for day, spans in zip(DAYS, week(facility.hours)):
        for span in spans:
            recurring.setdefault(span, []).append(day.upper())
    for index, ((start, end), days) in enumerate(recurring.items()):
        yield {
            "id": _id(facility, f"schedule/{index}"),
            "freq": "WEEKLY",
            "interval": 1,
            "wkst": "MO",
            "byday": ",".join(days),
            "opens_at": _clock(start),
            "closes_at": "23:59" if end == _DAY else _clock(end),  # midnight as the end of a day, as HSDS advises
            "description": hours.in_words(facility.hours, "en"),
            "notes": "Times of Europe/Warsaw. Nothing is known of public holidays.",
        }


def _clock(minutes: int) -> str:
    return "{:02}:{:02}".format(*divmod(minutes % _DAY, 60))


def _service_areas(facility: Facility) -> Iterator[Part]:
    if facility.area_en:
        yield {"id": _id(facility, "service_area"), "name": facility.area_en, "description": facility.area_pl}
