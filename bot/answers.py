"""The texts of domain.yml as the visitor reads them: variant by language, placeholders, source line, buttons.

Pure: reads the `responses` section only, so that the dialogue (bot/nlg.py), the emergency answers of the
door (bot/channels/door.py) and the tests all say the same words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.folding import fold
from bot.languages import DEFAULT

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_GAP: Final = re.compile(r"\n{3,}")  # where a paragraph between two others was left out
_ELSEWHERE: Final = "other"  # any place that the narrower answers to the same topic do not name
Variants = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Button:
    """A suggestion under an answer: its words, and the message that it stands for (at most 64 bytes)."""

    title: str
    payload: str


@dataclass(frozen=True)
class _Narrower:
    """A response that answers only a part of what its topics may ask. asks: finds that part in a folded message; towns: the places it is about."""

    name: str
    asks: re.Pattern[str] | None
    towns: tuple[str, ...]


def answers_a_question(metadata: Mapping[str, Any]) -> bool:
    """Whether the response with this metadata answers a question: from a source, or openly that nothing is known (`answer`)."""
    return bool(metadata.get("source") or metadata.get("answer"))


class Answers:
    """Everything that the guide can say.

    responses: the section `responses` of the domain. placeholders: for each language, what the braces of a
    text stand for besides the values of the moment (bot.contacts).
    """

    def __init__(self, responses: Variants, placeholders: Mapping[str, Mapping[str, str]]) -> None:
        self._responses = responses
        self._placeholders = placeholders
        self._topics = {self.metadata(name).get("topic", name.removeprefix("utter_")): name for name in responses}
        self._narrower: dict[str, list[_Narrower]] = {}
        for name in responses:
            metadata = self.metadata(name)
            asks = re.compile(metadata["words"]) if "words" in metadata else None
            for topic in metadata.get("narrows", ()):
                self._narrower.setdefault(f"utter_{topic}", []).append(_Narrower(name, asks, tuple(metadata.get("towns", ()))))

    def __contains__(self, name: object) -> bool:
        return name in self._responses

    def names(self) -> list[str]:
        """All responses, in the order of the file."""
        return list(self._responses)

    def variant(self, name: str, language: str) -> Mapping[str, Any]:
        """The variant of a response in a language. Raises KeyError for an unknown response.

        A language without a variant gets the first one: a text in the other language is better than silence.
        """
        variants = self._responses[name]
        for candidate in variants:
            if any(c["name"] == "language" and c["value"] == language for c in candidate.get("condition", ())):
                return candidate
        return variants[0]

    def metadata(self, name: str) -> Mapping[str, Any]:
        """The language-neutral metadata of a response (kept in its first variant); empty if there is none."""
        variants = self._responses.get(name) or [{}]
        found: Mapping[str, Any] = variants[0].get("metadata") or {}
        return found

    def narrowed(self, name: str, message: str, places: Collection[str] = ()) -> str:
        """The response that answers just what the message asks of a topic (metadata `narrows` with `words` or `towns`).

        The same response where no narrower one fits, or several do. places: names of the towns and voivodeships in the message.
        """
        narrower, told = self._narrower.get(name, []), fold(message)
        there = [one for one in narrower if set(one.towns).intersection(places)]
        elsewhere = [one for one in narrower if places and _ELSEWHERE in one.towns]
        fitting = there or elsewhere or [one for one in narrower if one.asks and one.asks.search(told)]
        return fitting[0].name if len(fitting) == 1 else name

    def text(self, name: str, language: str = DEFAULT, /, **values: object) -> str:
        """The words of a response with every placeholder filled and the source line added.

        A value that names a response (`utter_…`) stands for the words of that response; one given for each
        language (`note_pl`, `note_en`) is `{note}`. A line in which a placeholder has no value is left out, so
        that a card shows only what is known.
        """
        own = {key.removesuffix(f"_{language}"): value for key, value in values.items() if key.endswith(f"_{language}")}
        known = {**self._placeholders[language], **values, **own}
        lines = []
        for line in str(self.variant(name, language)["text"]).split("\n"):
            filled = self._fill(line, language, known)
            if filled is not None:
                lines.append(filled)
        sources = self.metadata(name).get("source")
        if sources:
            titles = "; ".join(self.text(f"utter_source_{key}", language) for key in sources)
            lines.append(self.text("utter_source_line", language, sources=titles))
        return _GAP.sub("\n\n", "\n".join(lines)).strip()

    def _fill(self, line: str, language: str, values: Mapping[str, object]) -> str | None:
        """The line with its placeholders filled; None when one of them has no value."""
        empty = False

        def value(match: re.Match[str]) -> str:
            nonlocal empty
            found = values.get(match[1])
            if isinstance(found, str) and found in self._responses:
                found = self.text(found, language)
            if found is None or found == "":
                empty = True
            return str(found)

        filled = _PLACEHOLDER.sub(value, line)
        return None if empty else filled

    def label(self, topic: str, language: str) -> str | None:
        """Human words for a topic (an intent), or None when it has none."""
        name = self._topics.get(topic)
        if name is None:
            return None
        found = (self.variant(name, language).get("metadata") or {}).get("label")
        return str(found) if found else None

    def buttons(self, topics: Sequence[str], language: str) -> list[Button]:
        """A button for each topic that has a label, in order."""
        labels = ((topic, self.label(topic, language)) for topic in topics)
        return [Button(label, f"/{topic}") for topic, label in labels if label]
