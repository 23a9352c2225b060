"""Measures the website under many visitors: `python -m scripts.bench_visitors [visitors] [seconds]` (`make bench-visitors`).

A closed loop: each visitor has an address of its own (127.0.0.2 and so on), asks, reads the answer, thinks for five
seconds, asks again. Then the same once more with one attacker beside them who sends bodies of a megabyte, bad JSON,
forged sessions and messages without pause. Prints what visitors waited, and keeps it in results/visitors.json.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot import serve, settings
from scripts.running import Guide, guide

RESULTS = settings.ROOT / "results"
THINKING = 5.0
QUESTIONS = (
    "ile trwa kurs?", "who is a recovery assistant?", "czy dostanę certyfikat", "how much do they earn", "kodeks etyczny",
    "szukam asystenta w Krakowie", "jak wygląda staż?", "recovery assistant in Łódź", "czy to kosztuje?", "dziękuję",
)  # fmt: skip


@dataclass
class Waiting:
    """Seconds that visitors waited, and what went wrong, by status."""

    seconds: list[float] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)

    def refuse(self, why: str) -> None:
        """Counts one message without an answer."""
        self.refused[why] = self.refused.get(why, 0) + 1

    def figures(self) -> dict[str, Any]:
        """The figures of the table, in milliseconds."""
        cuts = statistics.quantiles(self.seconds, n=100)
        return {
            "messages": len(self.seconds), "p50_ms": statistics.median(self.seconds) * 1000, "p95_ms": cuts[94] * 1000,
            "p99_ms": cuts[98] * 1000, "max_ms": max(self.seconds) * 1000, "refused": self.refused,
        }  # fmt: skip


async def begin(browser: aiohttp.ClientSession) -> dict[str, str]:
    """Begins a session; the headers that its messages carry."""
    async with browser.post("/api/session", json={}) as reply:
        return {"Authorization": f"Bearer {(await reply.json())['token']}"}


async def visit(url: str, number: int, until: float, waiting: Waiting) -> None:
    """One visitor, until the time is over."""
    await asyncio.sleep(random.uniform(0, THINKING))  # noqa: S311 (no secret)
    connector = aiohttp.TCPConnector(local_addr=(f"127.0.0.{number + 2}", 0))
    async with aiohttp.ClientSession(url, connector=connector) as browser:
        headers = await begin(browser)
        while time.monotonic() < until:
            started = time.monotonic()
            question = random.choice(QUESTIONS)  # noqa: S311 (no secret)
            async with browser.post("/api/message", json={"text": question}, headers=headers) as reply:
                answer = await reply.json()
            waiting.seconds.append(time.monotonic() - started)
            if reply.status != 200 or not answer.get("messages"):
                waiting.refuse(str(reply.status))
            await asyncio.sleep(THINKING)


async def attack(url: str, until: float, sent: Waiting) -> None:
    """Sends from one address what nobody should send, as fast as it is taken."""
    kinds: list[dict[str, Any]] = [
        {"data": b"x" * 1_000_000},
        {"data": b"{" * 60_000, "headers": {"Content-Type": "application/json"}},
        {"json": {"text": "hej"}, "headers": {"Authorization": "Bearer a.1.b"}},
    ]
    async with aiohttp.ClientSession(url, connector=aiohttp.TCPConnector(local_addr=("127.0.0.250", 0))) as browser:
        headers = await begin(browser)
        kinds.append({"json": {"text": "a" * 100}, "headers": headers})
        while time.monotonic() < until:
            started = time.monotonic()
            try:
                async with browser.post("/api/message", **random.choice(kinds)) as reply:  # noqa: S311 (no secret)
                    await reply.read()
                    sent.refuse(str(reply.status))
            except (aiohttp.ClientError, OSError) as error:
                sent.refuse(type(error).__name__)
            sent.seconds.append(time.monotonic() - started)


async def measure(running: Guide, visitors: int, seconds: float, attackers: int) -> dict[str, Any]:
    """Figures of a crowd of visitors, and of the attackers beside them."""
    waiting, sent = Waiting(), Waiting()
    until = time.monotonic() + seconds
    crowd = [visit(running.url, number, until, waiting) for number in range(visitors)]
    await asyncio.gather(*crowd, *(attack(running.url, until, sent) for _ in range(attackers)))
    return {
        "visitors": waiting.figures(),
        **({"attack": {"messages": len(sent.seconds), "refused": sent.refused}} if attackers else {}),
    }


def main(arguments: list[str]) -> int:
    """Measures and prints."""
    visitors = int(arguments[0]) if arguments else 50
    seconds = float(arguments[1]) if len(arguments) > 1 else 60.0
    serve.prepare(settings.load())
    serve.train(settings.load())
    figures = {}
    with guide() as running:
        for name, attackers in (("calm", 0), ("attacked", 4)):
            figures[name] = asyncio.run(measure(running, visitors, seconds, attackers))
            print(name, json.dumps(figures[name], indent=1))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "visitors.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
