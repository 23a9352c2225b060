"""Thumbs and reports of wrong contacts: kept, counted, and never with who said them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from bot.stores.remarks import LONGEST_WORD, Opinion, RemarkError, RemarkStore, WrongContact


@pytest.fixture
def store(tmp_path: Path) -> RemarkStore:
    return RemarkStore(create_engine(f"sqlite:///{tmp_path}/remarks.db"))


def test_opinions_are_counted(database_url: str) -> None:
    store = RemarkStore(create_engine(database_url))
    for useful in (True, True, False):
        store.add(Opinion("utter_salary", "pl", useful))
    store.add(Opinion("utter_hope", "en", False, " too vague "))
    store.add(Opinion("utter_hope", "en", False, "x" * 1000))
    assert store.least_useful() == [("utter_hope", 0, 2), ("utter_salary", 2, 1)]
    assert [(answer, word) for _, answer, word in store.words()] == [
        ("utter_hope", "x" * LONGEST_WORD),
        ("utter_hope", "too vague"),
    ]


def test_opinions_of_a_period_are_counted_alone(store: RemarkStore) -> None:
    today = date.today()
    store.add(Opinion("utter_salary", "pl", False, "za mało"))
    assert store.least_useful(today, today) == [("utter_salary", 0, 1)] and len(store.words(today, today)) == 1
    yesterday = today - timedelta(days=1)
    assert store.least_useful(last=yesterday) == [] and store.words(last=yesterday) == []


def test_reports_are_kept(store: RemarkStore) -> None:
    store.add(WrongContact("leonardo-krakow", "phone"))
    assert [(facility, reason) for _, facility, reason in store.wrong_contacts()] == [("leonardo-krakow", "phone")]


def test_nothing_tells_who_said_it(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/remarks.db")
    RemarkStore(engine).add(Opinion("utter_salary", "pl", True))
    RemarkStore(engine).add(WrongContact("leonardo-krakow", "phone"))
    columns = {c["name"] for table in ("answer_opinions", "contact_reports") for c in inspect(engine).get_columns(table)}
    assert columns == {"id", "said_on", "answer", "language", "useful", "word", "facility_id", "reported_on", "reason"}


def test_database_that_fails_is_said(tmp_path: Path) -> None:
    broken = RemarkStore(create_engine(f"sqlite:///{tmp_path}/missing/remarks.db"))
    with pytest.raises(RemarkError):
        broken.add(WrongContact("a", "phone"))
    with pytest.raises(RemarkError):
        broken.words()
