"""Calls of the Bot API and what is told of their failures; `./guide telegram check`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.settings import SettingError, Settings
from bot.telegram import check
from bot.telegram.access import read_token
from bot.telegram.api import ApiError, BotApi, PauseError, RefusedError, UnreachableError, UnsureError
from scripts.bot_api import TOKEN, BotApiServer, Fault
from scripts.running import free_port

NOW = 1_800_000_000.0
WANTED = "https://guide.example.org/telegram/abc"


@pytest.fixture(scope="module")
def api() -> Iterator[BotApiServer]:
    server = BotApiServer(free_port())
    yield server
    server.stop()


def call(base: str, method: str = "sendMessage", token: str = TOKEN, seconds: float = 5) -> Any:
    async def once() -> Any:
        line = BotApi(base, token)
        try:
            return await line.call(method, {"chat_id": 1, "text": "hej"}, seconds=seconds)
        finally:
            await line.close()

    return asyncio.run(once())


def test_result_comes_back(api: BotApiServer) -> None:
    assert call(api.url)["text"] == "hej"


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("429", PauseError),
        ("403", RefusedError),
        ("502", UnsureError),
        ("lost", UnsureError),
        ("dropped", UnsureError),
        ("silent", UnsureError),
    ],
)
def test_failure_is_named_and_never_shows_the_token(api: BotApiServer, kind: str, error: type[ApiError]) -> None:
    api.break_next(Fault("sendMessage", kind, seconds=7))
    with pytest.raises(error) as failed:
        call(api.url, seconds=0.5)
    _hides_the_token(failed.value)
    if isinstance(failed.value, PauseError):
        assert failed.value.seconds == 7
    if isinstance(failed.value, RefusedError):
        assert failed.value.is_gone and not failed.value.is_about_token


def test_nobody_there() -> None:
    with pytest.raises(UnreachableError) as failed:
        call(f"http://127.0.0.1:{free_port()}")
    _hides_the_token(failed.value)


def test_wrong_token(api: BotApiServer) -> None:
    with pytest.raises(RefusedError) as failed:
        call(api.url, token="1:wrong-token")
    assert failed.value.is_about_token


def _hides_the_token(error: BaseException) -> None:
    seen: BaseException | None = error
    while seen is not None:
        assert TOKEN.partition(":")[2] not in repr(seen) + str(seen)
        seen = None if seen.__suppress_context__ else seen.__context__


def test_token_of_a_file_goes_first_and_stays_secret(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    assert read_token(Settings(telegram_token="9:other", telegram_token_file=str(file))) == TOKEN
    assert read_token(Settings(telegram_token=TOKEN)) == TOKEN
    assert TOKEN not in repr(Settings(telegram_token=TOKEN))
    for bad in (
        Settings(),
        Settings(telegram_token_file=str(tmp_path / "none")),
        Settings(telegram_token="a secret, but no token"),
    ):
        with pytest.raises(SettingError) as refused:
            read_token(bad)
        assert "secret, but" not in str(refused.value)


def test_check_of_a_running_bot(api: BotApiServer, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    base = {"telegram_api": api.url, "session_secret_file": str(tmp_path / "secret")}
    assert check.check(Settings(telegram_mode="polling", telegram_token=TOKEN, **base)) == 0
    assert "@guide_test_bot" in capsys.readouterr().out
    assert check.check(Settings(telegram_mode="polling", telegram_token="1:wrong-token", **base)) == 1
    assert "@BotFather" in capsys.readouterr().out
    nobody = {**base, "telegram_api": f"http://127.0.0.1:{free_port()}"}
    assert check.check(Settings(telegram_mode="polling", telegram_token=TOKEN, **nobody)) == 1
    shown = capsys.readouterr().out
    assert "does not answer" in shown and TOKEN not in shown


@pytest.mark.parametrize(
    ("mode", "wanted", "info", "said"),
    [
        ("off", WANTED, {}, "TELEGRAM_MODE=off"),
        ("polling", WANTED, {"url": "https://other.example.org/x"}, "Another program has a webhook"),
        ("webhook", WANTED, {}, "No webhook is set"),
        ("webhook", WANTED, {"url": "https://other.example.org/x"}, "leads to another address"),
        ("webhook", "http://guide.example.org/telegram/abc", {}, "https://"),
        ("webhook", "https://guide.example.org:5005/telegram/abc", {}, "443, 80, 88, 8443"),
        ("webhook", WANTED, {"url": WANTED, "pending_update_count": 50}, "50 updates wait"),
        ("webhook", WANTED, {"last_error_message": "SSL error: certificate verify failed"}, "certificate must be whole"),
        ("webhook", WANTED, {"last_error_message": "Wrong response from the webhook: 403 Forbidden"}, "secret does not fit"),
        ("webhook", WANTED, {"last_error_message": "Wrong response from the webhook: 502 Bad Gateway"}, "does not run"),
        ("webhook", WANTED, {"last_error_message": "Connection timed out"}, "firewall"),
    ],
)
def test_check_says_what_is_wrong(mode: str, wanted: str, info: dict[str, Any], said: str) -> None:
    _, bad = check.findings(mode, wanted, {"last_error_date": NOW - 60, **info}, NOW)
    assert any(said in line for line in bad)


@pytest.mark.parametrize(("mode", "url"), [("webhook", WANTED), ("polling", "")])
def test_check_is_content_when_all_is_well(mode: str, url: str) -> None:
    old = {"last_error_date": NOW - 7200, "last_error_message": "Connection timed out"}
    assert check.findings(mode, WANTED, {"url": url, "pending_update_count": 1, **old}, NOW)[1] == []
