"""Puts the sources of the chat together into one module and one stylesheet, without any tool of the JavaScript world.

The files of widget/ are proper modules that import each other; here imports go and everything stands in one file, its
words (texts.yml) in front. Comments and indents of whole lines go too: that is all the packing there is.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from bot import tables
from bot.contacts import HELPLINE_COLUMNS, HELPLINES
from bot.languages import LANGUAGES
from bot.web.paths import path
from bot.web.prose import known_numbers, known_sites
from bot.web.questions import source_prefix
from bot.web.texts import domain_answers, for_widget

_WIDGET: Final = Path(__file__).with_name("widget")
_ORDER: Final = ("dom.js", "prose.js", "store.js", "server.js", "card.js", "panel.js", "exit.js", "chat.js")
_IMPORT: Final = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=const|function|class|async)", re.MULTILINE)
_SUGGESTED: Final = ("definition", "help_for_me", "become_how", "find_facility")


def widget() -> str:
    """The chat as one ES module."""
    sources = [(_WIDGET / name).read_text(encoding="utf-8") for name in _ORDER]
    code = "\n".join(_EXPORT.sub("", _IMPORT.sub("", source)) for source in sources)
    css = _packed_css((_WIDGET / "chat.css").read_text(encoding="utf-8"))
    constants = f"const DATA={json.dumps(data(), ensure_ascii=False, separators=(',', ':'))};\nconst CSS={json.dumps(css, ensure_ascii=False)};\n"
    return constants + _packed_js(code)


def data() -> dict[str, Any]:
    """What the chat knows without asking the server: words, helplines, what to link, first suggestions."""
    helplines = [row for row in tables.read(HELPLINES, HELPLINE_COLUMNS) if row["show"].startswith(("crisis", "violence"))]
    return {
        "words": {language: for_widget(language) for language in LANGUAGES},
        "helplines": [
            {
                "number": row["number"],
                **{language: f"{row[f'name_{language}']}, {row[f'hours_{language}']}" for language in LANGUAGES},
            }
            for row in helplines
        ],
        "numbers": known_numbers(),
        "sites": known_sites(),
        "source": {language: source_prefix(domain_answers(), language) for language in LANGUAGES},
        "places": {language: path("places", language) for language in LANGUAGES},
        "topics": {language: [domain_answers().label(topic, language) for topic in _SUGGESTED] for language in LANGUAGES},
    }


def _packed_js(code: str) -> str:
    lines = (line.strip() for line in code.split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*", "*"))) + "\n"


def _packed_css(code: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", code, flags=re.DOTALL)).strip()


def stylesheet() -> str:
    """The stylesheet of the pages."""
    return _packed_css((Path(__file__).with_name("files") / "site.css").read_text(encoding="utf-8"))
