"""Measures Telegram under many chats: `python -m scripts.bench_telegram [chats] [seconds]` (`make bench-telegram`).

Each chat asks every five seconds, by webhook, against a Bot API on the loopback address. Prints the time from the question to the
first message of its answer, and what was lost or doubled, and keeps it in results/telegram.json.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from typing import Any

from bot import facility_tasks, serve, settings
from scripts.bench_visitors import QUESTIONS, RESULTS, THINKING
from scripts.bot_api import TOKEN, BotApiServer
from scripts.running import free_port, guide


def crowd(api: BotApiServer, chats: int, seconds: float) -> dict[str, Any]:
    """Lets chats ask for some time; the figures."""
    asked: dict[int, list[float]] = {chat: [] for chat in range(1, chats + 1)}
    started = time.monotonic()
    moments = sorted(
        (random.uniform(0, THINKING) + round_ * THINKING, chat)  # noqa: S311 (no secret)
        for chat in asked
        for round_ in range(int(seconds / THINKING))
    )
    for moment, chat in moments:
        time.sleep(max(0.0, started + moment - time.monotonic()))
        asked[chat].append(time.monotonic())
        api.say(chat, random.choice(QUESTIONS))  # noqa: S311 (no secret)
    total = len(moments)
    api.wait(lambda: sum(len(api.seen(chat)) for chat in asked) >= total, 60)
    time.sleep(1)
    waited = [seen.at - at for chat, times in asked.items() for at, seen in zip(times, api.seen(chat))]
    cuts = statistics.quantiles(waited, n=100)
    return {
        "chats": chats, "questions": total, "lost": sum(max(0, len(t) - len(api.seen(c))) for c, t in asked.items()),
        "doubled": sum(max(0, len(api.seen(c)) - len(t)) for c, t in asked.items()),
        "p50_ms": statistics.median(waited) * 1000, "p95_ms": cuts[94] * 1000, "max_ms": max(waited) * 1000,
    }  # fmt: skip


def main(arguments: list[str]) -> int:
    """Measures and prints."""
    chats = int(arguments[0]) if arguments else 100
    seconds = float(arguments[1]) if len(arguments) > 1 else 60.0
    serve.train(settings.load())
    api, port = BotApiServer(free_port()), free_port()
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/guide.db"
        facility_tasks.import_facilities(facility_tasks.FACILITIES, database)
        way = {"telegram_mode": "webhook", "public_url": f"http://127.0.0.1:{port}", "telegram_token": TOKEN}
        with guide(port=port, database_url=database, telegram_api=api.url, messages_per_minute=100, **way):
            api.wait(lambda: bool(api.webhook))
            figures = crowd(api, chats, seconds)
    api.stop()
    print(json.dumps(figures, indent=1))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "telegram.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
