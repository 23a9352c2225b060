"""Measures the guide beside a stock `rasa init` bot on this machine in one run (`make bench`).

Start, training and reply times as wall time, memory as resident size of the server process; ratios are the
guide's figure over the stock bot's. Other work on the machine changes both: trust the ratios.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from bot import serve, settings
from scripts import stock_bot
from scripts.running import Conversation, free_port, guide

RESULTS = settings.ROOT / "results"
SECONDS = 6.0  # of each measurement
CLIENTS = (1, 8, 32)  # visitors at once
LETTERS = (20, 200, 1000)  # of a message
TURNS = 160
_FOUND = "Kraków"  # what a search there answers
QUESTIONS = ("ile trwa kurs?", "who is a recovery assistant?", "czy dostanę certyfikat", "how much do they earn", "kodeks etyczny")
STOCK_QUESTIONS = ("hello", "I am sad", "yes", "great", "are you a bot?")


def resident_mb(pid: int) -> float:
    """Resident memory of a process and its children in MB."""
    pids = [pid, *map(int, subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split())]
    sizes = [Path(f"/proc/{p}/statm").read_text().split()[1] for p in pids if Path(f"/proc/{p}/statm").exists()]
    return sum(map(int, sizes)) * 4096 / 2**20


async def _visit(browser: aiohttp.ClientSession, url: str, questions: Sequence[str], until: float, seconds: list[float]) -> None:
    """One visitor who asks without a pause; a conversation ends with the last question."""
    while time.monotonic() < until:
        sender = uuid.uuid4().hex
        for question in questions:
            seconds.append(await _ask(browser, url, sender, question))


async def _ask(browser: aiohttp.ClientSession, url: str, sender: str, question: str) -> float:
    """Seconds until the answer. Raises RuntimeError for none."""
    started = time.perf_counter()
    async with browser.post(f"{url}/webhooks/rest/webhook", json={"sender": sender, "message": question}) as reply:
        if not await reply.json():
            raise RuntimeError(f"no answer to {question!r}")
    return time.perf_counter() - started


async def _crowd(url: str, questions: Sequence[str], clients: int) -> list[float]:
    seconds: list[float] = []
    async with aiohttp.ClientSession() as browser:
        await _ask(browser, url, uuid.uuid4().hex, questions[0])
        until = time.monotonic() + SECONDS
        await asyncio.gather(*(_visit(browser, url, questions, until, seconds) for _ in range(clients)))
    return seconds


def crowd(name: str, url: str, questions: Sequence[str], clients: int) -> dict[str, float]:
    """Milliseconds of an answer (median, 95th and 99th percentile) and answers a second, with so many visitors at once."""
    seconds = asyncio.run(_crowd(url, questions, clients))
    cuts = statistics.quantiles(seconds, n=100)
    found = {f"p{share}_ms": cuts[share - 1] * 1000 for share in (50, 95, 99)}
    return {f"{name}_{clients}_{key}": value for key, value in {**found, "per_second": len(seconds) / SECONDS}.items()}


async def _long_conversation(url: str, questions: Sequence[str]) -> list[float]:
    async with aiohttp.ClientSession() as browser:
        sender = uuid.uuid4().hex
        return [await _ask(browser, url, sender, questions[i % len(questions)]) for i in range(TURNS)]


def turn_ratio(url: str, questions: Sequence[str]) -> float:
    """Median time of the last ten of TURNS turns of one conversation over that of the first ten."""
    seconds = asyncio.run(_long_conversation(url, questions))
    return statistics.median(seconds[-10:]) / statistics.median(seconds[:10])


def texts(url: str, questions: Sequence[str]) -> dict[str, float]:
    """Everything about answers in words."""
    found: dict[str, float] = {}
    for clients in CLIENTS:
        found |= crowd("text", url, questions, clients)
    for letters in LETTERS:
        message = (" ".join(questions) * letters)[:letters]
        found[f"letters_{letters}_p50_ms"] = crowd("x", url, [message], 1)["x_1_p50_ms"]
    return {**found, "turn_160_over_turn_1": turn_ratio(url, questions)}


def measure_guide(config: settings.Settings) -> dict[str, float]:
    """The guide, trained from nothing."""
    figures: dict[str, float] = {}
    with TemporaryDirectory() as folder:
        command = [*serve.rasa("train"), "--skip-validation", "--force", "--out", folder]
        figures["training_s"] = stock_bot.run(command, settings.ROOT, config)
    started = time.monotonic()
    with guide() as running:
        figures["start_s"] = time.monotonic() - started
        figures |= texts(running.url, QUESTIONS)
        figures["server_mb"] = resident_mb(running.processes[1].pid)
        figures["action_server_mb"] = resident_mb(running.processes[0].pid)
        figures |= {**crowd("search", running.url, [stock_bot.SEARCH], 1), **crowd("search", running.url, [stock_bot.SEARCH], 8)}
    return figures


def measure_stock(config: settings.Settings) -> dict[str, float]:
    """The bot that `rasa init` makes, with its own default pipeline and policies; then the same with the guide's search."""
    figures: dict[str, float] = {}
    with TemporaryDirectory() as name:
        figures["training_s"] = stock_bot.init(Path(name), config)
        started = time.monotonic()
        with stock_bot.serving(Path(name), config) as (url, pid):
            figures["start_s"] = time.monotonic() - started
            figures |= texts(url, STOCK_QUESTIONS)
            figures["server_mb"] = resident_mb(pid)
    with TemporaryDirectory() as name:
        port = free_port()
        stock_bot.init_with_search(Path(name), config, port)
        with stock_bot.serving_actions(config, port), stock_bot.serving(Path(name), config) as (url, _):
            if _FOUND not in (found := Conversation(url).say(stock_bot.SEARCH)):
                raise RuntimeError(f"the search of the stock bot found nothing: {found[:200]}")
            figures |= {**crowd("search", url, [stock_bot.SEARCH], 1), **crowd("search", url, [stock_bot.SEARCH], 8)}
    return figures


def main() -> int:
    """Prints the table and keeps it in results/bench.json."""
    config = settings.load()
    serve.prepare(config)
    serve.train(config)
    ours, stock = measure_guide(config), measure_stock(config)
    figures: dict[str, Any] = {"guide": ours, "stock": stock}
    print(f"{'':24}{'guide':>12}{'stock bot':>12}{'ratio':>8}")
    for key, value in ours.items():
        other = stock.get(key)
        print(f"{key:24}{value:12.1f}" + (f"{other:12.1f}{value / other:8.2f}" if other else ""))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "bench.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
