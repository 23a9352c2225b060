"""The quick policy decides as Rasa's own does: bot/policies.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Type

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, ActiveLoop, SlotSet
from rasa.shared.core.generator import TrainingDataGenerator
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.loading import load_data_from_files
from rasa.shared.core.training_data.structures import StoryGraph

from bot import policies
from bot.policies import QuickRulePolicy
from bot.settings import ROOT
from tests.components.conversation import CONTEXT, DOMAIN, tracker, user

FORM = "find_facility_form"
CONFIG = {
    **RulePolicy.get_default_config(),
    "core_fallback_action_name": "utter_not_understood",
    "check_for_contradictions": False,
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[Type[RulePolicy], RulePolicy]:
    """Both policies, learnt from the rules of the guide."""
    rules = StoryGraph(load_data_from_files([str(path) for path in (ROOT / "data" / "stories").glob("*.yml")], DOMAIN))
    trackers = TrainingDataGenerator(rules, DOMAIN).generate()
    found: dict[Type[RulePolicy], RulePolicy] = {}
    for kind in (RulePolicy, QuickRulePolicy):
        storage = LocalModelStorage(Path(tmp_path_factory.mktemp(kind.__name__)))
        kind(dict(CONFIG), storage, Resource("policy"), CONTEXT).train(trackers, DOMAIN)
        found[kind] = kind.load(dict(CONFIG), storage, Resource("policy"), CONTEXT)
        assert len(found[kind].lookup["rules"]) > 100
    return found


def decisions(both: dict[Type[RulePolicy], RulePolicy], conversation: DialogueStateTracker) -> list[list[float]]:
    return [list(policy.predict_action_probabilities(conversation, DOMAIN).probabilities) for policy in both.values()]


def decided(both: dict[Type[RulePolicy], RulePolicy], conversation: DialogueStateTracker) -> str:
    """The action that the quick policy chooses."""
    quick = decisions(both, conversation)[1]
    return str(DOMAIN.action_names_or_texts[quick.index(max(quick))])


@pytest.mark.parametrize("intent", sorted(DOMAIN.intents))
def test_every_intent_is_answered_as_by_rasa(both: dict[Type[RulePolicy], RulePolicy], intent: str) -> None:
    heard = tracker(ActionExecuted("action_listen"), user(intent=intent), danger="self")
    own, quick = decisions(both, heard)
    assert own == quick
    action = decided(both, heard)
    assert intent == "nlu_fallback" or action != "utter_not_understood"
    answered = tracker(ActionExecuted("action_listen"), user(intent=intent), ActionExecuted(action), danger="self")
    own, quick = decisions(both, answered)
    assert own == quick


def test_where_nothing_decides_the_guide_says_once_that_it_did_not_understand(both: dict[Type[RulePolicy], RulePolicy]) -> None:
    heard = [ActionExecuted("action_listen"), user(intent="crisis")]  # of nobody's danger: there is no such rule
    assert decided(both, tracker(*heard)) == "utter_not_understood"
    assert decided(both, tracker(*heard, ActionExecuted("utter_not_understood"))) == "action_listen"


def test_asked_where_to_find_one_in_a_search_it_asks_for_the_place_again(both: dict[Type[RulePolicy], RulePolicy]) -> None:
    asked = [ActionExecuted("action_listen"), user(intent="find_facility"), ActionExecuted(FORM), ActiveLoop(FORM)]
    again = [SlotSet("requested_slot", "place"), ActionExecuted("action_listen"), user(intent="find_facility")]
    refused = [*asked, *again, ActionExecutionRejected(FORM)]
    assert decided(both, tracker(*refused)) == "utter_ask_place"
    assert decided(both, tracker(*refused, ActionExecuted("utter_ask_place"))) == "action_listen"


@pytest.mark.parametrize("intent", ["find_facility", "definition", "nlu_fallback", "stop", "affirm"])
def test_form_under_way_goes_on_as_with_rasa(both: dict[Type[RulePolicy], RulePolicy], intent: str) -> None:
    asked = [ActionExecuted("action_listen"), user(intent="find_facility"), ActionExecuted(FORM), ActiveLoop(FORM)]
    waiting = [*asked, SlotSet("requested_slot", "place"), ActionExecuted("action_listen"), user(intent=intent)]
    own, quick = decisions(both, tracker(*waiting))
    assert own == quick


@pytest.mark.parametrize("again", [False, True])
def test_form_that_has_asked_again_is_known(again: bool) -> None:
    asked = [user(intent="find_facility"), ActionExecuted(FORM), ActiveLoop(FORM), SlotSet("requested_slot", "place")]
    digressed = [ActionExecuted("action_listen"), user(intent="definition"), ActionExecuted("utter_definition")]
    repeated = [ActionExecuted(FORM), *digressed] if again else []
    assert policies._asked_again(tracker(ActionExecuted("action_listen"), *asked, *digressed, *repeated)) is again


def test_after_a_digression_the_form_itself_asks_once_more(both: dict[Type[RulePolicy], RulePolicy]) -> None:
    asked = [ActionExecuted("action_listen"), user(intent="find_facility"), ActionExecuted(FORM), ActiveLoop(FORM)]
    digressed = [
        ActionExecuted("action_listen"),
        user(intent="definition"),
        ActionExecutionRejected(FORM),
        ActionExecuted("utter_definition"),
    ]
    waiting = [*asked, SlotSet("requested_slot", "place"), *digressed]
    assert decided(both, tracker(*waiting)) == FORM
    assert decided(both, tracker(*waiting, ActionExecuted(FORM), *digressed)) == "action_listen"


def test_rules_are_looked_up(both: dict[Type[RulePolicy], RulePolicy], monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    original = RulePolicy._get_possible_keys

    def counting(self: RulePolicy, lookup: dict[str, str], states: list[Any]) -> set[str]:
        compared.append(len(lookup))
        return original(self, lookup, states)

    monkeypatch.setattr(RulePolicy, "_get_possible_keys", counting)
    heard = tracker(ActionExecuted("action_listen"), user(intent="definition"))
    decisions({QuickRulePolicy: both[QuickRulePolicy]}, heard)
    assert max(compared) < 5
