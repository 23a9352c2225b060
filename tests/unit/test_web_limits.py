"""Counters of the website: how often, how many at once, who counts as one."""

from __future__ import annotations

import pytest

from bot.settings import SettingError
from bot.web import rates
from bot.web.headers import allowed_origins, security_headers
from bot.web.rates import AddressKeys, Rate
from bot.web.visits import BusyError, FullError, Visits
from tests.unit.test_web_sessions import Clock


def test_burst_then_an_even_rate() -> None:
    clock = Clock()
    rate = Rate(60, burst=3, clock=clock)
    assert [rate.wait("a") for _ in range(3)] == [0, 0, 0]
    assert rate.wait("a") == pytest.approx(1)
    clock.now += 1
    assert rate.wait("a") == 0 and rate.wait("a") > 0
    assert rate.wait("b") == 0


def test_refusals_cost_nothing() -> None:
    clock = Clock()
    rate = Rate(60, burst=1, clock=clock)
    rate.wait("a")
    for _ in range(100):
        assert rate.wait("a") > 0
    clock.now += 1
    assert rate.wait("a") == 0


def test_tokens_do_not_grow_beyond_the_burst() -> None:
    clock = Clock()
    rate = Rate(60, burst=2, clock=clock)
    clock.now += 3600
    assert [rate.wait("a") == 0 for _ in range(3)] == [True, True, False]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "_MOST_KEYS", 10)
    rate = Rate(60, burst=1)
    for number in range(100):
        rate.wait(str(number))
    assert len(rate._buckets) == 10


def test_one_ipv6_network_is_one_visitor_and_no_address_is_kept() -> None:
    address_key = AddressKeys(b"secret").of
    assert address_key("2001:db8:1:2::1") == address_key("[2001:db8:1:2:ffff::9]") != address_key("2001:db8:1:3::1")
    assert address_key("10.0.0.1") != address_key("10.0.0.2")
    assert address_key("::ffff:10.0.0.1") != address_key("::ffff:10.0.0.2")
    assert address_key("unknown") and "10.0.0.1" not in address_key("10.0.0.1")


def test_one_message_of_a_session_at_a_time() -> None:
    visits = Visits(most_at_once=5)
    with visits.answering("a"):
        with pytest.raises(BusyError), visits.answering("a"):
            pass
        with visits.answering("b"):
            pass
    with visits.answering("a"):
        pass


def test_only_so_many_at_once_and_a_failure_frees_its_place() -> None:
    visits = Visits(most_at_once=1)
    with pytest.raises(ZeroDivisionError), visits.answering("a"):
        with pytest.raises(FullError), visits.answering("b"):
            pass
        raise ZeroDivisionError
    with visits.answering("b"):
        pass


def test_name_of_an_address_is_shared_by_processes_and_another_tomorrow() -> None:
    clock = Clock()
    first, second = AddressKeys(b"secret", clock), AddressKeys(b"secret", clock)
    today = first.of("10.0.0.1")
    assert second.of("10.0.0.1") == today != AddressKeys(b"other", clock).of("10.0.0.1")
    clock.now += 86_400
    assert first.of("10.0.0.1") != today


def test_only_named_websites_may_frame_the_chat() -> None:
    assert allowed_origins("none") == ()
    origins = allowed_origins("https://example.org http://localhost:8000")
    framed, plain = security_headers(origins), security_headers()
    assert "frame-ancestors 'self' https://example.org http://localhost:8000" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    assert "frame-ancestors 'none'" in plain["Content-Security-Policy"] and plain["X-Frame-Options"] == "DENY"
    assert "unsafe" not in plain["Content-Security-Policy"]


@pytest.mark.parametrize("setting", ["*", "example.org", "https://example.org/page", "https://a.org; script-src *", "javascript:1"])
def test_anything_but_an_origin_is_refused(setting: str) -> None:
    with pytest.raises(SettingError, match="EMBED_ORIGINS"):
        allowed_origins(setting)
