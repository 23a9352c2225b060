"""Times of the steps inside of Rasa: each component of the pipeline, each policy, each call of an action.

Rasa runs components as nodes of a graph and offers hooks around each; only its own training can hand hooks over, so they are
put into the nodes of the loaded model. Where a model has no such nodes, those times are missing and nothing else.
"""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, Final

from rasa.core.agent import Agent
from rasa.engine.graph import ExecutionContext, GraphNodeHook

from bot.insight.noted import note_time, step

# A component or policy as Rasa names its node: run_bot.nlu.place_tagger.PlaceTagger0
_OURS: Final = re.compile(r"^run_(?:[\w.]+\.)?(?P<name>[A-Z]\w*?)\d*$")
_COMPONENT: Final = ".nlu."


class StepTimes(GraphNodeHook):
    """Adds the time of a node to the step named after its class, `PlaceTagger`; that of a component to `understanding` too."""

    def on_before_node(
        self, node_name: str, execution_context: ExecutionContext, config: dict[str, Any], received_inputs: dict[str, Any]
    ) -> dict[str, Any]:
        """Called by Rasa; what is returned comes back when the node has run."""
        return {"started": time.perf_counter()}

    def on_after_node(
        self,
        node_name: str,
        execution_context: ExecutionContext,
        config: dict[str, Any],
        output: Any,
        input_hook_data: dict[str, Any],
    ) -> None:
        """Called by Rasa when the node has run."""
        seconds = time.perf_counter() - input_hook_data["started"]
        for named in _steps(node_name):
            note_time(named, seconds)


@cache
def _steps(node_name: str) -> list[str]:
    """The steps to which the time of a node is added."""
    named = _OURS.match(node_name)
    return [named["name"], *(["understanding"] if _COMPONENT in node_name else [])] if named else []


def measure(agent: Agent) -> None:
    """Has the components, policies and calls of actions of a loaded model measured from now on."""
    processor = agent.processor
    if processor is None:
        return
    hook = StepTimes()
    for name, node in getattr(processor.graph_runner, "_instantiated_nodes", {}).items():
        if _steps(name):
            node._hooks.append(hook)
    if processor.action_endpoint is not None:
        processor.action_endpoint.request = _measured(processor.action_endpoint.request)


def _measured(request: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def measured(*args: Any, **kwargs: Any) -> Any:
        with step("action"):
            return await request(*args, **kwargs)

    return measured
