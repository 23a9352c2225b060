"""Figures of this process in the format of Prometheus (served at /metrics): counts by closed lists of names, times by step."""

from __future__ import annotations

from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.insight.noted import Noted

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second line for each count, which nobody asks for
CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
BUCKETS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds


class Metrics:
    """Counters of one process; several processes are scraped one by one."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._messages = Counter("guide_messages", "Messages answered", ("channel", "language"), registry=self._registry)
        self._topics = Counter("guide_topics", "Topics that messages were about", ("topic",), registry=self._registry)
        self._not_understood = Counter(
            "guide_not_understood", "Messages that were not understood", ("language",), registry=self._registry
        )
        self._danger = Counter("guide_danger", "Messages in which danger was seen, by kind", ("kind",), registry=self._registry)
        self._searches = Counter("guide_searches", "Searches for facilities by outcome", ("outcome",), registry=self._registry)
        self._troubles = Counter("guide_troubles", "Messages that the dialogue did not answer", ("why",), registry=self._registry)
        self._refusals = Counter("guide_refusals", "Requests that were refused", ("status",), registry=self._registry)
        self._seconds = Histogram("guide_seconds", "Time of an answer by step", ("step",), buckets=BUCKETS, registry=self._registry)
        ProcessCollector(registry=self._registry)  # memory, processor time, open files
        self._in_progress = Gauge("guide_in_progress", "Messages that are being answered", registry=self._registry)

    def begin(self) -> None:
        """A message has come in."""
        self._in_progress.inc()

    def end(self, turn: Noted) -> None:
        """It was answered."""
        self._in_progress.dec()
        self._messages.labels(turn.channel, turn.language or "unknown").inc()
        if turn.topic:
            self._topics.labels(turn.topic).inc()
        if not turn.understood:
            self._not_understood.labels(turn.language or "unknown").inc()
        if turn.danger:
            self._danger.labels(turn.danger).inc()
        if turn.search:
            self.searched(turn.search)
        if turn.trouble:
            self._troubles.labels(turn.trouble).inc()
        for step, seconds in turn.seconds.items():
            self._seconds.labels(step).observe(seconds)

    def searched(self, outcome: str) -> None:
        """Somebody looked for facilities in a place, in the chat or on the list."""
        self._searches.labels(outcome).inc()

    def refused(self, status: int) -> None:
        """A request was refused with a status of HTTP."""
        self._refusals.labels(str(status)).inc()

    def text(self) -> bytes:
        """Everything counted so far."""
        found: bytes = generate_latest(self._registry)
        return found


METRICS: Final = Metrics()
