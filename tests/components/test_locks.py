"""Locks of conversations: bot/stores/locks.py."""

from __future__ import annotations

import asyncio
import time

from bot.stores.locks import ConversationLocks


async def take(store: ConversationLocks, conversation: str, seconds: float, order: list[str], name: str) -> None:
    async with store.lock(conversation):
        order.append(name)
        await asyncio.sleep(seconds)


def test_second_message_waits_for_the_first_and_not_much_longer() -> None:
    async def both() -> tuple[list[str], float]:
        store, order = ConversationLocks(), list[str]()
        started = time.monotonic()
        await asyncio.gather(take(store, "ala", 0.11, order, "first"), take(store, "ala", 0, order, "second"))
        return order, time.monotonic() - started

    order, seconds = asyncio.run(both())
    assert order == ["first", "second"]
    assert 0.1 <= seconds < 0.5  # Rasa's own store would wait a whole second; sleep may end a trifle early


def test_three_messages_are_answered_in_order() -> None:
    async def all_three() -> list[str]:
        store, order = ConversationLocks(), list[str]()
        await asyncio.gather(*(take(store, "ala", 0.03, order, name) for name in ("first", "second", "third")))
        return order

    assert asyncio.run(all_three()) == ["first", "second", "third"]


def test_conversations_do_not_wait_for_each_other() -> None:
    async def both() -> float:
        store, order = ConversationLocks(), list[str]()
        started = time.monotonic()
        await asyncio.gather(take(store, "ala", 0.2, order, "ala"), take(store, "ola", 0.2, order, "ola"))
        return time.monotonic() - started

    assert asyncio.run(both()) < 0.35


def test_lock_is_free_after_a_failure() -> None:
    async def fail_then_take() -> list[str]:
        store, order = ConversationLocks(), list[str]()
        try:
            async with store.lock("ala"):
                raise ValueError
        except ValueError:
            await take(store, "ala", 0, order, "next")
        return order

    assert asyncio.run(fail_then_take()) == ["next"]
