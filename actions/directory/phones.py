"""How a phone number is written for people."""

from __future__ import annotations

import re
from typing import Final

_MOBILE: Final = ("45", "50", "51", "53", "57", "60", "66", "69", "72", "73", "78", "79", "88")
_E164: Final = re.compile(r"\+48(\d{9})")


def for_people(numbers: str) -> str:
    """Numbers in E.164 with spaces as people read them: mobile +48 603 493 135, landline +48 12 430 63 13."""
    return _E164.sub(lambda m: "+48 " + _grouped(m[1]), numbers)


def _grouped(digits: str) -> str:
    if digits.startswith(_MOBILE) or digits.startswith("800"):
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    return f"{digits[:2]} {digits[2:5]} {digits[5:7]} {digits[7:]}"
