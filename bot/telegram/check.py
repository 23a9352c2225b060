"""`./guide telegram check`: what is wrong between the guide and Telegram, in plain words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from bot.settings import SettingError, Settings
from bot.telegram import receiver
from bot.telegram.access import read_token
from bot.telegram.api import ApiError, BotApi, RefusedError
from bot.web.sessions import SecretError, read_secret

_PORTS: Final = (443, 80, 88, 8443)  # to which Telegram brings updates
_MANY: Final = 20
_RECENT: Final = 3600.0  # seconds


def check(config: Settings) -> int:
    """Prints one line for each finding; returns 0 when people are answered, 1 when something must be put right."""
    good, bad = asyncio.run(_look(config))
    for line in good:
        print(f"✓ {line}")
    for line in bad:
        print(f"✗ {line}")
    return 1 if bad else 0


async def _look(config: Settings) -> tuple[list[str], list[str]]:
    try:
        token = read_token(config)
    except SettingError as error:
        return [], [str(error)]
    api = BotApi(config.telegram_api, token)
    try:
        me = await api.call("getMe")
        info = await api.call("getWebhookInfo")
    except RefusedError as refused:
        if refused.is_about_token:
            return [], ["Telegram does not know this token: copy it anew from @BotFather (a revoked token works no more)."]
        return [], [f"Telegram refuses: {refused}"]
    except ApiError as error:
        return [], [f"{config.telegram_api} does not answer ({error}): check the network, a firewall, TELEGRAM_API."]
    finally:
        await api.close()
    me, info = (found if isinstance(found, dict) else {} for found in (me, info))
    good = [f"The token is that of @{me.get('username')}."]
    try:
        wanted = receiver.address(
            config.public_url, receiver.secret_for("path", read_secret(Path(config.session_secret_file)), token)
        )
    except SecretError as error:
        return good, [str(error)]
    more, bad = findings(config.telegram_mode, wanted, info, time.time())
    return [*good, *more], bad


def findings(mode: str, wanted: str, info: Mapping[str, Any], now: float) -> tuple[list[str], list[str]]:
    """What is good and what is not. wanted: address of our webhook; info: answer of getWebhookInfo; now: seconds since the epoch."""
    good, bad = [], []
    address = str(info.get("url") or "")
    if mode == "off":
        bad.append("TELEGRAM_MODE=off: nothing that people write in Telegram is read. Choose polling or webhook.")
    elif mode == "polling" and address:
        bad.append("Another program has a webhook for this bot; polling removes it when the guide starts. Is the guide running?")
    elif mode == "polling":
        good.append("Updates are fetched by the guide; no webhook stands in the way.")
    else:
        bad += _about_address(wanted)
        if not address:
            bad.append("No webhook is set: start the guide, which sets it; the end of .var/guide.log says why it could not.")
        elif address != wanted:
            bad.append(
                "The webhook leads to another address: PUBLIC_URL, the token or SESSION_SECRET_FILE has changed. Start the guide again."
            )
        else:
            good.append("The webhook leads to this guide.")
    waiting = int(info.get("pending_update_count") or 0)
    if waiting > _MANY:
        bad.append(f"{waiting} updates wait to be taken: is the guide running and reachable?")
    elif mode != "off":
        good.append(f"{waiting} updates wait.")
    said, when = info.get("last_error_message"), float(info.get("last_error_date") or 0)
    if mode == "webhook" and said and now - when < _RECENT:
        bad.append(f"Telegram could not bring an update {(now - when) / 60:.0f} min ago: {said}. {_hint(str(said))}".rstrip())
    return good, bad


def _about_address(wanted: str) -> list[str]:
    parts = urlsplit(wanted)
    if parts.scheme != "https":
        return ["PUBLIC_URL must begin with https:// for a webhook; without a public address use TELEGRAM_MODE=polling."]
    if (parts.port or 443) not in _PORTS:
        return [f"Telegram brings updates to the ports {', '.join(map(str, _PORTS))} only, not to {parts.port}: change PUBLIC_URL."]
    return []


def _hint(said: str) -> str:
    """What an error message of Telegram asks the operator to do."""
    low = said.lower()
    hints = (
        (("ssl", "certificate"), "The certificate must be whole (with its chain) and of a known authority."),
        (("403", "forbidden"), "The secret does not fit: start the guide again."),
        (("404", "not found"), "The reverse proxy does not hand /telegram/ on to the guide."),
        (("502", "503", "504", "refused"), "The guide behind the reverse proxy does not run."),
        (("timeout", "timed out"), "The server cannot be reached from outside: look at the firewall."),
        (("resolve", "host"), "The name in PUBLIC_URL is not known in the DNS."),
    )
    return next((hint for words, hint in hints if any(word in low for word in words)), "")
