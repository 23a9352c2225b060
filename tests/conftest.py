"""A real guide, shared by all tests that need one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot import serve, settings
from scripts.running import Guide, free_port
from scripts.running import guide as running_guide


@pytest.fixture(scope="session")
def other_port() -> int:
    """Port of a website of somebody else, which may show the chat."""
    return free_port()


@pytest.fixture(scope="session")
def guide(other_port: int) -> Iterator[Guide]:
    """Both servers, started once; the model must be trained (`make train`).

    Patient: what is looked at here is the answer of the dialogue, on a machine that may be busy with other tests. What comes
    when the dialogue is slow is looked at in tests/components/test_door.py.
    """
    serve.prepare(settings.load())
    generous = {"messages_per_minute": 100_000, "address_messages_per_minute": 1_000_000, "crisis_timeout": 5.0}
    with running_guide(embed_origins=f"http://localhost:{other_port}", **generous) as running:
        yield running
