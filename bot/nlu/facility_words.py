"""Words of the search besides places: kinds of facilities, their names, "the second one". Pure."""

from __future__ import annotations

import re
from functools import cache
from operator import itemgetter
from typing import Final

from bot import tables
from bot.folding import fold, words
from bot.settings import ROOT

ALIASES: Final = ROOT / "data" / "facility_aliases.csv"
_KINDS: Final = (
    (r"\b(czp|pzk|centr\w* zdrowia psych\w*|mental health cent\w+)\b", "mental_health_centre"),
    (r"\b(sds|srodowiskow\w* dom\w*|dom\w* samopomoc\w*|self[- ]help (home|house)s?)\b", "community_self_help_home"),
    (r"\b(online|(?<!nie mam )(?<!bez )(?<!no )internet\w*|zdaln\w*|remote\w*|video|wideo)\b", "online_service"),
)
_ORDINALS: Final = (
    (r"\b(pierwsz\w+|first|1st)\b", "1"), (r"\b(drug(i|a|ie|iego|iej|im)|second|2nd)\b", "2"),
    (r"\b(trzeci\w*|third|3rd)\b", "3"), (r"\b(czwart(y|a|e|ego|ej|ym)|fourth|4th)\b", "4"),
    (r"\b(piat(y|a|e|ego|ej|ym)|fifth|5th)\b", "5"), (r"\b(ostatni\w*|last)\b", "-1"),
)  # fmt: skip
TOMORROW: Final = "tomorrow"
# Days as the table writes them (actions/directory/opening.py).
_DAYS: Final = (
    ("Sa-Su", r"weekend\w*"), ("Mo", r"poniedzial\w+|mondays?"), ("Tu", r"wtor(?:ek|ki|ku)|tuesdays?"), ("We", r"srod[aey]|wednesdays?"),
    ("Th", r"czwart(?:ek|ki|ku)|thursdays?"), ("Fr", r"piat(?:ek|ki|ku)|fridays?"), ("Sa", r"sobot\w*|saturdays?"), ("Su", r"niedziel\w*|sundays?"),
    (TOMORROW, r"jutro|tomm?orr?ow|tmrw|tmr|2moro"),
)  # fmt: skip
_ANY_DAY: Final = "|".join(pattern for _, pattern in _DAYS)
_CONTACT: Final = re.compile(
    r"\b(tel|telef\w*|telephone\w*|numer\w*|adres\w*|ulic\w*|gdzie to jest|mail\w*|mejl\w*|e mail|www|stron\w*|godzin\w*|otwart\w*|czynn\w*|"
    r"dojazd\w*|dojech\w*|trafi\w*|kontakt\w*|zadzwon\w*|phone\w*|number|address\w*|street|website|web page|site|email|"
    r"open|opening|hours|directions|get there|contact\w*|call them)\b"
)
# What people ask of a facility that they have just been shown, the first that fits. "Is it open?" without a time means what is known of it.
FACETS: Final = (
    ("facility_wrong", r"\b(zl\w+|bledn\w+|niepoprawn\w+|nieprawidlow\w+|nieaktualn\w+|wrong|incorrect|outdated|dead) (\w+ )?(numer\w*|tel\w*|adres\w*|"
     r"kontakt\w*|dan\w+|mail\w*|godzin\w*|number|phone|address|contact\w*|details|hours|email|line)\b|\b(numer\w*|tel\w*|adres\w*|kontakt\w*|mail\w*|number|"
     r"phone|address|contact\w*|email|they|place) (\w+ ){0,2}(nie dziala\w*|nie istnieje|nie odpowiada|jest zl\w+|jest bledn\w+|sie nie zgadza|nieaktualn\w+|does not work|"
     r"doesn.?t work|is wrong|is dead|is incorrect|is outdated|out of date|closed down|no longer exist\w*|is disconnected)\b|\bnie ma tak\w+ (numer\w*|adres\w*)\b|\bjuz (tam )?nie "
     r"(dziala\w*|istnieje|ma ich)\b|\b(zlikwidowan\w*|zamknieto na stale|closed for good|permanently closed)\b|\b(pomylk\w*|blad) (w|we) (adres\w*|numer\w*|danych)\b"),
    ("facility_current", r"\b(aktualn\w+|up to date|uptodate|still (valid|correct|true|current)|current info\w*|kiedy (to )?(bylo )?(sprawdz\w+|aktualizow\w+)|"
     r"(when|last) (was )?(this |it |that )?(checked|updated|verified)|how (old|fresh|recent)|(really |naprawde )?(from|z) (roku )?20\d\d( roku)?|swiez\w+ (dane|informacj\w+)|skad (macie|masz) (te|ten) (dane|adres\w*|numer\w*))\b"),
    ("facility_open", r"\b(otwart\w*|czynn\w*|open|opened|closed|zamkniet\w*)\b.*\b(teraz|dzis\w*|jeszcze|wlasnie|o tej porze|w tej chwili|now|today|tonight|still|at the moment|"
     r"right now|at this hour)\b|\b(teraz|dzis\w*|jeszcze|w tej chwili|o tej porze|now|today|tonight|still|right now)\b.*\b(otwart\w*|czynn\w*|pracuj\w*|przyjmuj\w*|open|opened|closed|zamkniet\w*)\b|"
     r"\b(godzin(y|ach|om)?|godz|hours|opening times?|(od|do|o) ktorej|what time|sobot\w*|niedziel\w*|weekend\w*|saturdays?|sundays?)\b|\bkiedy (\w+ )?(otwart\w*|czynn\w*|otwier\w*)\b|"
     r"\bwhen (is it|are they|do they|does it) (open\w*|clos\w*)\b|"
     rf"\b(?:otwart\w*|czynn\w*|pracuj\w*|przyjmuj\w*|open|closed|zamkniet\w*)\b.*\b(?:{_ANY_DAY})\b|\b(?:{_ANY_DAY})\b.*\b(?:otwart\w*|czynn\w*|przyjmuj\w*|open|closed|zamkniet\w*)\b|"
     rf"^(?:(?:a|i|no|czy|and|or|so|what about|how about|ok) )*(?:(?:w|we|na|on|jest|sa) )*(?:{_ANY_DAY})(?: rano| wieczorem| po poludniu| morning| evening| afternoon)?$"),
    ("facility_route", r"\b(dojazd\w*|dojech\w*|dojad\w*|dojd\w*|dojsc|trafi\w*|dosta\w* sie tam|jak tam|get there|directions|way there|how to reach|how do i reach|na mapie|on (a|the) map|"
     r"route|autobus\w*|tramwaj\w*|bus|tram|parking\w*)\b"),
    ("facility_distance", r"\b(jak (to )?(jest )?daleko|czy (to )?daleko|daleko (to|stad|od|jest|do)|ile (to |jest )?(km|kilometr\w*)|odleglosc\w*|how far|how many (km|kilomet\w+|miles)|what distance|is (it|that|this) far|far from (there|here|it)|"
     r"which (one )?(of them )?is (the )?(closest|nearest)|ktor\w+ (z nich )?(jest )?(najblizej|blizej))\b"),
    ("facility_phone", r"^(?!.*\b(?:zaufania|kryzys\w*|infolini\w*|helpline|hotline|crisis|adres\w*|address\w*|stron\w*|mail\w*|email|website|zadzwoni\w* (?:sam|sama|jako|za)|as (?:his|her|their|a)|say|powiedz\w*|mowi\w*)\b).*\b(?:tel|telefon\w*|numer(?!em)\w*|nr|phone\w*|number)\b"),
    ("facility_assistant", r"^(?:(?:a|i|no|ok|to|ale|czy|and|so|but) )*(?:asystent\w* (?:tam|tu|jest|na pewno)|(?:tam|tu|oni) (?:\w+ ){0,2}(?:asystent\w*)|(?:maja|pracuje|zatrudniaja|jest)(?: \w+){0,3} asystent\w*(?: \w+){0,2}|(?:na pewno|naprawde) (?:tam )?(?:jest|sa|pracuj\w*|maja)(?: \w+){0,3})\W*$|"
     r"\b(?:do|does|is|are) (?:any|either|one|some|all|each) of (?:those|these|them)\b(?: \w+){0,6} (?:workers?|assistants?|one|staff)\b|^(?:(?:and|so|but|ok|are you sure) )*(?:do they|does it|have they|is there|are there)(?: \w+){0,4} (?:assistants?|peer workers?)(?: \w+){0,2}\W*$"),
    ("nearer_facility", r"\b(blizej|blizsz\w+|closer|nearer|najblizej|near there|nearby|w poblizu|za daleko|too far|mniej daleko|less far)\b"),
)  # fmt: skip
_THINGS: Final = (
    r"\b(?:adres\w*|ulic\w*|gdzie to|dojech\w*|dojazd\w*|trafi\w*|address|street|where is it|get there)\b",
    r"\b(?:tel|telefon\w*|numer\w*|phone\w*|number)\b",
    r"\b(?:godzin\w*|otwart\w*|czynn\w*|ktorej|hours|open\w*|saturday\w*|sobot\w*)\b",
    r"\b(?:asysten\w+|assistants?)\b",
)
_REASONS: Final = (
    ("closed", r"\b(zamkn\w+|zlikwid\w+|nie istnieje|juz nie dziala|closed|no longer|shut)\b"),
    ("phone", r"\b(numer\w*|tel\w*|dodzwon\w*|zadzwon\w*|number|phone|call\w*|line)\b"),
    ("address", r"\b(adres\w*|ulic\w*|budyn\w*|address|street|building|moved|przeniesion\w*|przeni\w+)\b"),
    ("hours", r"\b(godzin\w*|otwart\w*|czynn\w*|hours|open\w*)\b"),
)  # fmt: skip
_CONFIRMED: Final = re.compile(
    r"\b(?:only|just|tylko|jedynie)\b(?: \w+){0,6} (?:sure|certain|pewn\w+|100)\b|\b(potwierdzon\w+|na pewno (pracuj\w+|zatrudnia\w*|maja|jest|sa)|(?:jest|sa|pracuj\w+|maja) na (?:pewno|bank|100)|na (?:100|sto) ?(?:%|procent)|naprawde (pracuj\w+|jest|sa)|z asystentami na (pewno|miejscu)|confirmed|definitely (work|have|employ)\w*|(?:juz )(?:ma|maja|zatrudnia\w*) (?:\w+ )?asystent\w*|gdzie (?:\w+ ){0,2}(?:jest|sa|maja) na pewno|(?:already|surely) (?:has|have|got|employs?)\w*|has one already|"
    r"for (sure|certain)|really (work|have|employ)\w*|actually (work|have|employ)\w*)\b|"
    r"\b(?:w )?ktor\w+ (?:z (?:nich|tych) )?(?:\w+ ){0,3}asystent\w*|\bwhich (?:ones? )?(?:of (?:them|these|those) )?(?:\w+ ){0,3}assistants?\b|"
    r"\b(?:zeby byl\w*|najlepiej|gdzies) z asystent\w*|\b(?:one|ones|somewhere) with (?:an? )?(?:recovery )?assistants?\b"
)
_REACH: Final = re.compile(
    r"\b(tel|telefon\w*|numer\w*|namiar\w*|mail\w*|mejl\w*|e mail\w*|email\w*|adres\w*|kontakt\w*|skontakt\w*|zadzwon\w*|dzwon\w*|umow\w*|phone\w*|number|address|contact\w*|call them|"
    r"ring them|reach them|write to them|appointment\w*|book a)\b"
)
_HOW_MANY: Final = re.compile(r"\b(how many|number of|ile|ilu|liczb\w+)\b")
_NUMBER: Final = re.compile(
    r"^(?:nr|numer|number|no\.?|#|pozycja)?\s*([1-9])[.)]?$|\b(?:nr|numer|number|no\.?|#|pozycja)\s*([1-9])\b"
)


def kind_named(text: str) -> str | None:
    """The kind of facility that the text asks for, as in the column `kind` of the table, or None."""
    folded = fold(text)
    return next((kind for pattern, kind in _KINDS if re.search(pattern, folded)), None)


def asks_contact(text: str) -> bool:
    """The text asks for an address, phone, page, opening hours or the way, of something that was named before."""
    return bool(_CONTACT.search(fold(text)))


def asks_reach(text: str) -> bool:
    """The text asks how to reach somebody that was named before: by phone, by e-mail, in person."""
    return bool(_REACH.search(fold(text)))


def facet_asked(text: str) -> str | None:
    """The topic of a short question about facilities that were just shown (open now, way there, how fresh, wrong, closer), or None."""
    said = " ".join(words(text))
    return next((topic for topic, pattern in FACETS if re.search(pattern, said)), None)


def day_named(text: str) -> str | None:
    """The day of the week that the text names ("Sa", "Sa-Su" for a weekend, TOMORROW), or None."""
    said = " ".join(words(text))
    return next((day for day, pattern in _DAYS if re.search(rf"\b(?:{pattern})\b", said)), None)


def asks_several(text: str) -> bool:
    """Whether the text asks for more than one thing of a place: address, telephone, opening hours, whether there is an assistant."""
    said = " ".join(words(text))
    return sum(bool(re.search(pattern, said)) for pattern in _THINGS) > 1


def reason_named(text: str) -> str | None:
    """What is said to be wrong with a contact, as in actions/directory/store.py, or None."""
    said = " ".join(words(text))
    return next((reason for reason, pattern in _REASONS if re.search(pattern, said)), None)


def only_confirmed(text: str) -> bool:
    """Only facilities are wanted where recovery assistants are known to work."""
    return bool(_CONFIRMED.search(fold(text)))


def asks_how_many(text: str) -> bool:
    """The text asks for a number of something."""
    return bool(_HOW_MANY.search(fold(text)))


def ordinal_named(text: str) -> str | None:
    """Position in a list, counted from "1", "-1" for the last one, or None."""
    folded = fold(text).strip("?!. ")
    number = _NUMBER.search(folded)
    if number:
        return number[1] or number[2]
    return next((value for pattern, value in _ORDINALS if re.search(pattern, folded)), None)


@cache
def _aliases() -> dict[str, list[tuple[list[str], str]]]:
    """The aliases (beginnings of words) with their facilities, by the first letter."""
    found: dict[str, list[tuple[list[str], str]]] = {}
    for row in tables.read(ALIASES, ("alias", "facility")):
        alias = words(row["alias"])
        found.setdefault(alias[0][0], []).append((alias, row["facility"]))
    return found


def facility_named(text: str) -> str | None:
    """Id of the facility named in the text by one of its aliases, the longest where there are several, or None."""
    said = words(text)
    named = [
        (len(" ".join(alias)), facility)
        for i, first in enumerate(said)
        for alias, facility in _aliases().get(first[0], ())
        if len(alias) <= len(said) - i and all(word.startswith(part) for part, word in zip(alias, said[i:]))
    ]
    return max(named, key=itemgetter(0))[1] if named else None
