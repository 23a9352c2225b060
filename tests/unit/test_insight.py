"""Counts and times of the guide's work: bot/insight/."""

from __future__ import annotations

import dataclasses
import re
import threading
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from bot import cli, settings
from bot.insight import daily, noted, report
from bot.insight.access import may_read
from bot.insight.daily import DailyFigures, Figure, total
from bot.insight.metrics import Metrics
from bot.insight.noted import Noted
from bot.insight.page import page
from bot.insight.report import Report, counted, in_words

DAY = date(2026, 11, 1)
SAID = "kanarek-kowalski"


def a_turn(**noted: object) -> Noted:
    return dataclasses.replace(Noted("web", "pl", "salary", seconds={"whole": 0.004}), **noted)  # type: ignore[arg-type]


def a_report(*figures: Figure, **parts: object) -> Report:
    empty = Report(DAY, DAY + timedelta(days=2), figures, (), [], [], [], [], ())
    return dataclasses.replace(empty, **parts)  # type: ignore[arg-type]


def test_turn_notes_topic_search_and_times() -> None:
    found = noted.begin("web")
    noted.note_understood("find_facility", "en")
    with noted.step("danger"):
        pass
    with noted.step("danger"):
        pass
    noted.note_answer("utter_nothing_in_place", "Gdańsk")
    noted.note_answer("utter_facility_card")
    assert (found.topic, found.language, found.search, found.place) == ("find_facility", "en", "nearest", "Gdańsk")
    assert found.understood
    assert 0 < found.seconds["danger"] < 1


def test_only_a_place_without_facilities_is_noted() -> None:
    found = noted.begin("web")
    noted.note_answer("utter_place_unknown", SAID)
    assert (found.search, found.place) == ("unknown", "")
    noted.note_answer("utter_found_in_place", "Kraków")
    assert (found.search, found.place) == ("found", "")


def test_nothing_is_noted_outside_of_a_turn() -> None:
    noted._CURRENT.set(None)
    noted.note_understood("salary", "pl")
    noted.note_answer("utter_found_in_place")
    with noted.step("danger"):
        pass


def test_metrics_count_by_closed_names() -> None:
    metrics = Metrics()
    for counted_turn in (a_turn(), a_turn(topic="nlu_fallback"), a_turn(danger="self", search="nearest", trouble="timeout")):
        metrics.begin()
        metrics.end(counted_turn)
    metrics.begin()
    metrics.refused(429)
    text = metrics.text().decode()
    for line in (
        'guide_messages_total{channel="web",language="pl"} 3.0',
        'guide_not_understood_total{language="pl"} 1.0',
        'guide_danger_total{kind="self"} 1.0',
        'guide_searches_total{outcome="nearest"} 1.0',
        'guide_troubles_total{why="timeout"} 1.0',
        'guide_refusals_total{status="429"} 1.0',
        'guide_seconds_bucket{le="0.005",step="whole"} 3.0',
        "guide_in_progress 1.0",
    ):
        assert line in text


@pytest.mark.parametrize(
    ("token", "headers", "authorization", "peer", "allowed"),
    [
        ("none", (), "", "127.0.0.1", True),
        ("none", (), "", "::1", True),
        ("none", (), "", "10.0.0.1", False),
        ("none", (), "", "", False),
        ("none", ("x-forwarded-for",), "", "127.0.0.1", False),
        ("none", ("x-real-ip",), "", "127.0.0.1", False),
        ("none", ("authorization",), "Bearer none", "10.0.0.1", False),
        ("word", (), "Bearer word", "10.0.0.1", True),
        ("word", ("x-forwarded-for",), "Bearer word", "127.0.0.1", True),
        ("word", (), "Bearer ", "127.0.0.1", False),
        ("word", (), "Bearer wörd", "127.0.0.1", False),
    ],
)
def test_metrics_are_for_this_machine_or_who_has_the_token(
    token: str, headers: tuple[str, ...], authorization: str, peer: str, allowed: bool
) -> None:
    assert may_read(token, headers, authorization, peer) is allowed


def test_operator_reads_of_every_metric() -> None:
    metrics = Metrics()
    metrics.begin()
    metrics.end(a_turn(danger="self", search="nearest", trouble="timeout", topic="unsure"))
    metrics.refused(429)
    names = set(re.findall(r"^# TYPE (guide_\w+) \w+$", metrics.text().decode(), re.MULTILINE))
    operations = (settings.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(guide_\w+)` \|", operations, re.MULTILINE)) == names
    for used in re.findall(r"(guide_\w+?)(?:_bucket)?[\[{]", operations):
        assert used in names, used


def test_counts_are_added_up_over_days_and_processes(database_url: str) -> None:
    one, other = (DailyFigures(create_engine(database_url), 400) for _ in range(2))
    for figures in (one, other, one):
        figures.count(a_turn(), DAY)
        figures.write()
    one.count(a_turn(topic="unsure", language="en", place="Gdańsk"), DAY + timedelta(days=1))
    one.write()
    found = other.between(DAY, DAY + timedelta(days=1))
    assert total(found, "topic") == Counter(salary=3, unsure=1)
    assert total(found, "not_understood") == Counter(unsure=1)
    assert total(found, "place") == Counter(Gdańsk=1)
    assert total(found, "time") == Counter({"5": 4})
    assert total(one.between(DAY, DAY), "topic") == Counter(salary=3)


def test_processes_may_write_at_the_same_time(database_url: str) -> None:
    def work() -> None:
        figures = DailyFigures(create_engine(database_url), 400)
        for _ in range(5):
            figures.count(a_turn(), DAY)
            figures.write()
        while figures._counts:  # a locked file keeps them for the next time
            figures.write()

    DailyFigures(create_engine(database_url), 400).between(DAY, DAY)
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert total(DailyFigures(create_engine(database_url), 400).between(DAY, DAY), "topic") == Counter(salary=20)


def test_searches_on_the_list_are_counted_with_the_places_that_have_none(tmp_path: Path) -> None:
    figures = DailyFigures(create_engine(f"sqlite:///{tmp_path}/figures.db"), 400)
    figures.count_search("nearest", "Sopot", "pl", DAY)
    figures.count_search("unknown", "", "pl", DAY)
    figures.write()
    found = figures.between(DAY, DAY)
    assert total(found, "search") == Counter(nearest=1, unknown=1) and total(found, "place") == Counter(Sopot=1)


def test_old_counts_go_and_a_failed_writing_loses_nothing(tmp_path: Path) -> None:
    figures = DailyFigures(create_engine(f"sqlite:///{tmp_path}/missing/figures.db"), 30)
    figures.count(a_turn(), DAY)
    figures.write()
    (tmp_path / "missing").mkdir()
    figures.write()
    assert total(figures.between(DAY, DAY), "topic") == Counter(salary=1)
    figures.count(a_turn(), DAY + timedelta(days=31))
    figures.write()
    assert figures.between(DAY, DAY) == []


def test_nothing_tells_who_it_was(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/figures.db")
    DailyFigures(engine, 30).between(DAY, DAY)
    assert {c["name"] for c in inspect(engine).get_columns("daily_figures")} == {"day", "what", "name", "language", "count"}
    assert {what for _, what, _, _ in daily.figures_of(a_turn(danger="self", trouble="x", search="y", place="z"), DAY)} <= set(
        daily.KINDS
    )


def test_rare_names_are_not_told_exactly() -> None:
    assert counted(Counter({"Gdańsk": 5, "Wólka": 1, "Zalesie": 2})) == [("Gdańsk", "5"), ("2 more", "<3 each")]
    assert counted(Counter(self=1), rare=1) == [("self", "1")]
    assert counted(Counter()) == []


def test_report_tells_shares_times_and_days() -> None:
    found = a_report(
        Figure(DAY, "channel", "web", "pl", 8),
        Figure(DAY + timedelta(days=2), "channel", "web", "en", 2),
        Figure(DAY, "topic", "salary", "pl", 7),
        Figure(DAY, "not_understood", "unsure", "pl", 1),
        Figure(DAY, "time", "5", "pl", 6),
        Figure(DAY, "time", "100", "pl", 3),
        Figure(DAY, "time", "more", "pl", 1),
    )
    assert found.messages("pl") == [8, 0, 0]
    assert found.messages("en") == [0, 0, 2]
    assert (found.quantile(0.5), found.quantile(0.9), found.quantile(0.95)) == ("≤ 5 ms", "≤ 100 ms", "more than 10 s")
    text = in_words(found)
    assert "1 (10.0%)" in text
    assert re.search(r"salary +7 +Ile zarabia", text)


def test_page_needs_nothing_from_elsewhere_and_escapes_what_people_wrote() -> None:
    figures = [Figure(DAY, "topic", "salary", "pl", 7), Figure(DAY, "channel", "web", "en", 4), Figure(DAY, "time", "5", "pl", 4)]
    made = page(a_report(*figures, opinions=[("<script>alert(1)</script>", "1", "2")], failed=("figures: <b>",)))
    assert made.count("<svg") == 3 == len(re.findall(r'<svg role="img" aria-label="\w[^"]+"', made))
    assert "<script" not in made
    assert "Could not be read: figures: &lt;b&gt;" in made
    assert not re.search(r"""(?:src|href)=["'](?!#)""", made)
    assert page(a_report())


def test_command_prints_writes_and_says_what_it_could_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/guide.db")
    for cached in (daily.daily_figures, report.unsure_questions):
        cached.cache_clear()
    daily.daily_figures().count(a_turn(), date.today())
    daily.daily_figures().write()
    assert cli.main(["report", "--html", str(tmp_path / "report.html")]) == 3  # there is no list of facilities in this database
    printed = capsys.readouterr().out
    assert re.search(r"messages +1\n", printed)
    assert "could not be read: checks" in printed
    assert "<svg" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert cli.main(["report", "--from", "2026-11-02", "--to", "2026-11-01"]) == 2
    for cached in (daily.daily_figures, report.unsure_questions):
        cached.cache_clear()


def test_counts_are_kept_as_long_as_the_settings_say() -> None:
    assert settings.load({"FIGURES_DAYS": "7"}).figures_days == 7
