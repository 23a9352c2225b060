"""Lines of the logs: readable, one each, and without a word of a visitor: bot/logs.py."""

from __future__ import annotations

import io
import json
import logging
import types
from collections.abc import Iterator

import pytest
import structlog

from bot import logs
from bot.insight import noted

SAID = "kanarek-kowalski"


@pytest.fixture(params=["plain", "json"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is logged from now on, at every level, in each format."""
    root, stream = logging.getLogger(), io.StringIO()
    before = (root.level, root.handlers[:])
    monkeypatch.setattr(logs.sys, "stderr", stream)
    logs.take_over_from_rasa(types.SimpleNamespace(rasa=_rasa()), "DEBUG", request.param)
    noted._CURRENT.set(None)
    yield stream
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    structlog.reset_defaults()
    logging.captureWarnings(False)
    noted._CURRENT.set(None)


def _rasa() -> types.SimpleNamespace:
    return types.SimpleNamespace(utils=types.SimpleNamespace(io=types.SimpleNamespace()))


def events(written: io.StringIO) -> list[str]:
    """The words of each line; in both formats they stand behind the level and the logger."""
    lines = written.getvalue().splitlines()
    return [json.loads(line)["event"] if line.startswith("{") else line.split(": ", 1)[1] for line in lines]


def test_messages_of_the_guide_are_written_as_they_are(written: io.StringIO) -> None:
    noted.begin("web")
    logging.getLogger("bot.channels.door").error("no answer from the dialogue: %s", "TimeoutError")
    assert events(written) == ["no answer from the dialogue: TimeoutError"]


def test_libraries_may_speak_while_nobody_is_answered(written: io.StringIO) -> None:
    logging.getLogger("rasa.core").warning("The model %s\nis old", "guide.tar.gz")
    structlog.get_logger("rasa").warning("model.old", event_info="The model is old", text=SAID)
    assert events(written) == ["The model guide.tar.gz is old", "model.old The model is old"]


@pytest.mark.parametrize("name", ["rasa.core.processor", "sqlalchemy.engine", "root", "asyncio", "sanic.error"])
def test_nothing_that_a_library_says_in_a_turn_brings_words_of_a_visitor(written: io.StringIO, name: str) -> None:
    noted.begin("web")
    logger = logging.getLogger(name)
    logger.error(f"Received {SAID}")
    logger.error("Received %s", SAID)
    logger.error(f"{SAID} brought %s", "an argument")
    structlog.get_logger(name).error("processor.message", event_info=SAID, text=SAID, parsed={"a": SAID})
    structlog.get_logger(name).error(f"could not read {SAID}")
    try:
        raise ValueError(SAID)
    except ValueError:
        logger.exception("failed on %r", SAID)
        structlog.get_logger(name).exception("processor.failed", text=SAID)
    lines = events(written)
    assert len(lines) == 7
    assert lines[1] == "Received %s" and lines[3] == "processor.message"
    assert SAID not in written.getvalue() and "kanarek" not in written.getvalue()
    assert written.getvalue().count("ValueError") == 2


@pytest.mark.parametrize("name", ["asyncio", "sanic.error", "rasa_sdk.executor", "aiohttp.access", "sqlalchemy.engine"])
def test_libraries_that_meet_requests_are_never_trusted(written: io.StringIO, name: str) -> None:
    logging.getLogger(name).error(f"GET /pl/placowki/?where={SAID}")
    logging.getLogger(name).error(f"Task exception was never retrieved: ValueError('{SAID}')")
    assert SAID not in written.getvalue() and "test_logs.py" in written.getvalue()


def test_error_is_told_by_kinds_and_places(written: io.StringIO) -> None:
    try:
        try:
            raise KeyError(SAID)
        except KeyError as error:
            raise RuntimeError(SAID) from error
    except RuntimeError:
        logging.getLogger("bot.stores").exception("not kept")
    text = written.getvalue()
    assert "RuntimeError from KeyError" in text and "test_error_is_told_by_kinds_and_places" in text
    assert SAID not in text and len(text.splitlines()) == 1


def test_line_of_json_has_what_programs_need(monkeypatch: pytest.MonkeyPatch) -> None:
    record = logging.LogRecord("bot.x", logging.INFO, "/a/b.py", 7, "answered", (), None)
    record.known = {"channel": "web", "milliseconds": 4}
    told = json.loads(logs.JsonFormatter().format(record))
    assert told.pop("time").startswith("20") and told.pop("process") == record.process
    assert told == {
        "level": "INFO", "logger": "bot.x", "event": "answered", "at": "b.py:7", "channel": "web", "milliseconds": 4,
    }  # fmt: skip
    assert logs.PlainFormatter().format(record).endswith("bot.x: answered channel=web milliseconds=4")
