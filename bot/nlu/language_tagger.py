"""Rasa component: in which language to answer, as the entity `language` that fills the slot of that name."""

from __future__ import annotations

import json
import re
from typing import Any, Dict, Final, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.folding import fold, words
from bot.languages import DEFAULT, LANGUAGES
from bot.nlu import entities
from bot.nlu.language_id import OTHER, LanguageId, choose
from bot.nlu.place_mention import MASK, masked

_NAMED: Final = re.compile(r"(?P<pl>po polsku|polsk\w*|polish|pl\b)|(?P<en>po angielsku|angielsk\w*|english|eng?\b)")
# "nie mówię po polsku", "I don't speak any Polish": the language that somebody does not speak. With nothing in between, "nie po polsku"
# may be "no, in Polish", too.
_REFUSED: Final = re.compile(r"\b(?:nie|ne|not?|dont|don.t|cant|can.t|cannot) (?P<verb>(?:\w+ ){0,2})$")
# "my polish is bad", "mój angielski jest słaby": the language that somebody would rather not speak.
_POOR: Final = re.compile(
    r"^ ?(?:\w+ ){0,3}(?:isn.?t|is not|nie jest) (?:\w+ ){0,2}(?:great|good|fluent|perfect|super|dobry|najlepsz\w*|idealn\w*)|^ ?(?:\w+ ){0,3}(?:bad|poor|weak|terrible|awful|dreadful|limited|rusty|slab\w*|kiepsk\w*|zl\w|marn\w*|not (?:so |very |that )?good|nie najlepsz\w*|is \W*dzien dobry)\b"
)
# Words of both languages: "a we Wrocławiu?" tells neither.
_BOTH: Final = frozenset({"a", "we", "do", "to", "no", "on", "my", "i", "ta", MASK})
# "who is it? in English please": a wish beside a question.
_PLEASE: Final = re.compile(
    r"\b(?:(?P<en>in english|po angielsku)|(?P<pl>in polish|po polsku))[ ,]*(?:please|pls|plz|prosze|poprosze)\W*$"
)
_SWITCH: Final = "set_language"
_ANOTHER: Final = re.compile(
    r"\b(?:rosyjsk|rusk|ukrain|niemieck|hiszpansk|francusk|bialorusk|wlosk|wietnamsk|arabsk|tureck|chinsk|gruzinsk|"
    r"russian|ukrainian|german|spanish|french|belarusian|italian|vietnamese|arabic|turkish|chinese|portuguese|hindi|georgian)\w*"
)
_WISH: Final = 12  # words of a wish for a language; a longer message is answered in the one that it is written in
# "Do I have to speak Polish?" asks of a language and does not wish for it.
_MUST: Final = re.compile(
    r"\b(?:have to|must|need to|(?:i|he|she|we|you|they).?d need|i.?ll need|required|should i|trzeba|musz\w+|konieczn\w*|wymaga\w*)\b"
)
# "My Polish is weak. Can I write in English?"
_MAY_I: Final = re.compile(
    r"\b(?:can|could|may|moge|mozna|mozemy|mozesz)(?: \w+){0,4} (?:in|po) (?P<language>english|polish|angielsku|polsku)\b"
)
_OF_THE_LANGUAGE: Final = "become_from_abroad"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LanguageTagger(GraphComponent):
    """Recognises the language of each message; stands behind the classifier, because "in English, please" is a topic."""

    def __init__(self, storage: ModelStorage, resource: Resource, model: LanguageId | None) -> None:
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> LanguageTagger:
        """A new component, still untrained."""
        return cls(model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LanguageTagger:
        """The component with the counts that `train` stored."""
        with model_storage.read_from(resource) as folder:
            counts = json.loads((folder / "language.json").read_text(encoding="utf-8"))
        return cls(model_storage, resource, LanguageId(counts))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the training questions, whose language stands in their metadata."""
        examples = [(m.get(TEXT), _language_of(m)) for m in training_data.intent_examples if m.get(TEXT)]
        self._model = LanguageId.learn((text, language) for text, language in examples if language)
        with self._storage.write_to(self._resource) as folder:
            (folder / "language.json").write_text(json.dumps(self._model.to_data(), ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: List[Message], tracker: DialogueStateTracker | None = None) -> List[Message]:
        """Adds the entity `language` when the message tells it; the intent `other_language` for all others."""
        for message in messages:
            if _is_wish(message) and _MUST.search(fold(message.get(TEXT) or "")):
                message.set(INTENT, {"name": _OF_THE_LANGUAGE, "confidence": 1.0}, add_to_output=True)
            language = self._language(message, tracker) if not _wants_another(message) else OTHER
            if _is_wish(message) and language == _spoken(tracker) and _only_tells(message.get(TEXT) or ""):
                message.set(INTENT, {"name": _OF_THE_LANGUAGE, "confidence": 1.0}, add_to_output=True)  # it is no wish for a change
            if language == OTHER:
                message.set(INTENT, {"name": "other_language", "confidence": 1.0}, add_to_output=True)
            elif language in LANGUAGES:
                entities.add(message, "language", language, "LanguageTagger")
        return messages

    def _language(self, message: Message, tracker: DialogueStateTracker | None) -> str | None:
        text = message.get(TEXT) or ""
        current = _spoken(tracker)
        if _is_wish(message) and len(words(text)) <= _WISH:
            return _requested(text, current or DEFAULT)
        if _is_wish(message) and (asked := _MAY_I.search(fold(text))):
            return "en" if asked["language"].startswith(("eng", "ang")) else "pl"
        if current and _BOTH.issuperset(words(masked(text, message.get("places") or []))):
            return None
        if wish := _PLEASE.search(fold(text)):
            return wish.lastgroup
        prior = (message.get("metadata") or {}).get("language")
        if self._model is None:
            return current
        return choose(
            self._model.verdict(masked(text, [p for p in message.get("places") or [] if p.exact])),
            current,
            prior if prior in LANGUAGES else None,
        )


def _only_tells(text: str) -> bool:
    """Whether a message tells of a language at some length, and asks for none."""
    return len(words(text)) > _WISH and not _MAY_I.search(fold(text))


def _spoken(tracker: DialogueStateTracker | None) -> str | None:
    """The language of the conversation, once it has begun."""
    begun = tracker is not None and any(isinstance(e, UserUttered) for e in tracker.events)
    return tracker.get_slot("language") if tracker is not None and begun else None


def _is_wish(message: Message) -> bool:
    return (message.get(INTENT) or {}).get("name") == _SWITCH


def _wants_another(message: Message) -> bool:
    """Whether a wish for a language names one that the guide does not speak, and none that it does."""
    told = fold(message.get(TEXT) or "")
    return _is_wish(message) and bool(_ANOTHER.search(told)) and not _NAMED.search(told)


def _requested(text: str, current: str) -> str:
    """The language that is asked for: the one named last and not refused, else another one than was refused, or is spoken now."""
    told = fold(text)
    named = [(match.lastgroup or "", _REFUSED.search(told, 0, match.start())) for match in _NAMED.finditer(told)]
    poor = [match.lastgroup or "" for match in _NAMED.finditer(told) if _POOR.search(told[match.end() :])]
    refused = [*poor, *(language for language, no in named if no and (no["verb"] or language == current))]
    wanted = [language for language, no in named if (not no or language not in refused) and language not in poor]
    unwanted = refused[-1] if refused else current
    return wanted[-1] if wanted else next(language for language in LANGUAGES if language != unwanted)


def _language_of(message: Message) -> str | None:
    metadata = (message.get("metadata") or {}).get("intent") or {}
    language = metadata.get("language") if isinstance(metadata, dict) else None
    return str(language) if language in LANGUAGES else None
