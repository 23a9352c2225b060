"""The score card: asks a guide of its own all held-out questions and conversations (`make evaluate`).

Prints the figures and writes results/evaluation.json (all of them) and results/evaluation.html (a page with plots).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from statistics import mean
from typing import Any, Final

from bot import serve, settings
from bot.languages import LANGUAGES
from scripts import heldout, score_page
from scripts.heldout import Judged
from scripts.running import Guide, guide

RESULTS: Final = settings.ROOT / "results"
FIGURES: Final = {
    "right": "right answer in the right language",
    "topic": "right topic is the likeliest",
    "offered": "right topic among the three likeliest",
    "right_or_offered": "right, or offered as a button when unsure",
    "out_of_scope_recognised": "out of scope recognised",
    "everyday_taken_for_a_question": "everyday sentence taken for a question",
    "turns": "turns of conversations right",
    "conversations": "whole conversations right",
    "calibration_error": "mean gap between confidence and being right",
}
_BINS: Final = 10


def ask(running: Guide, question: dict[str, Any]) -> Judged:
    """One question in a conversation of its own."""
    seen = running.understand(question["text"])
    return heldout.judge_question(question, running.conversation().say(question["text"]), seen)


def ask_all(running: Guide, questions: list[dict[str, Any]]) -> list[Judged]:
    """All questions, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda question: ask(running, question), questions))


def talk(running: Guide, scripts: list[dict[str, Any]]) -> tuple[list[Judged], list[bool]]:
    """The turns of conversations, and for each conversation whether all of it was right."""
    turns, whole = [], []
    for script in scripts:
        visitor, wrong = running.conversation(), 0
        for turn in script["turns"]:
            reply = visitor.say(turn["user"])
            faults = heldout.judge(turn, reply, turn.get("lang") or script["lang"])
            turns.append(Judged({"text": turn["user"], "id": script["id"], "topic": "conversation"}, reply, "", faults))
            wrong += bool(faults)
        whole.append(not wrong)
    return turns, whole


def reliability(judged: list[Judged]) -> list[tuple[float, float, int]]:
    """For each tenth of confidence: mean confidence, share of right topics, how many."""
    bins: list[list[Judged]] = [[] for _ in range(_BINS)]
    for one in judged:
        bins[min(_BINS - 1, int(one.confidence * _BINS))].append(one)
    return [(mean(j.confidence for j in b), mean(j.topic_right for j in b), len(b)) for b in bins if b]


def measure(running: Guide, number: int, language: str) -> dict[str, Any]:
    """All figures of one set in one language, with what was wrong."""
    judged = ask_all(running, heldout.questions(number, language))
    turns, whole = talk(running, heldout.conversations(number, language))
    strange = [j for j in judged if j.question["topic"] == "out_of_scope"]
    intents = [running.understand(sentence).intent for sentence in heldout.everyday(number, language)]
    bins = reliability([j for j in judged if j.question["topic"] != "other_language"])
    topics = sorted({j.question["topic"] for j in judged})
    return {
        "questions": len(judged),
        "right": mean(not j.wrong for j in judged),
        "topic": mean(j.topic_right for j in judged),
        "offered": mean(j.offered for j in judged),
        "right_or_offered": mean(not j.wrong or (j.intent == "unsure" and j.offered) for j in judged),
        "out_of_scope_recognised": mean(j.intent in heldout.OUT_OF_SCOPE for j in strange),
        "everyday_taken_for_a_question": mean(intent not in heldout.OUT_OF_SCOPE for intent in intents),
        "turns": mean(not j.wrong for j in turns),
        "conversations": mean(whole),
        "calibration_error": sum(abs(c - r) * n for c, r, n in bins) / sum(n for _, _, n in bins),
        "reliability": bins,
        "by_topic": {t: mean(not j.wrong for j in judged if j.question["topic"] == t) for t in topics},
        "confused": Counter(f"{j.question['topic']} → {j.intent}" for j in judged if j.wrong).most_common(25),
        "wrong": [{"id": j.question["id"], "text": j.question["text"], "intent": j.intent, "wrong": j.wrong}
                  for j in [*judged, *turns] if j.wrong],
    }  # fmt: skip


def measure_all(running: Guide) -> dict[str, Any]:
    """The figures of every set and language, by a name such as `2_pl`."""
    return {f"{number}_{language}": measure(running, number, language) for number in heldout.SETS for language in LANGUAGES}


def main() -> int:
    """Prints the score card and keeps all figures."""
    config = settings.load()
    serve.prepare(config)
    serve.train(config)
    with guide() as running:
        figures = measure_all(running)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "evaluation.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    (RESULTS / "evaluation.html").write_text(score_page.page(figures, FIGURES), encoding="utf-8")
    print(f"{'set and language':46}" + "".join(f"{name:>8}" for name in figures))
    for key, words in FIGURES.items():
        print(f"{words:46}" + "".join(f"{figures[name][key]:8.3f}" for name in figures))
    print("Each topic, confusions, calibration, every wrong answer: results/evaluation.html, results/evaluation.json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
