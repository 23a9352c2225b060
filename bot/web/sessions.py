"""Sessions of the website: ids that the server makes and signs, and buttons that it has offered to one of them.

Nothing is kept: what a browser sends back is checked by its signature, so that a restart ends no conversation.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

_SECRET_BYTES: Final = 32
_ID_BYTES: Final = 16
_LONGEST_TOKEN: Final = 200


class SecretError(RuntimeError):
    """The file of the secret cannot be used; the message says why."""


def read_secret(path: Path) -> bytes:
    """The secret of a file; makes the file, readable for its owner only, when it is not there. Raises SecretError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            secret = path.read_bytes()
        else:
            secret = secrets.token_bytes(_SECRET_BYTES)
            with os.fdopen(handle, "wb") as file:
                file.write(secret)
    except OSError as error:
        raise SecretError(f"SESSION_SECRET_FILE={path}: cannot be used ({error.strerror})") from None
    if len(secret) < _SECRET_BYTES:
        raise SecretError(f"SESSION_SECRET_FILE={path}: expected at least {_SECRET_BYTES} bytes, found {len(secret)}")
    return secret


class Sessions:
    """Issues sessions and recognises its own.

    secret: signs everything. lifetime: seconds for which a session is good. clock: seconds since the epoch.
    """

    def __init__(self, secret: bytes, lifetime: float, clock: Callable[[], float] = time.time) -> None:
        self._secret = secret
        self._lifetime = lifetime
        self._clock = clock

    def issue(self) -> str:
        """The token of a new session: its id, the second of its birth, and the signature over both."""
        unsigned = f"{_text(secrets.token_bytes(_ID_BYTES))}.{int(self._clock())}"
        return f"{unsigned}.{self._sign('session', unsigned)}"

    def verify(self, token: str) -> str | None:
        """The id of the session that a token proves; None for a forged, changed or old one."""
        unsigned, _, signature = token.rpartition(".")
        if len(token) > _LONGEST_TOKEN or not token.isascii() or not self._is_ours(signature, "session", unsigned):
            return None
        session, _, born = unsigned.partition(".")
        return session if self._clock() - int(born) <= self._lifetime else None

    def seal(self, session: str, payload: str) -> str:
        """The proof that a button was offered to a session."""
        return self._sign("button", f"{session} {payload}")

    def offered(self, session: str, payload: str, proof: str) -> bool:
        """A button with this payload was offered to the session."""
        return self._is_ours(proof, "button", f"{session} {payload}")

    def _sign(self, purpose: str, text: str) -> str:
        return _text(hmac.new(self._secret, f"{purpose}:{text}".encode(), hashlib.sha256).digest()[:18])

    def _is_ours(self, signature: str, purpose: str, text: str) -> bool:
        return hmac.compare_digest(signature.encode(), self._sign(purpose, text).encode())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
