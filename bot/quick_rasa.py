"""What Rasa works out anew for each message, and here once: the order of its components, the check of actions' answers, whether
the domain is empty, what actions there are, and the state of a conversation that it has before it. And when it starts: the domain.

Nothing is decided otherwise than by Rasa (tests/unit/test_quick_rasa.py compares); what it saves: docs/experiments.md.
"""

from __future__ import annotations

import copy
from types import SimpleNamespace
from typing import Any, TypeVar

Thing = TypeVar("Thing")


def mend(learns: bool) -> None:
    """Puts the quick ways in place of Rasa's; to be called once Rasa is imported. learns: a model is to be trained."""
    run_in_known_order()
    check_actions_quickly()
    know_domain_and_actions()
    copy_conversations_quickly()
    copy_nothing_for_logs()
    if not learns:  # who learns writes the domain, and Rasa looks at how its parts are written
        read_domain_once()


def run_in_known_order() -> None:
    """Components run one after the other in an order that is worked out once for each set of targets.

    Rasa has dask build and order a graph for each message, three times a turn.
    """
    from rasa.engine.runner.dask import DaskGraphRunner

    def run(runner: Any, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        wanted = tuple(targets or runner._graph_schema.target_names)
        orders: dict[tuple[str, ...], list[tuple[str, list[str]]]] = runner.__dict__.setdefault("_known_orders", {})
        if wanted not in orders:
            orders[wanted] = _order(runner._graph_schema.minimal_graph_schema(list(wanted)))
        found: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in orders[wanted]:
            found[name] = runner._instantiated_nodes[name](*(found.get(need, need) for need in needs))
        return dict(found[name] for name in wanted)

    DaskGraphRunner.run = run


def _order(schema: Any) -> list[tuple[str, list[str]]]:
    """The nodes of a graph, each behind those that it needs, with the names of what it needs."""
    ordered: dict[str, list[str]] = {}

    def add(name: str) -> None:
        if name in schema.nodes and name not in ordered:
            needs = list(schema.nodes[name].needs.values())
            for need in needs:
                add(need)
            ordered[name] = needs

    for name in schema.nodes:
        add(name)
    return list(ordered.items())


def check_actions_quickly() -> None:
    """Answers of actions are checked as before, but the schema that they are checked with is itself checked once.

    Rasa has it checked before every use, which takes longer (about 25 ms) than all the rest of a turn.
    """
    from jsonschema import validators
    from jsonschema.exceptions import best_match
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    kind = validators.validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)

    def validate(action: RemoteAction, result: dict[str, Any]) -> bool:
        error = best_match(validator.iter_errors(result))
        if error is not None:
            error.message += f" (answer of {action.name()} from the action server)"
            raise error
        return True

    RemoteAction._validate_action_result = validate


def know_domain_and_actions() -> None:
    """Whether a domain is empty, and Rasa's own actions, which keep nothing, are found out once.

    Rasa makes an empty domain for each message, to compare the domain with it, and all of its actions for each action.
    """
    from rasa.core.actions import action as actions
    from rasa.shared.core.domain import Domain

    is_empty = Domain.is_empty

    def known_to_be_empty(domain: Domain) -> bool:
        known = domain.__dict__
        if "_known_to_be_empty" not in known:
            known["_known_to_be_empty"] = is_empty(domain)
        return bool(known["_known_to_be_empty"])

    Domain.is_empty = known_to_be_empty
    make_actions, made = actions.default_actions, {}

    def known_actions(action_endpoint: Any = None) -> list[Any]:
        if id(action_endpoint) not in made:
            made[id(action_endpoint)] = action_endpoint, make_actions(action_endpoint)  # kept, so that its id stays its own
        found: list[Any] = made[id(action_endpoint)][1]
        return found

    actions.default_actions = known_actions


def copy_conversations_quickly() -> None:
    """A copy of a conversation takes over its state; Rasa has all events happen again in the copy, two or three times a turn."""
    from rasa.shared.core.slots import Slot
    from rasa.shared.core.trackers import DialogueStateTracker

    def copy_tracker(tracker: DialogueStateTracker) -> DialogueStateTracker:
        twin: DialogueStateTracker = object.__new__(type(tracker))
        twin.__dict__.update(tracker.__dict__)
        twin.events = tracker._create_events(tracker.events)
        twin.slots = {name: copy.copy(slot) for name, slot in tracker.slots.items()}
        twin.active_loop = copy.copy(tracker.active_loop)
        twin.model_id = twin.assistant_id = twin.sender_source = None
        return twin

    def copy_slot(slot: Slot) -> Slot:
        twin: Slot = object.__new__(type(slot))
        twin.__dict__.update(slot.__dict__)
        return twin

    DialogueStateTracker.copy = copy_tracker
    Slot.__copy__ = copy_slot


def copy_nothing_for_logs() -> None:
    """Rasa copies what it hands to its log on the level of debugging, whether anybody writes it or not; ours writes no values."""
    from rasa.core import processor
    from rasa.core.policies import rule_policy

    for module in (processor, rule_policy):
        module.copy = SimpleNamespace(copy=copy.copy, deepcopy=_itself)


def _itself(thing: Thing) -> Thing:
    return thing


def read_domain_once() -> None:
    """The domain in a trained model is read once; Rasa reads it three times, to check again what was checked when it was trained."""
    from rasa.graph_components.providers.domain_provider import DomainProvider
    from rasa.shared.core.domain import Domain
    from rasa.shared.utils.io import read_file, read_yaml

    def load(cls: Any, config: Any, model_storage: Any, resource: Any, execution_context: Any, **_: Any) -> Any:
        with model_storage.read_from(resource) as folder:
            domain = Domain.from_dict(read_yaml(read_file(folder / "domain.yml")))
        return cls(model_storage, resource, domain)

    DomainProvider.load = classmethod(load)  # type: ignore[arg-type]
