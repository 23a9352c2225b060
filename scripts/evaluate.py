"""The score card: asks a guide of its own all held-out questions and conversations (`make evaluate`)."""

from __future__ import annotations

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot import serve, settings
from bot.languages import LANGUAGES
from scripts import heldout
from scripts.running import Guide, guide

RESULTS = settings.ROOT / "results"


def ask(running: Guide, question: dict[str, Any]) -> heldout.Judged:
    """One question in a conversation of its own."""
    intent, likeliest = running.intent_of(question["text"])
    return heldout.judge_question(question, running.conversation().say(question["text"]), intent, likeliest)


def conversations(running: Guide, language: str) -> tuple[heldout.Score, heldout.Score]:
    """Turns and whole conversations."""
    turns, whole = heldout.Score(), heldout.Score()
    for script in heldout.lines(heldout.FOLDER / f"dialogues_{language}.jsonl"):
        visitor, wrong = running.conversation(), []
        for turn in script["turns"]:
            reply = visitor.say(turn["user"])
            judged = heldout.Judged(
                {"text": turn["user"], "id": script["id"]},
                reply,
                "",
                heldout.judge(turn, reply, turn.get("lang") or script["lang"]),
            )
            turns.add(judged)
            wrong += judged.wrong
        whole.add(heldout.Judged({"id": script["id"]}, "", "", wrong))
    return turns, whole


def everyday(running: Guide, language: str) -> float:
    """Share of everyday sentences that are taken for a question in scope."""
    sentences = (heldout.FOLDER / f"everyday_{language}.txt").read_text(encoding="utf-8").split("\n")
    intents = [running.intent_of(sentence)[0] for sentence in sentences if sentence.strip()]
    return sum(intent not in heldout.OUT_OF_SCOPE for intent in intents) / len(intents)


def measure(running: Guide) -> dict[str, Any]:
    """All figures, by language, and the wrong answers."""
    figures: dict[str, Any] = {"wrong": []}
    for language in LANGUAGES:
        with ThreadPoolExecutor(2) as pool:
            rows = list(heldout.lines(heldout.FOLDER / f"{language}.jsonl"))
            score = heldout.Score()
            for judged in pool.map(lambda row: ask(running, row), rows):
                score.add(judged)
        strange = [j for j in score.judged if j.question["topic"] == "out_of_scope"]
        turns, whole = conversations(running, language)
        figures[language] = {
            "questions": len(score.judged),
            "right": score.share,
            "right_or_offered": sum(not j.wrong or (j.intent == "unsure" and j.offered) for j in score.judged) / score.total,
            "out_of_scope_recognised": sum(j.intent in heldout.OUT_OF_SCOPE for j in strange) / len(strange),
            "everyday_taken_for_a_question": everyday(running, language),
            "turns": turns.share,
            "conversations": whole.share,
            "confused": Counter(f"{j.question['topic']} -> {j.intent}" for j in score.judged if j.wrong).most_common(15),
        }
        figures["wrong"] += [
            {"id": j.question.get("id"), "text": j.question["text"], "intent": j.intent, "wrong": j.wrong}
            for j in [*score.judged, *turns.judged]
            if j.wrong
        ]
    return figures


def main() -> int:
    """Prints the score card and keeps all figures in results/evaluation.json."""
    config = settings.load()
    serve.prepare(config)
    serve.train(config)
    with guide() as running:
        figures = measure(running)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "evaluation.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    for name in (
        "questions",
        "right",
        "right_or_offered",
        "out_of_scope_recognised",
        "everyday_taken_for_a_question",
        "turns",
        "conversations",
    ):
        print(f"{name:32}" + "".join(f"  {language} {figures[language][name]:6.3f}" for language in LANGUAGES))
    print("All wrong answers: results/evaluation.json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
