"""Questions that the guide was not sure of, masked, for people to label (`make review`).

A row goes when the visitor says "forget me", and after REVIEW_DAYS; once the conversation is over, nothing in the row
tells any more from which one it came. Messages in danger are never kept.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Column, Date, Float, Integer, MetaData, Table, Text, create_engine, delete, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot import settings
from bot.masking import mask

logger = logging.getLogger(__name__)
_PATIENCE: Final = 0.1  # seconds
_METADATA: Final = MetaData()
QUESTIONS: Final = Table(
    "unsure_questions",
    _METADATA,
    Column("number", Integer, primary_key=True),
    Column("day", Date, nullable=False),
    Column("language", Text, nullable=False),
    Column("text", Text, nullable=False),  # masked
    Column("likeliest", Text, nullable=False),  # JSON: topics, the likeliest first
    Column("confidence", Float, nullable=False),  # of the likeliest
    Column("conversation", Text),  # as long as it can be forgotten
)


@dataclass(frozen=True)
class Unsure:
    """A masked question, the topics it may be about, and the probability of the first of them."""

    text: str
    language: str
    likeliest: tuple[str, ...]
    confidence: float
    day: date


class UnsureQuestions:
    """Keeps such questions in a database. A database that fails loses a question for review, never an answer."""

    def __init__(self, engine: Engine, days: int) -> None:
        self._engine = engine
        self._days = days

    def keep(self, conversation: str, question: Unsure) -> None:
        """Masks and keeps a question, and drops those whose time is over. Does nothing when REVIEW_DAYS is 0."""
        if not self._days:
            return
        row = {
            "day": question.day, "language": question.language, "text": mask(question.text), "conversation": conversation,
            "likeliest": json.dumps(question.likeliest), "confidence": question.confidence,
        }  # fmt: skip
        oldest = question.day - timedelta(days=self._days)
        self._do(QUESTIONS.insert().values(**row), delete(QUESTIONS).where(QUESTIONS.c.day < oldest))

    def forget(self, conversation: str) -> None:
        """Deletes what came from a conversation."""
        self._do(delete(QUESTIONS).where(QUESTIONS.c.conversation == conversation))

    def detach(self, conversation: str) -> None:
        """The conversation is over: its questions stay without a trace of it."""
        self._do(update(QUESTIONS).where(QUESTIONS.c.conversation == conversation).values(conversation=None))

    def least_sure(self, most: int) -> list[Unsure]:
        """The questions of the lowest confidence first. Raises SQLAlchemyError when the database does not answer."""
        _METADATA.create_all(self._engine)
        with self._engine.connect() as connection:
            rows = connection.execute(select(QUESTIONS).order_by(QUESTIONS.c.confidence).limit(most)).mappings().all()
        return [Unsure(r["text"], r["language"], tuple(json.loads(r["likeliest"])), r["confidence"], r["day"]) for r in rows]

    def _do(self, *statements: Any) -> None:
        try:
            _METADATA.create_all(self._engine)
            with self._engine.begin() as connection:
                for statement in statements:
                    connection.execute(statement)
        except SQLAlchemyError as error:
            logger.error("questions for review: %s", type(error).__name__)


@cache
def unsure_questions() -> UnsureQuestions:
    """The store of this process, as the settings say."""
    config = settings.load()
    # A visitor waits meanwhile: rather lose a question for review than keep them waiting for a locked file.
    waiting = {"timeout": _PATIENCE} if config.database_url.startswith("sqlite") else {"connect_timeout": 1}
    return UnsureQuestions(create_engine(config.database_url, connect_args=waiting, hide_parameters=True), config.review_days)


def seen_in(parse_data: dict[str, Any], language: str, intents: Sequence[str], today: date) -> Unsure | None:
    """The question of a message whose intent is one of these, or None."""
    if (parse_data.get("intent") or {}).get("name") not in intents:
        return None
    ranking = parse_data.get("intent_ranking") or [{"name": "", "confidence": 0.0}]
    topics = tuple(r["name"] for r in ranking[:3] if r["name"])
    return Unsure(str(parse_data.get("text") or ""), language, topics, float(ranking[0]["confidence"]), today)
