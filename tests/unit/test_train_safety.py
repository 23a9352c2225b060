"""What is learnt of danger, and what is kept from learning: scripts/train_safety.py."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bot.safety.model import FOLDER
from scripts import train_safety
from scripts.train_safety import Line, doubts, known_at, lines, new_and_some, prepared


def test_a_part_of_every_kind_is_kept_from_learning() -> None:
    counts = Counter((line.kind, line.kept) for line in lines())
    for kind in ("written", "everyday", "question"):
        assert 0.07 < counts[kind, True] / (counts[kind, True] + counts[kind, False]) < 0.1


def test_nothing_is_learnt_that_is_kept() -> None:
    data, learnt, kept = prepared()
    assert sorted([*learnt, *kept]) == list(range(len(data)))
    together = [data[i].text for i in learnt if data[i].kind in ("joined", "story")]
    whole = {data[i].text for i in kept if data[i].kind == "question" and len(data[i].text) > 60}
    assert whole and not any(text in longer for text in whole for longer in together)


def test_everyday_sentences_are_one_a_line_and_none_twice() -> None:
    for path in FOLDER.glob("everyday_*.txt"):
        sentences = path.read_text(encoding="utf-8").splitlines()
        assert all(s == s.strip() and 3 <= len(s) <= 300 for s in sentences)
        assert len(set(sentences)) == len(sentences)


def test_what_a_revision_held_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(train_safety, "FOLDER", tmp_path)

    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b.pl", *words], cwd=tmp_path, check=True, capture_output=True
        )

    git("init")
    (tmp_path / "pl.jsonl").write_text(json.dumps({"text": "zażółć"}) + "\n", encoding="utf-8")
    (tmp_path / "everyday_en.txt").write_text("it rains\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-m", "first")
    (tmp_path / "everyday_en.txt").write_text("it rains\nit snows\n", encoding="utf-8")
    assert known_at("HEAD") == {"zażółć", "it rains"}


def test_all_new_messages_are_learnt_and_some_of_the_others() -> None:
    data = [Line(f"old {n}", "silence", None, "written", "en") for n in range(1000)]
    data += [Line(f"new {n}", "silence", None, "everyday", "en") for n in range(50)]
    chosen = new_and_some(data, np.arange(len(data)), {line.text for line in data[:1000]})
    assert set(range(1000, 1050)) <= set(chosen)
    assert 200 < len(chosen) - 50 < 400


def test_readers_are_asked_while_they_can_change_what_is_found() -> None:
    dice = np.random.RandomState(0)
    danger = np.arange(2000) < 1000
    odds = [np.where(danger, 3.0, -3.0) + dice.randn(2000) for _ in range(3)]
    first = np.where(danger, 1.0, -1.0) + dice.randn(2000)
    scores = [
        first,
        first + 0.2 * odds[0],
        first + 0.2 * odds[0] + 0.4 * odds[1],
        first + 0.2 * (odds[0] + odds[2]) + 0.4 * odds[1],
    ]
    asked = doubts(scores, odds, danger, 0.5)
    found = scores[-1] > 0.5
    for (low, high), before in zip(asked, scores):
        assert found[before - 0.5 >= high].all()
        assert (found & danger & (before - 0.5 <= low)).sum() < 0.01 * (found & danger).sum()
    assert list(asked[:, 1]) == sorted(asked[:, 1], reverse=True)
