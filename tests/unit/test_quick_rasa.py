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


def test_components_have_the_hooks_and_errors_of_rasa() -> None:
    code = (
        "from rasa.engine.graph import ExecutionContext, GraphComponent, GraphNodeHook, GraphSchema, SchemaNode\n"
        "from rasa.engine.runner.dask import DaskGraphRunner\n"
        "from rasa.shared.exceptions import RasaException\n"
        "from bot import quick_rasa\n"
        "class Part(GraphComponent):\n"
        "    @classmethod\n"
        "    def create(cls, config, model_storage, resource, execution_context): return cls()\n"
        "    load = create\n"
        "    def run(self, said):\n"
        "        if isinstance(said, Exception): raise said\n"
        "        return said + '!'\n"
        "told = []\n"
        "class Hook(GraphNodeHook):\n"
        "    def on_before_node(self, node_name, execution_context, config, received_inputs):\n"
        "        told.append((node_name, execution_context.node_name, config, received_inputs)); return {'n': len(told)}\n"
        "    def on_after_node(self, node_name, execution_context, config, output, input_hook_data): told.append((node_name, output, input_hook_data))\n"
        "node = lambda needs: SchemaNode(needs=needs, uses=Part, constructor_name='create', fn='run', config={'a': 1}, eager=True, is_target=True)\n"
        "schema = GraphSchema({'first': node({'said': '__said__'}), 'second': node({'said': 'first'})})\n"
        "runner = DaskGraphRunner(schema, None, ExecutionContext(schema), [Hook()])\n"
        "def outcome(said):\n"
        "    told.clear()\n"
        "    try: return runner.run(inputs={'__said__': said}), list(told)\n"
        "    except Exception as error: return type(error).__name__, str(error), repr(error.__cause__), list(told)\n"
        "says = ['hi', ValueError('x'), RasaException('y')]\n"
        "slow = [outcome(s) for s in says]\n"
        "quick_rasa.run_in_known_order()\n"
        "print([outcome(s) for s in says] == slow, slow[0][0], len(slow[0][1]), slow[1][0], slow[2][0])"
    )
    assert python(code) == "True {'first': 'hi!', 'second': 'hi!!'} 4 GraphComponentException RasaException"


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


def test_conversation_that_met_the_limit_of_actions_goes_on() -> None:
    code = (
        "from unittest import mock\n"
        "from rasa.core.processor import MessageProcessor\n"
        "from rasa.shared.core.events import ActionExecuted\n"
        "from rasa.shared.core.trackers import DialogueStateTracker\n"
        "from bot import quick_rasa\n"
        "quick_rasa.go_on_after_too_many_actions()\n"
        "with mock.patch('rasa.core.processor.loader'), mock.patch('rasa.core.processor.Path'), mock.patch('rasa.core.processor.get_latest_model'), mock.patch.object(MessageProcessor, '_load_model', return_value=('', mock.Mock(), mock.Mock())):\n"
        "    processor = MessageProcessor('model', None, None, mock.Mock())\n"
        "tracker = DialogueStateTracker('visitor', [])\n"
        "for _ in range(processor.max_number_of_predictions): tracker.update(ActionExecuted('utter_not_understood'))\n"
        "before = processor.is_action_limit_reached(tracker, True)\n"
        "processor.on_circuit_break(tracker, None, None)\n"
        "after = processor.is_action_limit_reached(tracker, True)\n"
        "print(before, after)"
    )
    assert python(code) == "True False"


_CONVERSATION = (
    "from rasa.shared.core.domain import Domain\n"
    "from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered\n"
    "from rasa.shared.core.slots import ListSlot, TextSlot\n"
    "from rasa.shared.core.trackers import DialogueStateTracker\n"
    "from bot import quick_rasa\n"
    "slots = [TextSlot('place', mappings=[{}]), ListSlot('found', mappings=[{}], initial_value=['a'])]\n"
    "tracker = DialogueStateTracker('x', slots)\n"
    "events = [ActionExecuted('action_listen'), UserUttered('hi', {'name': 'greet'}), SlotSet('place', 'Łódź'), ActiveLoop('form'),\n"
    "          ActionExecuted('utter_hi'), BotUttered('hello'), SlotSet('found', ['b'])]\n"
    "for event in events: tracker.update(event)\n"
)


def test_copy_of_a_conversation_is_that_of_rasa() -> None:
    code = _CONVERSATION + (
        "def told(t):\n"
        "    slots = {n: (type(s), s.value, s.has_been_set, s.initial_value) for n, s in t.slots.items()}\n"
        "    return t.current_state(), list(t.events), slots, t.active_loop, t.latest_bot_utterance, t.is_paused(), t.model_id\n"
        "tracker.model_id = 'm'\n"
        "slow = tracker.copy()\n"
        "quick_rasa.copy_conversations_quickly()\n"
        "quick, before = tracker.copy(), told(tracker)\n"
        "same = told(quick) == told(slow)\n"
        "for event in (SlotSet('place', 'Gdynia'), UserUttered('bye'), ActiveLoop(None)): quick.update(event)\n"
        "quick.active_loop = None\n"
        "print(same, told(tracker) == before, tracker.get_slot('place'), quick.get_slot('place'))"
    )
    assert python(code) == "True True Łódź Gdynia"


def test_domain_and_actions_are_known_as_to_rasa() -> None:
    code = _CONVERSATION + (
        "from rasa.core.actions import action\n"
        "from rasa.utils.endpoints import EndpointConfig\n"
        "domains = [Domain.empty(), Domain.from_dict({'intents': ['greet']})]\n"
        "endpoint = EndpointConfig('http://localhost')\n"
        "def told(): return [d.is_empty() for d in domains], [type(a) for e in (None, endpoint) for a in action.default_actions(e)]\n"
        "slow = told()\n"
        "quick_rasa.know_domain_and_actions()\n"
        "print(told() == told() == slow, slow[0], action.default_actions(endpoint)[-1] is action.default_actions(endpoint)[-1],\n"
        "      action.default_actions(endpoint)[-1] is action.default_actions(None)[-1])"
    )
    assert python(code) == "True [True, False] True False"


def test_events_are_told_apart_as_by_rasa() -> None:
    code = _CONVERSATION + (
        "from rasa.shared.core import events as kinds\n"
        "from rasa.shared.core.slots import Slot\n"
        "classes = [c for c in vars(kinds).values() if isinstance(c, type)]\n"
        "things = [*events, kinds.Restarted(), kinds.LegacyForm('x'), 'text', None, Slot]\n"
        "def told(): return [(isinstance(t, c), isinstance(t, type) and issubclass(t, c)) for t in [*things, *classes] for c in classes]\n"
        "slow = told()\n"
        "quick_rasa.tell_events_apart_quickly()\n"
        "print(told() == slow, sum(one for one, _ in slow) > 20, type(SlotSet) is not type(Slot))"
    )
    assert python(code) == "True True True"


def test_states_of_a_conversation_are_those_of_rasa() -> None:
    """At every point of a conversation, also when its past is known, another one has the same past, or something is taken back."""
    code = _CONVERSATION + (
        "import copy\n"
        "from rasa.shared.core.events import ActionReverted, DefinePrevUserUtteredFeaturization, Restarted, UserUtteranceReverted\n"
        "domain = Domain.from_dict({'intents': ['greet', 'bye'], 'actions': ['utter_hi'], 'forms': {'form': {'required_slots': ['place']}},\n"
        "  'slots': {'place': {'type': 'text', 'mappings': [{'type': 'custom'}]}, 'found': {'type': 'list', 'influence_conversation': False, 'mappings': [{'type': 'custom'}]}}})\n"
        "more = [DefinePrevUserUtteredFeaturization(False), ActionExecuted('utter_hi'), ActionExecuted('action_listen'), UserUttered('bye', {'name': 'bye'}),\n"
        "  DefinePrevUserUtteredFeaturization(False), SlotSet('place', None), ActionExecuted('form'), ActionReverted(), ActionExecuted('form'), ActionExecuted('action_listen'), UserUttered('x', {'name': 'greet'}),\n"
        "  UserUtteranceReverted(), ActionExecuted('action_listen'), UserUttered('y', {'name': 'greet'}), Restarted(), ActionExecuted('action_listen')]\n"
        "other = [UserUttered('z', {'name': 'bye'}), SlotSet('place', 'Hel'), ActionExecuted('utter_hi')]\n"
        "def told():\n"
        "    found, tracker, twin = [], DialogueStateTracker('x', domain.slots), None\n"
        "    for event in copy.deepcopy([*events, *more]):\n"
        "        tracker.update(event)\n"
        "        for omit in (False, True):\n"
        "            for ignore in (False, True): found.append(tracker.past_states(domain, omit, ignore))\n"
        "            found.append(tracker.past_states(domain))\n"
        "            found[-1][-1].clear()\n"
        "        twin = twin or tracker.copy() if len(tracker.events) > 4 else None\n"
        "        if twin and len(found) % 3: twin.update(other[len(found) % len(other)]); found.append(twin.past_states(domain))\n"
        "    return found\n"
        "slow = told()\n"
        "quick_rasa.copy_conversations_quickly()\n"
        "quick_rasa.know_earlier_states()\n"
        "quick = told()\n"
        "print(quick == slow, max(map(len, slow)) > 6, len(slow) > 100)"
    )
    assert python(code) == "True True True"


def test_only_copies_for_logs_are_left_out() -> None:
    """Every deep copy in those two modules of Rasa stands in a call of its log."""
    code = (
        "import ast, inspect\n"
        "from rasa.core import processor\n"
        "from rasa.core.policies import rule_policy\n"
        "def copies(tree): return sum(isinstance(n, ast.Attribute) and n.attr in ('deepcopy', 'copy') and getattr(n.value, 'id', '') == 'copy' for n in ast.walk(tree))\n"
        "logged = all_ = 0\n"
        "for module in (processor, rule_policy):\n"
        "    tree = ast.parse(inspect.getsource(module))\n"
        "    all_ += copies(tree)\n"
        "    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, 'attr', '') == 'debug']\n"
        "    logged += sum(map(copies, calls))\n"
        "print(all_ == logged, all_ > 5)"
    )
    assert python(code) == "True True"


def test_domain_of_a_model_is_that_which_rasa_reads() -> None:
    code = (
        "import pathlib, tempfile\n"
        "from contextlib import nullcontext\n"
        "from types import SimpleNamespace as N\n"
        "from rasa.graph_components.providers.domain_provider import DomainProvider\n"
        "from rasa.shared.core.domain import Domain\n"
        "from bot import quick_rasa\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    Domain.load('domain.yml').persist(pathlib.Path(folder) / 'domain.yml')\n"
        "    storage = N(read_from=lambda resource: nullcontext(pathlib.Path(folder)))\n"
        "    slow = DomainProvider.load({}, storage, None, None).provide_inference()\n"
        "    quick_rasa.read_domain_once()\n"
        "    quick = DomainProvider.load({}, storage, None, None).provide_inference()\n"
        "print(quick.as_dict() == slow.as_dict(), quick.fingerprint() == slow.fingerprint(), len(quick.responses) > 100)"
    )
    assert python(code) == "True True True"
