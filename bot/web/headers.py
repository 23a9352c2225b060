"""What browsers are told about security, and which other websites may show the chat."""

from __future__ import annotations

import re
from typing import Final

from bot.settings import SettingError

_ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?", re.IGNORECASE)
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
)


def allowed_origins(setting: str) -> tuple[str, ...]:
    """The websites named in EMBED_ORIGINS. Raises SettingError for anything that is not an origin."""
    if setting.strip().lower() == "none":
        return ()
    origins = tuple(setting.split())
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise SettingError(f"EMBED_ORIGINS: {origin!r}: expected an origin like https://example.org, or none")
    return origins


def security_headers(ancestors: tuple[str, ...] = ()) -> dict[str, str]:
    """Headers of every answer; ancestors: the websites that may show it in a frame."""
    return {
        "Content-Security-Policy": _POLICY.format(ancestors=" ".join(("'self'", *ancestors)) if ancestors else "'none'"),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
        "Cross-Origin-Opener-Policy": "same-origin",
        **({} if ancestors else {"X-Frame-Options": "DENY"}),
    }
