"""Measures the guide beside a stock `rasa init` bot on this machine in one run (`make bench`).

Start, training and reply times as wall time, memory as resident size of the server process; ratios are the
guide's figure over the stock bot's. Other work on the machine changes both: trust the ratios.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import serve, settings
from scripts import stock_bot
from scripts.running import Conversation, free_port, guide

RESULTS = settings.ROOT / "results"
ROUNDS = 40
_FOUND = "Kraków"  # what a search there answers
QUESTIONS = ("ile trwa kurs?", "who is a recovery assistant?", "czy dostanę certyfikat", "how much do they earn", "kodeks etyczny")
STOCK_QUESTIONS = ("hello", "I am sad", "yes", "great", "are you a bot?")


def resident_mb(pid: int) -> float:
    """Resident memory of a process and its children in MB."""
    pids = [pid, *map(int, subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split())]
    sizes = [Path(f"/proc/{p}/statm").read_text().split()[1] for p in pids if Path(f"/proc/{p}/statm").exists()]
    return sum(map(int, sizes)) * 4096 / 2**20


def reply_ms(url: str, questions: tuple[str, ...]) -> dict[str, float]:
    """Median and 95th percentile of a reply in milliseconds, each conversation five messages long."""
    Conversation(url).say(questions[0])
    times = []
    for _ in range(ROUNDS):
        visitor = Conversation(url)
        for question in questions:
            started = time.perf_counter()
            visitor.say(question)
            times.append((time.perf_counter() - started) * 1000)
    return {"reply_p50_ms": statistics.median(times), "reply_p95_ms": statistics.quantiles(times, n=20)[-1]}


def search_ms(url: str) -> float:
    """Median of a search for facilities in milliseconds, each in a conversation of its own. Raises when it finds nothing."""
    times = []
    for _ in range(ROUNDS):
        visitor = Conversation(url)
        started = time.perf_counter()
        answer = visitor.say(stock_bot.SEARCH)
        times.append((time.perf_counter() - started) * 1000)
        if _FOUND not in answer:
            raise RuntimeError(f"the search found nothing: {answer[:200]}")
    return statistics.median(times)


def measure_guide(config: settings.Settings) -> dict[str, float]:
    """The guide, trained from nothing."""
    figures: dict[str, float] = {}
    with TemporaryDirectory() as folder:
        command = [*serve.rasa("train"), "--skip-validation", "--force", "--out", folder]
        figures["training_s"] = stock_bot.run(command, settings.ROOT, config)
    started = time.monotonic()
    with guide() as running:
        figures["start_s"] = time.monotonic() - started
        figures |= reply_ms(running.url, QUESTIONS)
        figures["server_mb"] = resident_mb(running.processes[1].pid)
        figures["action_server_mb"] = resident_mb(running.processes[0].pid)
        figures["search_ms"] = search_ms(running.url)
    return figures


def measure_stock(config: settings.Settings) -> dict[str, float]:
    """The bot that `rasa init` makes, with its own default pipeline and policies; then the same with the guide's search."""
    figures: dict[str, float] = {}
    with TemporaryDirectory() as name:
        figures["training_s"] = stock_bot.init(Path(name), config)
        started = time.monotonic()
        with stock_bot.serving(Path(name), config) as (url, pid):
            figures["start_s"] = time.monotonic() - started
            figures |= reply_ms(url, STOCK_QUESTIONS)
            figures["server_mb"] = resident_mb(pid)
    with TemporaryDirectory() as name:
        port = free_port()
        stock_bot.init_with_search(Path(name), config, port)
        with stock_bot.serving_actions(config, port), stock_bot.serving(Path(name), config) as (url, _):
            figures["search_ms"] = search_ms(url)
    return figures


def main() -> int:
    """Prints the table and keeps it in results/bench.json."""
    config = settings.load()
    serve.prepare(config)
    serve.train(config)
    ours, stock = measure_guide(config), measure_stock(config)
    figures: dict[str, Any] = {"guide": ours, "stock": stock}
    print(f"{'':20}{'guide':>12}{'stock bot':>12}{'ratio':>8}")
    for key, value in ours.items():
        other = stock.get(key)
        print(f"{key:20}{value:12.1f}" + (f"{other:12.1f}{value / other:8.2f}" if other else ""))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "bench.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
