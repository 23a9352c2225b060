"""What is learnt in TensorFlow is what the guide runs in ONNX: scripts/teach_transformer.py and bot/safety/transformer.py."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from bot.safety.model import KINDS, danger_odds
from bot.safety.transformer import NETWORK, VOCABULARY, Transformer
from bot.transformer import LONGEST
from scripts.onnx_graph import stored_arrays
from scripts.teach_transformer import Base, TransformerPupil
from scripts.teach_transformer import write as write_files
from scripts.teaching import Lesson

SENTENCES = ["dzień dobry", "how long is the course?", "mam dość 🙂 wszystkiego, naprawdę", "ok", "ﬁ ½ " * 90]
SIZE, INNER = 24, 64
TERMS = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁dzień", "▁mam", "dość", "▁do", "ść", "▁na", *"abcdefghijklmnoprstuwyz?,.ńźó"]
BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])


def in_halves(values: np.ndarray) -> bytes:
    """Numbers as the package stores them: whole numbers from -8 to 7, two in a byte, thirty-two with one scale."""
    rows = values.reshape(-1, 32)
    blocks = np.zeros(len(rows), BLOCK)
    blocks["scale"] = 0.05
    whole = np.clip(np.round(rows / 0.05), -8, 7).astype(int) + 8
    blocks["halves"] = whole[:, :16] | whole[:, 16:] << 4
    return blocks.tobytes()


def a_language_model() -> bytes:
    """A very small one of the same make, of one layer."""
    dice = np.random.RandomState(0)
    arrays = {"emb.word": (len(TERMS) * SIZE, 1), "emb.pos": (512 * SIZE, 1), "emb.type": (2 * SIZE, 0.1)}
    arrays |= {f"{name}.{n}": (SIZE, 0.1) for name in ("emb.ln", "l0.aln", "l0.oln") for n in "wb"}
    for part, (wide, high) in {
        **dict.fromkeys(("q", "k", "v", "ao"), (SIZE, SIZE)),
        "fi": (SIZE, INNER),
        "fo": (INNER, SIZE),
    }.items():
        arrays |= {f"l0.{part}.w": (wide * high, 0.15), f"l0.{part}.b": (high, 0.1)}
    words = "".join(TERMS).encode()
    starts = np.cumsum([0, *(len(term.encode()) for term in TERMS)]).astype("<u4")
    scores = np.array([-1 - 0.1 * i for i in range(len(TERMS))], "<f4")
    head = b"model..." + struct.pack("<7i", SIZE, 12, 1, INNER, len(TERMS), 512, 2) + struct.pack("<fi", 1e-12, 32)
    head += struct.pack("<5i", len(TERMS), 0, 2, 1, 3) + struct.pack("<Q", len(words)) + starts.tobytes() + scores.tobytes() + words
    head += struct.pack("<iI", 1, 4) + b"sign" + struct.pack("<i", len(arrays))
    start = len(head) + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in arrays)
    content = b""
    for name, (count, spread) in arrays.items():
        values = (dice.randn(count) * spread + (name.endswith("ln.w"))).astype("<f4")
        stored = in_halves(values) if name.startswith("l0") and name.count("ln") == 0 and name.endswith("w") else values.tobytes()
        head += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, count, start + len(content), len(stored))
        content += stored
    return head + content


@pytest.fixture(scope="module")
def base() -> Base:
    return Base(a_language_model())


@pytest.fixture(scope="module")
def pupil(base: Base) -> TransformerPupil:
    return TransformerPupil(base, base.used(SENTENCES), len(KINDS), layers=1)


def odds(pupil: TransformerPupil) -> np.ndarray:
    return danger_odds(pupil.scores(pupil.padded(pupil.pieces(SENTENCES))).numpy())


def write(pupil: TransformerPupil, folder: Path, of_meaning: bool = False) -> None:
    write_files(pupil, folder / NETWORK, folder / VOCABULARY, of_meaning)


def test_numbers_in_half_bytes_are_read() -> None:
    rows = np.array([[0.05 * (i % 15 - 7) for i in range(64)]])
    blocks = in_halves(rows)
    base = Base(a_language_model())
    base._content, base._places = blocks, {"x": (64, 0, len(blocks))}
    assert base.array("x", 64) == pytest.approx(rows, abs=1e-4)


def test_vocabulary_is_enough_for_what_is_learnt(base: Base, pupil: TransformerPupil) -> None:
    said = pupil.pieces(["mam dość", "dość 🙂"])
    terms = [TERMS[n] for n in base.used(SENTENCES)]
    assert [terms[n] for n in said[0]] == ["<s>", "▁mam", "▁", "dość", "</s>"]
    assert [terms[n] for n in said[1]] == ["<s>", "▁", "dość", "▁", "<unk>", "</s>"]
    assert "▁na" in terms and "ść" not in terms and len(terms) < len(TERMS)  # "naprawdę" needs the first, nothing the second


def test_long_message_is_cut_and_still_ends(pupil: TransformerPupil) -> None:
    row = pupil.pieces(SENTENCES)[-1]
    assert len(row) == LONGEST and row[-1] == pupil.pieces(["ok"])[0][-1]


def test_guide_reads_what_was_learnt(pupil: TransformerPupil, tmp_path: Path) -> None:
    write(pupil, tmp_path)
    before = odds(pupil)
    assert danger_odds(Transformer(tmp_path).kinds(SENTENCES)) == pytest.approx(before, abs=0.1)
    lesson = Lesson(SENTENCES * 40, np.array([0, 0, 2, 0, 0] * 40), SENTENCES[2:3] * 40, np.arange(2, 200, 5))
    pupil.rate, words = 5e-3, pupil.arrays()["words"]
    pupil.learn(lesson, rounds=8)
    write(pupil, tmp_path)
    after = odds(pupil)
    assert danger_odds(Transformer(tmp_path).kinds(SENTENCES)) == pytest.approx(after, abs=0.3)
    assert not np.array_equal(pupil.arrays()["words"], words)  # word pieces are learnt, too
    assert after[2] > after[[0, 1, 3, 4]].max() and after[2] - after[0] > before[2] - before[0]
    assert not list(tmp_path.glob("*.whole.onnx"))


def test_layers_that_are_to_stay_as_they_are_stay(base: Base) -> None:
    pupil = TransformerPupil(base, base.used(SENTENCES), len(KINDS), layers=1, still=1)
    before = pupil.arrays()
    pupil.learn(Lesson(SENTENCES, np.array([0, 0, 2, 0, 0]), [], np.array([], dtype=int)), rounds=2)
    changed = {name for name, value in pupil.arrays().items() if not np.array_equal(value, before[name])}
    assert changed == {"h1", "hb1", "h2", "hb2"}


def test_what_is_hard_is_shown_again_and_of_the_rest_a_share(pupil: TransformerPupil) -> None:
    losses, dice = np.arange(1000.0), np.random.RandomState(0)
    assert len(pupil._again(losses, dice)) == len(losses)
    pupil.easy = 0.3
    shown = pupil._again(losses, dice)
    assert set(range(500, 1000)) <= set(shown) and 600 < len(shown) < 700


def test_meaning_is_what_the_kinds_are_told_from(pupil: TransformerPupil, tmp_path: Path) -> None:
    write(pupil, tmp_path, of_meaning=True)
    arrays = pupil.arrays()
    vectors = Transformer(tmp_path).read(SENTENCES)
    kinds = np.maximum(vectors @ arrays["h1"] + arrays["hb1"], 0) @ arrays["h2"] + arrays["hb2"]
    assert vectors.shape == (len(SENTENCES), 2 * SIZE)
    assert danger_odds(kinds) == pytest.approx(odds(pupil), abs=0.3)


def test_many_sentences_are_read_as_few_are(pupil: TransformerPupil, tmp_path: Path) -> None:
    write(pupil, tmp_path)
    reader = Transformer(tmp_path)
    assert reader.read(SENTENCES * 20) == pytest.approx(np.tile(reader.read(SENTENCES), (20, 1)))


def test_learning_goes_on_from_what_is_stored(base: Base, pupil: TransformerPupil, tmp_path: Path) -> None:
    write(pupil, tmp_path)
    stored = stored_arrays(tmp_path / NETWORK)
    assert stored.keys() == pupil.arrays().keys()
    numbers = base.numbers((tmp_path / VOCABULARY).read_bytes())
    assert numbers == base.used(SENTENCES)
    again = TransformerPupil(base, numbers, len(KINDS), stored, layers=1)
    assert odds(again) == pytest.approx(odds(pupil), abs=0.3)
