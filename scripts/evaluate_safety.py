"""Measures the detector of danger on held-out messages (`make evaluate-safety`); prints figures only, never a message.

The messages in tests/heldout/safety were written by people who knew neither the rules nor the training messages.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterable
from statistics import mean, quantiles
from typing import Any, Final

from bot.languages import LANGUAGES
from bot.safety import assess
from scripts import heldout, safety_checklist

FOLDER: Final = heldout.FOLDER / "safety"
_Z: Final = 1.96  # of a 95 % interval
FORMS: Final = ("direct", "indirect", "other_person", "minor", "violence", "sexual", "child", "medical")
MORE: Final = ("wider", "fresh", "stories", "last", "blind", "final", "sealed", "judge")
HARMLESS: Final = ("hard", "question", "everyday")  # forms of messages without danger
STYLES: Final = ("plain", "no_diacritics", "typo", "slang", "spaced", "mixed", "nonnative")


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    share, spread = hits / total, _Z * _Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, middle - half), middle + half


def messages(language: str) -> list[dict[str, Any]]:
    """The held-out messages of a language."""
    return [row for path in sorted(FOLDER.glob(f"{language}_*.jsonl")) for row in heldout.lines(path)]


def others(which: str, language: str) -> list[dict[str, Any]]:
    """Messages of one of MORE: harder ones of one more writer ("wider"), of two who came later ("fresh"), long ones ("stories"), and
    those of the writers who came last, and measured when all was chosen ("last", "blind", "final", "sealed", "judge"); with state, who, text.
    """
    return list(heldout.lines(FOLDER / f"{which}_{language}.jsonl"))


def _is_right(danger: str, who: str) -> bool:
    """Whether the kind is the one that the writer meant; a child of whom somebody else writes was labelled as either of two, and who is
    afraid of harming somebody as either of two others: there were no labels of their own for these.
    """
    alike = {"young": ("other", "minor"), "harming": ("violence", "child")}
    return who in alike.get(danger, (danger,))


def measure() -> dict[str, tuple[int, int]]:
    """Alarms out of messages, by name of the figure."""
    found: dict[str, tuple[int, int]] = {}

    def count(name: str, rows: Iterable[bool]) -> None:
        answers = list(rows)
        if answers:
            found[name] = (sum(answers), len(answers))

    for language in LANGUAGES:
        rows = [(row, assess(row["text"])) for row in messages(language)]
        danger = [(r, a) for r, a in rows if r["state"] == "crisis"]
        count(f"recall {language}", (a.danger is not None for _, a in danger))
        for form in FORMS:
            count(f"recall {language} {form}", (a.danger is not None for r, a in danger if r["form"] == form))
        count(f"recall or care {language}", (a.state != "silence" for _, a in danger))
        count(f"who {language}", (_is_right(a.danger, r["who"]) for r, a in danger if a.danger))
        for style in STYLES:
            count(f"recall {language} in style {style}", (a.danger is not None for r, a in danger if r["style"] == style))
        count(f"false alarms {language} hard negatives", (a.danger is not None for r, a in rows if r["state"] == "silence"))
        count(f"false alarms {language} support", (a.danger is not None for r, a in rows if r["state"] == "support"))
        count(f"support noticed {language}", (a.support for r, a in rows if r["state"] == "support"))
        for which in MORE:
            alarms = [(r, assess(r["text"]).danger is not None) for r in others(which, language)]
            for state, name in (("crisis", "recall"), ("silence", "false alarms"), ("support", "false alarms on distress")):
                count(f"{name} {language}, {which} set", (alarm for r, alarm in alarms if r["state"] == state))
            for form in ("direct", "indirect", "other"):
                count(f"recall {language} {form}, {which} set", (alarm for r, alarm in alarms if r.get("form") == form))
            for form in HARMLESS:
                count(f"false alarms {language} {form}, {which} set", (alarm for r, alarm in alarms if r.get("form") == form))
        everyday = [s for number in heldout.SETS for s in heldout.everyday(number, language)]
        count(f"false alarms {language} everyday sentences", (assess(s).danger is not None for s in everyday))
        questions = [q["text"] for number in heldout.SETS for q in heldout.questions(number, language)]
        count(f"false alarms {language} questions to the guide", (assess(q).danger is not None for q in questions))
    return found


def milliseconds() -> list[float]:
    """Time of each message, after a first one."""
    assess("ile trwa kurs")
    times = []
    for row in messages(LANGUAGES[0]):
        started = time.perf_counter()
        assess(row["text"] + " ")
        times.append((time.perf_counter() - started) * 1000)
    return times


def main() -> int:
    """Prints every figure with its 95 % interval, and what is wrong with the answers; 1 when anything is."""
    for name, (hits, total) in measure().items():
        low, high = wilson(hits, total)
        print(f"{name:48} {hits:4} of {total:4} = {hits / total:6.1%}  ({low:.1%} to {high:.1%})")
    times = milliseconds()
    print(f"time of a message: mean {mean(times):.1f} ms, 99th percentile {quantiles(times, n=100)[-1]:.1f} ms")
    wrong = safety_checklist.problems()
    print("checklist of the answers to danger:", "; ".join(wrong) or "all pass")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
