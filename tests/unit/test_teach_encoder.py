"""What is learnt in TensorFlow is what the guide runs in numpy: scripts/teach_encoder.py and bot/safety/encoder.py."""

from __future__ import annotations

import numpy as np
import pytest

from bot import sentence_vectors
from bot.safety.encoder import Encoder
from bot.safety.model import KINDS, danger_odds
from scripts.teach_encoder import EncoderPupil
from scripts.teaching import Lesson

SENTENCES = ["dzień dobry", "how long is the course?", "mam dość 🙂 wszystkiego, naprawdę", "ok"]


def odds(pupil: EncoderPupil) -> np.ndarray:
    return danger_odds(pupil.scores(pupil.padded(pupil.pieces(SENTENCES))).numpy())


def read(pupil: EncoderPupil) -> np.ndarray:
    return danger_odds(Encoder(pupil.arrays()).kinds(SENTENCES))


@pytest.fixture(scope="module")
def pupil() -> EncoderPupil:
    return EncoderPupil(len(KINDS))


def test_taught_encoder_without_a_lesson_is_the_encoder() -> None:
    vectors = sentence_vectors.Taught(sentence_vectors.weights()).encode(SENTENCES)
    assert np.array_equal(vectors, sentence_vectors.encode(SENTENCES))


def test_guide_reads_what_was_learnt(pupil: EncoderPupil) -> None:
    before = odds(pupil)
    assert read(pupil) == pytest.approx(before, abs=0.02)
    pupil.learn(Lesson(SENTENCES * 40, np.array([0, 0, 2, 0] * 40), SENTENCES[2:3] * 40, np.arange(2, 160, 4)), rounds=8)
    after = odds(pupil)
    assert read(pupil) == pytest.approx(after, abs=0.1)
    assert after[2] > after[[0, 1, 3]].max() and after[2] - after[0] > before[2] - before[0]


def test_learning_goes_on_from_what_is_known(pupil: EncoderPupil) -> None:
    assert odds(EncoderPupil(len(KINDS), pupil.arrays())) == pytest.approx(odds(pupil))
