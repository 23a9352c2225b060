"""The component that sets the intent: bot/nlu/topic_classifier.py, trained on a handful of questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.topic_classifier import TopicClassifier
from tests.components.conversation import CONTEXT, DOMAIN, answer, intent_of, message, tracker, user

# Five of each: the calibration keeps 15 % of the questions apart and needs one of every topic.
QUESTIONS = {
    "course_length": [
        "ile trwa kurs",
        "jak długo trwa kurs",
        "how long is the course",
        "how long does the course take",
        "kurs ile trwa",
    ],
    "salary": ["ile zarabia asystent", "jakie są zarobki asystenta", "what is the salary", "how much do they earn", "zarobki ile"],
    "greet": ["dzień dobry", "dzień dobry wszystkim", "hello everyone", "hello there", "dobry wieczór"],
}
DATA = TrainingData([Message({"text": text, "intent": topic}) for topic, texts in QUESTIONS.items() for text in texts])
RESOURCE = Resource("topics")


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> LocalModelStorage:
    """Where a trained classifier lies."""
    found = LocalModelStorage(tmp_path_factory.mktemp("topics"))
    assert TopicClassifier.create(TopicClassifier.get_default_config(), found, RESOURCE, CONTEXT).train(DATA) == RESOURCE
    return found


def classifier(storage: LocalModelStorage, **config: Any) -> TopicClassifier:
    return TopicClassifier.load({**TopicClassifier.get_default_config(), **config}, storage, RESOURCE, CONTEXT)


def classified(component: TopicClassifier, text: str) -> Message:
    (processed,) = component.process([message(text)])
    return processed


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("ile trwa kurs?", "course_length"),
        ("ILE ZARABIA ASYSTENT", "salary"),
        ("how long is the course in Kraków", "course_length"),
        ("hello", "greet"),
    ],
)
def test_sure_topic_is_the_intent(storage: LocalModelStorage, text: str, topic: str) -> None:
    processed = classified(classifier(storage), text)
    assert intent_of(processed) == topic
    assert processed.get("intent_ranking")[0]["name"] == topic


def test_ranking_holds_every_topic_the_likeliest_first(storage: LocalModelStorage) -> None:
    ranking = classified(classifier(storage), "ile trwa kurs").get("intent_ranking")
    confidences = [r["confidence"] for r in ranking]
    assert {r["name"] for r in ranking} == set(QUESTIONS)
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1)


def test_loaded_again_it_ranks_the_same(tmp_path: Path) -> None:
    storage = LocalModelStorage(tmp_path)
    component = TopicClassifier.create(TopicClassifier.get_default_config(), storage, RESOURCE, CONTEXT)
    component.train(DATA)
    for text in ("ile trwa", "zarobki asystenta", "dzień dobry, ile to trwa"):
        before, after = (classified(c, text).get("intent_ranking") for c in (component, classifier(storage)))
        assert [r["name"] for r in before] == [r["name"] for r in after]
        assert [r["confidence"] for r in before] == pytest.approx([r["confidence"] for r in after], abs=0.01)


@pytest.mark.parametrize(
    ("sure", "likely", "intent"),
    [(0.0, 0.0, "course_length"), (1.1, 0.0, "unsure"), (1.1, 1.1, "nlu_fallback")],
)
def test_thresholds_decide_between_answer_question_and_fallback(
    storage: LocalModelStorage, sure: float, likely: float, intent: str
) -> None:
    processed = classified(classifier(storage, sure=sure, likely=likely), "ile trwa kurs")
    assert intent_of(processed) == intent
    assert processed.get("intent_ranking")[0]["name"] == "course_length"  # what to offer when it asks


@pytest.mark.parametrize("text", ["asdkjh", "qxzv wwrk", "!!!", "👍"])
def test_gibberish_is_not_understood(storage: LocalModelStorage, text: str) -> None:
    assert intent_of(classified(classifier(storage), text)) == "nlu_fallback"


@pytest.mark.parametrize("text", ["", "   "])
def test_empty_message_gets_no_intent(storage: LocalModelStorage, text: str) -> None:
    assert intent_of(classified(classifier(storage), text)) is None


def test_untrained_component_sets_nothing(tmp_path: Path) -> None:
    component = TopicClassifier.create({}, LocalModelStorage(tmp_path), RESOURCE, CONTEXT)
    assert intent_of(classified(component, "ile trwa kurs")) is None


@pytest.mark.parametrize(("in_a_talk", "decided"), [(False, "unsure"), (True, "salary")])
def test_what_may_be_out_of_scope_is_answered_in_a_talk_that_goes_on(
    storage: LocalModelStorage, in_a_talk: bool, decided: str
) -> None:
    ranking = [{"name": "salary", "confidence": 0.56}, {"name": "out_of_scope", "confidence": 0.05}]
    assert classifier(storage)._decide(ranking, in_a_talk, strange=False)["name"] == decided


def test_a_question_beside_a_denial_of_danger_is_what_the_message_asks(storage: LocalModelStorage) -> None:
    """Only after an answer to danger, and only where something else is asked."""
    for before, text, denied in (
        ("utter_crisis_violence", "nikt mnie nie bije. ile trwa kurs?", True),
        ("utter_greet", "nikt mnie nie bije. ile trwa kurs?", None),
        ("utter_crisis_violence", "nikt mnie nie bije", None),
    ):
        (processed,) = classifier(storage).process([message(text)], tracker(user(), answer(before), user(text)), DOMAIN)
        assert processed.get("denied") is denied
        assert not denied or intent_of(processed) == "course_length"
