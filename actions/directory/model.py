"""A facility, as the guide knows it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

KINDS = (
    "mental_health_centre", "community_mental_health_centre", "community_self_help_home", "foundation", "association",
    "online_service", "hospital",
)  # fmt: skip


@dataclass(frozen=True)
class Facility:
    """A place where recovery assistants work, or where one can ask for one.

    Strings are empty when not known. place_id: of bot.gazetteer, empty for an online service. phone: E.164
    numbers, separated by "; ". hours: OpenStreetMap syntax. source_date: ISO date, year, or "n.d.".
    collected_on: the ISO day on which the row was last checked. lat, lon: degrees of the house itself; None when
    only the place is known.
    """

    id: str
    name: str
    kind: str
    registration_point: bool
    street: str
    postcode: str
    city: str
    voivodeship: str
    phone: str
    email: str
    website: str
    confirmed: bool  # a source says that recovery assistants work here
    hours: str
    area_pl: str
    area_en: str
    note_pl: str
    note_en: str
    source_url: str
    source_date: str
    collected_on: str
    place_id: str
    lat: float | None = None
    lon: float | None = None

    @property
    def address(self) -> str:
        """Street, postcode and city in one line, as far as known; empty when not even the city is."""
        city = " ".join(part for part in (self.postcode, self.city) if part)
        return ", ".join(part for part in (self.street, city) if part)

    def age_days(self, today: date) -> int:
        """Days since the row was last checked."""
        return (today - date.fromisoformat(self.collected_on)).days


FIELDS = tuple(f.name for f in fields(Facility))
