"""Rules of the detector: (name, pattern) on plain text (bot/safety/text.py): lower case, no diacritics, no punctuation."""

from __future__ import annotations

from typing import Final

Rules = tuple[tuple[str, str], ...]

MINOR: Final[Rules] = (
    ("age", r"\bmam (?:1[0-7]|[7-9]) lat\b|\b(?:1[0-7]|[7-9])[- ]?(?:lat(?:ka|ek|ki|ni\w+)|letni\w*)\b|\bi'?m (?:1[0-7]|[7-9])\b|\b(?:1[0-7]|[7-9])[- ]?(?:years?[- ]?old|yo|y o)\b|\b(?:has|ma|is) (?:1[0-7]|[7-9])(?: lat)?\b"),
    ("child", r"\b(?:moj\w* |nasz\w* )?(?:dzieck\w*|nastolat\w*|uczen|uczennic\w*|wychowank\w*|w mojej klasie|w klasie|w szkole|child|kid|teen\w*|pupil|student of mine|in my class|classmate)\b"),
)  # fmt: skip
