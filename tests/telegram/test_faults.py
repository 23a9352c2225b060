"""Faults between the guide and Telegram: nothing is lost, nothing is answered twice, whatever breaks and whenever."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.settings import ROOT
from bot.telegram import receiver
from scripts.bot_api import BotApiServer, Fault
from scripts.running import free_port
from tests.telegram.stub import Echo, postman

Scene = Callable[[], Awaitable[None]]


@pytest.fixture
def api() -> Iterator[BotApiServer]:
    server = BotApiServer(free_port())
    yield server
    server.stop()


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/queue.db"


def play(api: BotApiServer, database: str, echo: Echo, scene: Scene, per_minute: float = 1e6) -> None:
    """Lets a postman fetch updates while a scene goes on."""

    async def both() -> None:
        line, post = postman(api.url, database, echo, per_minute, picture=lambda places: b"PNG" if places == ["here"] else None)
        fetching = asyncio.ensure_future(receiver.fetch(line, post, await post.resume()))
        try:
            await scene()
        finally:
            fetching.cancel()
            await post.stop()

    asyncio.run(both())


def texts(api: BotApiServer, chat: int) -> list[str]:
    return [message.text for message in api.seen(chat)]


async def until(condition: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        await asyncio.sleep(0.01)


def left(database: str) -> int:
    """Rows that still hold something of a visitor."""
    with create_engine(database).connect() as connection:
        waiting = connection.execute(text("SELECT count(*) FROM telegram_updates WHERE chat IS NOT NULL OR asked IS NOT NULL"))
        return int(waiting.scalar() or 0) + int(connection.execute(text("SELECT count(*) FROM telegram_calls")).scalar() or 0)


def test_order_within_a_chat_and_nothing_left(api: BotApiServer, database: str) -> None:
    async def scene() -> None:
        for number in range(10):
            for chat in (1, 2, 3):
                api.say(chat, f"{number}")
        await until(lambda: all(len(texts(api, chat)) == 10 for chat in (1, 2, 3)))

    play(api, database, Echo(), scene)
    assert all(texts(api, chat) == [str(n) for n in range(10)] for chat in (1, 2, 3))
    assert left(database) == 0


def test_words_leave_no_trace_in_the_file(api: BotApiServer, database: str) -> None:
    async def scene() -> None:
        api.say(1, "a-very-private-word")
        await until(lambda: len(texts(api, 1)) == 1)

    play(api, database, Echo(), scene)
    folder = Path(database.removeprefix("sqlite:///")).parent
    assert not any(b"a-very-private-word" in file.read_bytes() for file in folder.iterdir())


def test_duplicates_and_reordered_updates(api: BotApiServer, database: str) -> None:
    async def scene() -> None:
        await until(lambda: bool(api.called("getUpdates")))
        message = {"message_id": 1, "chat": {"id": 1, "type": "private"}}
        for number in (502, 500, 501, 500, 502, 501):
            api.update({"message": {**message, "text": str(number)}}, number)
        await until(lambda: len(texts(api, 1)) == 3)
        await asyncio.sleep(0.3)

    play(api, database, Echo(0.05), scene)
    assert texts(api, 1) in (["500", "501", "502"], ["502", "500", "501"])  # the second when 502 came before the others


@pytest.mark.parametrize("kind", ["429", "502", "lost", "dropped"])
def test_a_try_that_fails_is_made_again_and_shown_once(api: BotApiServer, database: str, kind: str) -> None:
    api.break_next(Fault("sendMessage", kind, times=2))

    async def scene() -> None:
        api.say(1, "one button")
        api.say(1, "two")
        await until(lambda: "two" in texts(api, 1))
        await asyncio.sleep(0.3)

    play(api, database, Echo(), scene)
    assert texts(api, 1) == ["one button", "two"]
    assert left(database) == 0


def test_a_pause_holds_back_one_chat_only(api: BotApiServer, database: str) -> None:
    api.break_next(Fault("sendMessage", "429", chat=1, seconds=2))

    async def scene() -> None:
        started = time.monotonic()
        api.say(1, "paused")
        api.say(2, "free")
        await until(lambda: bool(texts(api, 2)))
        assert not texts(api, 1)
        await until(lambda: bool(texts(api, 1)))
        assert time.monotonic() - started >= 2

    play(api, database, Echo(), scene)


def test_blocked_by_the_visitor(api: BotApiServer, database: str) -> None:
    api.break_next(Fault("sendMessage", "403", chat=1))
    echo = Echo()

    async def scene() -> None:
        api.say(1, "one")
        api.say(2, "other")
        await until(lambda: echo.forgotten == [1] and texts(api, 2) == ["other"])
        api.say(1, "back again")
        await until(lambda: texts(api, 1) == ["back again"])

    play(api, database, echo, scene)
    assert left(database) == 0


def test_api_down_at_the_start(api: BotApiServer, database: str) -> None:
    api.down()

    async def scene() -> None:
        await asyncio.sleep(1.2)
        await asyncio.to_thread(api.up)
        api.say(1, "hello")
        await until(lambda: texts(api, 1) == ["hello"])

    play(api, database, Echo(), scene)


def test_api_down_in_the_middle_danger_first(api: BotApiServer, database: str) -> None:
    echo = Echo(0.3)

    async def scene() -> None:
        for chat in range(1, 6):
            api.say(chat, "calm")
        api.say(6, "danger!")
        await until(lambda: bool(echo.asked))
        await asyncio.to_thread(api.down)
        await asyncio.sleep(1.5)
        assert len(echo.asked) == 6
        before = {chat for chat in range(1, 7) if texts(api, chat)}
        await asyncio.to_thread(api.up)
        await until(lambda: all(texts(api, chat) for chat in range(1, 7)))
        others = [api.seen(chat)[0].at for chat in range(1, 6) if chat not in before]
        assert not others or api.seen(6)[0].at <= min(others)

    play(api, database, echo, scene)
    assert all(len(texts(api, chat)) == 1 for chat in range(1, 7))


def test_somebody_in_danger_does_not_wait_for_others(api: BotApiServer, database: str) -> None:
    async def scene() -> None:
        for chat in range(1, 21):
            api.say(chat, "calm")
        await until(lambda: bool(texts(api, 1)))
        api.say(99, "danger!")
        await until(lambda: bool(texts(api, 99)))
        assert not texts(api, 20)

    play(api, database, Echo(0.2), scene)


def test_markup_that_is_refused_is_sent_plain(api: BotApiServer, database: str) -> None:
    api.break_next(Fault("sendMessage", "400"))

    async def scene() -> None:
        api.say(1, "5 < 6 & 112")
        await until(lambda: bool(texts(api, 1)))

    play(api, database, Echo(), scene)
    assert texts(api, 1) == ["5 < 6 & 112"]
    assert "parse_mode" not in api.seen(1)[0].params


def test_a_flood_of_one_chat_is_told_once(api: BotApiServer, database: str) -> None:
    async def scene() -> None:
        for number in range(60):
            api.say(1, str(number))
        api.say(1, "danger!")
        api.say(2, "calm")
        await until(lambda: texts(api, 2) == ["calm"])
        await until(lambda: "danger!" in texts(api, 1))

    play(api, database, Echo(0.02), scene)
    assert texts(api, 1).count("flood") == 1


def test_pictures_sent_together_get_one_answer(api: BotApiServer, database: str) -> None:
    async def scene() -> None:
        for _ in range(4):
            api.send_message(1, {"photo": [{}], "media_group_id": "9"})
        api.send_message(1, {"photo": [{}]})
        await until(lambda: len(texts(api, 1)) == 2)
        await asyncio.sleep(0.2)

    play(api, database, Echo(), scene)
    assert texts(api, 1) == ["unreadable", "unreadable"]


def test_typing_is_shown_while_it_takes_long(api: BotApiServer, database: str) -> None:
    async def scene() -> None:
        api.say(1, "hello")
        await until(lambda: bool(texts(api, 1)))

    play(api, database, Echo(0.6), scene)
    assert api.called("sendChatAction") == [{"chat_id": 1, "action": "typing"}]
    api.calls.clear()
    play(api, database, Echo(0.0), scene)
    assert not api.called("sendChatAction")


def test_a_map_comes_before_the_words(api: BotApiServer, database: str) -> None:
    async def scene() -> None:
        api.say(1, "map")
        await until(lambda: len(api.seen(1)) == 2)

    play(api, database, Echo(), scene)
    assert [message.photo for message in api.seen(1)] == [b"PNG", b""]


def test_a_database_that_fails_loses_no_answer(api: BotApiServer) -> None:
    async def scene() -> None:
        api.say(1, "hello")
        await until(lambda: texts(api, 1) == ["hello"])

    play(api, "sqlite:////nowhere/queue.db", Echo(), scene)


@pytest.mark.parametrize("seed", range(1))
def test_killed_in_the_middle_of_a_hundred_chats(api: BotApiServer, database: str, seed: int) -> None:
    """Ended by kill -9 again and again while a hundred people write: every question is answered exactly once."""
    chance = random.Random(seed)
    command = [sys.executable, "-m", "tests.telegram.stub", api.url, database, "0.01"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    asked: Counter[tuple[int, str]] = Counter()
    for number in range(4):
        process = subprocess.Popen(command, env=environment, cwd=ROOT)
        polls = len(api.called("getUpdates"))
        assert api.wait(lambda polls=polls: len(api.called("getUpdates")) > polls)  # type: ignore[misc]
        for chat in range(1, 101):
            api.say(chat, f"question {number}")
            asked[(chat, f"question {number}")] += 1
        time.sleep(chance.uniform(0.2, 1.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        api.wait(lambda: sum(len(api.seen(chat)) for chat in range(1, 101)) >= 400, 60)
        time.sleep(1)
    finally:
        process.kill()
        process.wait()
    got = Counter((chat, message.text) for chat in range(1, 101) for message in api.seen(chat))
    assert got - asked == Counter(), "answered twice"
    assert asked - got == Counter(), "lost"
