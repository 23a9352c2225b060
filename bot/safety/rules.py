"""The rules of the detector: each names one concept, in Polish and English, on plain text (bot/safety/text.py).

DANGER says what is usually danger. HARMLESS says what usually is not: study and work, the past that is over, denial, figures of
speech. Neither decides alone: how much a match counts beside the statistics is measured (scripts/train_safety.py).
Plain text has no diacritics, no punctuation and only lower case; `\\w*` stands for Polish endings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Rule:
    """A named pattern."""

    name: str
    pattern: re.Pattern[str]


def _rules(**patterns: Iterable[str]) -> tuple[Rule, ...]:
    """A rule for each keyword; its alternatives stand one a line and match whole words only."""
    return tuple(Rule(name.replace("_", " "), re.compile(rf"\b(?:{'|'.join(p)})\b")) for name, p in patterns.items())


_SOME: Final = r"(?: \w+){0,2}"
_SELF_EN: Final = r"(?:my ?self|him ?self|her ?self|them ?sel\w+|your ?self)"
_WANT: Final = r"(?:chc\w+|chcial\w+|zamierzam\w*|postanowil\w*|zdecydowal\w*|planuj\w*|mysl\w*|pragn\w+|musz\w*|pojd\w*|id\w+)"
_TAKE_LIFE: Final = r"(?:odebra\w*|odbior\w*|odbier\w*|targn\w*|zakoncz\w*|skoncz\w*)"
_KILL: Final = r"(?:zabi[cjl]\w*|zabij\w*|powies\w*|powiesz\w*|otru[cjl]\w*|utopi\w*|zastrzeli\w*|odjeb\w*|zajeb\w*|potn\w*)"
_CUT: Final = r"(?:tn\w{1,2}|pocial\w*|pociela\w*|ciac|poci\w+|okalecza\w*|samookalecza\w*|przypala\w*)"

DANGER: Final = _rules(
    kill_oneself=(rf"{_KILL}{_SOME} (?:sie|siebie)", rf"(?:sie|siebie){_SOME} {_KILL}", rf"(?:kill|hang|drown|shoot|poison|unalive|off|top)\w*{_SOME} {_SELF_EN}", "kms"),
    take_ones_life=(rf"{_TAKE_LIFE}{_SOME} (?:zycie|zyciem|zycia|ze soba)", rf"(?:zycie|ze soba){_SOME} {_TAKE_LIFE}", r"(?:end|take|took|taking|ending|finish)\w* (?:my|his|her|their) (?:own )?li(?:fe|ves)", r"end(?:ing)? it (?:all|tonight|today)"),
    want_to_die=(rf"{_WANT}{_SOME} (?:umrzec|umzec|smierci|nie zyc)", r"(?:umrzec|zdechnac) (?:chce|chcial\w*|wole)", r"(?:want\w*|wanna|wish\w*|ready|rather|going|gonna) (?:\w+ )?(?:die|dead|not (?:be )?alive)"),
    not_want_to_live=(r"nie chce(?: mi sie)? (?:juz |dluzej )?zyc", r"nie mam (?:juz )?(?:sily|ochoty|po co|dla kogo|powodu zeby) (?:dluzej )?zyc", r"(?:do not|don't|dont|no longer) (?:want to|wanna) (?:live|be alive|exist|be here|wake up)", r"(?:no|not any) (?:reason|point) (?:to|in) liv\w+", "nothing to live for"),
    suicide=(r"mysli (?:samob\w+|s)", r"popelni\w* samob\w+", r"planuj\w* samob\w+", r"(?:am|im|i'm|feel|feeling|is|he's|she's) suicidal", r"suicidal (?:thoughts|again)", r"(?:commit|attempt|considering|planning) suicide"),
    self_injury=(rf"{_CUT}{_SOME} (?:sie|rece|nogi|uda|zyly)", rf"sie {_CUT}", r"cut(?:s|ting)?{_SOME} (?:my ?self|wrists?|arms)".replace("{_SOME}", _SOME), r"self ?harm(?:s|ed|ing)?", r"(?:hurt|harm)(?:ing)? my ?self", r"zrobi\w* (?:sobie )?(?:cos|krzywde)"),
    jump_or_train=(r"skocz\w*{_SOME} (?:z (?:mostu|okna|dachu|balkonu)|pod)".replace("{_SOME}", _SOME), r"rzuc\w* sie pod \w+", r"stoje na (?:moscie|dachu|parapecie|torach)", r"jump\w*{_SOME} (?:off|from|in front of|out of)".replace("{_SOME}", _SOME), r"on the (?:bridge|roof|ledge|tracks)"),
    farewell=(r"zegnaj(?:cie)?(?: (?:wszyscy|kochani|swiecie))?", r"list\w* pozegnaln\w*", r"(?:juz )?mnie (?:juz )?nie bedzie", r"(?:goodbye|suicide) (?:note|letter)s?", r"goodbye (?:world|everyone|forever)", r"won'?t be (?:here|alive|around) (?:tomorrow|much|anymore|any)"),
    burden=(r"(?:lepiej|lzej|latwiej){_SOME} beze mnie".replace("{_SOME}", _SOME), r"beze mnie{_SOME} (?:lepiej|lzej|latwiej)".replace("{_SOME}", _SOME), r"better (?:off )?(?:without me|dead)"),
    voices=(r"glosy?{_SOME} (?:kaz\w+|mowi\w*|zebym)".replace("{_SOME}", _SOME), r"voices?{_SOME} (?:tell\w*|say\w*|order\w*)".replace("{_SOME}", _SOME)),
    overdose=(r"(?:wzial\w*|wziel\w*|polkn\w+|lykn\w+|zazyl\w*)(?: \w+){0,3} (?:tabletek|tabletki|lekow|leki|opakowanie)", r"przedawkowal\w*", r"(?:took|swallowed|taken)(?: \w+){0,4} (?:pills|tablets|meds)", r"overdosed"),
    method=(r"(?:jak|czym|ile)(?: \w+){0,4} (?:sie zabic|umrzec|sie nie obudzic)", r"how (?:to|do i|many)(?: \w+){0,6} (?:die|kill my ?self)", r"painless\w*{_SOME} (?:die|death)".replace("{_SOME}", _SOME)),
    violence=(r"(?:bij\w+|pobil\w*|dusi\w*|katuj\w*|szarpi\w*)(?: mnie| nas)", r"mnie (?:bij\w+|pobil\w*|dusil\w*|katuj\w*|leje|tlucze)", r"grozi\w*{_SOME} (?:zabij\w*|smiercia|nozem)".replace("{_SOME}", _SOME), r"(?:hits|hit|beats|beat|beating|choked) (?:me|us)", r"threaten\w*{_SOME} kill".replace("{_SOME}", _SOME)),
    sexual_violence=(r"zgwalc\w*", r"molest\w*", r"(?:was|been|got) raped", r"raped me", r"touche[sd] me"),
    no_breath_or_pulse=(r"nie oddycha", r"stracil\w* przytomnosc", r"nie (?:reaguje|moge (?:go|jej) dobudzic)", r"(?:not|isn't|isnt) breathing", r"unconscious", r"won't wake up"),
)  # fmt: skip

HARMLESS: Final = _rules(
    study_or_work=(r"(?:prac\w+ (?:magistersk\w+|licencjack\w+|dyplomow\w+|doktorsk\w+)|magisterk\w+|licencjat\w*|doktorat|referat\w*|prezentacj\w+|esej\w*|artykul\w*|statystyk\w*|badani\w+|szkoleni\w+|definicj\w+|procedur\w+|wytyczn\w+|lekcj\w+|scenariusz\w*|egzamin\w*|kolokwium|quiz)", r"(?:thesis|dissertation|essay|paper|lecture|article|statistics|research|training|definition|procedure|guidelines|lesson|workshop|seminar|exam|quiz|policy)", r"(?:prewencj\w+|zapobiegani\w+|profilaktyk\w+|prevention|awareness)"),
    past_that_is_over=(r"(?:\d+|kilka|pare|wiele|dziesiec|piec|dwadziescia) lat temu", r"(?:lata temu|dawno temu|kiedys|niegdys|w mlodosci|w dziecinstwie|w (?:19|20)\d\d)", r"years ago|long ago|used to|back then|as a (?:teenager|child|kid)|in (?:19|20)\d\d", r"(?:mam|have) (?:to )?za soba|behind me|od lat"),
    well_now=(r"(?:dzis\w*|teraz|obecnie)(?: \w+){0,3} (?:zdrow\w*|dobrze|pracuj\w*|pomagam|spokojn\w*|zyje|chce pomagac)", r"(?:now|today)(?: \w+){0,3} (?:well|fine|healthy|work\w*|help\w*|good|recovered)", r"wyszl\w+ z tego|wyszedl\w* z tego|recovered|in recovery"),
    denied=(r"nie mam (?:zadnych |juz )?(?:takich )?mysli", r"nie (?:chce|zamierzam) (?:sie zabi\w*|umierac|umrzec|nic sobie)", r"nic (?:sobie|mi|nikomu)(?: \w+)? nie (?:zrobie|jest)", r"(?:not|never|isn't|no longer) suicidal", r"no (?:suicidal|dark|bad) thoughts", r"(?:don't|dont|not going to|do not) want to (?:die|kill|hurt)"),
    figure_of_speech=(r"zabij\w+ (?:czas|nude|mnie)", r"umiera\w* z(?:e)? \w+", r"(?:telefon|bateria|laptop|komputer|samochod)(?: \w+)? (?:umarl|padl|zdechl)\w*", r"(?:kill\w*) (?:time|for a)|killing me|dying (?:to|of|for)", r"(?:phone|battery|laptop|car)(?: \w+)? (?:died|dead)|deadline", r"haha\w*|xd|lol|zartuj\w+|joking|just kidding"),
)  # fmt: skip

MINOR: Final = _rules(
    age_under_18=(r"mam (?:[6-9]|1[0-7]) l(?:at)?\w*", r"(?:i'm|im|i am|is|aged?|ma) (?:[6-9]|1[0-7])(?: lat)?", r"(?:[6-9]|1[0-7]) ?(?:lat\w*|letni\w*|years? old|year olds?|yo|l|f|m)", r"mam (?:dziesiec|jedenascie|dwanascie|trzynascie|czternascie|pietnascie|szesnascie|siedemnascie)\w*"),
    school_child=(r"(?:[1-8]|\w+ej) klas\w+", r"(?:uczen|ucznia|uczniowi|uczennic\w+|wychowank\w+|nastolat\w+|nastolet\w+|dziecko|dziecka|coreczk\w+|synek|synk\w+|podstawowk\w+|gimnazj\w+)", r"(?:year|grade) (?:[4-9]|1[0-2])|[4-9]th grade", r"(?:pupil|teen\w*|my kid|my child|high school|schoolgirl|schoolboy|student of mine|in my class)"),
)  # fmt: skip


def matches(rules: tuple[Rule, ...], plain: str) -> list[str]:
    """Names of the rules that match a plain text."""
    return [rule.name for rule in rules if rule.pattern.search(plain)]
