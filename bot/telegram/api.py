"""Calls of Telegram's Bot API over HTTP. One call is one try; what came of it is a result or one of four errors.

The token is part of every address, so no error, and nothing that is logged, carries an address.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final

import aiohttp

_SECONDS: Final = 20.0  # for one call, unless it says otherwise
_CONNECT_SECONDS: Final = 5.0
_LONGEST_PAUSE: Final = 3600.0


class ApiError(Exception):
    """A call without a result."""


class UnreachableError(ApiError):
    """The call has certainly not been carried out: nobody was reached."""


class UnsureError(ApiError):
    """The call may or may not have been carried out: no proper answer came back."""


class PauseError(ApiError):
    """Too many calls: Telegram wants none for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Telegram asks for a pause of {seconds:.0f} s")
        self.seconds = seconds


class RefusedError(ApiError):
    """Telegram has said no, for good. code: its error code; description: its words."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description

    @property
    def is_about_token(self) -> bool:
        """The token is wrong or was revoked."""
        return self.code in (401, 404)

    @property
    def is_gone(self) -> bool:
        """The visitor has blocked the guide or deleted the chat."""
        return self.code == 403 or (
            self.code == 400 and any(w in self.description.lower() for w in ("chat not found", "deactivated"))
        )


class BotApi:
    """The Bot API for one token. base: address of the API without a slash at the end. Close it after use."""

    def __init__(self, base: str, token: str) -> None:
        self._address = f"{base.rstrip('/')}/bot{token}/"
        self._token = token
        self._session: aiohttp.ClientSession | None = None

    async def call(
        self, method: str, params: Mapping[str, Any] | None = None, *, photo: bytes | None = None, seconds: float = _SECONDS
    ) -> Any:
        """The result of a method. photo: a PNG to send along. Raises one of the errors above."""
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=100))
        body = _form(params or {}, photo) if photo else None
        limits = aiohttp.ClientTimeout(total=seconds, sock_connect=_CONNECT_SECONDS)
        try:
            async with self._session.post(
                self._address + method, data=body, json=None if body else dict(params or {}), timeout=limits, allow_redirects=False
            ) as reply:
                status, text = reply.status, await reply.text(errors="replace")
        except (aiohttp.ClientConnectorError, aiohttp.ServerTimeoutError) as error:
            connecting = isinstance(error, aiohttp.ClientConnectorError) or "connection timeout" in str(error).lower()
            raise (UnreachableError if connecting else UnsureError)(type(error).__name__) from None
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            raise UnsureError(type(error).__name__) from None
        return self._result(status, text)

    def _result(self, status: int, text: str) -> Any:
        try:
            answer = json.loads(text)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or "ok" not in answer:
            raise UnsureError(f"HTTP {status}, no answer of the Bot API")
        if answer["ok"]:
            return answer.get("result")
        said = answer.get("error_code")
        code = said if isinstance(said, int) else status
        parameters = answer.get("parameters")
        pause = parameters.get("retry_after") if isinstance(parameters, dict) else None
        if code == 429 or pause:
            raise PauseError(min(float(pause), _LONGEST_PAUSE) if isinstance(pause, (int, float)) and pause > 0 else 1.0)
        if code >= 500:
            raise UnsureError(f"HTTP {code}")
        raise RefusedError(code, str(answer.get("description") or "").replace(self._token, "…")[:200])

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def _form(params: Mapping[str, Any], photo: bytes) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in params.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    form.add_field("photo", photo, filename="map.png", content_type="image/png")
    return form
