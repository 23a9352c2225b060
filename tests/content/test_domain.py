"""Content lint: what must hold for every sentence that the guide can say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from bot.answers import Answers
from bot.contacts import placeholders
from bot.folding import fold
from bot.languages import LANGUAGES
from bot.nlu import facility_words
from bot.settings import ROOT

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
RESPONSES: dict[str, list[dict[str, Any]]] = DOMAIN["responses"]
INTENTS = [i if isinstance(i, str) else next(iter(i)) for i in DOMAIN["intents"]]
ANSWERS = Answers(RESPONSES, {language: placeholders(language) for language in LANGUAGES})
CHAT = yaml.safe_load((ROOT / "data/nlu/chat.pl.yml").read_text(encoding="utf-8"))["nlu"]
SAFETY = yaml.safe_load((ROOT / "data/nlu/safety.pl.yml").read_text(encoding="utf-8"))["nlu"]
# What components make of a question about facilities in view.
FACETS = {topic for topic, _ in facility_words.FACETS}
CONVERSATIONAL = {block["intent"] for block in [*CHAT, *SAFETY]} | {
    "ask_how_long",
    "ask_where",
    "ask_how_much",
    "ask_why",
    "tell_more",
    "distress_again",
}
# Answers that name no source because they say that nothing is known, or that only a table or the finder speaks.
WITHOUT_SOURCE = {"choose_assistant", "anonymity", "assistant_language", "list_facilities", "count_facilities", "facility_details",
                  "more_facilities", "find_facility", "call_script", "other_language", "empty_message", *FACETS}  # fmt: skip
# Names, numbers and signs that are rightly the same in both languages.
SAME_IN_BOTH = {"utter_other_language"}
POLISH_LETTERS = re.compile(r"[ąćęłńśźż]")
ENGLISH_WORDS = re.compile(r"\b(the|is|are|and|of|you|with|for)\b")
# Words that no text may use: blame, promise, method, or the wording that safe messaging rejects.
FORBIDDEN = re.compile(
    r"popełni\w* samob|commit\w* suicide|wylecz|cure\b|na pewno wyzdrow|988\b|116123\.pl|psychicznie chor", re.IGNORECASE
)


def variants() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, found in RESPONSES.items():
        for variant in found:
            yield name, variant["condition"][0]["value"], variant


def words_of(text: str) -> str:
    return re.sub(r"\{\w+\}|https?://\S+|„[^”]*”|\"[^\"]*\"", "", text)


@pytest.mark.parametrize("name", RESPONSES)
def test_has_exactly_both_languages(name: str) -> None:
    conditions = [variant.get("condition") for variant in RESPONSES[name]]
    assert [c[0]["value"] for c in conditions] == list(LANGUAGES)
    assert all(len(c) == 1 and c[0]["type"] == "slot" and c[0]["name"] == "language" for c in conditions)


@pytest.mark.parametrize("name", RESPONSES)
def test_placeholders_are_the_same_in_both_languages(name: str) -> None:
    pl, en = (set(re.findall(r"\{(\w+)\}", v["text"])) for v in RESPONSES[name])
    assert pl == en


@pytest.mark.parametrize("name", RESPONSES)
def test_is_translated(name: str) -> None:
    pl, en = (words_of(v["text"]) for v in RESPONSES[name])
    if len(pl) > 40 and name not in SAME_IN_BOTH:
        assert pl != en
        assert not ENGLISH_WORDS.search(
            re.sub(r"The role and functioning.*?psychiatric care|Europ.*? workers|[Mm]ental health\w*|environmental.*", "", pl)
        ), "English words in the Polish text"


def test_languages_are_equally_long() -> None:
    """Same facts in both: no answer is less than half as long as its translation."""
    for name, (pl, en) in RESPONSES.items():
        if len(pl["text"]) > 80:
            assert 0.5 < len(pl["text"]) / len(en["text"]) < 2, name


def test_fits_every_channel() -> None:
    for name, language, _ in variants():
        text = ANSWERS.text(
            name,
            language,
            **dict.fromkeys(
                ["number", "name", "employs", "address", "distance", "phone", "note", "source_date", "collected_on"], "x"
            ),
        )
        assert len(text) <= 4096, name


def test_bubbles_are_short() -> None:
    for name, language, variant in variants():
        for bubble in variant["text"].split("\n\n"):
            assert len(bubble.split()) <= 90, (name, language, len(bubble.split()))


def test_no_forbidden_words() -> None:
    for name, language, variant in variants():
        assert not FORBIDDEN.search(variant["text"]), (name, language)


def test_no_number_of_a_helpline_stands_in_a_text() -> None:
    numbers = [v for k, v in placeholders("pl").items() if re.fullmatch(r"[\d ]{3,}", v) and not k.endswith("_checked_on")]
    for name, language, variant in variants():
        for number in numbers:
            assert number not in variant["text"], f"{name}.{language}: write the placeholder instead of {number}"


def test_every_placeholder_has_a_value() -> None:
    from_actions = set(["number", "name", "kind", "employs", "address", "distance", "phone", "email", "website", "hours", "area", "note", "map", "source_url", "source_date", "collected_on", "age", "place", "count", "confirmed", "other", "total", "sources", "limit", "own", "district", "closes", "opens", "day", "times", "checked", "reason", "catchment", "town", "usual", "page"])  # fmt: skip
    for name, language, variant in variants():
        unknown = set(re.findall(r"\{(\w+)\}", variant["text"])) - set(placeholders(language)) - from_actions
        assert not unknown, name


def test_metadata_names_what_exists() -> None:
    for name, found in RESPONSES.items():
        neutral = found[0].get("metadata") or {}
        assert set(neutral) <= {
            "topic",
            "label",
            "facts",
            "source",
            "next",
            "offer",
            "follow",
            "part",
            "more",
            "answer",
            "narrows",
            "words",
            "towns",
        }, name
        assert neutral.get("more", name) in RESPONSES, name
        assert set(found[1].get("metadata") or {}) <= {"label"}, f"{name}: language-neutral keys stand in the Polish variant"
        for topic in [*neutral.get("next", []), *filter(None, [neutral.get("offer")]), *neutral.get("follow", {}).values()]:
            assert topic in INTENTS, (name, topic)
            assert ANSWERS.label(topic, "pl"), f"{name}: {topic} has no label"
        for source in neutral.get("source", []):
            assert f"utter_source_{source}" in RESPONSES, (name, source)


def test_narrower_answers_narrow_something() -> None:
    for name, found in RESPONSES.items():
        neutral = found[0].get("metadata") or {}
        if "narrows" not in neutral:
            assert not {"words", "towns"}.intersection(neutral), name
            continue
        assert ("words" in neutral) != ("towns" in neutral), f"{name}: a narrower answer is found by its words or by towns"
        of_danger = name.startswith(("utter_crisis_", "utter_caring_"))  # these tell no fact that has a source
        assert bool(neutral.get("source")) != of_danger, name
        for topic in neutral["narrows"]:
            assert f"utter_{topic}" in RESPONSES and (topic in INTENTS or of_danger), (name, topic)
        assert fold(neutral.get("words", "")) == neutral.get("words", "").lower(), f"{name}: words are compared without diacritics"
        re.compile(neutral.get("words", ""))


def test_every_label_stands_in_both_languages_and_fits_a_button() -> None:
    for name in RESPONSES:
        pl, en = ((v.get("metadata") or {}).get("label") for v in RESPONSES[name])
        assert bool(pl) == bool(en), name
        for label in filter(None, (pl, en)):
            assert len(label) <= 60, (name, label)


def test_payloads_fit_telegram() -> None:
    ids = [line.split(",")[0] for line in (ROOT / "data/facilities.csv").read_text(encoding="utf-8").splitlines()[1:]]
    payloads = [f"/{intent}" for intent in INTENTS] + [
        f'/{intent}{{"facility":"{i}"}}' for i in ids for intent in ("facility_details", "facility_wrong")
    ]
    assert all(len(p.encode()) <= 64 for p in payloads)


def test_every_factual_answer_names_its_source() -> None:
    for intent in INTENTS:
        if f"utter_{intent}" in RESPONSES and intent not in CONVERSATIONAL | WITHOUT_SOURCE:
            assert ANSWERS.metadata(f"utter_{intent}").get("source"), intent


def test_every_intent_is_answered_and_every_answer_is_used() -> None:
    stories = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "data/stories").glob("*.yml"))
    for intent in INTENTS:
        assert f"intent: {intent}\n" in stories, f"no rule for {intent}"
    code = stories + "".join(p.read_text(encoding="utf-8") for folder in ("bot", "actions") for p in (ROOT / folder).rglob("*.py"))
    for name in RESPONSES:
        used = (
            name in code
            or "narrows" in ANSWERS.metadata(name)
            or (name in str(RESPONSES) and f"source_{name}")
            or re.match(r"utter_(source|kind|crisis)_", name)
        )
        assert used, f"{name} is never said"


def test_examples_exist_in_both_languages() -> None:
    known = {"unsure", "still_not_understood", "crisis", "empty_message", "place_no_answer", "distress_again", *FACETS}
    for language in LANGUAGES:
        blocks = [
            b for p in (ROOT / "data/nlu").glob(f"*.{language}.yml") for b in yaml.safe_load(p.read_text(encoding="utf-8"))["nlu"]
        ]
        assert {b["intent"] for b in blocks} == set(INTENTS) - known
        assert all(b["metadata"] == {"language": language} for b in blocks)
