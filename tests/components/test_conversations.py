"""Conversations that are kept and forgotten: bot/stores/conversations.py, on SQLite."""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import create_engine, event, select

from bot.stores import conversations
from bot.stores.conversations import ConversationStore, forget, take_over
from bot.stores.locks import ConversationLocks
from bot.stores.turns import AnsweredError, ConflictError, StoreError, Turn, current_turn
from bot.stores.unsure import QUESTIONS, unsure_questions
from tests.components.conversation import DOMAIN, user

HOUR = 3600.0
CANARY = "kanarek7391"


class Clock:
    """A time that the tests set."""

    now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(conversations, "time", SimpleNamespace(time=found.time))
    return found


@pytest.fixture
def store(clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConversationStore:
    return new_store(tmp_path, monkeypatch)


def new_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> ConversationStore:
    """A process that shares the folder with others."""
    monkeypatch.setenv("CONVERSATION_HOURS", "2")
    monkeypatch.setenv("CONVERSATIONS_URL", f"sqlite:///{folder}/conversations.db")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder}/guide.db")
    monkeypatch.setenv("SESSION_SECRET_FILE", str(folder / "secret"))
    unsure_questions.cache_clear()
    return ConversationStore(DOMAIN, host="http://endpoints.yml/always/passes/one")


def save(store: ConversationStore, sender: str, text: str = "hej", intent: str = "greet", **parsed: Any) -> None:
    tracker = DialogueStateTracker.from_events(sender, [user(text, intent, **parsed)], DOMAIN.slots)
    asyncio.run(store.save(tracker))


def kept(store: ConversationStore, sender: str) -> bool:
    return asyncio.run(store.retrieve(sender)) is not None


def bytes_of(folder: Path, name: str = "conversations.db*") -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob(name))


def content_of(folder: Path) -> bytes:
    """What is stored of the conversation stored first."""
    with sqlite3.connect(folder / "conversations.db") as file:
        content: bytes = file.execute("SELECT content FROM conversations ORDER BY rowid").fetchone()[0]
    return content


def test_conversation_is_kept_for_every_process(store: ConversationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(store, "ala")
    for process in (store, new_store(tmp_path, monkeypatch)):
        found = asyncio.run(process.retrieve("ala"))
        assert found is not None and found.latest_message is not None
        assert found.latest_message.text == "hej"
        assert not kept(process, "ola")


def test_nothing_in_the_file_tells_who_said_what(store: ConversationStore, tmp_path: Path) -> None:
    save(store, "tg:48600100200", f"nazywam się Zenobia {CANARY}")
    stored = bytes_of(tmp_path)
    assert content_of(tmp_path) in stored
    for secret in (b"Zenobia", CANARY.encode(), b"48600100200", b"greet"):
        assert secret not in stored


def test_personal_data_is_masked_before_it_is_sealed(store: ConversationStore) -> None:
    save(store, "ala", "nazywam się Zenobia, zenobia@example.org, 90010112345")
    found = asyncio.run(store.retrieve("ala"))
    assert found is not None and found.latest_message is not None
    assert found.latest_message.text == "nazywam się [imię], [e-mail], [numer]"


def test_another_secret_reads_nothing(store: ConversationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(store, "ala")
    (tmp_path / "secret").write_bytes(b"other" * 10)
    assert not kept(new_store(tmp_path, monkeypatch), "ala")


def test_forgotten_conversation_leaves_not_a_byte(store: ConversationStore, tmp_path: Path) -> None:
    save(store, "ala")
    content = content_of(tmp_path)
    save(store, "ola")
    assert content in bytes_of(tmp_path)
    asyncio.run(store.forget("ala"))
    assert content not in bytes_of(tmp_path)
    assert not kept(store, "ala") and kept(store, "ola")


def test_expired_conversation_leaves_not_a_byte(store: ConversationStore, clock: Clock, tmp_path: Path) -> None:
    save(store, "ala")
    content = content_of(tmp_path)
    clock.now += 2 * HOUR + 1
    save(store, "ola")
    assert not kept(store, "ala")
    assert asyncio.run(store.sweep()) == 1
    assert content not in bytes_of(tmp_path)
    assert kept(store, "ola")


def test_conversation_that_goes_on_is_kept(store: ConversationStore, clock: Clock) -> None:
    save(store, "ala")
    for _ in range(5):
        clock.now += 1.5 * HOUR
        save(store, "ala")
    assert asyncio.run(store.sweep()) == 0 and kept(store, "ala")


def test_one_who_returns_too_late_begins_anew(store: ConversationStore, clock: Clock) -> None:
    save(store, "ala")
    clock.now += 2 * HOUR + 1
    assert not kept(store, "ala")
    save(store, "ala")
    assert kept(store, "ala")


def test_clock_set_back_keeps_nothing_longer_than_its_time(store: ConversationStore, clock: Clock) -> None:
    save(store, "ala")
    clock.now -= 1000 * HOUR
    assert kept(store, "ala") and asyncio.run(store.sweep()) == 0
    clock.now += 2 * HOUR + 1
    assert asyncio.run(store.sweep()) == 1


def test_wish_to_be_forgotten_deletes_instead_of_storing(store: ConversationStore, tmp_path: Path) -> None:
    save(store, "ala")
    content = content_of(tmp_path)
    turn = Turn(version=1)
    current_turn.set(turn)
    save(store, "ala", f"zapomnij {CANARY}", "forget_me")
    current_turn.set(None)
    assert turn.forgotten and not kept(store, "ala")
    assert content not in bytes_of(tmp_path)


def test_questions_for_review_are_forgotten_by_every_process(
    store: ConversationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(store, "ala", CANARY, "unsure")
    assert CANARY.encode() in bytes_of(tmp_path, "guide.db")
    asyncio.run(new_store(tmp_path, monkeypatch).forget("ala"))
    with create_engine(f"sqlite:///{tmp_path}/guide.db").connect() as connection:
        assert connection.execute(select(QUESTIONS)).all() == []


def test_forgetting_through_the_agent_waits_for_the_turn(store: ConversationStore) -> None:
    save(store, "ala")
    agent = Agent(tracker_store=store, lock_store=ConversationLocks())
    assert isinstance(agent.tracker_store, FailSafeTrackerStore)
    assert take_over(agent) is store and agent.tracker_store is store

    async def forget_in_a_turn() -> list[str]:
        happened = []
        async with agent.lock_store.lock("ala"):
            forgetting = asyncio.ensure_future(forget(agent, "ala"))
            await asyncio.sleep(0.05)
            happened.append("kept" if await store.exists("ala") else "gone")
        await forgetting
        happened.append("kept" if await store.exists("ala") else "gone")
        return happened

    assert asyncio.run(forget_in_a_turn()) == ["kept", "gone"]


async def turn_of(store: ConversationStore, message_id: str, answer: str) -> Turn:
    """A turn as Rasa and the door make it."""
    turn = Turn(message_id, [{"text": answer}])
    current_turn.set(turn)
    tracker = await store.get_or_create_tracker("ala")
    tracker.update(user(answer))
    await store.save(tracker)
    return turn


def test_message_sent_again_gets_the_first_answer_from_any_process(
    store: ConversationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(turn_of(store, "m1", "first"))
    with pytest.raises(AnsweredError) as again:
        asyncio.run(turn_of(new_store(tmp_path, monkeypatch), "m1", "second"))
    assert again.value.answer == [{"text": "first"}]
    assert asyncio.run(turn_of(store, "m2", "second")).version == 2


def test_overtaken_turn_is_refused(store: ConversationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = new_store(tmp_path, monkeypatch)

    async def overtake(begun: bool) -> None:
        if begun:
            await turn_of(store, "m0", "before")
        turn = Turn("m1")
        current_turn.set(turn)
        slow = await store.get_or_create_tracker("ala")
        await asyncio.ensure_future(turn_of(other, "m2", "faster"))
        slow.update(user("slow"))
        await store.save(slow)

    for begun in (False, True):
        with pytest.raises(ConflictError):
            asyncio.run(overtake(begun))
    with pytest.raises(AnsweredError) as stored:
        asyncio.run(turn_of(store, "m2", "again"))
    assert stored.value.answer == [{"text": "faster"}]


def test_file_that_cannot_be_used_is_an_error_without_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_store(tmp_path, monkeypatch)
    (tmp_path / "conversations.db").write_bytes(b"this is no database" * 1000)
    with pytest.raises(StoreError) as failed:
        save(store, "ala", CANARY)
    assert CANARY not in str(failed.value)


def test_full_disk_is_an_error_and_what_was_stored_stays(store: ConversationStore, tmp_path: Path) -> None:
    save(store, "ala")
    limit = "PRAGMA max_page_count = 1"  # SQLite's own way to be full: not a page more than there are
    event.listen(store._table._engine, "checkout", lambda connection, *_: connection.execute(limit))
    with pytest.raises(StoreError):
        save(store, "ola", secrets.token_hex(100_000))
    assert kept(store, "ala") and not kept(store, "ola")


def test_locked_file_is_an_error_in_time(store: ConversationStore, tmp_path: Path) -> None:
    save(store, "ala")
    with sqlite3.connect(tmp_path / "conversations.db") as blocking:
        blocking.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError):
            save(store, "ola")
        assert kept(store, "ala")
        blocking.rollback()
    save(store, "ola")
    assert kept(store, "ola")


def test_state_of_another_version_begins_anew(store: ConversationStore, tmp_path: Path) -> None:
    name = store._seal.name("ala")
    for state in ({"a": 1}, [{"event": "no such event"}], [3], None):
        save(store, "ala")
        with sqlite3.connect(tmp_path / "conversations.db") as file:
            file.execute("UPDATE conversations SET content = ?", [store._seal.close(name, {"state": state, "answer": []})])
        found = asyncio.run(store.retrieve("ala"))
        assert found is None or not found.events


def test_content_of_one_conversation_is_none_of_another(store: ConversationStore, tmp_path: Path) -> None:
    save(store, "ala")
    save(store, "ola")
    with sqlite3.connect(tmp_path / "conversations.db") as file:
        file.execute("UPDATE conversations SET content = ?", [content_of(tmp_path)])
    assert [kept(store, name) for name in ("ala", "ola")].count(True) == 1


def test_table_of_another_version_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(tmp_path / "conversations.db") as file:
        file.execute("CREATE TABLE conversations (conversation TEXT PRIMARY KEY, state TEXT)")
    store = new_store(tmp_path, monkeypatch)
    save(store, "ala")
    assert kept(store, "ala")
