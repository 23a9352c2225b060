"""The component that chooses the language of the answer: bot/nlu/language_tagger.py, trained on a few questions."""

from __future__ import annotations

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.language_tagger import LanguageTagger
from bot.nlu.place_finder import finder
from bot.nlu.place_tagger import PlaceTagger
from tests.components.conversation import CONTEXT, answer, entities_of, intent_of, message, tracker, user

QUESTIONS = {
    "pl": [
        "ile trwa kurs",
        "kim jest asystent zdrowienia",
        "gdzie znajdę pomoc",
        "jak zostać asystentem",
        "co robi asystent",
        "ile trwa staż",
    ],
    "en": [
        "how long is the course",
        "who is a recovery assistant",
        "where can I find help",
        "how to become one",
        "what do they do",
        "how long",
    ],
}
RESOURCE = Resource("language")


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> LanguageTagger:
    """Trained, stored and loaded again."""
    storage = LocalModelStorage(tmp_path_factory.mktemp("language"))
    examples = [
        Message({"text": text, "intent": "definition", "metadata": {"intent": {"language": language}}})
        for language, texts in QUESTIONS.items()
        for text in texts
    ]
    assert LanguageTagger.create({}, storage, RESOURCE, CONTEXT).train(TrainingData(examples)) == RESOURCE
    return LanguageTagger.load({}, storage, RESOURCE, CONTEXT)


def begun(language: str) -> DialogueStateTracker:
    """A conversation that has gone on in a language for a while."""
    return tracker(user(), answer("utter_definition"), language=language)


def language_of(processed: Message) -> str | None:
    return entities_of(processed).get("language")


def tag(tagger: LanguageTagger, one: Message, conversation: DialogueStateTracker | None = None) -> Message:
    (processed,) = tagger.process([one], conversation)
    return processed


@pytest.mark.parametrize(
    ("text", "prior", "language"),
    [
        ("ile trwa kurs", None, "pl"),
        ("how long is the course", None, "en"),
        ("ile trwa kurs", "en", "pl"),  # what is written says more than the channel
        ("ok", "en", "en"),
        ("ok", "de", None),
        ("ok", None, None),
        ("", None, None),
    ],
)
def test_first_message_sets_the_language(tagger: LanguageTagger, text: str, prior: str | None, language: str | None) -> None:
    first = message(text, metadata={"language": prior} if prior else {})
    assert language_of(tag(tagger, first, tracker())) == language


@pytest.mark.parametrize(
    ("text", "current", "language"),
    [
        ("how long is the course", "pl", "en"),
        ("ile trwa kurs", "en", "pl"),
        ("ile trwa kurs", "pl", "pl"),
        ("ok", "en", None),
        ("EX-IN?", "en", None),
        ("asystent zdrowienia", "en", None),
        ("Łódź", "en", None),
        ("Bielsko-Biała", "en", None),
        ("Warsaw", "pl", None),
        ("asdkjh", "pl", None),
    ],
)
def test_only_a_clear_message_changes_the_language(tagger: LanguageTagger, text: str, current: str, language: str | None) -> None:
    later = message(text, places=finder().find(text))
    assert language_of(tag(tagger, later, begun(current))) == language


@pytest.mark.parametrize(
    ("text", "current", "language"),
    [
        ("English, please", "pl", "en"),
        ("po angielsku", "pl", "en"),
        ("czy można po angielsku?", "pl", "en"),
        ("po polsku proszę", "en", "pl"),
        ("can we speak Polish", "en", "pl"),
        ("not Polish, English", "pl", "en"),
        ("nie po angielsku, po polsku", "en", "pl"),
        ("zmień język", "pl", "en"),
        ("change the language", "en", "pl"),
        ("/set_language", "pl", "en"),
        ("nie mówię po polsku", "pl", "en"),
        ("Ukraina, ne govoriu po polsku", "en", "en"),
        ("sorry i don't speak polish", "pl", "en"),
        ("I do not understand any Polish", "pl", "en"),
        ("nie znam dobrze angielskiego", "en", "pl"),
        ("i cant speak english, polish please", "en", "pl"),
        ("po polsku, nie po angielsku", "en", "pl"),
        ("nie, po polsku", "en", "pl"),
        ("nie po polsku prosze", "en", "pl"),
        ("I don't understand, in English please", "pl", "en"),
    ],
)
def test_request_for_a_language_is_followed(tagger: LanguageTagger, text: str, current: str, language: str) -> None:
    assert language_of(tag(tagger, message(text, "set_language"), begun(current))) == language


@pytest.mark.parametrize("text", ["привіт, де знайти допомогу?", "Ich brauche Hilfe", "Bonjour, je cherche un assistant"])
@pytest.mark.parametrize("current", ["pl", "en"])
def test_other_language_is_told_and_the_conversation_keeps_its_own(tagger: LanguageTagger, text: str, current: str) -> None:
    processed = tag(tagger, message(text, "definition"), begun(current))
    assert intent_of(processed) == "other_language"
    assert language_of(processed) is None


def test_intent_of_a_known_language_stays(tagger: LanguageTagger) -> None:
    assert intent_of(tag(tagger, message("ile trwa kurs", "course_length"), tracker())) == "course_length"


def test_other_entities_stay(tagger: LanguageTagger) -> None:
    place = {"entity": "place", "value": "woj:śląskie"}
    assert entities_of(tag(tagger, message("gdzie na Śląsku", entities=[place]))) == {"place": "woj:śląskie", "language": "pl"}


@pytest.mark.parametrize("current", ["pl", "en"])
def test_untrained_component_changes_nothing(current: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    component = LanguageTagger.create({}, LocalModelStorage(tmp_path_factory.mktemp("empty")), RESOURCE, CONTEXT)
    assert language_of(tag(component, message("how long is the course"), begun(current))) in (current, None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("kim jest asystent? in english please", "en"),
        ("how long is the course, po polsku proszę", "pl"),
        ("a we Wrocławiu?", None),
    ],
)
def test_wish_beside_a_question_and_words_of_both_languages(tagger: LanguageTagger, text: str, language: str | None) -> None:
    (one,) = PlaceTagger().process([message(text, "definition")], begun("pl"))
    assert language_of(tag(tagger, one, begun("pl"))) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("do you speak english? my polish is bad", "en"),
        ("mój angielski jest słaby", "pl"),
        ("My Polish isn't great btw", "en"),
        ("I need English please", "en"),
        ("can we speak polish, my english is poor", "pl"),
    ],
)
def test_language_that_is_spoken_badly_is_not_the_one_asked_for(tagger: LanguageTagger, text: str, language: str) -> None:
    assert language_of(tag(tagger, message(text, "set_language"))) == language


def test_question_whether_one_must_speak_a_language_is_no_wish(tagger: LanguageTagger) -> None:
    for text in ("do I have to speak Polish?", "My Polish husband says I'd need Polish. True?"):
        processed = tag(tagger, message(text, "set_language"), begun("en"))
        assert intent_of(processed) == "become_from_abroad"
        assert language_of(processed) in ("en", None)


@pytest.mark.parametrize("text", ["can you speak russian?", "a po ukraińsku?"])
def test_wish_for_a_language_that_is_not_spoken_changes_nothing(tagger: LanguageTagger, text: str) -> None:
    processed = tag(tagger, message(text, "set_language"), begun("en"))
    assert (intent_of(processed), language_of(processed)) == ("other_language", None)
