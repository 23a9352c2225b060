"""The words that only Telegram needs: texts.yml, filled and chosen by language as the answers of domain.yml are."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from bot.answers import Answers
from bot.contacts import all_placeholders
from bot.web.texts import as_responses, read

FILE: Final = Path(__file__).with_name("texts.yml")


@cache
def words() -> Answers:
    """The texts with the numbers of the tables filled in."""
    return Answers(as_responses(read(FILE)), all_placeholders())
