"""What the processes write into their logs: one line an event, plain or as JSON, and never a word of a visitor.

The guide's own messages are written as they are: they name kinds of errors, never texts. What Rasa and other libraries say may
hold anything, so of a line that they write while a message is answered only what stands in their source is kept: the template of
the message, without its values, and the place in the code. Errors are told by kind and place, because their words may quote.
"""

from __future__ import annotations

import json
import linecache
import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from datetime import datetime, timezone
from pathlib import PurePath
from typing import Any, Final

from bot.insight import noted

FORMATS: Final = ("plain", "json")
KNOWN: Final = "known"  # attribute of a record: values from closed lists, written with the event
_OWN: Final = ("bot", "actions", "scripts", "__main__")
_NEVER_TRUSTED: Final = (
    "asyncio",
    "sanic",
    "aiohttp",
    "rasa_sdk",
    "py.warnings",
    "sqlalchemy",
)  # they meet words outside of turns too
_FRAMES: Final = 6  # innermost places of an error
_NAME, _ABOUT = "event_name", "about"  # attributes of a record of structlog: name of the event, words for people
_IS_NAME: Final = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")


def event_of(record: logging.LogRecord) -> str:
    """The words of a record, or as much of them as cannot come from a visitor; on one line."""
    family = record.name.partition(".")[0]
    if family in _OWN:
        words = record.getMessage()
    elif family in _NEVER_TRUSTED or noted.is_going_on():
        words = getattr(record, _NAME, "") or _in_source(record) or f"said something at {place_of(record)}"
    else:
        words = " ".join(filter(None, (record.getMessage(), getattr(record, _ABOUT, ""))))
    return " ".join(words.split())


def _in_source(record: logging.LogRecord) -> str:
    """The message, or its template, if it stands like that between quotation marks in the file that wrote it; else ""."""
    words, source = str(record.msg), "".join(linecache.getlines(record.pathname))
    return words if f'"{words}"' in source or f"'{words}'" in source else ""


def place_of(record: logging.LogRecord) -> str:
    """File and line that wrote a record."""
    return f"{PurePath(record.pathname).name}:{record.lineno}"


def error_of(record: logging.LogRecord) -> tuple[str, list[str]]:
    """Kind of the error of a record with the kinds that caused it, and where it happened, innermost last; nothing without one."""
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    if error is None:
        return "", []
    kinds, cause = [type(error).__name__], error.__cause__ or error.__context__
    while cause is not None and len(kinds) < _FRAMES:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return " from ".join(kinds), [f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in frames]


class PlainFormatter(logging.Formatter):
    """Time, level, logger and event, for people."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        kind, places = error_of(record)
        known = "".join(f" {name}={value}" for name, value in getattr(record, KNOWN, {}).items())
        error = f" [{kind} at {' > '.join(places)}]" if kind else ""
        return f"{_time(record)} {record.levelname:7} {record.name}: {event_of(record)}{known}{error}"


class JsonFormatter(logging.Formatter):
    """An object on one line, for programs: time, level, logger, event, at, process; error and trace of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        kind, places = error_of(record)
        told: dict[str, Any] = {
            "time": _time(record), "level": record.levelname, "logger": record.name, "event": event_of(record),
            "at": place_of(record), "process": record.process, **getattr(record, KNOWN, {}),
        }  # fmt: skip
        if kind:
            told.update(error=kind, trace=places)
        return json.dumps(told, ensure_ascii=False)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds")


def configure(level: str, form: str) -> None:
    """Has everything that this process logs written to its error output in one of FORMATS."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if form == "json" else PlainFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)  # of libraries that Rasa pins; no operator can do anything about them


def take_over_from_rasa(rasa: Any, level: str, form: str) -> None:
    """Keeps Rasa from setting up logs of its own. rasa: its module `rasa.__main__`, before its `main` is called."""
    import structlog

    configure(level, form)
    rasa.rasa.utils.io.configure_colored_logging = _nothing
    rasa.configure_structlog = _nothing
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, as_record],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )


def as_record(_: Any, __: str, event: MutableMapping[str, Any]) -> tuple[tuple[str], dict[str, Any]]:
    """What structlog hands to logging: the name of the event, words about it, an error; no other value, which may be a message."""
    said = str(event.get("event"))
    extra = {_NAME: said if _IS_NAME.fullmatch(said) else "", _ABOUT: str(event.get("event_info") or "")}
    return (said,), {"exc_info": event.get("exc_info"), "extra": extra, "stacklevel": 3}


def _nothing(*_: object, **__: object) -> None:
    """Stands in the place of what Rasa would set up."""
