"""Telegram with the real model, against an emulator of the Bot API that others wrote: whole conversations, both ways in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot import facility_tasks
from scripts.bot_api import TOKEN
from scripts.running import free_port
from scripts.running import guide as running_guide
from tests.server.test_conversations import CONVERSATIONS, follow
from tests.telegram.emulator import TelegramConversation, emulator


@pytest.fixture(scope="module", params=["webhook", "polling"])
def telegram(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an emulator whose bot is a guide with a list of facilities of its own."""
    port, database = free_port(), f"sqlite:///{tmp_path_factory.mktemp('telegram')}/guide.db"
    assert facility_tasks.import_facilities(facility_tasks.FACILITIES, database) == 0
    way = {"telegram_mode": request.param, "public_url": f"http://127.0.0.1:{port}", "telegram_token": TOKEN}
    patient = {"crisis_timeout": 5.0}  # as in tests/conftest.py
    with emulator() as url, running_guide(port=port, database_url=database, telegram_api=url, **way, **patient):
        yield url


@pytest.mark.parametrize("script", CONVERSATIONS)
def test_conversation(telegram: str, script: dict[str, Any]) -> None:
    follow(TelegramConversation(telegram, script["language"]), script)
