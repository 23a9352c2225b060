"""Notices danger in what people write. Pure: imports nothing of the rest of the guide but text folding."""

from bot.safety.detector import (
    Assessment,
    Danger,
    assess,
    help_came,
    is_at_hand,
    is_not_over,
    is_unreachable,
    names_emergency,
    names_harm,
    names_somebody,
    refuses_rescue,
    says_outright,
    speaks_of_young,
    tells_as_child,
    tells_young_age,
)

__all__ = [
    "Assessment",
    "Danger",
    "assess",
    "help_came",
    "is_at_hand",
    "is_not_over",
    "is_unreachable",
    "names_emergency",
    "names_harm",
    "names_somebody",
    "refuses_rescue",
    "says_outright",
    "speaks_of_young",
    "tells_as_child",
    "tells_young_age",
]
