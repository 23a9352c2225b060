"""What every answer to danger must have and must not say (`make evaluate-safety`, tests/content).

After the published guidance: a free human line and the emergency number, a way without a phone, somebody close, no blame, no
method, no promise, no risk score, short bubbles, numbers from the table only, nothing about languages that the table does not state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, get_args

import yaml

from bot import tables
from bot.answers import Answers
from bot.contacts import HELPLINE_COLUMNS, HELPLINES, all_placeholders
from bot.languages import LANGUAGES
from bot.safety import Danger
from bot.settings import ROOT

FULL: Final = tuple(f"utter_crisis_{who}" for who in (*get_args(Danger), "hurt_child"))
_REPEATED: Final = ("again", "again_other", "again_harmed", "again_minor", "again_child", "again_now")
_AGAIN: Final = (*_REPEATED, *(f"{name}_more" for name in _REPEATED), "again_leaving", "again_harming", "in_safety")
_THEN: Final = (
    "safe",
    "calmer",
    "helped",
    "calling",
    "no_phone",
    "no_wish",
    "no_answer",
    "unsure",
    "what_to_do",
    "where",
    "consequences",
    "sent_away",
    "together",
    "alone",
)
_NARROWER: Final = (
    "bad_parent",
    "harming_together",
    "harming_apart",
    "together_here",
    "no_phone_hidden",
    "safe_mourning",
)  # said instead of one of these where the words ask for it
SHORT: Final = tuple(f"utter_crisis_{name}" for name in (*_AGAIN, *_THEN, *_NARROWER))
_BUBBLE: Final = 80  # words
_LINES: Final = ("adult_helpline", "support_centre", "youth_helpline")
_MUST: Final = {
    "somebody close": r"blisk|zaufan|ufa|trust|close to|somebody near|kogoś obok|be there|być przy",
}
_MUST_FULL: Final = {"says that it is a program": r"programem|program\b"}
_MUST_NOT: Final = {
    "blame": r"sam\w* sobie winn|your (?:own )?fault|egoist|selfish|tchórz|coward|dramatyz",
    "minimising": r"nie przesadzaj|weź się w garść|głow[aę] do góry|cheer up|not that bad|będzie dobrze|it will be fine",
    "a promise": r"na pewno|gwarant|obiecuj|guarantee|I promise|will surely",
    "a contract": r"obiecaj|proszę obiecać|promise me",
    "a method": r"tabletk|żyletk|sznur|z mostu|dawk|pills|razor|rope|bridge|dose|gun\b",
    "a risk score": r"ryzyko (?:jest|wynosi)|poziom ryzyka|risk (?:level|score)|\d+ ?%",
    "wording that safe messaging rejects": r"popełni\w*|commit\w* suicide|uda\w* próba|nieudana|successful",
    "a diagnosis": r"depresj|zaburzen|depress(?:ed|ion)|disorder",
    "the end of the talk": r"nie mogę o tym rozmawiać|cannot talk about|can't talk about",
    "more of languages than the table states": r"(?:answers?|is|are) in (?:Polish|English)|Polish lines?|Polish-speaking|po angielsku",
}


def problems() -> list[str]:
    """Everything that is wrong with the answers to danger, a line each; empty when all is well."""
    responses: dict[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    answers = Answers(responses, all_placeholders())
    found = [f"{name}: missing" for name in (*FULL, *SHORT) if name not in responses]
    for name in (name for name in (*FULL, *SHORT) if name in responses):
        for language in LANGUAGES:
            raw = str(answers.variant(name, language)["text"])
            found += [f"{name} ({language}): {problem}" for problem in _wrong(name, raw, answers.text(name, language))]
    return [*found, *_wrong_rows(responses)]


def _wrong(name: str, raw: str, said: str) -> Iterator[str]:
    if "{emergency}" not in raw:
        yield "no emergency number"
    if not any(f"{{{line}}}" in raw for line in _LINES):
        yield "no helpline"
    if name != "utter_crisis_safe" and "_website}" not in raw:
        yield "no way without a phone"
    if re.search(r"\d{3}", raw):
        yield "a number that is not from the table"
    longest = max(len(bubble.split()) for bubble in said.split("\n\n"))
    if longest > _BUBBLE:
        yield f"a bubble of {longest} words"
    if name in SHORT and "\n" in raw:
        yield "more than one line"
    yield from (f"not {what}" for what, pattern in _MUST.items() if not re.search(pattern, said, re.IGNORECASE))
    if name in FULL:
        yield from (f"not {what}" for what, pattern in _MUST_FULL.items() if not re.search(pattern, said, re.IGNORECASE))
    yield from (what for what, pattern in _MUST_NOT.items() if re.search(pattern, said, re.IGNORECASE))


def _wrong_rows(responses: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """Lines that people in danger are shown are free of charge, for the texts say so."""
    texts = "".join(str(v["text"]) for name in (*FULL, *SHORT) for v in responses.get(name, ()))
    for row in tables.read(HELPLINES, HELPLINE_COLUMNS):
        if f"{{{row['key']}}}" in texts and row["free"] != "yes":
            yield f"{row['key']}: not known to be free"
