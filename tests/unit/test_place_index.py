"""The compact table of phrases: bot/nlu/place_index.py."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from bot.nlu.place_index import PhraseTable, write

PHRASES = {"nowa": [3], "nowa wies": [1, 2], "nowak": [4], "лодзь": [5], "a": [65535], "lodz": [0]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A table of a few phrases."""
    write(tmp_path / "table.bin.gz", PHRASES)
    return tmp_path / "table.bin.gz"


def test_every_phrase_has_its_numbers_back(path: Path) -> None:
    table = PhraseTable(path)
    assert {phrase: list(table.get(phrase)) for phrase in PHRASES} == PHRASES
    assert sorted(table) == sorted(PHRASES)
    assert len(table) == len(PHRASES)


@pytest.mark.parametrize("unknown", ["", "now", "nowa w", "nowa wies x", "z", "0", "лодз"])
def test_unknown_phrase_has_none(path: Path, unknown: str) -> None:
    table = PhraseTable(path)
    assert list(table.get(unknown)) == []
    assert list(table.find(unknown)[0]) == []
    assert unknown not in table


@pytest.mark.parametrize(
    ("phrase", "longer"), [("nowa", True), ("nowak", False), ("nowa wies", False), ("now", False), ("lodz", False)]
)
def test_tells_whether_a_longer_phrase_begins_with_it(path: Path, phrase: str, longer: bool) -> None:
    assert PhraseTable(path).find(phrase)[1] is longer


def test_beginning_that_is_no_phrase_itself_is_told_too(tmp_path: Path) -> None:
    write(tmp_path / "t.bin.gz", {"stalowa wola": [1]})
    assert PhraseTable(tmp_path / "t.bin.gz").find("stalowa") == ((), True)


def test_one_number_each_and_no_phrases_at_all(tmp_path: Path) -> None:
    write(tmp_path / "t.bin.gz", {"a": [7], "b": [8]})
    assert [list(PhraseTable(tmp_path / "t.bin.gz").get(x)) for x in "ab"] == [[7], [8]]
    write(tmp_path / "t.bin.gz", {})
    assert "a" not in PhraseTable(tmp_path / "t.bin.gz")


def test_same_phrases_give_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "a.bin.gz", PHRASES)
    write(tmp_path / "b.bin.gz", dict(reversed(PHRASES.items())))
    assert (tmp_path / "a.bin.gz").read_bytes() == (tmp_path / "b.bin.gz").read_bytes()


@pytest.mark.parametrize("bad", [{"x" * 256: [1]}, {"x": []}, {"x": list(range(256))}])
def test_refuses_what_does_not_fit(tmp_path: Path, bad: dict[str, list[int]]) -> None:
    with pytest.raises(ValueError, match="255"):
        write(tmp_path / "t.bin.gz", bad)


def test_other_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.bin.gz").write_bytes(gzip.compress(b"something else"))
    with pytest.raises(ValueError, match=r"t\.bin\.gz"):
        PhraseTable(tmp_path / "t.bin.gz")
