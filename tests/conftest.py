"""A real guide, shared by all tests that need one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot import serve, settings
from scripts.running import Guide
from scripts.running import guide as running_guide


@pytest.fixture(scope="session")
def guide() -> Iterator[Guide]:
    """Both servers, started once; the model must be trained (`make train`)."""
    serve.prepare(settings.load())
    with running_guide(messages_per_minute=100_000, address_messages_per_minute=1_000_000) as running:
        yield running
