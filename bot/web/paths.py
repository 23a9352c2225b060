"""The addresses of the website, in each language by its own words."""

from __future__ import annotations

from typing import Final

from bot.languages import LANGUAGES

# page -> language -> path below /<language>/
PAGES: Final = {
    "home": {"pl": "", "en": ""},
    "questions": {"pl": "pytania", "en": "questions"},
    "places": {"pl": "placowki", "en": "places"},
    "become": {"pl": "jak-zostac", "en": "become"},
    "help": {"pl": "pomoc", "en": "help"},
    "privacy": {"pl": "prywatnosc", "en": "privacy"},
    "about": {"pl": "o-przewodniku", "en": "about"},
    "chat": {"pl": "rozmowa", "en": "chat"},
}
GROUPS: Final = {
    "definition": {"pl": "kim-jest", "en": "who"},
    "help": {"pl": "w-czym-pomaga", "en": "how-one-helps"},
    "family": {"pl": "rodzina", "en": "family"},
    "become": {"pl": "kurs-i-wymagania", "en": "course"},
    "work": {"pl": "praca-i-prawo", "en": "work-and-law"},
    "employer": {"pl": "dla-placowek", "en": "for-facilities"},
    "centres": {"pl": "centra-zdrowia-psychicznego", "en": "mental-health-centres"},
    "dialogue": {"pl": "otwarty-dialog", "en": "open-dialogue"},
    "portal": {"pl": "portal-i-etyka", "en": "portal-and-ethics"},
    "projects": {"pl": "badania-i-projekty", "en": "research"},
}


def path(page: str, language: str, part: str = "") -> str:
    """The path of a page, or of a part of it (a group of questions, a facility), with a slash at the end."""
    return "/".join(["", language, *filter(None, (PAGES[page][language], part)), ""])


def group_path(group: str, language: str) -> str:
    """The path of a group of questions."""
    return path("questions", language, GROUPS.get(group, {}).get(language, group))


def page_at(address: str) -> tuple[str, str, str] | None:
    """Page, language and part of a path; None when it is no page's."""
    language, _, rest = address.strip("/").partition("/")
    if language not in LANGUAGES:
        return None
    first, _, part = rest.partition("/")
    for page, slugs in PAGES.items():
        if slugs[language] == first:
            return page, language, part
    return None
