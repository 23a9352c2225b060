"""How often somebody may knock. Nothing but counters in memory; addresses only as salted hashes that a restart forgets."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_SALT: Final = secrets.token_bytes(16)
_MOST_KEYS: Final = 50_000
_IPV6_NETWORK: Final = 64  # one household or office has at least this much of IPv6 for itself


def address_key(address: str) -> str:
    """What stands for a network address in the counters: a salted hash; all addresses of one IPv6 network are one."""
    try:
        parsed = ipaddress.ip_address(address.strip("[]").split("%")[0])
        if isinstance(parsed, ipaddress.IPv6Address):
            address = str(ipaddress.ip_network((parsed.ipv4_mapped or parsed, _IPV6_NETWORK), strict=False))
    except ValueError:
        pass  # whatever a proxy has written there is a name too
    return hashlib.blake2b(address.encode(), key=_SALT, digest_size=12).hexdigest()


@dataclass
class _Bucket:
    tokens: float
    seen: float


class Rate:
    """A bucket of tokens for each key: a visit costs one, and they grow back evenly.

    per_minute: how many grow back in a minute. burst: how many a bucket holds.
    """

    def __init__(self, per_minute: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_minute / 60
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, key: str) -> float:
        """Takes a token and returns 0, or returns the seconds until there is one."""
        now = self._clock()
        bucket = self._buckets.setdefault(key, _Bucket(float(self._burst), now))
        self._buckets.move_to_end(key)
        bucket.tokens = min(float(self._burst), bucket.tokens + (now - bucket.seen) * self._per_second)
        bucket.seen = now
        if len(self._buckets) > _MOST_KEYS:
            self._buckets.popitem(last=False)
        if bucket.tokens < 1:
            return (1 - bucket.tokens) / self._per_second
        bucket.tokens -= 1
        return 0.0
