"""What a running guide tells of itself: metrics, and logs without a word of a visitor."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot import facility_tasks, serve
from bot.insight.daily import DailyFigures, total
from scripts.running import Guide
from scripts.running import guide as running_guide

CANARY = "kanarekkowalski"
STEPS = "whole danger PlaceTagger TopicClassifier LanguageTagger ContextResolver SafetyTagger QuickRulePolicy action".split()


def metrics(guide: Guide, **headers: str) -> str:
    request = urllib.request.Request(f"{guide.url}/metrics", headers={k.replace("_", "-"): v for k, v in headers.items()})
    with urllib.request.urlopen(request, timeout=10) as reply:
        return str(reply.read().decode())


def test_messages_are_counted_and_timed_step_by_step_and_nothing_of_them_is_told(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/guide.db"
    facility_tasks.import_facilities(facility_tasks.FACILITIES, url)
    with running_guide(database_url=url, log_format="json", log_level="DEBUG") as guide:
        visitor = guide.web_conversation()
        for said in ("ile trwa kurs?", "szukam asystenta w Gdańsku", f"{CANARY} {CANARY}", f"/{CANARY}", f"chcę umrzeć {CANARY}"):
            assert visitor.say(said)
        for where in ("Sopot", CANARY):
            urllib.request.urlopen(f"{guide.url}/pl/placowki/?where={where}", timeout=10).close()
        told = metrics(guide)
        for hidden in ({"X_Forwarded_For": "127.0.0.1"}, {"X_Real_IP": "127.0.0.1"}):
            with pytest.raises(urllib.error.HTTPError) as refused:
                metrics(guide, **hidden)
            assert refused.value.code == 404
        figures = DailyFigures(create_engine(url), 400)
        deadline = time.monotonic() + 30
        while not (found := figures.between(date.min, date.max)) and time.monotonic() < deadline:
            time.sleep(0.2)
    said_pl = re.search(r'guide_messages_total\{channel="web",language="pl"\} (\d+)', told)
    assert said_pl and int(said_pl[1]) >= 4
    assert 'guide_topics_total{topic="course_length"}' in told and 'guide_danger_total{kind="self"} 1.0' in told
    assert 'guide_searches_total{outcome="nearest"} 2.0' in told and 'guide_searches_total{outcome="unknown"} 1.0' in told
    for step in STEPS:
        assert f'guide_seconds_count{{step="{step}"}}' in told, step
    assert total(found, "place") == {"Gdańsk": 1, "Sopot": 1} and sum(total(found, "channel").values()) == 5
    assert CANARY not in told and all(CANARY not in f.name for f in found)
    for log in ("guide.log", "actions.log"):
        lines = (serve.VAR / log).read_text(encoding="utf-8").splitlines()
        assert lines and all(json.loads(line)["event"] for line in lines if line.strip()), log
        assert not any(CANARY in line for line in lines)
