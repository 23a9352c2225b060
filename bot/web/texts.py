"""The words of the website and of the chat: texts.yml, filled and chosen by language as the answers of domain.yml are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from bot.answers import Answers
from bot.contacts import all_placeholders
from bot.languages import LANGUAGES
from bot.settings import ROOT

FILE: Final = Path(__file__).with_name("texts.yml")
WIDGET: Final = "chat_"  # texts with this prefix travel to the browser with the chat
_FILLED_THERE: Final = {name: f"{{{name}}}" for name in ("count", "km", "source_date", "collected_on")}


def read(path: Path = FILE) -> dict[str, dict[str, str]]:
    """Every text by key and language."""
    found: dict[str, dict[str, str]] = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    return found


def as_responses(texts: Mapping[str, Mapping[str, str]]) -> dict[str, list[dict[str, Any]]]:
    """The texts in the form of the section `responses` of a domain."""
    return {
        key: [
            {"condition": [{"type": "slot", "name": "language", "value": language}], "text": words[language]}
            for language in LANGUAGES
        ]
        for key, words in texts.items()
    }


@cache
def words() -> Answers:
    """The texts of the website with the numbers and addresses of the tables filled in."""
    return Answers(as_responses(read()), all_placeholders())


@cache
def domain_answers() -> Answers:
    """The answers of domain.yml: for the pages, and for when there is no model to ask."""
    domain = yaml.load((ROOT / "domain.yml").read_bytes(), yaml.CSafeLoader)
    return Answers(domain["responses"], all_placeholders())


def for_widget(language: str) -> dict[str, str]:
    """What the chat says by itself in a language, by key without prefix."""
    return {key.removeprefix(WIDGET): words().text(key, language, **_FILLED_THERE) for key in read() if key.startswith(WIDGET)}
