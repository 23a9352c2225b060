"""Every setting of the guide, in one typed place. README lists them; a test keeps the list true."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

_LARGEST = {"port": 65536, "actions_port": 65536}
_MAY_BE_ZERO = ("review_days", "trusted_proxies", "drain_seconds")
_DATABASE = re.compile(r"[a-z][a-z0-9+]*://.+")
_REDIS = re.compile(r"(rediss?|unix)://.+")
NONE = "none"  # value of a setting that is left empty
ROOT = Path(__file__).resolve().parent.parent


class SettingError(ValueError):
    """A setting has a value that the guide cannot use; the message names the setting."""


def setting(default: Any, doc: str, choices: tuple[str, ...] = (), secret: bool = False) -> Any:
    """A field of Settings with its meaning and, for words, the allowed ones; a secret is not shown with the others."""
    return field(default=default, repr=not secret, metadata={"doc": doc, "choices": choices})


@dataclass(frozen=True)
class Settings:
    """What an operator can change, each overridable by an environment variable of the same name in capitals."""

    host: str = setting("127.0.0.1", "address on which the guide listens")
    port: int = setting(5005, "port of the guide")
    actions_port: int = setting(5055, "port of the action server; it listens on 127.0.0.1 only")
    profile: str = setting(
        "development",
        "`development` offers the REST channel too, `production` the website only",
        ("development", "production"),
    )
    rasa_api: bool = setting(False, "`1` opens Rasa's HTTP API (`/model/parse`), in development only")
    database_url: str = setting(f"sqlite:///{ROOT}/.var/guide.db", "where the list of facilities and the questions for review live")
    conversations_url: str = setting(
        f"sqlite:///{ROOT}/.var/conversations.db", "where conversations live; PostgreSQL when several machines share them"
    )
    redis_url: str = setting(
        "none",
        "Redis that several processes of the guide share for locks and limits, like `redis://host:6379/0`; `none`: one process",
    )
    drain_seconds: float = setting(
        0.0, "seconds for which a guide that was told to stop still answers, while `/readyz` sends the proxy elsewhere"
    )
    stale_days: int = setting(
        365, "days after the last check from which a facility counts as stale: shown lower and with a warning"
    )
    review_days: int = setting(
        30, "days for which questions that were not understood are kept, masked, for `make review`; `0` keeps none"
    )
    figures_days: int = setting(400, "days for which the counts of `./guide report` are kept; they say nothing of who wrote")
    metrics_token: str = setting(
        "none",
        "word that must be sent as `Authorization: Bearer` to read `/metrics`; `none`: only this machine may read them",
        secret=True,
    )
    message_limit: int = setting(1000, "longest message that is read, in characters")
    answer_timeout: float = setting(10.0, "seconds after which a visitor gets the emergency answer instead")
    crisis_timeout: float = setting(0.2, "seconds after which a visitor in danger gets the crisis answer without the dialogue")
    conversation_hours: float = setting(24.0, "hours of silence after which a conversation is deleted")
    public_url: str = setting("http://127.0.0.1:5005", "address of the website as visitors see it, without a slash at the end")
    association_name: str = setting("Asystent zdrowienia", "who stands behind the website, in its foot and on its pages")
    association_url: str = setting("https://www.asystentzdrowienia.org", "address of the association, linked in the foot")
    association_email: str = setting("none", "address for letters about the guide, on the page on privacy; `none`: not shown")
    exit_url: str = setting("https://pl.wikipedia.org/", 'page that "quick exit" opens: one that everybody might read')
    embed_origins: str = setting(
        "none", "websites that may show the chat, like `https://example.org`, separated by spaces; `none`: only this one"
    )
    session_secret_file: str = setting(
        f"{ROOT}/.var/session.secret", "file with the secret that signs sessions and seals conversations; made when it is not there"
    )
    trusted_proxies: int = setting(0, "reverse proxies in front of the guide, each of which adds to `X-Forwarded-For`")
    messages_per_minute: int = setting(20, "messages that one conversation of the website may send in a minute")
    address_messages_per_minute: int = setting(240, "messages that all conversations of one network address may send in a minute")
    log_level: str = setting(
        "WARNING", "how much the processes log; at no level what visitors say", ("DEBUG", "INFO", "WARNING", "ERROR")
    )
    log_format: str = setting("plain", "`json` writes logs as one JSON object a line, for programs", ("plain", "json"))
    model_file: str = setting(f"{ROOT}/.var/models/guide.tar.gz", "trained model that a guide reads when it starts")
    telegram_mode: str = setting(
        "off",
        "`polling` fetches what people write in Telegram, `webhook` has it brought to `PUBLIC_URL`",
        ("off", "polling", "webhook"),
    )
    telegram_token: str = setting("none", "token of the bot from @BotFather; better in a file", secret=True)
    telegram_token_file: str = setting("none", "file with the token, readable for the guide only; goes before `TELEGRAM_TOKEN`")
    telegram_api: str = setting("https://api.telegram.org", "address of the Bot API, should you run one of your own")


def _convert(name: str, kind: str, text: str, choices: tuple[str, ...]) -> Any:
    try:
        if kind == "bool":
            return {"1": True, "true": True, "0": False, "false": False, "": False}[text.lower()]
        value = {"int": int, "float": float, "str": str}[kind](text)
    except (KeyError, ValueError):
        raise SettingError(f"{name.upper()}={text!r}: expected {kind} (0 or 1 for bool)") from None
    if choices and value not in choices:
        raise SettingError(f"{name.upper()}={text!r}: expected one of {', '.join(choices)}")
    if kind in ("int", "float") and not 0 < value < _LARGEST.get(name, math.inf) and not (value == 0 and name in _MAY_BE_ZERO):
        raise SettingError(f"{name.upper()}={text!r}: expected a number above 0" + (" and below 65536" if name in _LARGEST else ""))
    if kind == "str" and not value.strip():
        raise SettingError(f"{name.upper()}={text!r}: expected a value; leave it out for the default")
    if name in ("database_url", "conversations_url") and not _DATABASE.match(value):
        raise SettingError(f"{name.upper()}={text!r}: expected an address such as sqlite:////var/lib/guide.db or postgresql://…")
    if name == "redis_url" and value != "none" and not _REDIS.match(value):
        raise SettingError(f"{name.upper()}={text!r}: expected an address such as redis://127.0.0.1:6379/0, or none")
    return value


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment over the defaults. Raises SettingError for a bad value."""
    values = {
        f.name: _convert(f.name, str(f.type), environment[f.name.upper()], f.metadata["choices"])
        for f in fields(Settings)
        if f.name.upper() in environment
    }
    return Settings(**values)
