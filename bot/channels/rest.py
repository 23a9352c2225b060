"""Rasa's REST channel for development, behind the door: `POST /webhooks/rest/webhook {"sender", "message"}`."""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Dict

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import settings
from bot.channels.door import Door

_PREFIX = "rest:"  # conversations of different channels never share an id


class RestChannel(InputChannel):
    """Same address and messages as Rasa's own RestInput; closed in the production profile."""

    @classmethod
    def name(cls) -> str:
        """Part of the address of the channel."""
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The two routes of the channel."""
        blueprint = Blueprint("guide_rest")
        config = settings.load()
        door = Door(on_new_message, config)

        @blueprint.get("/")
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @blueprint.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if config.profile == "production":
                return response.json({"error": "the REST channel is closed in production"}, status=404)
            try:
                body = request.json
            except SanicException:
                body = None
            if not isinstance(body, dict) or not isinstance(body.get("sender"), str) or not body["sender"]:
                return response.json({"error": 'expected JSON: {"sender": "<id>", "message": "<text>"}'}, status=400)
            sender_id = _PREFIX + body["sender"][:100]
            output = CollectingOutputChannel()
            await door.receive(body.get("message"), output, sender_id, self.name(), _prior(body))
            for message in output.messages:
                message["recipient_id"] = body["sender"]
            return response.json(output.messages)

        return blueprint


def _prior(body: Dict[str, Any]) -> Dict[str, Any]:
    metadata = body.get("metadata")
    language = metadata.get("language") if isinstance(metadata, dict) else None
    return {"language": language} if isinstance(language, str) else {}
