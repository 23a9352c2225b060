"""Notices danger in what people write. Pure: imports nothing of the rest of the guide but text folding."""

from bot.safety.detector import Assessment, Danger, assess, tells_young_age

__all__ = ["Assessment", "Danger", "assess", "tells_young_age"]
