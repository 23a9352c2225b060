"""What Rasa works out anew for each message, and the guide once: bot/quick_rasa.py."""

from __future__ import annotations

from tests.unit.test_lean_rasa import python


def test_answers_of_actions_are_checked_as_by_rasa() -> None:
    code = (
        "import copy, jsonschema\n"
        "from rasa.core.actions.action import RemoteAction\n"
        "from bot import quick_rasa\n"
        "slow = RemoteAction._validate_action_result\n"
        "quick_rasa.check_actions_quickly()\n"
        "quick = RemoteAction._validate_action_result\n"
        "assert quick is not slow\n"
        "def verdict(check, answer):\n"
        "    try: return check(RemoteAction('action_find', None), copy.deepcopy(answer))\n"
        "    except jsonschema.ValidationError: return 'refused'\n"
        "slot = {'event': 'slot', 'name': 'found', 'value': ['a'], 'timestamp': None}\n"
        "answers = [{'events': [slot], 'responses': [{'text': 'x'}]}, {}, {'events': {}}, {'events': [{'event': 'nonsense'}]},\n"
        "           {'events': [], 'responses': ['x']}, {'events': [{'event': 'slot'}]}, []]\n"
        "print([verdict(quick, a) for a in answers] == [verdict(slow, a) for a in answers],\n"
        "      verdict(quick, answers[0]), verdict(quick, answers[2]))"
    )
    assert python(code) == "True True refused"


def test_components_run_as_by_rasa() -> None:
    code = (
        "from types import SimpleNamespace as N\n"
        "from rasa.engine.graph import GraphSchema, SchemaNode\n"
        "from rasa.engine.runner.dask import DaskGraphRunner\n"
        "from bot import quick_rasa\n"
        "ran = []\n"
        "def node(name):\n"
        "    def call(*inputs): ran.append(name); return name, (name, *(i[1] if isinstance(i, tuple) else i for i in inputs))\n"
        "    return call\n"
        "needs = {'last': {'a': 'middle', 'b': '__message__'}, 'middle': {'a': 'first', 'b': 'beside'}, 'first': {'a': '__message__'},\n"
        "         'beside': {'a': '__tracker__'}, 'other': {'a': 'first'}}\n"
        "schema = GraphSchema({n: SchemaNode(needs=v, uses=object, constructor_name='create', fn='run', config={}, is_target=n in ('last', 'other')) for n, v in needs.items()})\n"
        "runner = DaskGraphRunner.__new__(DaskGraphRunner)\n"
        "runner._graph_schema, runner._execution_context = schema, None\n"
        "runner._instantiated_nodes = {n: node(n) for n in needs}\n"
        "def told(targets):\n"
        "    ran.clear(); found = runner.run(inputs={'__message__': ['hi'], '__tracker__': 1}, targets=targets); return found, sorted(ran)\n"
        "slow = [told(t) for t in (['last'], ['other'], None)]\n"
        "quick_rasa.run_in_known_order()\n"
        "print(slow == [told(t) for t in (['last'], ['other'], None)] == [told(t) for t in (['last'], ['other'], None)], len(slow[0][1]))"
    )
    assert python(code) == "True 4"


def test_error_of_a_component_is_not_swallowed() -> None:
    code = (
        "from rasa.engine.graph import GraphSchema, SchemaNode\n"
        "from rasa.engine.runner.dask import DaskGraphRunner\n"
        "from bot import quick_rasa\n"
        "quick_rasa.run_in_known_order()\n"
        "runner = DaskGraphRunner.__new__(DaskGraphRunner)\n"
        "runner._graph_schema = GraphSchema({'a': SchemaNode(needs={}, uses=object, constructor_name='c', fn='run', config={}, is_target=True)})\n"
        "def fail(): raise ValueError('broken')\n"
        "runner._instantiated_nodes = {'a': fail}\n"
        "try: runner.run(inputs={}, targets=['a'])\n"
        "except ValueError as error: print(error)"
    )
    assert python(code) == "broken"
