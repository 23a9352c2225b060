"""Seals what is stored of conversations: without the guide's secret, a file, a backup or a log of the database tells nothing."""

from __future__ import annotations

import hashlib
import json
import secrets
import zlib
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE: Final = 12  # bytes
_QUICK: Final = 1  # of zlib's levels: events repeat themselves so much that higher ones gain little


class UnreadableError(ValueError):
    """Sealed with another secret, for another conversation, or damaged."""


class Seal:
    """Seals and opens data of conversations with a key made of the guide's secret."""

    def __init__(self, secret: bytes) -> None:
        self._names = hashlib.blake2b(secret, digest_size=32, person=b"names").digest()
        self._cipher = AESGCM(hashlib.blake2b(secret, digest_size=32, person=b"contents").digest())

    def name(self, sender_id: str) -> str:
        """What stands for a conversation in the database: nobody learns from it which chat or account it was."""
        return hashlib.blake2b(sender_id.encode("utf-8", "replace"), key=self._names, digest_size=16).hexdigest()

    def close(self, name: str, data: Any) -> bytes:
        """Data of the conversation of this name, packed and sealed."""
        nonce = secrets.token_bytes(_NONCE)
        packed = zlib.compress(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"), _QUICK)
        return nonce + self._cipher.encrypt(nonce, packed, name.encode())

    def open(self, name: str, sealed: bytes) -> Any:
        """The data. Raises UnreadableError."""
        try:
            packed = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
            return json.loads(zlib.decompress(packed))
        except (InvalidTag, ValueError, zlib.error) as error:
            raise UnreadableError(type(error).__name__) from None
