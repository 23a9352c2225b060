"""The web channel as a browser, a clumsy program and an attacker meet it: never silence, never another's conversation."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from bot import serve, settings
from bot.stores.remarks import RemarkStore
from scripts.reply_language import language_of
from scripts.running import Guide, WebConversation
from scripts.running import guide as running_guide


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guide]:
    """A guide as it is in production, with the limits that visitors meet, behind one proxy."""
    database = tmp_path_factory.mktemp("strict") / "guide.db"
    serve.prepare(settings.load())
    shutil.copy(settings.load().database_url.removeprefix("sqlite:///"), database)
    with running_guide(profile="production", trusted_proxies=1, database_url=f"sqlite:///{database}") as running:
        yield running


def call(guide: Guide, path: str, body: Any = None, method: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of an answer, whatever it is. body: bytes as they are, else JSON."""
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    named = {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
    request = urllib.request.Request(guide.url + path, data, named, method=method or None)
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            return reply.status, {k.lower(): v for k, v in reply.headers.items()}, reply.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, {k.lower(): v for k, v in refused.headers.items()}, refused.read().decode()


def session(guide: Guide, address: str = "10.0.0.1") -> dict[str, str]:
    """Headers of a new session from an address."""
    token = json.loads(call(guide, "/api/session", {}, X_Forwarded_For=address)[2])["token"]
    return {"Authorization": f"Bearer {token}", "X_Forwarded_For": address}


def test_signs_of_life(guide: Guide) -> None:
    assert call(guide, "/healthz")[0] == 200
    assert json.loads(call(guide, "/readyz")[2]) == {"ready": True}


@pytest.mark.parametrize(
    ("accepted", "target"), [("en-GB,pl;q=0.5", "/en/"), ("pl", "/pl/"), ("de, en", "/en/"), ("", "/pl/"), ("uk", "/pl/")]
)
def test_root_leads_to_the_language_of_the_browser(guide: Guide, accepted: str, target: str) -> None:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: Any) -> None:
            return None

    with pytest.raises(urllib.error.HTTPError) as moved:
        urllib.request.build_opener(Stay).open(urllib.request.Request(guide.url, headers={"Accept-Language": accepted}))
    assert moved.value.code == 302 and moved.value.headers["Location"] == target


@pytest.mark.parametrize(
    "path", ["/pl/", "/embed.js", "/healthz", "/api/message", "/pl/nothing/", "/static/nothing.js", "/webhooks/rest/"]
)
def test_security_headers_stand_on_every_answer_and_other_origins_get_nothing(guide: Guide, path: str) -> None:
    _, headers, _ = call(guide, path, Origin="https://evil.example")
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert not any(name.startswith("access-control") or name == "set-cookie" for name in headers)


def test_only_the_chat_may_be_framed_and_only_by_named_websites(guide: Guide, other_port: int) -> None:
    _, headers, _ = call(guide, "/en/chat/")
    assert f"frame-ancestors 'self' http://localhost:{other_port}" in headers["content-security-policy"]
    assert "x-frame-options" not in headers and "frame-ancestors 'none'" in call(guide, "/en/")[1]["content-security-policy"]


def test_pages_are_packed_and_known_again(guide: Guide) -> None:
    _, headers, _ = call(guide, "/pl/")
    assert "max-age" in headers["cache-control"]
    assert call(guide, "/pl/", If_None_Match=headers["etag"])[0] == 304
    packed = urllib.request.Request(f"{guide.url}/pl/", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(packed) as reply:
        assert reply.headers["Content-Encoding"] == "gzip" and reply.read()[:2] == b"\x1f\x8b"


@pytest.mark.parametrize(
    "path",
    ["/static/../../bot/settings.py", "/static/%2e%2e/settings.py", "/pl/../../etc/passwd", "/pl/%00/", "/../.var/session.secret"],
)
def test_no_path_leaves_the_site(guide: Guide, path: str) -> None:
    status, _, body = call(guide, path)
    assert status in (400, 404) and "import" not in body


@pytest.mark.parametrize(("path", "language"), [("/pl/nie-ma/", "pl"), ("/en/nothing/", "en"), ("/pl/placowki/nie-ma/", "pl")])
def test_missing_page_says_so_in_its_language(guide: Guide, path: str, language: str) -> None:
    status, _, body = call(guide, path, Accept="text/html")
    assert status == 404 and f'lang="{language}"' in body and 'href="tel:112"' in body


def test_address_without_slash_leads_to_the_page(guide: Guide) -> None:
    assert "Kraków" in call(guide, "/pl/placowki")[2]


def test_form_reports_a_wrong_contact_without_scripts(strict: Guide) -> None:
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    path = "/pl/placowki/leonardo-krakow/"
    status, _, body = call(strict, path, b"reason=phone", **form)
    assert status == 200 and "Sprawdzimy" in body
    assert call(strict, path, b"reason=<script>", Accept="text/html", **form)[0] == 400
    assert call(strict, "/pl/placowki/nobody/", b"reason=phone", **form)[0] == 404
    assert [r[1:] for r in remarks(strict).wrong_contacts()].count(("leonardo-krakow", "phone")) >= 1


def remarks(guide: Guide) -> RemarkStore:
    return RemarkStore(create_engine(guide.config.database_url))


@pytest.mark.parametrize("token", ["", "Bearer ", "Bearer a.1.b", "Bearer " + "x" * 3000, "Basic abc", "Bearer \xe9.1.x"])
def test_forged_session_is_refused_kindly(guide: Guide, token: str) -> None:
    for path, body, method in (
        ("/api/message", {"text": "hello"}, "POST"),
        ("/api/session", None, "DELETE"),
        ("/api/opinion", {}, "POST"),
    ):
        status, _, answer = call(guide, path, body, method, Authorization=token, Accept_Language="en")
        assert status == 401 and "expired" in json.loads(answer)["text"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "application/json", 400),
        (b"not json", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b"null", "application/json", 400),
        (b'{"text": 7}', "application/json", 400),
        (b'{"text": "\\ud800"}', "application/json", 400),
        (b'{"text": "\xff"}', "application/json", 400),
        (b"[" * 5000, "application/json", 400),
        (b'{"payload": "/restart", "proof": "x"}', "application/json", 400),
        (b'{"position": {"lat": "a", "lon": 1}}', "application/json", 400),
        (b'{"position": {"lat": 1e999, "lon": 1}}', "application/json", 400),
        (b'{"position": {"lat": 48.85, "lon": 2.35}}', "application/json", 422),
        (b"text=hej", "application/x-www-form-urlencoded", 415),
        (b'{"text": "' + b"a" * 70_000 + b'"}', "application/json", 413),
    ],
)
def test_bad_request_gets_its_status_and_words(guide: Guide, body: bytes, content_type: str, status: int) -> None:
    given = session(guide)
    found, _, answer = call(guide, "/api/message", body, Content_Type=content_type, Accept_Language="pl", **given)
    assert found == status and language_of(json.loads(answer)["text"]) in ("pl", None) and json.loads(answer)["language"] == "pl"


def test_caller_cannot_choose_conversation_channel_or_metadata(guide: Guide) -> None:
    first, second = guide.web_conversation(), guide.web_conversation()
    first.say("gdzie jest asystent zdrowienia w Krakowie?")
    stolen = {
        "text": "jaki jest telefon?",
        "sender": "web:" + first.token.split(".")[0],
        "input_channel": "rest",
        "metadata": {"a": 1},
    }
    assert "Leonardo" not in second.send(stolen)


def test_typed_slash_has_no_power_and_a_button_only_in_its_session(guide: Guide) -> None:
    first, second = guide.web_conversation(), guide.web_conversation()
    first.say("hello")
    button = next(b for b in first.buttons.values() if b["payload"] == "/definition")
    assert "expert by experience" in first.send({"payload": button["payload"], "proof": button["proof"]})
    for message in ({"payload": button["payload"], "proof": button["proof"]}, {"payload": "/tasks", "proof": button["proof"]}):
        headers = {"Authorization": f"Bearer {second.token}"}
        assert call(guide, "/api/message", message, **headers)[0] == 400
    for typed in ("/definition", ' / /definition{"language":"en"}', "//restart"):
        second.say(typed)
    tracker = json.loads(urllib.request.urlopen(f"{guide.url}/conversations/web:{second.token.split('.')[0]}/tracker").read())
    said = [e["text"] for e in tracker["events"] if e["event"] == "user"]
    assert said == ["definition", 'definition{"language":"en"}', "restart"]


def test_long_message_gets_413_and_danger_in_it_is_seen(guide: Guide) -> None:
    given = session(guide)
    status, _, body = call(guide, "/api/message", {"text": "how long is it? " * 80}, **given)
    assert status == 413 and "too long" in json.loads(body)["messages"][0]["text"]
    status, _, body = call(guide, "/api/message", {"text": "opowiem wszystko. " * 80 + "nie chcę już żyć"}, **given)
    assert status == 413 and "116 123" in json.loads(body)["messages"][0]["text"]


def test_position_becomes_a_place_and_is_kept_nowhere(guide: Guide) -> None:
    visitor = guide.web_conversation()
    reply = visitor.send({"position": {"lat": 50.0614, "lon": 19.9366}, "language": "en"})
    assert "Kraków" in reply and "Leonardo" in reply and language_of(reply) in ("en", None)
    tracker = urllib.request.urlopen(f"{guide.url}/conversations/web:{visitor.token.split('.')[0]}/tracker").read().decode()
    assert "50.06" not in tracker and "19.93" not in tracker


def test_answers_carry_language_and_cards(guide: Guide) -> None:
    given = session(guide)
    messages = json.loads(call(guide, "/api/message", {"text": "a recovery assistant in Cracow, please"}, **given)[2])["messages"]
    assert {m["language"] for m in messages} == {"en"}
    card = next(m["card"] for m in messages if m.get("card", {}).get("id") == "leonardo-krakow")
    assert card["phone"].startswith("+48") and card["collected_on"] and "kind" in card


def test_lost_answer_is_given_again_and_not_asked_twice(guide: Guide) -> None:
    visitor = guide.web_conversation()
    first = visitor.send({"text": "ile trwa kurs?", "id": "one"})
    assert visitor.send({"text": "ile trwa kurs?", "id": "one"}) == first
    tracker = json.loads(urllib.request.urlopen(f"{guide.url}/conversations/web:{visitor.token.split('.')[0]}/tracker").read())
    assert len([e for e in tracker["events"] if e["event"] == "user"]) == 1


def test_deleted_conversation_is_gone(guide: Guide) -> None:
    for delete in ("button", "words"):
        visitor = guide.web_conversation()
        visitor.say("ile trwa kurs?")
        if delete == "button":
            assert call(guide, "/api/session", method="DELETE", Authorization=f"Bearer {visitor.token}")[0] == 204
        else:
            visitor.say("usuń moje dane")
        tracker = json.loads(urllib.request.urlopen(f"{guide.url}/conversations/web:{visitor.token.split('.')[0]}/tracker").read())
        assert not [e for e in tracker["events"] if e["event"] in ("user", "bot")]


def test_opinions_are_kept_and_checked(strict: Guide) -> None:
    given = session(strict, "10.0.0.20")
    assert call(strict, "/api/opinion", {"answer": "utter_salary", "useful": False, "word": "kwota?"}, **given)[0] == 204
    for bad in (
        {"answer": "utter_nothing", "useful": True},
        {"answer": "utter_salary"},
        {"answer": [], "useful": True},
        {"answer": "utter_salary", "useful": True, "word": 7},
    ):
        assert call(strict, "/api/opinion", bad, **given)[0] == 400
    assert call(strict, "/api/wrong-contact", {"facility": "leonardo-krakow", "reason": "hours"}, **given)[0] == 204
    assert call(strict, "/api/wrong-contact", {"facility": "x" * 99, "reason": "hours"}, **given)[0] == 400
    assert ("utter_salary", "kwota?") in [r[1:] for r in remarks(strict).words()]


def test_production_serves_the_website_only(strict: Guide) -> None:
    assert call(strict, "/pl/")[0] == 200
    assert call(strict, "/webhooks/rest/webhook", {"sender": "a", "message": "hej"})[0] == 404
    for path in ("/model/parse", "/conversations/web:a/tracker", "/version", "/status", "/domain"):
        assert call(strict, path)[0] == 404
    assert "Rasa" not in call(strict, "/")[2]


def test_too_many_messages_are_refused_with_a_time_and_danger_is_still_answered(strict: Guide) -> None:
    given = session(strict, "10.0.0.2")
    statuses = []
    for _ in range(20):
        status, headers, body = call(strict, "/api/message", {"text": "ile trwa kurs?"}, **given)
        statuses.append(status)
    assert statuses[:8] == [200] * 8 and 429 in statuses
    assert int(headers["retry-after"]) >= 1 and "112" in json.loads(body)["text"]
    status, _, body = call(strict, "/api/message", {"text": "I want to die"}, **given)
    assert status == 429 and "116 123" in json.loads(body)["text"] and json.loads(body)["language"] == "en"
    other = session(strict, "10.0.0.3")
    assert call(strict, "/api/message", {"text": "ile trwa kurs?"}, **other)[0] == 200


def test_one_address_cannot_take_all_sessions(strict: Guide) -> None:
    statuses = [call(strict, "/api/session", {}, X_Forwarded_For="10.0.0.4")[0] for _ in range(80)]
    assert statuses.count(200) <= 65 and statuses[-1] == 429
    assert call(strict, "/api/session", {}, X_Forwarded_For="10.0.0.5")[0] == 200


def test_one_address_cannot_search_without_end(strict: Guide) -> None:
    statuses = [call(strict, "/pl/placowki/?where=xyzzyx", X_Forwarded_For="10.0.0.9")[0] for _ in range(90)]
    assert statuses[:60] == [200] * 60 and 429 in statuses
    assert call(strict, "/pl/placowki/", X_Forwarded_For="10.0.0.9")[0] == 200


def test_address_of_the_nearest_proxy_counts_not_what_the_caller_adds(strict: Guide) -> None:
    statuses = [call(strict, "/api/session", {}, X_Forwarded_For=f"1.2.3.{n}, 10.0.0.6")[0] for n in range(80)]
    assert 429 in statuses


def test_second_message_at_the_same_time_has_to_wait(strict: Guide) -> None:
    given = session(strict, "10.0.0.7")
    found: list[tuple[int, str]] = []

    def ask() -> None:
        status, _, body = call(strict, "/api/message", {"text": "szukam asystenta w Krakowie"}, **given)
        found.append((status, body))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = sorted(status for status, _ in found)
    assert statuses[0] == 200 and 409 in statuses and set(statuses) <= {200, 409}
    assert all(json.loads(body).get("text") or json.loads(body)["messages"] for _, body in found)


def test_flood_harms_no_other_visitor(strict: Guide) -> None:
    """Big bodies, bad JSON, forged sessions, endless typing and half requests from others; one visitor talks on."""
    over = threading.Event()
    attacker = session(strict, "10.9.9.9")
    kinds: tuple[tuple[str, Any, dict[str, str]], ...] = (
        ("/api/message", b"x" * 1_000_000, attacker),
        ("/api/message", b"{" * 60_000, attacker),
        ("/api/message", {"text": "hej"}, {"Authorization": "Bearer a.1.b", "X_Forwarded_For": "10.9.9.9"}),
        ("/api/message", {"text": "a" * 100}, attacker),
        ("/api/session", {}, {"X_Forwarded_For": "10.9.9.9"}),
    )
    sent = [0]

    def flood(path: str, body: Any, headers: dict[str, str]) -> None:
        while not over.is_set():
            with contextlib.suppress(OSError):  # the server may end the connection of somebody who sends too much
                call(strict, path, body, **headers)
            sent[0] += 1

    halves = [socket.create_connection(("127.0.0.1", strict.config.port)) for _ in range(20)]
    for half in halves:
        half.sendall(b"POST /api/message HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")
    threads = [threading.Thread(target=flood, args=kind) for kind in kinds]
    for thread in threads:
        thread.start()
    try:
        visitor, times = session(strict, "10.0.0.8"), []
        for question in (
            "ile trwa kurs?",
            "kim jest asystent zdrowienia?",
            "jakie są wymagania?",
            "kodeks etyczny",
            "ile zarabia?",
        ):
            started = time.monotonic()
            status, _, body = call(strict, "/api/message", {"text": question}, **visitor)
            times.append(time.monotonic() - started)
            assert status == 200 and json.loads(body)["messages"][0]["answer"] != "", question
            time.sleep(0.2)
    finally:
        over.set()
        for thread in threads:
            thread.join()
        for half in halves:
            half.close()
    assert sent[0] > 50
    assert max(times) < 10  # an answer, and none that the time limit of the door gave


def test_restart_keeps_sessions_and_buttons(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    with running_guide(session_secret_file=str(secret)) as first:
        visitor = first.web_conversation()
        visitor.say("hello")
    assert secret.stat().st_mode & 0o077 == 0
    with running_guide(session_secret_file=str(secret)) as second:
        moved = WebConversation(second.url)
        moved.token, moved.buttons = visitor.token, visitor.buttons
        button = moved.buttons["Who is a recovery assistant?"]
        pressed = {"payload": button["payload"], "proof": button["proof"], "language": "en"}
        assert "expert by experience" in moved.send(pressed)


def test_database_that_fails_leaves_chat_and_pages(tmp_path: Path) -> None:
    with running_guide(database_url=f"sqlite:///{tmp_path}/empty.db") as broken:
        given = session(broken)
        assert call(broken, "/pl/")[0] == 200 and call(broken, "/pl/placowki/")[0] == 200
        assert "expert by experience" in broken.web_conversation().say("who is a recovery assistant?")
        assert call(broken, "/api/opinion", {"answer": "utter_salary", "useful": True}, **given)[0] in (204, 503)
