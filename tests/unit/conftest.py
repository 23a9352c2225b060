"""Databases for the tests of the directory: an SQLite file, and a real PostgreSQL server."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from scripts import postgres
from scripts.postgres import Server

_NUMBERS = itertools.count(1)


def _server() -> Iterator[Server]:
    programs = postgres.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian package `postgresql`)")
    with postgres.server(programs) as running:
        yield running


@pytest.fixture(scope="session")
def shared_server() -> Iterator[Server]:
    """A PostgreSQL server that no test may stop."""
    yield from _server()


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A PostgreSQL server of one test alone."""
    yield from _server()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once on each kind of server."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/guide.db"
    server: Server = request.getfixturevalue("shared_server")
    name = f"guide_{next(_NUMBERS)}"
    engine = create_engine(server.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.url.rpartition("/")[0] + f"/{name}"
