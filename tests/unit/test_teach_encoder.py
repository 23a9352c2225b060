"""What is learnt in TensorFlow is what the guide runs in numpy: scripts/teach_encoder.py and bot.sentence_vectors.Taught."""

from __future__ import annotations

import numpy as np
import pytest

from bot import sentence_vectors
from bot.safety.model import KINDS, Reader, danger_odds
from scripts.teach_encoder import Pupil, padded, pieces

SENTENCES = ["dzień dobry", "how long is the course?", "mam dość 🙂 wszystkiego, naprawdę", "ok"]


def odds(pupil: Pupil) -> np.ndarray:
    return danger_odds(pupil.scores(padded(pieces(SENTENCES))).numpy())


def read(pupil: Pupil) -> np.ndarray:
    return danger_odds(Reader(pupil.arrays()).kinds(SENTENCES))


@pytest.fixture(scope="module")
def pupil() -> Pupil:
    return Pupil(len(KINDS))


def test_taught_encoder_without_a_lesson_is_the_encoder() -> None:
    vectors = sentence_vectors.Taught(sentence_vectors.weights()).encode(SENTENCES)
    assert np.array_equal(vectors, sentence_vectors.encode(SENTENCES))


def test_guide_reads_what_was_learnt(pupil: Pupil) -> None:
    before = odds(pupil)
    assert read(pupil) == pytest.approx(before, abs=0.02)
    wanted = np.array([0, 0, 2, 0] * 40)
    pupil.learn(pieces(SENTENCES * 40), wanted, pieces(SENTENCES[2:3] * 40), np.arange(2, 160, 4), rounds=8)
    after = odds(pupil)
    assert read(pupil) == pytest.approx(after, abs=0.1)
    assert after[2] > after[[0, 1, 3]].max() and after[2] - after[0] > before[2] - before[0]
