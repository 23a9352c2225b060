"""The component that overrules everything when somebody is in danger: bot/nlu/safety_tagger.py."""

from __future__ import annotations

import pytest
from rasa.shared.utils.io import read_yaml_file

from bot.nlu import safety_tagger
from bot.nlu.safety_tagger import SafetyTagger
from bot.safety import Assessment
from bot.settings import ROOT
from tests.components.conversation import DOMAIN, entities_of, intent_of, message

TAGGER = SafetyTagger()


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("nie chcę już żyć", "self"),
        ("I want to die", "self"),
        ("moja córka chce się zabić", "other"),
        ("mam 14 lat i chcę umrzeć", "minor"),
        ("mąż mnie bije", "violence"),
        ("przedawkowałam leki", "medical"),
    ],
)
@pytest.mark.parametrize("intent", ["greet", "find_facility", "nlu_fallback", None])
def test_message_in_danger_is_a_crisis_whatever_else_it_is(text: str, danger: str, intent: str | None) -> None:
    (processed,) = TAGGER.process([message(text, intent)])
    assert intent_of(processed) == "crisis"
    assert entities_of(processed) == {"danger": danger}
    assert f"utter_crisis_{danger}" in DOMAIN.responses


@pytest.mark.parametrize("text", ["ile trwa kurs", "zabijam czas", "nie daję rady", ""])
def test_other_messages_stay_as_they_are(text: str) -> None:
    (processed,) = TAGGER.process([message(text, "greet", entities=[{"entity": "language", "value": "pl"}])])
    assert intent_of(processed) == "greet"
    assert entities_of(processed) == {"language": "pl"}


def test_language_and_place_stay_known_in_danger() -> None:
    known = [{"entity": "language", "value": "en"}, {"entity": "place", "value": "woj:śląskie"}]
    (processed,) = TAGGER.process([message("I want to die", "greet", entities=known)])
    assert entities_of(processed) == {"language": "en", "place": "woj:śląskie", "danger": "self"}


def test_message_without_text_is_no_danger() -> None:
    (processed,) = TAGGER.process([message("")])
    assert intent_of(processed) is None


def test_stands_last_in_the_pipeline() -> None:
    assert read_yaml_file(ROOT / "config.yml")["pipeline"][-1]["name"].endswith("SafetyTagger")


@pytest.mark.parametrize(
    ("slight", "topic", "confidence", "alarm"),
    [
        (True, "course_length", 0.95, False),  # a clear question with a slight sign
        (True, "course_length", 0.8, True),
        (True, "distress", 0.95, True),
        (False, "course_length", 0.95, True),
    ],
)
def test_slight_sign_in_a_clear_question_is_no_alarm(
    monkeypatch: pytest.MonkeyPatch, slight: bool, topic: str, confidence: float, alarm: bool
) -> None:
    monkeypatch.setattr(safety_tagger, "assess", lambda text: Assessment("self", False, ("word",), slight))
    (processed,) = TAGGER.process([message("…", topic, intent_ranking=[{"name": topic, "confidence": confidence}])])
    assert (intent_of(processed) == "crisis") is alarm
