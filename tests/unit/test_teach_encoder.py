"""What is learnt in TensorFlow is what the guide runs in ONNX: scripts/teach_encoder.py and bot/safety/encoder.py."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot import sentence_vectors
from bot.safety.encoder import NETWORK, Encoder
from bot.safety.model import KINDS, danger_odds
from scripts.onnx_graph import stored_arrays
from scripts.teach_encoder import STRETCH, EncoderPupil, write
from scripts.teaching import Lesson

SENTENCES = ["dzień dobry", "how long is the course?", "mam dość 🙂 wszystkiego, naprawdę", "ok"]


def odds(pupil: EncoderPupil) -> np.ndarray:
    return danger_odds(pupil.scores(pupil.padded(pupil.pieces(SENTENCES))).numpy())


def read(pupil: EncoderPupil, folder: Path) -> np.ndarray:
    write(pupil, folder)
    return danger_odds(Encoder(folder).kinds(SENTENCES))


@pytest.fixture(scope="module")
def pupil() -> EncoderPupil:
    return EncoderPupil(len(KINDS))


def test_pupil_before_its_lesson_understands_as_the_encoder_does(pupil: EncoderPupil) -> None:
    arrays = pupil.arrays()
    meaning = sentence_vectors.encoder().encode(SENTENCES) * STRETCH
    kinds = np.maximum(meaning @ arrays["h1"] + arrays["hb1"], 0) @ arrays["h2"] + arrays["hb2"]
    assert pupil.scores(pupil.padded(pupil.pieces(SENTENCES))).numpy() == pytest.approx(kinds, abs=1e-3)


def test_guide_reads_what_was_learnt(pupil: EncoderPupil, tmp_path: Path) -> None:
    before = odds(pupil)
    assert read(pupil, tmp_path) == pytest.approx(before, abs=0.1)
    pupil.learn(Lesson(SENTENCES * 40, np.array([0, 0, 2, 0] * 40), SENTENCES[2:3] * 40, np.arange(2, 160, 4)), rounds=8)
    after = odds(pupil)
    assert read(pupil, tmp_path) == pytest.approx(after, abs=0.3)
    assert after[2] > after[[0, 1, 3]].max() and after[2] - after[0] > before[2] - before[0]


def test_learning_goes_on_from_what_is_stored(pupil: EncoderPupil, tmp_path: Path) -> None:
    write(pupil, tmp_path)
    stored = stored_arrays(tmp_path / NETWORK)
    assert stored.keys() == pupil.arrays().keys()
    assert odds(EncoderPupil(len(KINDS), stored)) == pytest.approx(odds(pupil), abs=0.3)
