"""What is different between two lists of facilities. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.directory.model import FIELDS, Facility


@dataclass(frozen=True)
class Changes:
    """Facilities by id that are new, that differ (as before and as now), and that are gone."""

    added: tuple[Facility, ...]
    changed: tuple[tuple[Facility, Facility], ...]
    removed: tuple[Facility, ...]

    @property
    def none(self) -> bool:
        """The lists hold the same rows."""
        return not (self.added or self.changed or self.removed)


def between(before: Sequence[Facility], now: Sequence[Facility]) -> Changes:
    """The changes that lead from one list to the other; the order of rows does not count."""
    old = {f.id: f for f in before}
    new = {f.id: f for f in now}
    return Changes(
        added=tuple(f for f in now if f.id not in old),
        changed=tuple((old[f.id], f) for f in now if f.id in old and old[f.id] != f),
        removed=tuple(f for f in before if f.id not in new),
    )


def fields_changed(before: Facility, now: Facility) -> list[str]:
    """Names of the fields in which two states of a facility differ."""
    return [name for name in FIELDS if getattr(before, name) != getattr(now, name)]
