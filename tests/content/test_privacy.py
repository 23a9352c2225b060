"""What docs/privacy.md and docs/dpia.md tell of stores and times: the tables that exist, the settings as they are, both languages alike."""

from __future__ import annotations

import re

import pytest

from bot.insight.daily import FIGURES
from bot.settings import ROOT, Settings
from bot.stores import remarks, table, unsure
from bot.telegram import journal

PRIVACY = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
DPIA = (ROOT / "docs" / "dpia.md").read_text(encoding="utf-8")
KEPT = PRIVACY[PRIVACY.index("## What is stored, where, how long") :].split("\n## ")[0]


def test_every_table_about_visitors_is_told() -> None:
    tables = {FIGURES.name, unsure.QUESTIONS.name, *remarks._METADATA.tables, *table._METADATA.tables, "contact_reports"}
    tables |= set(journal._METADATA.tables)
    assert set(re.findall(r"`([a-z]+(?:_[a-z]+)*)`(?=[^|]* of `[A-Z_]+`)", KEPT)) == tables


@pytest.mark.parametrize("name", ["conversation_hours", "review_days", "figures_days"])
def test_times_are_those_of_the_settings(name: str) -> None:
    default = f"{getattr(Settings(), name):g}"
    assert f"`{name.upper()}` ({default})" in KEPT
    for part in DPIA.split("## English"):
        assert f"[{default}]" in part


def test_both_languages_of_the_assessment_have_the_same_parts() -> None:
    polish, english = DPIA.split("## English")
    for count in (r"^### (\d)\.", r"^\|", r"^\*\*"):
        assert len(re.findall(count, polish, re.MULTILINE)) == len(re.findall(count, english, re.MULTILINE)), count
    levels = {"znikome": "negligible", "ograniczona": "limited", "ograniczone": "limited", "znaczna": "significant",
              "znaczne": "significant", "maksymalna": "maximum"}  # fmt: skip
    ratings = [
        [(levels.get(a, a), levels.get(b, b)) for a, b in re.findall(r"\| (\w+) \| (\w+) \|$", part, re.MULTILINE)]
        for part in (polish, english)
    ]
    assert len(ratings[0]) > 8
    assert [r for r in ratings[0] if r[0] in levels.values()] == [r for r in ratings[1] if r[0] in levels.values()]
