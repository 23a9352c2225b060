"""The other pages: home, how to become one, help now, privacy, about the guide, the chat on a page of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot import tables
from bot.contacts import HELPLINE_COLUMNS, HELPLINES
from bot.languages import LANGUAGES
from bot.settings import ROOT, Settings
from bot.web.html import Html, element, items, join, link
from bot.web.layout import Content, heading, say
from bot.web.paths import group_path, path
from bot.web.prose import inline, phone, prose
from bot.web.questions import address_of, answer_blocks, section
from bot.web.texts import domain_answers

_HOME_GROUPS: Final = ("definition", "help", "family", "become", "employer", "centres")
_STEPS: Final = (
    ("requirements", "experience_enough", "therapy_required", "become_health", "share_story", "become_formal"),
    ("course_where", "course_length", "course_content", "course_price", "certificate"),
    ("internship",),
    ("find_job", "workplaces", "salary", "legal_status"),
)
_URGENT: Final = ("crisis", "crisis_minor", "violence")  # values of the column "show" of the table of helplines


def _content(page: str, language: str, main: Html, data: Mapping[str, object] | None = None) -> Content:
    addresses = {code: path(page, code) for code in LANGUAGES}
    return Content(addresses, say(f"{page}_title", language), say(f"{page}_description", language), main, page, data)


def chat(config: Settings, language: str, mode: str) -> Html:
    """The chat, and what stands in its place without scripts."""
    topics = ("definition", "help_for_me", "become_how", "find_facility")
    links = [(domain_answers().label(t, language), address_of(t, language)) for t in topics]
    without = element(
        "noscript",
        element(
            "div", element("p", say("site_no_script", language)), items([link(a, label) for label, a in links if a]), class_="card"
        ),
    )
    return element("guide-chat", without, mode=mode, lang=language, data_exit=config.exit_url)


def home(config: Settings, language: str) -> Content:
    """The first page, with the chat."""
    hero = element(
        "div",
        element("h1", say("home_heading", language)),
        element("p", say("home_lead", language), class_="lead"),
        element(
            "p",
            link(path("places", language), say("home_find", language), class_="button"),
            " ",
            link(path("questions", language), say("home_read", language), class_="button quiet"),
        ),
        class_="hero-words",
    )
    cards = [
        element(
            "a",
            element("h3", say(f"group_{g}", language)),
            element("p", _opening(g, language)),
            href=group_path(g, language),
            class_="card",
        )
        for g in _HOME_GROUPS
    ]
    trust = [element("p", say(f"home_trust_{key}", language)) for key in ("sources", "private", "human")]
    main = join(
        element("div", hero, chat(config, language, "page"), class_="hero"),
        element("section", element("h2", say("home_topics", language)), element("div", cards, class_="cards")),
        element("section", element("h2", say("home_trust", language)), element("div", trust, class_="trust")),
    )
    site = {"@type": "WebSite", "name": say("site_name", language), "inLanguage": language, "url": config.public_url + path("home", language),
            "publisher": {"@type": "Organization", "name": config.association_name, "url": config.association_url}}  # fmt: skip
    return _content("home", language, main, site)


def _opening(group: str, language: str) -> str:
    """The labels of the first topics of a group."""
    first = {"definition": ("definition", "difference", "hope"), "help": ("tasks", "help_for_me", "cost_of_help"),
             "family": ("family_support", "family_where"), "become": ("requirements", "course_where", "internship"),
             "employer": ("employer_benefits", "employer_prepare"), "centres": ("mental_health_centre",)}  # fmt: skip
    return " ".join(domain_answers().label(topic, language) or "" for topic in first[group])


def become(config: Settings, language: str) -> Content:
    """How to become one, step by step."""
    steps = [
        element(
            "section",
            element("h2", element("span", str(number), class_="step"), say(f"become_step_{number}", language)),
            [section(topic, language, "h3") for topic in topics],
            class_="stage",
        )
        for number, topics in enumerate(_STEPS, start=1)
    ]
    first = element("div", answer_blocks("become_how", language), class_="card opening")
    data = {"@type": "HowTo", "name": say("become_title", language),
            "step": [{"@type": "HowToStep", "name": say(f"become_step_{n}", language)} for n in range(1, len(_STEPS) + 1)]}  # fmt: skip
    return _content("become", language, join(heading(say("become_title", language)), first, steps), data)


def help_now(config: Settings, language: str) -> Content:
    """Numbers of people who help, the most urgent first."""
    rows = tables.read(HELPLINES, HELPLINE_COLUMNS)
    lines = [row for row in rows if row["key"] != "emergency"]
    urgent = [row for row in lines if row["show"] in _URGENT]
    danger = element(
        "section",
        element("h2", say("help_danger", language)),
        element("p", inline(say("help_danger_text", language))),
        element("p", _call(next(row["number"] for row in rows if row["key"] == "emergency"), language)),
        class_="danger",
    )
    then = [
        (domain_answers().label(t, language), address_of(t, language))
        for t in ("find_facility", "mental_health_centre", "help_for_me")
    ]
    main = join(
        heading(say("help_title", language)),
        danger,
        element(
            "section",
            element("h2", say("help_talk", language)),
            element("p", say("help_talk_note", language)),
            items(
                [_helpline(row, language) for row in [*urgent, *(row for row in lines if row not in urgent)]], class_="helplines"
            ),
        ),
        element("section", element("h2", say("help_then", language)), items([link(a, label) for label, a in then if a])),
    )
    return _content("help", language, main)


def _call(number: str, language: str) -> Html:
    return link(f"tel:{number.replace(' ', '')}", say("help_call", language, number=number), class_="button urgent")


def _helpline(row: Mapping[str, str], language: str) -> Html:
    name = row[f"name_{language}"]
    details = [row[f"hours_{language}"], say("help_free", language) if row["free"] == "yes" else ""]
    return join(
        element("h3", name[0].upper() + name[1:]),
        element("p", phone(row["number"]), class_="number"),
        element("p", " · ".join(filter(None, details))),
        element("p", link(row["website"], row["website"].split("//")[-1])) if row["website"] else None,
        element("p", say("help_checked", language, date=row["checked_on"]), class_="small"),
    )


def privacy(config: Settings, language: str) -> Content:
    """What happens to data."""
    stored = [
        say(f"privacy_stored_{key}", language, hours=f"{config.conversation_hours:g}")
        for key in ("chat", "browser", "position", "opinion", "counts", "address")
    ]
    email = config.association_email
    main = join(
        heading(say("privacy_title", language)),
        element(
            "section",
            element("h2", say("privacy_short", language)),
            prose(domain_answers().text("utter_privacy", language)),
            class_="card",
        ),
        element(
            "section", element("h2", say("privacy_stored", language)), items(stored), element("p", say("privacy_others", language))
        ),
        element("section", element("h2", say("privacy_hide", language)), element("p", say("privacy_hide_text", language))),
        element("p", inline(say("privacy_contact", language, email=email))) if email != "none" else None,
    )
    return _content("privacy", language, main)


def about(config: Settings, language: str) -> Content:
    """Sources, dates, how it decides, limits, scores."""
    answers = domain_answers()
    # The second set of questions is the judge: nobody who made the guide had seen it.
    floors = json.loads((ROOT / "tests" / "heldout" / "floor.json").read_text(encoding="utf-8"))
    floor = floors[f"2_{language}"]
    scores = [(say(f"about_score_{name}", language), f"{floor[key]:.0%}".replace("%", "\u00a0%")) for name, key in _SCORES.items()]
    sources = sorted(
        answers.text(name, language) for name in answers.names() if name.startswith("utter_source_") and name != "utter_source_line"
    )
    sections: Sequence[tuple[str, Sequence[Html]]] = (
        ("what", prose(answers.text("utter_bot_challenge", language))),
        ("decides", [element("p", say("about_decides_text", language))]),
        ("limits", [items([say(f"about_limits_{n}", language) for n in (1, 2, 3, 4)])]),
        ("scores", [element("p", say("about_scores_text", language)), _table(scores)]),
        ("sources", [*prose(answers.text("utter_sources", language)), items(sources, class_="sources")]),
        ("embed", [element("p", say("about_embed_text", language))]),
    )
    parts = [element("section", element("h2", say(f"about_{key}", language)), blocks) for key, blocks in sections]
    return _content("about", language, join(heading(say("about_title", language)), parts))


_SCORES: Final = {"right": "right", "turns": "turns", "out_of_scope": "out_of_scope_recognised"}
PAGES: Final[Mapping[str, Callable[[Settings, str], Content]]] = {
    "home": home, "become": become, "help": help_now, "privacy": privacy, "about": about,
}  # fmt: skip


def _table(rows: Sequence[tuple[str, str]]) -> Html:
    body = [element("tr", element("th", name, scope="row"), element("td", value)) for name, value in rows]
    return element("table", element("tbody", body))
