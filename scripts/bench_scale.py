"""Measures guides that share PostgreSQL and Redis behind nginx (`make bench-scale`, some five minutes).

Throughput of two processes over that of one, with visitors, proxy and stores on the same machine; the time of a turn, memory and
stored bytes along one conversation of 10,000 turns; memory along the traffic of eight hours, compressed. Prints, and keeps everything in results/scale.json.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from typing import Any, Final

import aiohttp
from sqlalchemy import create_engine, func, select

from bot import settings
from bot.stores.table import TABLE
from scripts.bench import resident_mb
from scripts.bench_visitors import QUESTIONS, begin
from scripts.cluster import Cluster, cluster

RESULTS: Final = settings.ROOT / "results"
CLIENTS: Final = 16
SECONDS: Final = 20.0
TURNS: Final = 10_000
# Eight hours of a busy site: a visitor every twelve seconds, four messages each; ordinary ones, and what is hard to read.
VISITORS: Final = 2_400
_MESSAGES: Final = 4
_DAY: Final = (
    *QUESTIONS,
    "nie chcę już żyć",
    "qxzj wvkq jxxz",
    "chcę zostać asystentem, ale nie wiem od czego zacząć, " * 8,
    "😀",
    "jestem z Gdyni",
)
_MARKS: Final = (50, 160, 1000, 5000, 10_000)


async def visit(url: str, until: float, seconds: list[float]) -> None:
    """One visitor who asks without a pause."""
    async with aiohttp.ClientSession(url) as browser:
        headers = await begin(browser)
        number = 0
        while time.monotonic() < until:
            started = time.monotonic()
            body = {"text": QUESTIONS[number % len(QUESTIONS)], "id": str(number)}
            async with browser.post("/api/message", json=body, headers=headers) as reply:
                answer = await reply.json()
            if reply.status != 200 or not answer.get("messages"):
                raise RuntimeError(f"no answer: status {reply.status}")
            seconds.append(time.monotonic() - started)
            number += 1


async def come_and_go(url: str, number: int) -> None:
    """One visitor of the day, with an address of their own; every third deletes the conversation."""
    connector = aiohttp.TCPConnector(local_addr=(f"127.0.{number // 250 % 250 + 1}.{number % 250 + 1}", 0))
    async with aiohttp.ClientSession(url, connector=connector) as browser:
        headers = await begin(browser)
        for turn in range(_MESSAGES):
            text = _DAY[(number + turn * 7) % len(_DAY)]
            async with browser.post("/api/message", json={"text": text}, headers=headers) as reply:
                if reply.status != 200 or not (await reply.json()).get("messages"):
                    raise RuntimeError(f"no answer: status {reply.status}")
        if number % 3 == 0:
            async with browser.delete("/api/session", headers=headers) as reply:
                reply.raise_for_status()


async def a_day(running: Cluster) -> list[float]:
    """Memory of the guide in MB after each tenth of the visitors of eight hours, CLIENTS of them at a time."""
    memory, numbers = [], iter(range(VISITORS))

    async def some(until: int) -> None:
        for number in numbers:
            await come_and_go(running.urls[0], number)
            if number >= until:
                return

    for tenth in range(1, 11):
        await asyncio.gather(*(some(VISITORS * tenth // 10 - CLIENTS) for _ in range(CLIENTS)))
        memory.append(resident_mb(running.guides[0].process.pid))
    return memory


async def throughput(url: str) -> dict[str, float]:
    """Messages a second of CLIENTS visitors, and how long they waited."""
    seconds: list[float] = []
    await asyncio.gather(*(visit(url, time.monotonic() + 3, []) for _ in range(CLIENTS)))  # warms up
    await asyncio.gather(*(visit(url, time.monotonic() + SECONDS, seconds) for _ in range(CLIENTS)))
    cuts = statistics.quantiles(seconds, n=100)
    return {"per_second": len(seconds) / SECONDS, "p50_ms": cuts[49] * 1000, "p95_ms": cuts[94] * 1000, "p99_ms": cuts[98] * 1000}


def long_conversation(running: Cluster, turns: int) -> list[dict[str, float]]:
    """Median time of the 50 turns before each mark, memory of the guide and size of what is stored."""
    engine = create_engine(running.config.conversations_url)
    visitor = running.visitor(running.urls[0])
    times: list[float] = []
    rows = []
    for number in range(1, turns + 1):
        started = time.perf_counter()
        visitor.send({"text": QUESTIONS[number % len(QUESTIONS)], "id": str(number)})
        times.append((time.perf_counter() - started) * 1000)
        if number in _MARKS:
            with engine.connect() as connection:
                stored = connection.execute(select(func.max(func.length(TABLE.c.content)))).scalar()
            memory = resident_mb(running.guides[0].process.pid)
            rows.append({"turn": number, "p50_ms": statistics.median(times[-50:]), "mb": memory, "stored_bytes": stored})
    return rows


def main(arguments: list[str]) -> int:
    """Measures and prints."""
    figures: dict[str, Any] = {}
    for guides in (1, 2):
        with cluster(guides) as running:
            figures[f"guides_{guides}"] = asyncio.run(throughput(running.url))
            print(guides, "guides:", json.dumps(figures[f"guides_{guides}"]), flush=True)
            if guides == 1:
                figures["long"] = long_conversation(running, int(arguments[0]) if arguments else TURNS)
                print(*figures["long"], sep="\n", flush=True)
                figures["day_mb"] = asyncio.run(a_day(running))
                print(f"memory along eight hours' traffic: {', '.join(f'{mb:.0f}' for mb in figures['day_mb'])} MB", flush=True)
    figures["two_over_one"] = figures["guides_2"]["per_second"] / figures["guides_1"]["per_second"]
    print(f"two processes carry {figures['two_over_one']:.2f} times what one does")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "scale.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
