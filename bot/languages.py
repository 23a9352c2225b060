"""Which languages the guide speaks. How to add a third: docs/adding-a-language.md."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("pl", "en")
DEFAULT: Final = "pl"
