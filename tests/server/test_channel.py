"""The REST channel and the door as a caller meets them: bad input, faults, privacy. Never silence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bot import serve, settings
from scripts.reply_language import language_of
from scripts.running import Guide, free_port, post
from scripts.running import guide as running_guide

HELPLINE = "800 190 590"


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b"null", b'{"message": "hej"}', b'{"sender": 7, "message": "hej"}'])
def test_bad_request_is_refused_with_a_reason(guide: Guide, body: bytes) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(f"{guide.url}/webhooks/rest/webhook", body)
    assert refused.value.code == 400
    assert "expected JSON" in json.loads(refused.value.read())["error"]


@pytest.mark.parametrize("message", ["", "   ", None, 7, ["hej"]])
def test_message_without_text_gets_a_kind_answer(guide: Guide, message: object) -> None:
    answers = post(f"{guide.url}/webhooks/rest/webhook", {"sender": "empty", "message": message})
    assert "Umiem czytać tylko tekst" in answers[-1]["text"]


def test_long_message_is_refused_kindly_in_its_language(guide: Guide) -> None:
    reply = guide.conversation().say("how do I become a recovery assistant? " * 40)
    assert "too long" in reply and str(settings.load().message_limit) in reply


def test_danger_in_a_long_message_is_noticed(guide: Guide) -> None:
    assert "116 123" in guide.conversation().say("bardzo długo opowiadam. " * 60 + "nie chcę już żyć")


@pytest.mark.parametrize("text", ["/restart", "/session_start", "/unknown_intent", "/back", "/definition{broken", "//"])
def test_slash_commands_are_only_text(guide: Guide, text: str) -> None:
    visitor = guide.conversation()
    visitor.say("where can I find a recovery assistant?")
    assert visitor.say(text).strip()


def test_button_payload_works(guide: Guide) -> None:
    visitor = guide.conversation()
    visitor.say("hello")
    assert "expert by experience" in visitor.say("/definition")


def test_conversations_do_not_mix(guide: Guide) -> None:
    first, second = guide.conversation(), guide.conversation()
    first.say("where can I find a recovery assistant in Cracow?")
    assert "Leonardo" not in second.say("what is the phone number?")


def test_forget_me_really_deletes(guide: Guide) -> None:
    visitor = guide.conversation()
    visitor.say("ile trwa kurs?")
    visitor.say("usuń moje dane")
    tracker = json.loads(urllib.request.urlopen(f"{guide.url}/conversations/rest:{visitor.sender}/tracker").read())
    assert not [e for e in tracker["events"] if e["event"] in ("user", "bot")]


def test_action_server_down_means_an_answer_with_a_way_out() -> None:
    with running_guide() as broken:
        os.killpg(broken.processes[0].pid, signal.SIGKILL)
        broken.processes[0].wait()
        reply = broken.conversation().say("szukam asystenta zdrowienia w Krakowie")
        assert HELPLINE in reply and language_of(reply) == "pl"
        assert "expert by experience" in broken.conversation().say("who is a recovery assistant?")


def test_database_down_means_an_answer_with_a_way_out(tmp_path: Path) -> None:
    with running_guide(database_url=f"sqlite:///{tmp_path}/missing.db") as broken:
        reply = broken.conversation().say("where is a recovery assistant in Warsaw?")
        assert HELPLINE in reply and language_of(reply) == "en"


def test_production_profile_closes_the_rest_channel() -> None:
    with running_guide(profile="production") as closed:
        for path, payload in (("webhooks/rest/webhook", {"sender": "a", "message": "hej"}), ("model/parse", {"text": "hej"})):
            with pytest.raises(urllib.error.HTTPError) as refused:
                post(f"{closed.url}/{path}", payload)
            assert refused.value.code == 404


def test_run_stops_everything_it_started() -> None:
    environment = {**os.environ, "PORT": str(free_port()), "ACTIONS_PORT": str(free_port()), "PYTHONPATH": str(settings.ROOT)}
    running = subprocess.Popen(
        [sys.executable, "-m", "bot.serve", "run"],
        env=environment,
        cwd=settings.ROOT,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )
    assert running.stdout is not None
    for line in running.stdout:
        if "answers on" in line:
            break
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=30) == 0
    for port in ("PORT", "ACTIONS_PORT"):
        serve.require_free_port("127.0.0.1", int(environment[port]), port)


DANGER = (("nie chcę już żyć", "116 123"), ("I want to kill myself", "112"))


def test_danger_is_answered_while_the_action_server_is_down() -> None:
    with running_guide() as broken:
        os.killpg(broken.processes[0].pid, signal.SIGKILL)
        broken.processes[0].wait()
        for text, number in DANGER:
            assert number in broken.conversation().say(text)


def test_danger_is_answered_without_a_database(tmp_path: Path) -> None:
    with running_guide(database_url=f"sqlite:///{tmp_path}/missing.db") as broken:
        for text, number in DANGER:
            assert number in broken.conversation().say(text)
