"""What Rasa works out anew for each message, and here once: the order of its components, and the check of actions' answers.

Nothing is decided otherwise than by Rasa (tests/unit/test_quick_rasa.py compares); what it saves: docs/experiments.md.
"""

from __future__ import annotations

from typing import Any


def mend() -> None:
    """Puts the quick ways in place of Rasa's; to be called once Rasa is imported."""
    run_in_known_order()
    check_actions_quickly()


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
