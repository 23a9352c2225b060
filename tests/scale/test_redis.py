"""Locks and limits that several processes share through a real Redis: bot/stores/locks.py, shared.py, bot/web/rates.py."""

from __future__ import annotations

import asyncio
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.stores.locks import ConversationLocks
from bot.stores.shared import Shared
from bot.web.rates import Rate
from scripts.cluster import Program
from scripts.running import free_port


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed")
    port = free_port()
    folder = tmp_path_factory.mktemp("redis")
    server = Program("redis", ["redis-server", "--port", str(port), "--save", "", "--dir", str(folder)], Path(folder))
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0"
    server.stop()


def test_two_processes_never_hold_a_lock_together(url: str) -> None:
    inside, most = 0, 0

    async def take(locks: ConversationLocks) -> None:
        nonlocal inside, most
        async with locks.lock("ala"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    async def all_together() -> None:
        processes = [ConversationLocks(server=Shared(url)) for _ in range(3)]
        await asyncio.gather(*(take(locks) for locks in processes for _ in range(10)))
        assert all(not locks._here and not locks._waiting for locks in processes)

    asyncio.run(all_together())
    assert most == 1


def test_lock_of_a_killed_process_comes_free_and_a_renewed_one_does_not(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.stores.locks._LEASE", 0.6)
    monkeypatch.setattr("bot.stores.locks._RENEWAL", 0.2)

    async def kill_and_take() -> str:
        first, second = Shared(url), ConversationLocks(server=Shared(url))
        await first.redis.set("guide:lock:ola", "token of a process that was killed", px=600)
        async with second.lock("ola"):
            await asyncio.sleep(1.5)  # longer than a lease
            kept = await first.redis.get("guide:lock:ola")
        return "kept" if kept and await first.redis.get("guide:lock:ola") is None else "lost"

    assert asyncio.run(kill_and_take()) == "kept"


def test_nobody_releases_the_lock_of_another(url: str) -> None:
    async def overtaken() -> bytes | None:
        server = Shared(url)
        async with ConversationLocks(server=server).lock("ela"):
            await server.redis.set("guide:lock:ela", "another", px=5000)
        found: bytes | None = await server.redis.get("guide:lock:ela")
        return found

    assert asyncio.run(overtaken()) == b"another"


def test_limit_counts_for_all_processes_and_grows_back(url: str) -> None:
    async def knock() -> tuple[list[bool], float, bool]:
        first, second = (Rate(60, 3, name="test", server=Shared(url)) for _ in range(2))
        at_once = [await rate.knock("ala") == 0 for rate in (first, second, first, second)]
        wait = await first.knock("ala")
        await asyncio.sleep(wait + 0.05)
        return at_once, wait, await second.knock("ala") == 0

    at_once, wait, later = asyncio.run(knock())
    assert at_once == [True, True, True, False] and 0 < wait <= 1 and later


def test_limit_that_a_clock_set_back_left_in_the_future_ends(url: str) -> None:
    async def knock() -> float:
        server = Shared(url)
        await server.redis.set("guide:rate:test:ola", str(time.time() + 100_000))
        return await Rate(60, 3, name="test", server=server).knock("ola")

    assert 0 < asyncio.run(knock()) <= 1.01


def test_without_a_server_locks_and_limits_hold_within_the_process() -> None:
    async def alone() -> tuple[list[bool], bool]:
        server = Shared(f"redis://127.0.0.1:{free_port()}/0")
        rate, locks = Rate(60, 2, name="test", server=server), ConversationLocks(server=server)
        knocked = [await rate.knock("ala") == 0 for _ in range(3)]
        async with locks.lock("ala"):
            waiting = asyncio.ensure_future(locks.lock("ala").__aenter__())
            await asyncio.sleep(0.05)
            return knocked, waiting.done()

    assert asyncio.run(alone()) == ([True, True, False], False)
