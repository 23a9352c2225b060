"""How updates come: fetched by long polling, or brought by Telegram to an address of ours (webhook). Neither ever gives up."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import time
from typing import Any, Final

from bot.telegram.api import ApiError, BotApi, PauseError, RefusedError
from bot.telegram.commands import registrations
from bot.telegram.journal import LIFETIME
from bot.telegram.postman import Postman
from bot.telegram.updates import WANTED

logger = logging.getLogger(__name__)
_LONG_POLL: Final = 25  # seconds for which Telegram waits with an empty answer
_NOT_SOONER: Final = 0.1  # seconds between two empty answers, should they come at once
_LONGEST_DELAY: Final = 30.0
_TOKEN_DELAY: Final = 60.0
_MOST_CONNECTIONS: Final = 40
PREFIX: Final = "/telegram"  # of the address of the webhook


def secret_for(purpose: str, key: bytes, token: str) -> str:
    """Something that only the guide and Telegram know: letters and digits, the same after every start with this key and token."""
    return hmac.new(key, f"telegram {purpose} {token}".encode(), hashlib.sha256).hexdigest()


def address(public_url: str, path: str) -> str:
    """Where Telegram brings updates."""
    return f"{public_url}{PREFIX}/{path}"


async def insist(api: BotApi, method: str, params: dict[str, Any]) -> Any:
    """The result of a call, tried again until there is one."""
    delay = 1.0
    while True:
        try:
            return await api.call(method, params)
        except PauseError as pause:
            await asyncio.sleep(pause.seconds)
        except RefusedError as refused:
            logger.error("Telegram refuses %s: %s (`./guide telegram check` says more)", method, refused)
            await asyncio.sleep(_TOKEN_DELAY)
        except ApiError as error:
            logger.warning("%s: %s; trying again", method, error)
            await asyncio.sleep(delay)
            delay = min(delay * 2, _LONGEST_DELAY)


async def register_commands(api: BotApi) -> None:
    """Shows the commands in the menu of Telegram, in both languages; the guide works without it too."""
    for params in registrations():
        try:
            await api.call("setMyCommands", params)
        except ApiError as error:
            logger.info("setMyCommands: %s", error)


async def bring(api: BotApi, address: str, secret: str) -> None:
    """Has Telegram bring updates to our address, with a header that proves where they come from."""
    params = {"url": address, "secret_token": secret, "allowed_updates": list(WANTED), "max_connections": _MOST_CONNECTIONS}
    await insist(api, "setWebhook", params)
    await register_commands(api)


async def fetch(api: BotApi, postman: Postman, newest: int | None) -> None:
    """Fetches updates for ever. newest: the last one that was seen."""
    await insist(api, "deleteWebhook", {})
    await register_commands(api)
    delay, last_came = 0.0, time.time()
    while True:
        # After days without an update Telegram begins with new numbers, which may be lower.
        known = newest is not None and time.time() - last_came < LIFETIME
        params = {"timeout": _LONG_POLL, "allowed_updates": list(WANTED), **({"offset": (newest or 0) + 1} if known else {})}
        started = time.monotonic()
        try:
            found = await api.call("getUpdates", params, seconds=_LONG_POLL + 10)
        except PauseError as pause:
            await asyncio.sleep(pause.seconds)
            continue
        except RefusedError as refused:
            logger.error("Telegram refuses getUpdates: %s (`./guide telegram check` says more)", refused)
            await asyncio.sleep(_TOKEN_DELAY if refused.is_about_token else 5.0)
            continue
        except ApiError as error:
            if not delay:
                logger.warning("getUpdates: %s; trying again", error)
            delay = min(max(1.0, delay * 2), _LONGEST_DELAY)
            await asyncio.sleep(delay)
            continue
        delay = 0.0
        came = [update for update in found if isinstance(update, dict)] if isinstance(found, list) else []
        await asyncio.gather(*(postman.accept(update) for update in came))
        numbers = [update["update_id"] for update in came if isinstance(update.get("update_id"), int)]
        if numbers:
            newest, last_came = max(numbers), time.time()
        elif time.monotonic() - started < _NOT_SOONER:
            await asyncio.sleep(_NOT_SOONER)
