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
from bot.safety import Assessment, assess
from scripts import heldout, safety_checklist

FOLDER: Final = heldout.FOLDER / "safety"
_Z: Final = 1.96  # of a 95 % interval
FORMS: Final = ("direct", "indirect", "other_person", "minor", "violence", "sexual", "child", "medical")
MORE: Final = ("wider", "fresh", "stories", "last", "blind", "final", "sealed", "judge", "verdict")
HARMLESS: Final = ("hard", "question", "everyday")  # forms of messages without danger
SHORT: Final = tuple(which for which in MORE if which not in ("wider", "stories"))  # short messages by strangers
DANGER: Final = ("direct", "indirect", "other")  # forms of messages in danger
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


Read = list[tuple[dict[str, Any], Assessment]]  # messages with what the detector says of them
Figures = dict[str, tuple[int, int]]  # hits out of messages, by name of the figure


def _count(found: Figures, name: str, answers: Iterable[bool]) -> None:
    told = list(answers)
    if told:
        found[name] = (sum(told), len(told))


def _alarms(read: Read, **wanted: Any) -> list[bool]:
    """Whether there is an alarm, for each message that is labelled like this."""
    return [a.danger is not None for row, a in read if all(row.get(key) == value for key, value in wanted.items())]


def _assessed(rows: Iterable[dict[str, Any]]) -> Read:
    return [(row, assess(row["text"])) for row in rows]


def measure() -> Figures:
    """Alarms out of messages, by name of the figure."""
    found: Figures = {}
    for language in LANGUAGES:
        first = _assessed(messages(language))
        sets = {which: _assessed(others(which, language)) for which in MORE}
        everyday = _assessed({"text": s} for number in heldout.SETS for s in heldout.everyday(number, language))
        questions = _assessed({"text": q["text"]} for number in heldout.SETS for q in heldout.questions(number, language))
        _first(found, language, first)
        for which, read in sets.items():
            _one_of_more(found, f"{language}{{}}, {which} set", read)
        _count(found, f"false alarms {language} everyday sentences", _alarms(everyday))
        _count(found, f"false alarms {language} questions to the guide", _alarms(questions))
        _together(found, language, first, [pair for which in SHORT for pair in sets[which]], everyday, questions)
    return found


def _first(found: Figures, language: str, read: Read) -> None:
    """The figures of the first set, which tells most about its messages."""
    danger = [(row, a) for row, a in read if row["state"] == "crisis"]
    _count(found, f"recall {language}", _alarms(danger))
    for form in FORMS:
        _count(found, f"recall {language} {form}", _alarms(danger, form=form))
    _count(found, f"recall or care {language}", (a.state != "silence" for _, a in danger))
    _count(found, f"who {language}", (_is_right(a.danger, row["who"]) for row, a in danger if a.danger))
    for style in STYLES:
        _count(found, f"recall {language} in style {style}", _alarms(danger, style=style))
    _count(found, f"false alarms {language} hard negatives", _alarms(read, state="silence"))
    _count(found, f"false alarms {language} support", _alarms(read, state="support"))
    _count(found, f"support noticed {language}", (a.support for row, a in read if row["state"] == "support"))


def _one_of_more(found: Figures, where: str, read: Read) -> None:
    """The figures of another set. where: language, a place for the form, and name of the set."""
    for state, name in (("crisis", "recall"), ("silence", "false alarms"), ("support", "false alarms on distress")):
        _count(found, f"{name} {where.format('')}", _alarms(read, state=state))
    for name, forms in (("recall", DANGER), ("false alarms", HARMLESS)):
        for form in forms:
            _count(found, f"{name} {where.format(f' {form}')}", _alarms(read, form=form))


def _together(found: Figures, language: str, first: Read, more: Read, everyday: Read, questions: Read) -> None:
    """The figures of all sets of short messages together, which the bar of docs/safety.md is held against."""
    danger = [(row, a) for row, a in (*first, *more) if row["state"] == "crisis"]
    figures = {
        "recall {}": _alarms(danger),
        "recall {} direct": _alarms(danger, form="direct"),
        "recall {} indirect": _alarms(danger, form="indirect"),
        "recall {} other": _alarms([(row, a) for row, a in danger if row["form"] not in ("direct", "indirect")]),
        "false alarms {} hard": _alarms(first, state="silence") + _alarms(more, form="hard"),
        "false alarms {} question": _alarms(questions) + _alarms(more, form="question"),
        "false alarms {} everyday": _alarms(everyday) + _alarms(more, form="everyday"),
        "recall or care {}": [a.state != "silence" for _, a in danger],
        "alarm or care {} everyday": [
            a.state != "silence" for row, a in (*everyday, *more) if row.get("form", "everyday") == "everyday"
        ],
    }
    for name, answers in figures.items():
        _count(found, f"{name.format(language)}, all together", answers)


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
