"""How often somebody may knock. Nothing but counters; addresses only as salted hashes whose salt changes every day.

The counters live in the memory of this process, or in a Redis that all processes share.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

_MOST_KEYS: Final = 50_000
_IPV6_NETWORK: Final = 64  # one household or office has at least this much of IPv6 for itself
_DAY: Final = 86_400
# The bucket as one number, the moment at which it will be full again: a visit moves it on by what a token takes to grow.
# A moment further away than an empty bucket needs comes from a clock that was set back.
_KNOCK: Final = """
local now = redis.call('time')
now = now[1] + now[2] / 1000000
local token, size = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(now, tonumber(redis.call('get', KEYS[1]) or '0'))
if full - now > size then full = now + size end
local wait = full + token - now - size
if wait > 0.000001 then return tostring(wait) end
redis.call('set', KEYS[1], string.format('%.6f', full + token), 'px', math.ceil((full + token - now) * 1000) + 1000)
return '0'
"""


class AddressKeys:
    """Names for network addresses: the same in all processes that share a secret, and other ones tomorrow."""

    def __init__(self, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        self._secret = secret
        self._clock = clock

    def of(self, address: str) -> str:
        """What stands for an address in the counters: a salted hash; all addresses of one IPv6 network are one."""
        try:
            parsed = ipaddress.ip_address(address.strip("[]").split("%")[0])
            if isinstance(parsed, ipaddress.IPv6Address):
                address = str(ipaddress.ip_network((parsed.ipv4_mapped or parsed, _IPV6_NETWORK), strict=False))
        except ValueError:
            pass  # whatever a proxy has written there is a name too
        salt = hmac.new(self._secret, f"addresses of day {int(self._clock() // _DAY)}".encode(), hashlib.sha256).digest()
        return hashlib.blake2b(address.encode("utf-8", "replace"), key=salt, digest_size=12).hexdigest()


class Counters(Protocol):
    """What Rate asks of a Redis (bot.stores.shared.Shared)."""

    def script(self, text: str) -> Any:
        """A script of the server."""

    async def ask(self, request: Any) -> Any:
        """The server's answer; None when it fails."""


@dataclass
class _Bucket:
    tokens: float
    seen: float


class Rate:
    """A bucket of tokens for each key: a visit costs one, and they grow back evenly.

    per_minute: how many grow back in a minute. burst: how many a bucket holds. name: of this rate among those of a shared server.
    """

    def __init__(
        self,
        per_minute: float,
        burst: int,
        clock: Callable[[], float] = time.monotonic,
        name: str = "",
        server: Counters | None = None,
    ) -> None:
        self._per_second = per_minute / 60
        self._burst = burst
        self._clock = clock
        self._name = name
        self._server = server
        self._script = server.script(_KNOCK) if server else None
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    async def knock(self, key: str) -> float:
        """Takes a token and returns 0, or returns the seconds until there is one; counted by all processes if there is a server."""
        if self._server and self._script:
            token = 1 / self._per_second
            request = self._script(keys=[f"guide:rate:{self._name}:{key}"], args=[token, token * self._burst])
            answer = await self._server.ask(request)
            if answer is not None:
                return float(answer)
        return self.wait(key)

    def wait(self, key: str) -> float:
        """As `knock`, counted by this process alone."""
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
