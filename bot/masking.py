"""Takes personal data out of what people write. Pure.

Found by their form: e-mail and web addresses, long numbers (telephone, PESEL, account, card), street addresses, dates of
birth, and names where somebody says what they or a relative are called.
"""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = r"[A-ZĄĆĘŁŃÓŚŹŻ][\w'-]+"
_RULES: Final = (
    ("[e-mail]", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("[www]", re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)),
    ("[data]", re.compile(r"\b(?:[0-3]?\d[./-][01]?\d[./-](?:19|20)?\d{2}|(?:19|20)\d{2}-[01]\d-[0-3]\d)\b")),
    ("[numer]", re.compile(r"(?<![\w])(?:\+|00)?\d(?:[ ()-]?\d){6,}(?!\w)")),
    ("[adres]", re.compile(rf"\b(?:ul|al|os|pl)\.\s*{_NAME}(?:\s+{_NAME})*\s*\d*\w?(?:/\d+)?")),
)
# What stands before a name. The phrase may be written anyhow, the name must look like one or stand right behind it.
_SAYS_NAME: Final = re.compile(
    rf"(?P<before>\b(?i:nazywam się|nazywam sie|mam na imię|mam na imie|ma na imię|ma na imie|na nazwisko|nazwisko|imię i nazwisko|"
    rf"my name is|my name's|is called|i am called|surname is)\s*:?\s+)(?P<name>[\w'-]+(?:\s+{_NAME}){{0,2}})"
)
_TWO_NAMES: Final = re.compile(rf"(?P<before>\b(?i:jestem|tu|i am|i'm|this is)\s+)(?P<name>{_NAME}\s+{_NAME})")


def mask(text: str) -> str:
    """The text with personal data replaced by what they were, such as `[e-mail]`; masking twice changes nothing."""
    for label, pattern in _RULES:
        text = pattern.sub(label, text)
    for pattern in (_SAYS_NAME, _TWO_NAMES):
        text = pattern.sub(lambda match: f"{match['before']}[imię]", text)
    return text
