"""What the actions hand to the cards, and what the visitor reads: actions/actions.py over a real database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import actions
from actions.directory import days, store
from actions.directory.model import Facility
from bot.answers import Answers
from bot.contacts import placeholders
from bot.languages import LANGUAGES
from bot.settings import ROOT
from tests.unit.facilities import facility
from tests.unit.places import place

ANSWERS = Answers(
    yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"],
    {language: placeholders(language) for language in LANGUAGES},
)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a database that the actions use."""
    url = f"sqlite:///{tmp_path}/guide.db"
    monkeypatch.setenv("DATABASE_URL", url)
    for remembered in (actions._config, actions._reader):
        remembered.cache_clear()
    yield url
    for remembered in (actions._config, actions._reader):
        remembered.cache_clear()


def checked(id: str, days_ago: int, confirmed: bool = False) -> Facility:
    day = days.today() - timedelta(days=days_ago)
    return replace(facility(id, "Kraków", confirmed=confirmed), collected_on=day.isoformat())


def run(action: actions.DirectoryAction, **slots: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The messages of an action, and the slots that it sets."""
    say = CollectingDispatcher()
    tracker = Tracker("visitor", slots, {}, [], False, None, {}, "")
    events = action.run(say, tracker, {})
    return say.messages, {e["name"]: e["value"] for e in events}


def cards(messages: list[dict[str, Any]], language: str) -> list[str]:
    """The cards among the messages, in words."""
    values = [{k: v for k, v in m.items() if k not in ("response", "template")} for m in messages if "card" in str(m["response"])]
    names = [m["response"] for m in messages if "card" in str(m["response"])]
    return [ANSWERS.text(name, language, **found) for name, found in zip(names, values)]


@pytest.mark.parametrize(
    ("language", "warning"), [("pl", "⚠ Sprawdzono dawno temu (2 lata temu)"), ("en", "⚠ Last checked long ago (2 years ago)")]
)
@pytest.mark.parametrize("details", [False, True])
def test_only_stale_facilities_carry_a_warning(database: str, language: str, warning: str, details: bool) -> None:
    store.replace_all(store.connect(database), [checked("stale", 800), checked("fresh", 365)])
    action = actions.ActionFacilityDetails() if details else actions.ActionFindFacilities()
    messages, slots = run(action, place=place("Kraków").id)
    assert slots["found"] == ["fresh", "stale"]
    fresh, stale = cards(messages, language)
    assert warning in stale
    assert "⚠" not in fresh
    assert "{" not in stale + fresh


def test_import_is_seen_by_the_next_question(database: str) -> None:
    engine = store.connect(database)
    store.replace_all(engine, [checked("one", 1)])
    assert run(actions.ActionFindFacilities(), place=place("Kraków").id)[1]["found"] == ["one"]
    store.replace_all(engine, [checked("two", 1)])
    assert run(actions.ActionFindFacilities(), place=place("Kraków").id)[1]["found"] == ["two"]


def test_list_that_cannot_be_read_is_told_kindly(database: str) -> None:
    messages, slots = run(actions.ActionFindFacilities(), place=place("Kraków").id)
    assert [m["response"] for m in messages] == ["utter_directory_down"]
    assert slots == {}


def test_conversation_does_not_carry_a_huge_list(database: str) -> None:
    store.replace_all(store.connect(database), [checked(f"f{i}", 1) for i in range(400)])
    messages, slots = run(actions.ActionListFacilities())
    assert messages[0]["other"] == 400
    assert slots["found"] == [f"f{i}" for i in range(300)]
