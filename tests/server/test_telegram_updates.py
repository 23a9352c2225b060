"""Every update of the table, brought by webhook to a guide with the real model; forged ones; a Bot API that cannot be reached."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import facility_tasks
from scripts.bot_api import TOKEN, BotApiServer
from scripts.running import Guide, free_port
from scripts.running import guide as running_guide
from tests.telegram.table import ROWS, filled

_FIRST_CHAT = 40_000


@pytest.fixture(scope="module")
def api() -> Iterator[BotApiServer]:
    server = BotApiServer(free_port())
    yield server
    server.stop()


@pytest.fixture(scope="module")
def hooked(api: BotApiServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guide]:
    """A guide to which updates are brought."""
    port, database = free_port(), f"sqlite:///{tmp_path_factory.mktemp('telegram')}/guide.db"
    assert facility_tasks.import_facilities(facility_tasks.FACILITIES, database) == 0
    way = {"telegram_mode": "webhook", "public_url": f"http://127.0.0.1:{port}", "telegram_token": TOKEN}
    with running_guide(port=port, database_url=database, telegram_api=api.url, **way) as running:
        assert api.wait(lambda: len(api.called("setMyCommands")) == 3)
        yield running


def _made(api: BotApiServer, called: int) -> list[str]:
    """The calls since then, without the sign that somebody types."""
    return [method for method, _ in api.calls[called:] if method != "sendChatAction"]


def _said(api: BotApiServer, chat: int, seen: int) -> str:
    """What the chat has got since then."""
    return "\n".join(message.text for message in api.seen(chat)[seen:])


@pytest.mark.parametrize(("number", "row"), enumerate(ROWS), ids=[row["name"] for row in ROWS])
def test_update_is_answered(hooked: Guide, api: BotApiServer, number: int, row: dict[str, Any]) -> None:
    chat = _FIRST_CHAT + number
    update = filled(row, chat)
    where = next((c["chat"]["id"] for c in update.values() if isinstance(c, dict) and isinstance(c.get("chat"), dict)), chat)
    taken = len(api.statuses)
    called = len(api.calls)
    seen = len(api.seen(where)) if isinstance(where, int) else 0
    api.update(update)
    assert api.wait(lambda: len(api.statuses) > taken)
    assert api.statuses[taken:] == [200]
    expected = [*row.get("calls", [] if row["is"] == "nothing" else ["sendMessage"]), *(["sendPhoto"] if row.get("map") else [])]
    api.wait(lambda: len(_made(api, called)) >= len(expected))
    assert sorted(_made(api, called)) == sorted(expected)
    if "says" in row and row["says"] and expected:
        # A call counts as made a moment before its message can be seen.
        assert api.wait(lambda: re.search(row["says"], _said(api, where, seen)) is not None, 5), _said(api, where, seen)


def test_group_is_told_once(hooked: Guide, api: BotApiServer) -> None:
    where = {"id": -777, "type": "group"}
    for _ in range(3):
        api.update({"message": {"message_id": 1, "chat": where, "text": "hej"}})
    assert api.wait(lambda: bool(api.seen(-777)))
    api.update({"message": {"message_id": 1, "chat": where, "text": "hej"}})
    api.say(5, "hej")
    assert api.wait(lambda: bool(api.seen(5)))
    assert len(api.seen(-777)) == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", "ł"])
def test_forged_update_is_refused(hooked: Guide, api: BotApiServer, secret: str | None) -> None:
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret.encode().decode("latin-1")}
    request = urllib.request.Request(api.webhook["url"], b'{"update_id": 1}', headers)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=5)
    assert refused.value.code == 403


def test_address_cannot_be_guessed(hooked: Guide, api: BotApiServer) -> None:
    assert re.fullmatch(rf"{hooked.url}/telegram/[0-9a-f]{{64}}", api.webhook["url"])
    assert TOKEN not in api.webhook["url"] and TOKEN not in api.webhook["secret_token"]


def test_rubbish_with_the_right_secret_is_acknowledged(hooked: Guide, api: BotApiServer) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": api.webhook["secret_token"]}
    for body in (b"", b"not json", b"[]", b"null", b"7"):
        with urllib.request.urlopen(urllib.request.Request(api.webhook["url"], body, headers), timeout=5) as reply:
            assert reply.status == 200


def test_buttons_work(hooked: Guide, api: BotApiServer) -> None:
    chat = 39_000
    api.say(chat, "szukam asystenta w Krakowie")
    assert api.wait(lambda: len(api.seen(chat)) == 2)
    assert api.seen(chat)[0].photo.startswith(b"\x89PNG")
    api.press(chat, "Szczegóły: 2")
    assert api.wait(lambda: len(api.seen(chat)) == 4)
    assert "Piekarska 3" in api.seen(chat)[3].text


def test_server_starts_while_the_bot_api_cannot_be_reached_and_catches_up(tmp_path: Path) -> None:
    server = BotApiServer(free_port())
    server.down()
    way = {"telegram_mode": "polling", "telegram_token": TOKEN, "telegram_api": server.url}
    with running_guide(database_url=f"sqlite:///{tmp_path}/guide.db", **way) as running:
        assert "half a year" in running.conversation().say("how long is the course?")
        server.up()
        server.say(1, "how long is the course?", "en")
        assert server.wait(lambda: bool(server.seen(1)), 40)
        assert "half a year" in server.seen(1)[0].text
    server.stop()


def test_a_wrong_token_leaves_the_website_alone(tmp_path: Path) -> None:
    with running_guide(
        telegram_mode="polling", telegram_token="nonsense", database_url=f"sqlite:///{tmp_path}/guide.db"
    ) as running:
        assert "half a year" in running.conversation().say("how long is the course?")
