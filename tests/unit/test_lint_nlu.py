"""The lint of the training questions: scripts/lint_nlu.py."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.nlu.questions import Question
from scripts import lint_nlu
from scripts.lint_nlu import Example

FILE = """version: "3.1"

nlu:
  - intent: greet
    metadata: {language: pl}
    examples: |
      - Dzień dobry
      -
      hej
      - „cześć”: co tam # nic
  # a comment
  - intent: goodbye
    metadata: {language: pl}
    examples: |
      - pa
"""
TOPICS = {"cost": "price zloty pay money", "time": "weeks months long hours", "place": "town street address city"}


def read_as_questions(examples: Sequence[Example]) -> list[Question]:
    """As the classifier reads them, without its dictionaries."""
    return [Question(e.folded, e.folded, e.text) for e in examples]


def example(text: str, intent: str = "greet", language: str = "pl", where: str = "x.pl.yml:1") -> Example:
    return Example(text, intent, language, where)


def questions() -> list[Example]:
    """Six clear questions for each of three intents."""
    return [
        example(f"{word} {n}", topic, where=topic) for topic, about in TOPICS.items() for word in about.split() for n in "abcdef"
    ]


def sized(**counts: tuple[int, int]) -> dict[tuple[str, str], int]:
    return {(intent, language): n for intent, pair in counts.items() for language, n in zip(("pl", "en"), pair)}


def test_reads_text_intent_language_and_line() -> None:
    assert list(lint_nlu.parse(FILE, "chat.pl.yml")) == [
        Example("Dzień dobry", "greet", "pl", "chat.pl.yml:7"),
        Example("", "greet", "pl", "chat.pl.yml:8"),
        Example("", "greet", "pl", "chat.pl.yml:9"),
        Example("„cześć”: co tam # nic", "greet", "pl", "chat.pl.yml:10"),
        Example("pa", "goodbye", "pl", "chat.pl.yml:15"),
    ]


def test_reads_only_files_of_a_language(tmp_path: Path) -> None:
    for name in ("chat.pl.yml", "chat.en.yml", "chat.de.yml", "notes.md"):
        (tmp_path / name).write_text(FILE, encoding="utf-8")
    assert {e.language for e in lint_nlu.read(tmp_path)} == {"pl", "en"}


def test_reads_held_out_questions_turns_and_sentences(tmp_path: Path) -> None:
    (tmp_path / "pl.jsonl").write_text(json.dumps({"id": "q1", "text": "Łódź?"}) + "\n", encoding="utf-8")
    (tmp_path / "talks.jsonl").write_text(json.dumps({"id": "d1", "turns": [{"user": "A"}, {"user": "B"}]}), encoding="utf-8")
    (tmp_path / "everyday.txt").write_text("\nto buty\n", encoding="utf-8")
    found = {"lodz?": "pl.jsonl q1", "a": "talks.jsonl d1", "b": "talks.jsonl d1", "to buty": "everyday.txt:2"}
    assert lint_nlu.held_out(tmp_path) == found


def test_finds_empty_and_over_long_lines() -> None:
    found = lint_nlu.bad_lines([example(""), example("x" * 600), example("y" * 601)])
    assert len(found) == 2
    assert "empty" in found[0] and "601 characters" in found[1]


def test_finds_the_same_text_under_two_intents_and_twice() -> None:
    lines = [
        example("Łódź", "a"),
        example("lodz", "b"),
        example("Pa!"),
        example("pa!", where="y"),
        example("pa", language="en"),
        example("pa"),
    ]
    under_two, twice = lint_nlu.repeated(lines)
    assert under_two == ["Łódź: a (x.pl.yml:1), b (x.pl.yml:1)"]
    assert twice == ["x.pl.yml:1 greet: Pa!; also y"]


def test_counts_a_language_without_examples() -> None:
    assert lint_nlu.sizes([example("a"), example("b")]) == sized(greet=(2, 0))


def test_finds_small_and_unbalanced_intents() -> None:
    counted = sized(small=(60, 59), lopsided=(100, 59), fair=(100, 60), missing=(0, 200))
    assert [line.split()[0] for line in lint_nlu.too_few(counted)] == ["small", "lopsided", "missing"]
    assert lint_nlu.unbalanced(counted) == ["lopsided: pl 100, en 59", "missing: pl 0, en 200"]


def test_finds_what_is_held_out() -> None:
    known = {"a gdzie w lodzi?": "pl.jsonl q1", "lodz?": "pl.jsonl q2"}
    lines = [example("A gdzie w ŁODZI?"), example("a gdzie w Gdyni?"), example("Łódź?")]  # the last one is nobody's own
    assert lint_nlu.leaked(lines, known) == ["x.pl.yml:1 greet: A gdzie w ŁODZI? = pl.jsonl q1"]


def test_finds_intents_far_above_the_median() -> None:
    found = lint_nlu.far_above(sized(a=(100, 100), b=(100, 100), c=(251, 250), d=(900, 100), e=(100, 100)))
    assert [line.split(":")[0] for line in found] == ["d (pl)", "c (pl)"]


@pytest.mark.parametrize("rows", [1, 2, 256])
def test_finds_near_duplicates_within_an_intent(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    monkeypatch.setattr(lint_nlu, "_ROWS", rows)
    asked = "how long does the whole course for recovery assistants take"
    lines = [
        example("something quite different"),
        example(f"{asked}?"),
        example(asked.upper() + "!!"),
        example(asked, "other"),
        example("!!"),
    ]
    (twins,) = lint_nlu.near_duplicates(lines)
    assert (twins.first, twins.second) == (lines[1], lines[2])
    assert twins.cosine == pytest.approx(1, abs=1e-4)


def test_equal_texts_and_signs_alone_are_no_near_duplicates() -> None:
    assert lint_nlu.near_duplicates([example("to samo"), example("To  samo")]) == []
    assert lint_nlu.near_duplicates([example("??"), example("!")]) == []


def test_finds_examples_nearest_to_another_intent() -> None:
    lines = [*questions(), example("price zloty pay money", "time", where="wrong"), example("alone", "rare")]
    found = lint_nlu.strays(lines, read_as_questions(lines))
    assert (found[0].example.where, found[0].nearest) == ("wrong", "cost")
    assert all(s.margin > 0 and s.example.intent not in {s.nearest, "rare"} for s in found)
    assert [s.margin for s in found] == sorted((s.margin for s in found), reverse=True)


def test_two_intents_suffice_for_a_model_and_one_does_not() -> None:
    lines = [e for e in questions() if e.intent != "place"]
    wrong = example("price zloty pay money", "time", where="wrong")
    assert lint_nlu.strays([*lines, wrong], read_as_questions([*lines, wrong]))[0].example == wrong
    assert lint_nlu.strays(lines[:6], read_as_questions(lines[:6])) == []


def test_section_is_capped_and_counts_all() -> None:
    assert lint_nlu.section("error", {"good": []}, 2) == ""
    found = {"bad": ["a", "b", "c"], "good": []}
    assert lint_nlu.section("error", found, 2) == "error: bad: 3\n  a\n  b\n  … and 1 more\n"
    assert lint_nlu.section("error", found, 0) == "error: bad: 3\n  a\n  b\n  c\n"


@pytest.mark.parametrize(("fewest", "code"), [(1, 0), (60, 1)])
def test_exit_code_says_whether_there_are_errors(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], fewest: int, code: int
) -> None:
    for language in ("pl", "en"):
        content = FILE.replace("      -\n      hej\n", "").replace("Dzień dobry", f"dobry {language}")
        content = content.replace("cześć", f"no {language}").replace("- pa", f"- pa {language}")
        (tmp_path / f"chat.{language}.yml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(lint_nlu, "FOLDER", tmp_path)
    monkeypatch.setattr(lint_nlu, "FEWEST", fewest)
    monkeypatch.setattr(lint_nlu, "prepared", read_as_questions)
    assert lint_nlu.main(["--most", "3"]) == code
    assert f"6 examples, 2 intents: {4 * code} errors" in capsys.readouterr().out
