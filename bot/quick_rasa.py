"""What Rasa works out anew for each message, and here once: the order of its components, the check of actions' answers, whether
the domain is empty, what actions there are, and the states of a conversation. And when it starts: the domain.

Nothing is decided otherwise than by Rasa (tests/unit/test_quick_rasa.py compares); what it saves: docs/experiments.md. One defect is mended:
a conversation that once ran into Rasa's limit of actions is not lost.
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
    tell_events_apart_quickly()
    know_earlier_states()
    go_on_after_too_many_actions()
    if not learns:  # who learns writes the domain, and Rasa looks at how its parts are written
        read_domain_once()


def go_on_after_too_many_actions() -> None:
    """After the limit of actions in one turn the guide listens again; as Rasa has it, each later message of that visitor meets the limit at once."""
    from rasa.core.processor import MessageProcessor
    from rasa.shared.core.constants import ACTION_LISTEN_NAME
    from rasa.shared.core.events import ActionExecuted

    begin = MessageProcessor.__init__

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        self.on_circuit_break = lambda tracker, channel, nlg: tracker.update(ActionExecuted(ACTION_LISTEN_NAME))

    MessageProcessor.__init__ = init


def run_in_known_order() -> None:
    """Components run one after the other in an order that is worked out once for each set of targets.

    Rasa has dask build and order a graph for each message, three times a turn.
    """
    from rasa.engine.graph import GraphNode
    from rasa.engine.runner.dask import DaskGraphRunner

    def run(runner: Any, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        wanted = tuple(targets or runner._graph_schema.target_names)
        orders: dict[tuple[str, ...], list[tuple[str, list[str]]]] = runner.__dict__.setdefault("_known_orders", {})
        if wanted not in orders:
            orders[wanted] = _order(runner._graph_schema.minimal_graph_schema(list(wanted)))
        found: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in orders[wanted]:
            node = runner._instantiated_nodes[name]
            is_ready = isinstance(node, GraphNode) and node._eager
            found[name] = _run_node(node, found) if is_ready else node(*(found.get(need, need) for need in needs))
        return dict(found[name] for name in wanted)

    DaskGraphRunner.run = run


def _run_node(node: Any, found: dict[str, Any]) -> tuple[str, Any]:
    """The name of a node and what its component makes of what was found before; hooks and errors as Rasa has them."""
    from rasa.engine.exceptions import GraphComponentException
    from rasa.shared.exceptions import RasaException

    given = {name: found[giver][1] for name, giver in node._inputs.items()}
    told = node._node_name, node._execution_context, node._component_config
    try:
        begun = [(hook, hook.on_before_node(*told, given)) for hook in node._hooks]
        output = node._fn(node._component, **given)
        for hook, before in begun:
            hook.on_after_node(*told, output, before)
    except RasaException:
        raise
    except Exception as error:
        raise GraphComponentException(f"Error running graph component for node {node._node_name}.") from error
    return node._node_name, output


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


def tell_events_apart_quickly() -> None:
    """Whether something is an event of some kind is asked some four hundred times a turn, and abstract classes are slow to tell."""
    from abc import ABCMeta

    from rasa.shared.core import events

    class Kind(ABCMeta):
        __instancecheck__ = type.__instancecheck__  # type: ignore[assignment]
        __subclasscheck__ = type.__subclasscheck__  # type: ignore[assignment]

    def known(kind: type) -> list[type]:
        return [kind, *(deeper for below in kind.__subclasses__() for deeper in known(below))]

    for kind in known(events.Event):
        kind.__class__ = Kind  # type: ignore[assignment]


def know_earlier_states() -> None:
    """The states that a conversation went through are kept with it; Rasa has all of its events happen again for each decision."""
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import ActionExecuted

    all_states, slots_of = Domain.states_for_tracker_history, Domain._get_slots_sub_state

    def states(
        domain: Domain,
        tracker: Any,
        omit_unset_slots: bool = False,
        ignore_rule_only_turns: bool = False,
        rule_only_data: Any = None,
    ) -> list[Any]:
        if ignore_rule_only_turns:
            return list(all_states(domain, tracker, omit_unset_slots, ignore_rule_only_turns, rule_only_data))
        events = tracker.applied_events()
        past = tracker.__dict__.get("_past")
        if past is None or not past.leads_to(domain, omit_unset_slots, events):
            past = tracker.__dict__["_past"] = _Past(domain, omit_unset_slots, tracker.init_copy())
        for event in events[len(past.events) :]:
            if isinstance(event, ActionExecuted):
                past.states.append(past.state())
            past.then.update(event)
            past.events.append(event)
        return [{part: dict(values) for part, values in state.items()} for state in (*past.states, past.state())]

    def slots(tracker: Any, omit_unset_slots: bool = False) -> dict[str, Any]:
        telling = {name: slot for name, slot in tracker.slots.items() if slot is not None and slot.influence_conversation}
        return dict(slots_of(SimpleNamespace(slots=telling), omit_unset_slots))

    Domain.states_for_tracker_history = states
    Domain._get_slots_sub_state = staticmethod(slots)


class _Past:
    """What a conversation went through: its events, the states before each action, and the conversation as it was then."""

    def __init__(self, domain: Any, omit_unset_slots: bool, begun: Any) -> None:
        self._domain, self._omit = domain, omit_unset_slots
        self.then = begun
        self.events: list[Any] = []
        self.states: list[Any] = []

    def leads_to(self, domain: Any, omit_unset_slots: bool, events: list[Any]) -> bool:
        """Whether these events go on from here."""
        same = domain is self._domain and omit_unset_slots == self._omit and len(events) >= len(self.events)
        return same and all(one is other for one, other in zip(self.events, events))

    def state(self) -> Any:
        """The state of the conversation as it was then."""
        return self._domain.get_active_state(self.then, self._omit)


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
