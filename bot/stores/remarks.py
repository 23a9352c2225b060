"""What visitors say about answers and contacts: thumbs, an optional word, "this contact is wrong". Nothing about who said it.

Reports of contacts go where the editor of the list reads them (`./guide facilities reports`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from sqlalchemy import Boolean, Column, Integer, MetaData, Table, Text, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from actions.directory import store
from actions.directory.database import has_tables
from bot.masking import mask

LONGEST_WORD: Final = 300
_METADATA = MetaData()
_OPINIONS = Table(
    "answer_opinions",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("said_on", Text, nullable=False),
    Column("answer", Text, nullable=False, index=True),
    Column("language", Text, nullable=False),
    Column("useful", Boolean, nullable=False),
    Column("word", Text, nullable=False),
)


class RemarkError(RuntimeError):
    """A remark cannot be kept or read now."""


@dataclass(frozen=True)
class Opinion:
    """A thumb on an answer. answer: its response key; word: what the person chose to add, often empty."""

    answer: str
    language: str
    useful: bool
    word: str = ""


@dataclass(frozen=True)
class WrongContact:
    """A visitor says that a contact is wrong; reason: one of actions.directory.store.REASONS."""

    facility_id: str
    reason: str


class Remarks(Protocol):
    """Where remarks go."""

    def add(self, remark: Opinion | WrongContact) -> None:
        """Keeps a remark with today's date. Raises RemarkError."""


class RemarkStore:
    """Remarks in the database of the guide."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, remark: Opinion | WrongContact) -> None:
        """Keeps a remark with today's date; a word is masked and cut to LONGEST_WORD characters. Raises RemarkError."""
        if isinstance(remark, Opinion):
            self._add_opinion(remark)
        else:
            self._report(remark)

    def _add_opinion(self, opinion: Opinion) -> None:
        word = mask(opinion.word.strip())[:LONGEST_WORD]
        row = {"answer": opinion.answer, "language": opinion.language, "useful": opinion.useful, "word": word}
        try:
            with self._engine.begin() as connection:
                _METADATA.create_all(connection)
                connection.execute(_OPINIONS.insert(), [{"said_on": date.today().isoformat(), **row}])
        except SQLAlchemyError as error:
            raise RemarkError(f"a remark could not be kept: {type(error).__name__}") from error

    def _report(self, wrong: WrongContact) -> None:
        try:
            if not has_tables(self._engine):
                store.migrate(self._engine)
            store.report_contact(self._engine, wrong.facility_id, date.today(), wrong.reason)
        except store.DirectoryError as error:
            raise RemarkError(f"a report could not be kept: {error}") from error

    def least_useful(self) -> list[tuple[str, int, int]]:
        """Answers with how often each was found useful and not useful, the most refused first. Raises RemarkError."""
        refused, total = func.sum(1 - func.abs(_OPINIONS.c.useful)), func.count()
        query = select(_OPINIONS.c.answer, total - refused, refused).group_by(_OPINIONS.c.answer).order_by(refused.desc())
        return [(row[0], row[1], row[2]) for row in self._rows(query)]

    def words(self) -> list[tuple[str, str, str]]:
        """Day, answer and word of every opinion with a word, newest first. Raises RemarkError."""
        columns = (_OPINIONS.c.said_on, _OPINIONS.c.answer, _OPINIONS.c.word)
        return [
            (r[0], r[1], r[2]) for r in self._rows(select(*columns).where(_OPINIONS.c.word != "").order_by(_OPINIONS.c.id.desc()))
        ]

    def wrong_contacts(self) -> list[tuple[str, str, str]]:
        """Day, facility and reason of every report, newest first. Raises RemarkError."""
        try:
            found = store.contact_reports(self._engine) if has_tables(self._engine) else []
        except store.DirectoryError as error:
            raise RemarkError(f"reports could not be read: {error}") from error
        return [(r.reported_on, r.facility_id, r.reason) for r in found]

    def _rows(self, query: Any) -> list[tuple[Any, ...]]:
        try:
            with self._engine.begin() as connection:
                _METADATA.create_all(connection)
                return [tuple(row) for row in connection.execute(query)]
        except SQLAlchemyError as error:
            raise RemarkError(f"remarks could not be read: {type(error).__name__}") from error
