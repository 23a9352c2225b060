"""The held-out questions and conversations (tests/heldout) and how an answer to them is judged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.settings import ROOT
from scripts.reply_language import language_of
from scripts.running import Understanding

FOLDER = ROOT / "tests" / "heldout"
# The first set has been looked at while the guide was made; the second and the third were written by others and are the judges.
SETS = (1, 2, 3)
# Intents that are no question in scope: an everyday sentence may well be taken for one of these.
OUT_OF_SCOPE = frozenset(
    "out_of_scope nlu_fallback unsure still_not_understood other_language greet goodbye thanks affirm deny repeat start_again "
    "insult feedback introduction apology remark shorter contact_details why_numbers distress medical_advice bot_challenge set_language talk_to_human tell_more ask_where ask_how_long "
    "ask_how_much help_menu empty_message".split()
)


@dataclass(frozen=True)
class Judged:
    """One answer and what is wrong with it (nothing: right).

    topic_right: the likeliest topic is the right one; offered: it is among the three likeliest, which are the buttons of an
    unsure answer; confidence: probability of the likeliest topic.
    """

    question: dict[str, Any]
    reply: str
    intent: str
    wrong: list[str]
    topic_right: bool = False
    offered: bool = False
    confidence: float = 0.0


@dataclass
class Score:
    """Right answers out of all."""

    right: int = 0
    total: int = 0
    judged: list[Judged] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return self.right / self.total if self.total else 0.0

    def add(self, judged: Judged) -> None:
        """Counts one answer."""
        self.total += 1
        self.right += not judged.wrong
        self.judged.append(judged)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Objects of a JSON-lines file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def normalise(text: str) -> str:
    """Numbers without hyphens and hard spaces, as the patterns expect them."""
    return re.sub(r"(?<=\d)[\s\u00a0\u202f-]+(?=\d)", " ", text)


def judge(expected: dict[str, Any], reply: str, language: str | None) -> list[str]:
    """What is wrong with a reply: silence, a missing or forbidden pattern, the wrong language."""
    reply = normalise(reply)
    wrong = [] if reply.strip() else ["silence"]
    wrong += [f"no /{p}/" for p in expected.get("must", []) if not re.search(p, reply, re.IGNORECASE)]
    wrong += [f"has /{p}/" for p in expected.get("must_not", []) if re.search(p, reply, re.IGNORECASE)]
    if language in ("pl", "en") and language_of(reply) not in (language, None):
        wrong.append(f"not in {language}")
    return wrong


def judge_question(question: dict[str, Any], reply: str, seen: Understanding) -> Judged:
    """A question with patterns is judged by its reply, one without by its topic; both by language."""
    language = None if question["topic"] == "other_language" else question["lang"]
    wrong = judge(question, reply, language)
    topics = {question["topic"], *question.get("also", [])}
    if not question.get("must") and seen.intent not in topics:
        wrong.append(f"topic {seen.intent}")
    likeliest = seen.likeliest[:1] if seen.likeliest else (seen.intent,)
    right = bool(topics & {seen.intent, *likeliest})
    return Judged(question, reply, seen.intent, wrong, right, bool(topics & {seen.intent, *seen.likeliest}), seen.confidence)


def questions(number: int, language: str) -> list[dict[str, Any]]:
    """The held-out questions of a set."""
    return list(lines(FOLDER / f"questions_{number}_{language}.jsonl"))


def conversations(number: int, language: str) -> list[dict[str, Any]]:
    """The held-out conversations of a set; those that switch the language stand in the Polish file."""
    return list(lines(FOLDER / f"dialogues_{number}_{language}.jsonl"))


def everyday(number: int, language: str) -> list[str]:
    """Everyday sentences that ask the guide nothing."""
    return [s for s in (FOLDER / f"everyday_{number}_{language}.txt").read_text(encoding="utf-8").splitlines() if s.strip()]
