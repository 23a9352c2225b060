"""One cluster for all tests of this folder: PostgreSQL, Redis, nginx, the action server and two guides with the real model."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from scripts.cluster import Cluster, missing_programs
from scripts.cluster import cluster as running_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """It must be whole again at the end of every test. Quick to give up, so that faults are soon over; talkative logs."""
    missing = missing_programs()
    if missing and not os.environ.get("REQUIRE_CLUSTER"):
        pytest.skip(f"not installed: {', '.join(missing)}")
    with running_cluster(answer_timeout=6.0, log_level="INFO") as running:
        yield running
