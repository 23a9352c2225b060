"""N-grams of characters and words: bot/ngrams.py reads one message as scikit-learn learnt them."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.ngrams import Ngrams, character_ngrams, word_ngrams

TEXTS = ["ile trwa kurs", "a ile kosztuje kurs ?", "how long is it", "kurs kurs kurs a", "", "x"]


@pytest.mark.parametrize("text", [*TEXTS, "nic z tego nie bylo", "ab"])
def test_groups_of_characters_are_those_of_scikit_learn(text: str) -> None:
    split = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5)).build_analyzer()
    assert list(character_ngrams(text)) == split(text)


def test_words_and_pairs() -> None:
    assert list(word_ngrams("ile trwa kurs")) == ["ile", "trwa", "kurs", "ile trwa", "trwa kurs"]


@pytest.mark.parametrize("kind", ["characters", "words"])
def test_row_of_a_message_is_the_row_that_was_learnt(kind: str) -> None:
    ngrams, features = Ngrams.learn(kind, TEXTS)
    for text, learnt in zip(TEXTS, features.toarray()):
        columns, values = ngrams.row(text)
        row = np.zeros(len(ngrams.terms), dtype=np.float32)
        row[columns] = values
        assert row == pytest.approx(learnt, abs=1e-6)


def test_what_is_not_known_counts_for_nothing() -> None:
    ngrams, _ = Ngrams.learn("words", TEXTS)
    assert ngrams.row("zupełnie inne słowa")[0].size == 0
