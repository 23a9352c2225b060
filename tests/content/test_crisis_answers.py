"""Content lint of the answers to danger: scripts/safety_checklist.py, and that the checklist itself can fail."""

from __future__ import annotations

from typing import Any, get_args

import pytest
import yaml

from bot.safety import Danger
from bot.settings import ROOT
from scripts import safety_checklist

DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
GOOD = (
    "I am only a program. • {emergency} • {adult_helpline}\nWithout calling: chat at {adult_helpline_website}. Please be with someone you trust.",
    "I am only a program. • 112 • 116 123\nWithout calling: chat at 116sos.pl. Please be with someone you trust.",
)


def test_every_answer_passes_the_checklist() -> None:
    assert safety_checklist.problems() == []


def test_every_kind_of_danger_has_its_answer_and_its_rules() -> None:
    slot = DOMAIN["slots"]["danger"]["values"]
    assert set(slot) == {
        *get_args(Danger),
        "again",
        "again_other",
        "again_harmed",
        "again_minor",
        "again_child",
        "in_safety",
        "again_now",
        "again_leaving",
        "again_harming",
        "hurt_child",
    }
    stories = (ROOT / "data/stories/crisis.yml").read_text(encoding="utf-8")
    for danger in slot:
        assert f"utter_crisis_{danger}" in DOMAIN["responses"]
        assert stories.count(f"- action: utter_crisis_{danger}\n") == 2, f"{danger}: one rule, and one for an open search"


def test_every_answer_offers_the_search_that_may_have_been_left() -> None:
    for name in (*safety_checklist.FULL, *safety_checklist.SHORT):
        metadata = DOMAIN["responses"][name][0]["metadata"]  # a narrower answer has the buttons of the one that it stands for
        whole = [f"utter_{topic}" for topic in metadata.get("narrows", [])] or [name]
        assert all("find_facility" in DOMAIN["responses"][one][0]["metadata"]["next"] for one in whole), name


def wrong(raw: str, said: str, name: str = "utter_crisis_self") -> list[str]:
    return list(safety_checklist._wrong(name, raw, said))


def test_a_good_answer_has_no_problem() -> None:
    assert wrong(*GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{emergency}", "", "no emergency number"),
        ("{adult_helpline}\n", "\n", "no helpline"),
        ("{adult_helpline_website}", "the page", "no way without a phone"),
        ("{emergency}", "{emergency} 997", "a number that is not from the table"),
    ],
)
def test_what_is_missing_is_named(old: str, new: str, problem: str) -> None:
    found = wrong(GOOD[0].replace(old, new), GOOD[1])
    assert found == [problem]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("It is your own fault.", "blame"),
        ("Cheer up!", "minimising"),
        ("Na pewno się uda.", "a promise"),
        ("Promise me to stay.", "a contract"),
        ("Put the pills away.", "a method"),
        ("Your risk score is high.", "a risk score"),
        ("nieudana próba", "wording that safe messaging rejects"),
        ("You are depressed.", "a diagnosis"),
        ("I cannot talk about this.", "the end of the talk"),
        ("The line answers in English.", "more of languages than the table states"),
        ("word " * 81, "a bubble of"),
    ],
)
def test_what_must_not_be_said_is_named(words: str, problem: str) -> None:
    assert any(p.startswith(problem) for p in wrong(GOOD[0], f"{GOOD[1]} {words}"))
