"""Rasa component: sets the intent from bot/nlu/topics.py and says when it is unsure.

Intents besides the topics themselves: `unsure` (two or three topics are likely: the guide asks) and
`nlu_fallback` (nothing is likely).
"""

from __future__ import annotations

import json
from typing import Any, Dict, Final, List, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.folding import words
from bot.nlu.after_danger import without_denial
from bot.nlu.context import Context, answers
from bot.nlu.context_resolver import AFTER_CRISIS
from bot.nlu.meaning import is_kept
from bot.nlu.place_finder import finder
from bot.nlu.place_mention import Mention
from bot.nlu.questions import Reader
from bot.nlu.several import topics_asked, without_thanks, without_what_was_not_asked
from bot.nlu.topics import Ranked, TopicModel

Knowledge = Tuple[Reader, TopicModel]
_READER: Final = "reader.json"
_SHOWN: Final = 10  # topics of the ranking that are kept
_SHORT: Final = 8  # words of a message that may go on with what was said before
_FOLLOW_UPS: Final = ("ask_how_long", "ask_where", "ask_how_much")
_OUT_OF_SCOPE: Final = "out_of_scope"
_CONVERSATION: Final = frozenset(
    "out_of_scope greet goodbye thanks affirm deny repeat start_again insult feedback introduction apology remark shorter contact_details why_numbers distress medical_advice bot_challenge "
    "set_language talk_to_human tell_more ask_where ask_how_long ask_how_much help_menu helplines privacy forget_me sources".split()
)
# Topics without a source that a piece of a message may ask about; what they mean is told by bot/nlu/context_resolver.py.
_COUNT: Final = (*_FOLLOW_UPS, "find_facility", "list_facilities", "crisis_consequences", "crisis_sent_away")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent):
    """Ranks the topics of a message.

    sure: probability from which the best topic is answered. likely: probability of the best topic from which
    the guide asks "which of these?" rather than saying that it did not understand. certain, strange: a topic less
    probable than `certain` is not answered when the message is out of scope with a probability above `strange`, but in a talk that goes on.
    second: probability from which a part of a message is a question of its own. lemmas: of polish.pipeline.
    """

    def __init__(self, config: Dict[str, Any], storage: ModelStorage, resource: Resource, knowledge: Knowledge | None) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._knowledge = knowledge

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Values chosen on data, see docs/experiments.md."""
        return {
            "sure": 0.40,
            "likely": 0.15,
            "certain": 0.90,
            "sure_of_strange": 0.60,
            "strange": 0.025,
            "second": 0.5,
            "plain": 0.95,
            "beside": 0.75,
            "lemmas": "auto",
            "implementation": 4,
        }

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> TopicClassifier:
        """A new component, still untrained."""
        return cls(config, model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """The component with the model that `train` stored."""
        with model_storage.read_from(resource) as folder:
            data = json.loads((folder / _READER).read_text(encoding="utf-8"))
            return cls(config, model_storage, resource, (Reader.from_data(data, config["lemmas"]), TopicModel.load(folder)))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from all examples that have an intent."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        texts = [m.get(TEXT) for m in examples]
        reader = Reader.learn(texts, self._config["lemmas"])
        questions = reader.read_all(texts, [finder().find(text, correct=False) for text in texts])
        model = TopicModel.fit(questions, [m.get(INTENT) for m in examples], list(map(is_kept, texts)))
        self._knowledge = (reader, model)
        with self._storage.write_to(self._resource) as folder:
            (folder / _READER).write_text(json.dumps(reader.to_data(), ensure_ascii=False), encoding="utf-8")
            model.save(folder)
        return self._resource

    def process(
        self, messages: List[Message], tracker: DialogueStateTracker | None = None, domain: Domain | None = None
    ) -> List[Message]:
        """Sets `intent` and `intent_ranking` of each message, and `asked` where it asks several questions."""
        context = Context(tracker, domain) if tracker is not None and domain is not None else None
        for message in messages:
            text = message.get(TEXT) or ""
            if self._knowledge is None or not text.strip():
                continue
            ranking = (
                self._beside_denial(message, context)
                or self._corrected(text)
                or self._after_thanks(text)
                or self._rank(text, message.get("places") or [])
            )
            if not ranking:
                message.set(INTENT, {"name": "nlu_fallback", "confidence": 1.0}, add_to_output=True)
                continue
            shown = [{"name": r.topic, "confidence": r.probability} for r in ranking[:_SHOWN]]
            if context and context.last and len(words(text)) <= _SHORT:
                shown = context.reranked(shown)
            message.set("intent_ranking", shown, add_to_output=True)
            in_a_talk = bool(context and (context.informs or context.right_after_crisis))
            message.set(INTENT, self._decide(shown, in_a_talk, self._is_strange(text)), add_to_output=True)
            if domain is not None:
                plain = ranking[0].probability >= self._config["plain"]
                message.set("asked", self._asked(text, domain, plain), add_to_output=True)
        return messages

    def _rank(self, text: str, places: List[Mention] | None = None) -> List[Ranked]:
        """The topics of a message, or of a piece of one, in which the places are still to be found."""
        assert self._knowledge is not None  # noqa: S101 (asked only when there is a model)
        reader, model = self._knowledge
        return model.rank(reader.read(text, finder().find(text, correct=False) if places is None else places))

    def _beside_denial(self, message: Message, context: Context | None) -> List[Ranked]:
        """The topics of what is asked, after an answer to danger, beside the words that there is none; else empty. Sets `denied`."""
        text = message.get(TEXT) or ""
        rest = without_denial(text) if context and context.after_crisis else text
        ranking = self._rank(rest) if rest.strip() and rest != text else []
        asks = ranking and ranking[0].topic not in _CONVERSATION and ranking[0].probability >= self._config["sure"]
        if not asks or ranking[0].topic in AFTER_CRISIS:
            return []
        message.set("denied", True)
        return ranking

    def _corrected(self, text: str) -> List[Ranked]:
        """The topics of a message that says what it does not ask, without that, when they are clear; else empty."""
        rest = without_what_was_not_asked(text)
        ranking = self._rank(rest) if rest != text else []
        return ranking if ranking and ranking[0].probability >= self._config["sure"] else []

    def _after_thanks(self, text: str) -> List[Ranked]:
        """The topics of what follows on thanks, when it is likely enough to be a question; else empty."""
        rest = without_thanks(text)
        ranking = self._rank(rest) if rest != text else []
        asks = ranking and ranking[0].topic not in _CONVERSATION and ranking[0].probability >= self._config["likely"]
        return ranking if asks else []

    def _asked(self, text: str, domain: Domain, plain: bool) -> List[str]:
        """The topics of a message that asks several questions, in order; empty for one question.

        plain: the message as a whole is plainly about one topic; then a part must ask something of its own as clearly.
        """
        second, beside = self._config["second"], self._config["beside"]
        return topics_asked(
            without_what_was_not_asked(text),
            self._rank,
            lambda topic: topic in _COUNT or answers(domain, topic),
            lambda topic: beside if plain and topic not in _FOLLOW_UPS else second,
        )

    def _is_strange(self, text: str) -> bool:
        """Whether the message is one word that was never learnt: its letters may look like any topic."""
        assert self._knowledge is not None  # noqa: S101 (asked only when there is a model)
        said = words(text)
        return len(said) == 1 and not self._knowledge[0].knows(said[0])

    def _decide(self, ranking: List[Dict[str, Any]], in_a_talk: bool, strange: bool) -> Dict[str, Any]:
        best = ranking[0]
        if best["confidence"] >= self._config["sure_of_strange" if strange else "sure"] and (
            in_a_talk or not self._doubtful(ranking)
        ):
            return dict(best)
        name = "unsure" if best["confidence"] >= self._config["likely"] else "nlu_fallback"
        return {"name": name, "confidence": 1.0 - best["confidence"]}

    def _doubtful(self, ranking: List[Dict[str, Any]]) -> bool:
        """The message may as well be about something else altogether; small talk is answered all the same."""
        strange = next((r["confidence"] for r in ranking if r["name"] == _OUT_OF_SCOPE), 0.0)
        in_scope = ranking[0]["name"] not in _CONVERSATION
        return in_scope and ranking[0]["confidence"] < self._config["certain"] and strange > self._config["strange"]
