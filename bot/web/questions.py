"""Questions and answers as pages, made from the answers of domain.yml; a topic belongs to the group of its examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.answers import Answers
from bot.folding import fold
from bot.languages import LANGUAGES
from bot.settings import ROOT
from bot.web.html import Html, element, items, join, link
from bot.web.layout import Content, heading, say
from bot.web.paths import GROUPS, group_path, path
from bot.web.prose import prose
from bot.web.texts import domain_answers

_INTENT: Final = re.compile(r"^ *- intent: (\w+)", re.MULTILINE)
_WORD: Final = re.compile(r"\w{3,}")
_STEM: Final = 5  # letters by which words of one family are recognised, Polish endings aside
_BEST: Final = 12


@dataclass(frozen=True)
class Question:
    """A topic with a checked answer. group: key of GROUPS."""

    topic: str
    group: str


@cache
def questions() -> tuple[Question, ...]:
    """Every topic that has an answer with words of its own, group by group."""
    answers = domain_answers()
    found = []
    for group in GROUPS:
        examples = (ROOT / "data" / "nlu" / f"{group}.pl.yml").read_text(encoding="utf-8")
        topics = [t for t in _INTENT.findall(examples) if f"utter_{t}" in answers and answers.label(t, LANGUAGES[0])]
        found += [Question(topic, group) for topic in topics]
    return tuple(found)


def answer_blocks(topic: str, language: str) -> list[Html]:
    """The answer of a topic as HTML, its source last."""
    answers = domain_answers()
    return prose(answers.text(f"utter_{topic}", language), source_prefix(answers, language))


def source_prefix(answers: Answers, language: str) -> str:
    """How a source line begins."""
    return str(answers.variant("utter_source_line", language)["text"]).split("{")[0].strip()


def address_of(topic: str, language: str) -> str | None:
    """Where the answer of a topic stands on the website; None for topics that only a conversation has."""
    group = next((q.group for q in questions() if q.topic == topic), None)
    special = {
        "find_facility": "places",
        "list_facilities": "places",
        "helplines": "help",
        "privacy": "privacy",
        "sources": "about",
    }
    if group:
        return f"{group_path(group, language)}#{topic}"
    return path(special[topic], language) if topic in special else None


def section(topic: str, language: str, level: str = "h2") -> Html:
    """One question with its answer and what to read next."""
    answers = domain_answers()
    following = [(t, address_of(t, language)) for t in answers.metadata(f"utter_{topic}").get("next", ())]
    links = [link(address, answers.label(t, language)) for t, address in following if address]
    related = element("p", element("span", say("questions_related", language), ": "), _separated(links), class_="related")
    title = link(f"#{topic}", answers.label(topic, language))
    return element(
        "section", element(level, title), answer_blocks(topic, language), related if links else None, id=topic, class_="answer"
    )


def _separated(links: Sequence[Html]) -> list[str | Html]:
    return [part for found in links for part in (found, " · ")][:-1]


def group_content(group: str, language: str) -> Content:
    """The page of a group."""
    answers, title = domain_answers(), say(f"group_{group}", language)
    topics = [q.topic for q in questions() if q.group == group]
    contents = element(
        "nav",
        element("h2", say("questions_here", language)),
        items([link(f"#{t}", answers.label(t, language)) for t in topics]),
        class_="contents",
        aria_label=say("questions_here", language),
    )
    main = join(
        heading(title), element("div", contents, element("div", [section(t, language) for t in topics]), class_="with-contents")
    )
    data = {
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": answers.label(t, language),
             "acceptedAnswer": {"@type": "Answer", "text": answers.text(f"utter_{t}", language)}}
            for t in topics
        ],
    }  # fmt: skip
    addresses = {code: group_path(group, code) for code in LANGUAGES}
    return Content(addresses, title, _first_sentence(topics[0], language), main, "questions", data)


def _first_sentence(topic: str, language: str) -> str:
    text = domain_answers().text(f"utter_{topic}", language).replace("\n", " ")
    return text[:157].rsplit(" ", 1)[0] + "…"


def index_content(language: str, query: str = "") -> Content:
    """All questions by group, or those that match a query."""
    title = say("questions_title", language)
    addresses = {code: path("questions", code) for code in LANGUAGES}
    shown = _results(query, language) if query.strip() else _groups(language)
    main = join(heading(title, say("questions_lead", language)), search_form(language, query), shown)
    return Content(addresses, title, say("questions_description", language), main, "questions", indexed=not query)


def search_form(language: str, query: str = "") -> Html:
    """The field that searches the answers."""
    return element(
        "form",
        element("label", say("questions_search", language), for_="q"),
        element("input", id="q", name="q", type="search", value=query or None, maxlength="200"),
        element("button", say("questions_go", language)),
        action=path("questions", language),
        role="search",
        class_="search",
    )


def _groups(language: str) -> Html:
    answers = domain_answers()
    return element(
        "div",
        [
            element(
                "section",
                element("h2", link(group_path(group, language), say(f"group_{group}", language))),
                items(
                    [
                        link(f"{group_path(group, language)}#{q.topic}", answers.label(q.topic, language))
                        for q in questions()
                        if q.group == group
                    ]
                ),
                class_="card",
            )
            for group in GROUPS
        ],
        class_="cards topics",
    )


def _results(query: str, language: str) -> Html:
    found = search(query, language)
    summary = say("questions_found", language, query=query, count=len(found)) if found else say("questions_none", language)
    return element(
        "div", element("p", prose(summary) if not found else summary, role="status"), [section(t, language) for t in found]
    )


def search(query: str, language: str) -> list[str]:
    """Topics whose question or answer has words of the query, the best first."""
    wanted = {word[:_STEM] for word in _WORD.findall(fold(query))}
    scores = []
    for place, (topic, title, body) in enumerate(_index(language)):
        score = sum(4 * (stem in title) + (stem in body) for stem in wanted)
        if score:
            scores.append((-score, place, topic))
    return [topic for _, _, topic in sorted(scores)[:_BEST]]


@cache
def _index(language: str) -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    answers = domain_answers()

    def stems(text: str) -> frozenset[str]:
        return frozenset(word[:_STEM] for word in _WORD.findall(fold(text)))

    return tuple(
        (q.topic, stems(answers.label(q.topic, language) or ""), stems(answers.text(f"utter_{q.topic}", language)))
        for q in questions()
    )
