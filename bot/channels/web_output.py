"""Collects the answers of the dialogue for the website: words, language, buttons, facilities as data."""

from __future__ import annotations

from typing import Any, Final

from rasa.core.channels.channel import CollectingOutputChannel

from bot.answers import Answers

_CARDS: Final = ("utter_facility_card", "utter_facility_details_card")
_FIELDS: Final = (
    "id", "number", "name", "kind", "employs", "address", "distance", "phone", "email", "website", "hours", "age", "area", "note",
    "map", "source_url", "source_date", "collected_on",
)  # fmt: skip


class WebOutput(CollectingOutputChannel):
    """Answers to one message. Each has text, language and answer (its response key), perhaps buttons or a card.

    language: of messages that do not say it themselves. answers: words for values that name a response.
    """

    def __init__(self, language: str, answers: Answers) -> None:
        super().__init__()
        self._language = language
        self._answers = answers

    @classmethod
    def name(cls) -> str:
        """As the channel."""
        return "web"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """A message of the dialogue, with its metadata."""
        language = message.get("language") or self._language
        answer = message.get("utter_action") or ""
        collected: dict[str, Any] = {"text": message.get("text") or "", "language": language, "answer": answer}
        if message.get("buttons"):
            collected["buttons"] = [{"title": b["title"], "payload": b["payload"]} for b in message["buttons"]]
        if answer in _CARDS:
            collected["card"] = self._card(message, language)
        self.messages.append(collected)

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Words that come from the door."""
        self.messages.append({"text": text, "language": self._language, "answer": ""})

    def _card(self, message: dict[str, Any], language: str) -> dict[str, str]:
        """What is known of the facility, in words of the language."""
        card = {}
        for name in _FIELDS:
            value = message.get(f"{name}_{language}", message.get(name))
            if isinstance(value, str) and value in self._answers:
                value = self._answers.text(value, language)
            if value not in (None, ""):
                card[name] = str(value)
        return card
