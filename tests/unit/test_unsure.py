"""Questions kept for review: bot/stores/unsure.py and the list that scripts/review.py makes of them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.exc import SQLAlchemyError

from bot.stores.unsure import QUESTIONS, Unsure, UnsureQuestions, seen_in
from scripts.review import report

TODAY = date(2026, 11, 28)


@pytest.fixture
def store(tmp_path: Path) -> UnsureQuestions:
    return UnsureQuestions(create_engine(f"sqlite:///{tmp_path}/guide.db"), days=30)


def question(text: str = "czy to w ogóle coś daje", confidence: float = 0.3, day: date = TODAY, language: str = "pl") -> Unsure:
    return Unsure(text, language, ("hope", "tasks"), confidence, day)


def test_question_is_masked_and_kept(store: UnsureQuestions) -> None:
    store.keep("web:1", question("mój mail ala@kot.pl, co dalej"))
    assert [q.text for q in store.least_sure(10)] == ["mój mail [e-mail], co dalej"]


def test_least_sure_comes_first(store: UnsureQuestions) -> None:
    for confidence in (0.4, 0.1, 0.2):
        store.keep("web:1", question(str(confidence), confidence))
    assert [q.confidence for q in store.least_sure(2)] == [0.1, 0.2]


def test_questions_of_a_period_are_given_alone(store: UnsureQuestions) -> None:
    for days in (0, 1, 2):
        store.keep("web:1", question(str(days), day=TODAY - timedelta(days=days)))
    yesterday = TODAY - timedelta(days=1)
    assert [q.text for q in store.least_sure(10, yesterday, yesterday)] == ["1"]


def test_forgotten_conversation_leaves_nothing(store: UnsureQuestions) -> None:
    store.keep("web:1", question("pierwsze"))
    store.keep("web:2", question("drugie"))
    store.forget("web:1")
    assert [q.text for q in store.least_sure(10)] == ["drugie"]


def test_ended_conversation_leaves_no_trace_of_itself(store: UnsureQuestions, tmp_path: Path) -> None:
    store.keep("web:1", question())
    store.detach("web:1")
    with create_engine(f"sqlite:///{tmp_path}/guide.db").connect() as connection:
        assert connection.execute(select(QUESTIONS.c.conversation)).scalars().all() == [None]


def test_old_questions_go(store: UnsureQuestions) -> None:
    store.keep("web:1", question("stare", day=TODAY - timedelta(days=31)))
    store.keep("web:2", question("nowe"))
    assert [q.text for q in store.least_sure(10)] == ["nowe"]


def test_zero_days_keep_nothing(tmp_path: Path) -> None:
    store = UnsureQuestions(create_engine(f"sqlite:///{tmp_path}/guide.db"), days=0)
    store.keep("web:1", question())
    assert store.least_sure(10) == []


def test_broken_database_loses_the_question_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "guide.db").write_text("this is no database, and longer than a header of one would be " * 20)
    store = UnsureQuestions(create_engine(f"sqlite:///{tmp_path}/guide.db"), days=30)
    store.keep("web:1", question())
    with pytest.raises(SQLAlchemyError):
        store.least_sure(1)


@pytest.mark.parametrize(("intent", "kept"), [("unsure", True), ("nlu_fallback", True), ("definition", False), ("crisis", False)])
def test_only_messages_that_were_not_understood_count(intent: str, kept: bool) -> None:
    parsed = {"intent": {"name": intent}, "text": "hm", "intent_ranking": [{"name": "hope", "confidence": 0.2}]}
    found = seen_in(parsed, "pl", ("unsure", "nlu_fallback"), TODAY)
    assert (found == Unsure("hm", "pl", ("hope",), 0.2, TODAY)) is kept
    assert (found is None) is not kept


def test_report_is_ready_to_be_added() -> None:
    lines = report([question("a", 0.1), question("A!", 0.2), question("b", 0.3), question("c", 0.2, language="en")]).split("\n")
    assert lines[0] == "# pl: 3 questions"
    assert lines[1] == "      - a  # 0.10 hope, tasks"
    assert lines[-1] == "      - c  # 0.20 hope, tasks"
