"""Slips of the thumb for training: scripts/slips.py."""

from __future__ import annotations

from random import Random

from rapidfuzz.distance import OSA

from scripts.slips import with_other_stops, with_slips

TEXT = "Nie wiem, co dalej. Nikt mi nie odpowiada 112." * 20


def test_share_of_letters_is_kept_about() -> None:
    changed = OSA.distance(TEXT, with_slips(TEXT, 0.05, Random(1)))
    assert 0.02 * len(TEXT) < changed < 0.07 * len(TEXT)


def test_only_letters_are_touched_and_the_same_dice_give_the_same_text() -> None:
    assert with_slips("112 … 800-702", 1.0, Random(0)) == "112 … 800-702"
    assert with_slips(TEXT, 0.1, Random(3)) == with_slips(TEXT, 0.1, Random(3)) != TEXT
    assert with_slips(TEXT, 0.0, Random(3)) == TEXT


def test_every_kind_of_slip_occurs() -> None:
    found = {with_slips("dom", 0.4, Random(seed)) for seed in range(300)}
    assert {"do", "ddom", "odm", "fom"} <= found


def test_other_stops_change_no_word_and_tell_nothing() -> None:
    told = "nie wiem, co robić."
    found = {with_other_stops(told, Random(seed)) for seed in range(60)}
    assert found == {words + stop for words in ("nie wiem, co robić", "nie wiem co robić") for stop in ("", ".", "...", "!")}
    asked = {with_other_stops("czy ktoś tam jest?", Random(seed)) for seed in range(60)}
    assert asked == {"czy ktoś tam jest?", "czy ktoś tam jest"}
    assert all(with_other_stops("...", Random(seed)) for seed in range(20))  # never nothing
