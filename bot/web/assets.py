"""What the website answers: bytes with their kind, how long a browser may keep them, and who may frame them."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

HTML: Final = "text/html; charset=utf-8"
# A page may be read from the browser's memory for ten minutes, and for a day while a newer one is fetched: on a bad
# connection it then stands there at once.
PAGE_CACHE: Final = "public, max-age=600, stale-while-revalidate=86400"
FOREVER: Final = "public, max-age=31536000, immutable"  # for addresses that carry the fingerprint of what they name
_SMALLEST_WORTH_PACKING: Final = 400


@dataclass(frozen=True)
class Asset:
    """One answer. framed: other websites of EMBED_ORIGINS may show it in a frame."""

    body: bytes
    content_type: str = HTML
    cache: str = PAGE_CACHE
    framed: bool = False

    @cached_property
    def etag(self) -> str:
        """Changes whenever the body changes."""
        return f'W/"{fingerprint(self.body)}"'

    @cached_property
    def packed(self) -> bytes:
        """The body with gzip; packed at the first wish."""
        return gzip.compress(self.body, 9, mtime=0) if len(self.body) >= _SMALLEST_WORTH_PACKING else b""


def fingerprint(body: bytes) -> str:
    """A short name for some bytes that no other bytes have."""
    return hashlib.sha256(body).hexdigest()[:12]
