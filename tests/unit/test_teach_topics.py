"""What the reader of questions is taught: scripts/teach_topics.py and bot/nlu/meaning.py."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu import meaning
from scripts import teach_topics

TEXTS = [f"pytanie {n} o kurs" for n in range(240)]


def test_one_question_in_twelve_is_kept_from_the_teaching() -> None:
    assert sum(map(meaning.is_kept, TEXTS)) == pytest.approx(20, abs=12)
    assert [meaning.is_kept(text) for text in TEXTS] == [meaning.is_kept(text) for text in TEXTS]


def test_lesson_holds_other_spellings_and_everyday_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teach_topics, "everyday", lambda: ["kup mleko"])
    sentences = [text.replace("pytanie", "Pytanie") if n % 2 else text for n, text in enumerate(TEXTS)]
    topics = ["course_length" if n < 200 else "out_of_scope" for n in range(240)]
    lesson = teach_topics.lesson(sentences, TEXTS, topics)
    taught = [n for n, text in enumerate(TEXTS) if not meaning.is_kept(text)]
    assert list(lesson.messages) == [*(sentences[n] for n in taught), "kup mleko"]
    assert list(lesson.kinds) == [*(int(n >= 200) for n in taught), 1]
    spelt = [TEXTS[n] for n in taught if n % 2]
    assert list(lesson.others[: len(spelt)]) == spelt
    assert [lesson.messages[n] for n in lesson.others_of[: len(spelt)]] == [text.replace("pytanie", "Pytanie") for text in spelt]


def test_lesson_holds_every_question_with_something_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teach_topics, "everyday", lambda: ["kup mleko"])
    lesson = teach_topics.lesson(TEXTS, TEXTS, ["course_length"] * 120 + ["out_of_scope"] * 120)
    taught = [text for text in TEXTS if not meaning.is_kept(text)]
    assert len(lesson.others) == len(taught)
    for other, n in zip(lesson.others, lesson.others_of):
        assert lesson.messages[n] in other and other.replace(lesson.messages[n], "").strip(" .")
    assert any("kup mleko" in other for other in lesson.others)


def test_short_question_is_not_hidden_behind_a_sentence() -> None:
    dice = np.random.RandomState(1)
    assert not any("kup mleko" in teach_topics.strayed("ile trwa kurs", ["kup mleko"], dice) for _ in range(50))
    assert len({teach_topics.stray_word(dice) for _ in range(50)}) > 40


def test_everyday_sentences_are_of_both_languages() -> None:
    assert len(set(teach_topics.everyday())) > teach_topics._EVERYDAY


def test_vectors_of_like_questions_are_near() -> None:
    course, when, mother = meaning.vectors(["ile trwa kurs", "how long is the course", "can my mother come too"])
    assert course @ when > course @ mother
