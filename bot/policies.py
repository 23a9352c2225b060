"""Rasa policy: the rules of data/stories, looked up instead of tried one after the other."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import Any, Dict, Final, List, Set, Tuple

from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, ActiveLoop, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

_ASK: Final = "utter_ask_place"
_Group = Tuple[str | None, str | None]


def _group(state: State) -> _Group:
    """Name of the last action and intent of a state; None where it does not say."""
    action, intent = state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME), state.get(USER, {}).get(INTENT)
    return (str(action) if action else None, str(intent) if intent and intent != SHOULD_NOT_BE_SET else None)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class QuickRulePolicy(RulePolicy):
    """Decides as RulePolicy does, but compares only rules that end with the same action and intent, asks an open question again only once, and where nothing
    decides what comes next says only once that it did not understand: Rasa says so until it reaches its limit of actions.

    The guide has no rules on the words of a message (end-to-end), so they are not looked for.
    """

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: TrackerFeaturizer | None = None,
        lookup: Dict[str, Any] | None = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context, featurizer, lookup)
        # Groups of the rules of a trained model; while it learns, rules come and go.
        self._groups: Final = {id(rules): _groups(rules) for rules in (lookup or {}).values() if isinstance(rules, dict)}

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> Tuple[str | None, str | None, bool]:
        if use_text_for_last_user_input:
            return None, None, False
        found: Tuple[str | None, str | None, bool] = super()._find_action_from_rules(tracker, domain, False)
        last = tracker.latest_action_name
        form = found[0] is not None and found[0] == tracker.active_loop_name
        heard = last == ACTION_LISTEN_NAME
        lost = found[0] is None and last in (self._fallback_action_name, _ASK)
        if lost or (form and not heard and _asked_again(tracker)):  # after a second digression the guide just waits for the answer
            return ACTION_LISTEN_NAME, found[1], False
        if form and heard and _refused(tracker):  # asked where to find one, and no place was named
            return _ASK, found[1], False
        return found

    def _get_possible_keys(self, lookup: Dict[str, str], states: List[State]) -> Set[str]:
        action, intent = _group(states[-1])
        groups = self._groups.get(id(lookup))
        if groups is not None and action is not None:  # where a conversation begins, rules are compared in another way
            keys = [*groups.get((action, intent), ()), *(groups.get((action, None), ()) if intent else ())]
            lookup = {key: lookup[key] for key in keys}
        possible: Set[str] = super()._get_possible_keys(lookup, states)
        return possible


def _asked_again(tracker: DialogueStateTracker) -> bool:
    """Whether the form that is open has run again since it was opened."""
    for event in reversed(tracker.events):
        if isinstance(event, ActionExecuted) and event.action_name == tracker.active_loop_name:
            return True
        if isinstance(event, ActiveLoop):
            return False
    return False


def _refused(tracker: DialogueStateTracker) -> bool:
    """Whether the form that is open found nothing for it in the last message."""
    since = itertools.takewhile(lambda event: not isinstance(event, UserUttered), reversed(tracker.events))
    return any(isinstance(event, ActionExecutionRejected) for event in since)


def _groups(rules: Dict[str, str]) -> Dict[_Group, List[str]]:
    groups: Dict[_Group, List[str]] = defaultdict(list)
    for key in rules:
        groups[_group(RulePolicy._rule_key_to_state(key)[-1])].append(key)
    return dict(groups)
