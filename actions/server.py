"""The action server: Rasa's own, on the loopback address, for whoever sends the shared secret (`python -m actions.server`).

Rasa's answers to anybody who reaches its port, lets pages of any website call it, and sends a request back when an action fails.
"""

from __future__ import annotations

import hmac
import logging
import os
from typing import Final

from sanic import Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import logs, settings

logger = logging.getLogger(__name__)
TOKEN: Final = "ACTIONS_TOKEN"  # noqa: S105 (the name of a variable)
_LARGEST_BODY: Final = 4 * 2**20  # bytes: a conversation with its answers
_OPEN: Final = "/health"


def app(token: str) -> Sanic:
    """The server; requests must carry the token as `Authorization`, except those for the sign of life."""
    if not token:
        raise ValueError(f"{TOKEN} is empty: start the action server with `make run` or `python -m bot.serve actions`")
    from rasa_sdk.endpoint import create_app  # warns about itself, which must go to a log that is set up

    made = create_app("actions.actions", cors_origins="")
    made.config.REQUEST_MAX_SIZE = _LARGEST_BODY

    @made.on_request
    async def let_in(request: Request) -> HTTPResponse | None:
        sent = request.headers.get("authorization", "")
        if request.path == _OPEN or hmac.compare_digest(sent.encode(), token.encode()):
            return None
        return response.json({"error": "the shared secret is missing or wrong"}, status=403)

    made.error_handler.add(Exception, _told)
    return made


def _told(request: Request, error: Exception) -> HTTPResponse:
    """Whatever goes wrong: the kind of error to the log, nothing of the conversation to anybody."""
    status = error.status_code if isinstance(error, SanicException) else 500
    logger.error("an action failed: %s", type(error).__name__)
    return response.json({"error": type(error).__name__}, status=status)


def main() -> None:
    """Serves until the process is told to end."""
    config = settings.load()
    logs.configure(config.log_level, config.log_format)
    app(os.environ.get(TOKEN, "")).run("127.0.0.1", config.actions_port, access_log=False, debug=False, motd=False)


if __name__ == "__main__":
    main()
