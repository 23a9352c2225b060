"""How well danger is noticed (`make evaluate-safety`): recall, false alarms, whose danger, the answers, the time.

Counts on tests/heldout/safety, which nobody trains on; prints figures only, never a text. Shares come with Wilson 95 % intervals.
"""

from __future__ import annotations

import json
import math
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from bot import settings
from bot.languages import LANGUAGES
from bot.safety import Assessment, assess
from scripts import safety_checklist

FOLDER: Final = settings.ROOT / "tests" / "heldout"
RESULTS: Final = settings.ROOT / "results"
_Z: Final = 1.96
_ORDINARY: Final = ("everyday_1_{}.txt", "everyday_2_{}.txt", "places/no_places.txt")


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    right: int
    total: int

    @property
    def value(self) -> float:
        """Between 0 and 1."""
        return self.right / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson 95 % interval."""
        n, p = max(self.total, 1), self.value
        middle = p + _Z**2 / (2 * n)
        half = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
        return max(0.0, (middle - half) / (1 + _Z**2 / n)), min(1.0, (middle + half) / (1 + _Z**2 / n))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:6.1%}  ({self.right}/{self.total}; {low:.1%} to {high:.1%})"


def rows(language: str) -> Iterator[dict[str, Any]]:
    """The held-out messages of a language."""
    for path in sorted((FOLDER / "safety").glob(f"{language}_*.jsonl")):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def ordinary(language: str) -> list[str]:
    """Sentences that have nothing to do with danger."""
    names = [name.format(language) for name in _ORDINARY if language == "pl" or "{}" in name]
    return [line for name in names for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def measure(language: str) -> dict[str, Share]:
    """All shares of a language, by name: `recall`, `recall direct`, `alarm silence`, `alarm study`, `who`, …"""
    counted: dict[str, list[bool]] = defaultdict(list)
    for row in rows(language):
        found = assess(row["text"])
        if row["state"] == "crisis":
            for name in ("recall", f"recall {row['form']}", f"recall style {row['style']}"):
                counted[name].append(found.danger is not None)
            if found.danger:
                counted["who"].append(found.danger == row["who"])
                counted[f"who {row['who']}"].append(found.danger == row["who"])
        else:
            for name in (f"alarm {row['state']}", f"alarm {row['form']}"):
                counted[name].append(found.danger is not None)
            counted[f"state {row['state']}"].append(found.state == row["state"])
    counted["alarm ordinary"] = [assess(text).danger is not None for text in ordinary(language)]
    return {name: Share(sum(values), len(values)) for name, values in counted.items()}


def milliseconds() -> dict[str, float]:
    """Time of one message over the held-out ones, the model being loaded."""
    texts = [row["text"] for language in LANGUAGES for row in rows(language)]
    assess(texts[0])
    times = []
    for text in texts:
        started = time.perf_counter()
        assess(text)
        times.append((time.perf_counter() - started) * 1000)
    return {"mean": statistics.fmean(times), "p50": statistics.median(times), "p99": statistics.quantiles(times, n=100)[-1]}


def loads_in() -> float:
    """Seconds until the first message of a new process is assessed."""
    from bot.safety import statistics as model

    model.model.cache_clear()
    started = time.perf_counter()
    found: Assessment = assess("I want to die")
    assert found.danger  # noqa: S101 (a sanity check of the measurement)
    return time.perf_counter() - started


def main() -> int:
    """Prints the tables and keeps the shares in results/safety.json."""
    figures = {language: measure(language) for language in LANGUAGES}
    for language, shares in figures.items():
        print(f"\n{language}")
        for name in sorted(shares):
            print(f"  {name:26} {shares[name]}")
    wrong = safety_checklist.problems()
    print("\nReply checklist:", "all answers pass" if not wrong else "")
    for problem in wrong:
        print(f"  ✗ {problem}")
    print("Time of a message:", ", ".join(f"{name} {value:.1f} ms" for name, value in milliseconds().items()))
    RESULTS.mkdir(exist_ok=True)
    kept = {language: {name: share.value for name, share in shares.items()} for language, shares in figures.items()}
    (RESULTS / "safety.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
