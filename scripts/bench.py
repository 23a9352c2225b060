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
from scripts.running import Conversation, free_port, guide

RESULTS = settings.ROOT / "results"
STOCK = (sys.executable, "-m", "rasa")
ROUNDS = 40
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


def run(command: list[str], folder: Path, config: settings.Settings) -> float:
    """Seconds that a command took; raises when it fails."""
    started = time.monotonic()
    subprocess.run(command, cwd=folder, env=serve.environment(config), check=True, capture_output=True)
    return time.monotonic() - started


def measure_guide(config: settings.Settings) -> dict[str, float]:
    """The guide, trained from nothing."""
    figures: dict[str, float] = {}
    with TemporaryDirectory() as folder:
        command = [*serve.rasa("train"), "--skip-validation", "--force", "--out", folder]
        figures["training_s"] = run(command, settings.ROOT, config)
    started = time.monotonic()
    with guide() as running:
        figures["start_s"] = time.monotonic() - started
        figures |= reply_ms(running.url, QUESTIONS)
        figures["server_mb"] = resident_mb(running.processes[1].pid)
        figures["action_server_mb"] = resident_mb(running.processes[0].pid)
        started = time.perf_counter()
        for _ in range(ROUNDS):
            running.conversation().say("szukam asystenta w Krakowie")
        figures["search_ms"] = (time.perf_counter() - started) / ROUNDS * 1000
    return figures


def measure_stock(config: settings.Settings) -> dict[str, float]:
    """The bot that `rasa init` makes, with its own default pipeline and policies."""
    figures: dict[str, float] = {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        figures["training_s"] = run([*STOCK, "init", "--no-prompt", "--init-dir", name], folder, config)
        (folder / "credentials.yml").write_text("rest:\n")
        port = free_port()
        started = time.monotonic()
        command = [*STOCK, "run", "--port", str(port), "--interface", "127.0.0.1"]
        server = subprocess.Popen(
            command, cwd=folder, env=serve.environment(config), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            url = f"http://127.0.0.1:{port}"
            while not serve.is_answering(f"{url}/webhooks/rest/") or not _says_something(url):
                time.sleep(0.3)
            figures["start_s"] = time.monotonic() - started
            figures |= reply_ms(url, STOCK_QUESTIONS)
            figures["server_mb"] = resident_mb(server.pid)
        finally:
            server.terminate()
            server.wait()
    return figures


def _says_something(url: str) -> bool:
    try:
        return bool(Conversation(url).say("hello"))
    except OSError:
        return False


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
