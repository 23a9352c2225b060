"""Who may read the metrics: whoever sends the token, or, where there is none, this machine alone. Pure."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Container
from typing import Final

from bot.settings import NONE

# A request that came through a proxy carries one of these; whoever wrote it, it is not a request of this machine's own.
_PROXIED: Final = ("x-forwarded-for", "x-real-ip", "forwarded", "via")


def may_read(token: str, headers: Container[str], authorization: str, peer: str) -> bool:
    """token: METRICS_TOKEN; headers: names of those sent, in small letters; authorization: that header or ""; peer: the
    address at the other end of the connection.
    """
    if token != NONE:
        return hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode())
    try:
        return ipaddress.ip_address(peer).is_loopback and not any(name in headers for name in _PROXIED)
    except ValueError:
        return False
