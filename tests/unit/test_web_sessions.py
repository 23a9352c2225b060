"""Sessions of the website: only the server's own are believed, and only buttons that it has offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.web.sessions import SecretError, Sessions, read_secret

SECRET = b"s" * 32


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_issued_session_is_recognised() -> None:
    sessions = Sessions(SECRET, 60)
    session = sessions.verify(sessions.issue())
    assert session and sessions.verify(sessions.issue()) != session


@pytest.mark.parametrize("token", ["", "a", "a.b", "a.b.c", "..", "é.1.x", "a." + "9" * 500 + ".x", "\udcff.1.x"])
def test_invented_session_is_refused(token: str) -> None:
    assert Sessions(SECRET, 60).verify(token) is None


def test_every_changed_character_is_noticed() -> None:
    sessions = Sessions(SECRET, 60)
    token = sessions.issue()
    for i, character in enumerate(token):
        changed = token[:i] + ("A" if character != "A" else "B") + token[i + 1 :]
        assert sessions.verify(changed) is None, i


def test_session_of_another_secret_is_refused() -> None:
    assert Sessions(SECRET, 60).verify(Sessions(b"t" * 32, 60).issue()) is None


def test_session_ends_with_its_lifetime() -> None:
    clock = Clock()
    sessions = Sessions(SECRET, 60, clock)
    token = sessions.issue()
    clock.now += 59
    assert sessions.verify(token)
    clock.now += 2
    assert sessions.verify(token) is None


def test_button_is_good_for_its_session_and_payload_only() -> None:
    sessions = Sessions(SECRET, 60)
    proof = sessions.seal("one", "/definition")
    assert sessions.offered("one", "/definition", proof)
    assert not sessions.offered("two", "/definition", proof)
    assert not sessions.offered("one", "/tasks", proof)
    assert not sessions.offered("one", "/definition", "")


def test_session_signature_is_no_button() -> None:
    sessions = Sessions(SECRET, 60)
    session, born, signature = sessions.issue().split(".")
    assert not sessions.offered(session, born, signature)


def test_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "new" / "secret"
    secret = read_secret(file)
    assert len(secret) == 32 and read_secret(file) == secret
    assert file.stat().st_mode & 0o777 == 0o600


def test_weak_or_unreadable_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "short").write_bytes(b"short")
    with pytest.raises(SecretError, match="at least 32 bytes, found 5"):
        read_secret(tmp_path / "short")
    with pytest.raises(SecretError, match="cannot be used"):
        read_secret(tmp_path / "short" / "below a file")
