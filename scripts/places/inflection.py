"""Forms of names in all cases, by the dictionary SGJP through Morfeusz; by endings where it does not know a name."""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

import morfeusz2

CASES: Final = ("nom", "gen", "dat", "acc", "inst", "loc")
PREPOSITIONS: Final = {"nad", "pod", "na", "w", "we", "koło", "przy", "k.", "za", "do", "z", "ze", "i"}
# Endings of names that the dictionary does not know: nominative ending -> endings of the other cases.
ENDINGS: Final = (
    ("ów", ("owa", "owie", "owem", "owowi")), ("owo", ("owa", "owie", "owem", "owu")), ("ewo", ("ewa", "ewie", "ewem")),
    ("ino", ("ina", "inie", "inem", "inu")), ("yno", ("yna", "ynie", "ynem")), ("ice", ("ic", "icach", "icami", "icom")),
    ("yce", ("yc", "ycach", "ycami", "ycom")), ("ka", ("ki", "ce", "kę", "ką")), ("nia", ("ni", "nię", "nią")),
    ("na", ("ny", "nie", "nę", "ną")), ("wa", ("wy", "wie", "wę", "wą")), ("ny", ("n", "nach", "nami")),
    ("ki", ("k", "ków", "kach", "kami")), ("sk", ("ska", "sku", "skiem")), ("in", ("ina", "inie", "inem")),
    ("yn", ("yna", "ynie", "ynem")), ("ec", ("ca", "cu", "cem")), ("no", ("na", "nie", "nem")),
    ("ska", ("skiej", "ską", "ski", "sce", "skę")), ("owa", ("owej", "ową", "owy", "owie", "owę")), ("ica", ("icy", "icę", "icą")),
    ("cza", ("czy", "czę", "czą")), ("sza", ("szy", "szę", "szą")), ("ja", ("i", "ji", "ję", "ją")), ("la", ("li", "lę", "lą")),
    ("ra", ("ry", "rze", "rę", "rą")), ("ta", ("ty", "cie", "tę", "tą")), ("da", ("dy", "dzie", "dę", "dą")),
    ("ga", ("gi", "dze", "gę", "gą")), ("ła", ("ły", "le", "łę", "łą")), ("za", ("zy", "zie", "zę", "zą")),
    ("ia", ("i", "ii", "ię", "ią")), ("a", ("y", "ie", "ę", "ą")), ("ń", ("nia", "niu", "niem")), ("ść", ("ści", "ścia", "ściu")),
    ("ie", ("ia", "iu", "iem")), ("cko", ("cka", "cku", "ckiem")), ("sko", ("ska", "sku", "skiem")), ("o", ("a", "u", "em", "ie")),
    ("e", ("a", "u", "em", "ego", "em")), ("y", ("", "ach", "ami", "om", "ów")), ("i", ("", "ach", "ami", "ów")),
    ("ł", ("ła", "łu", "łem", "le")), ("ek", ("ka", "ku", "kiem")), ("k", ("ka", "ku", "kiem")), ("d", ("du", "dzie", "dem", "da")),
    ("t", ("tu", "cie", "tem", "ta")), ("r", ("ru", "rze", "rem", "ra")), ("", ("a", "u", "em", "ie")),
)  # fmt: skip
# The same for names in Cyrillic script, Ukrainian and Russian together.
CYRILLIC_ENDINGS: Final = (
    ("ець", ("ця", "ці", "цем", "цю")), ("ько", ("ька", "ьку", "ьком")), ("ків", ("кова", "кові", "ковом")),
    ("ів", ("ова", "ові", "овом")), ("ин", ("ина", "ині", "ине", "ином")), ("ін", ("іна", "іні", "іном")),
    ("ь", ("і", "и", "ю", "я", "ем")), ("а", ("и", "і", "ы", "е", "у", "ою", "ой")), ("ы", ("", "ах", "ами")),
    ("і", ("", "ах", "ами")), ("о", ("а", "і", "е", "ом")), ("", ("а", "і", "е", "у", "ом")),
)  # fmt: skip
_GENERATOR: Final = morfeusz2.Morfeusz(analyse=False, expand_tags=True)


class Form(NamedTuple):
    """A form of one word. number, gender: empty when it agrees with anything."""

    text: str
    case: str
    number: str
    gender: str
    adjective: bool


def _generated(lemma: str) -> list[Form]:
    forms = []
    for text, found, tag, *_ in _GENERATOR.generate(lemma):
        parts = tag.split(":")
        if found.split(":")[0] == lemma and (parts[0] == "subst" or (parts[0] == "adj" and "pos" in parts)):
            forms += [
                Form(text, c, parts[1], parts[3][:2], parts[0] == "adj") for c in parts[2].split(".") if c in CASES
            ]  # fmt: skip
    return forms


def _paradigm(forms: Iterable[Form], nominative: str) -> list[Form]:
    """Only the number and gender whose nominative is the name as it stands: no "Krakowach" for "Kraków"."""
    forms = list(forms)
    kept = {(f.number, f.gender, f.adjective) for f in forms if f.case == "nom" and f.text.lower() == nominative.lower()}
    return [f for f in forms if (f.number, f.gender, f.adjective) in kept]


def word_forms(word: str) -> list[Form]:
    """Forms of one word of a name; the word itself in every case when it cannot be inflected."""
    found = _paradigm(_generated(word), word)
    for ending in ("a", "e", "ie"):  # adjectives in the feminine, neuter or plural ("Śląska", "Kościelne")
        if word.endswith(ending):
            for masculine in (word[: -len(ending)] + "y", word[: -len(ending)] + "i"):
                found += [f for f in _paradigm(_generated(masculine.lower()), word) if f.adjective]
    if not found:
        found = _paradigm(_generated(word.lower()), word)
    return found or [Form(text, case, "", "", False) for text in _by_ending(word) for case in CASES]


def _by_ending(word: str) -> list[str]:
    for ending, others in ENDINGS:
        if word.endswith(ending):
            return [word, *(word[: -len(ending)] + other for other in others)]
    return [word]


def _agree(forms: Iterable[Form]) -> bool:
    """Adjectives agree in number and gender with what stands beside them."""
    return all(
        not (a.adjective or b.adjective)
        or ((not a.number or not b.number or a.number == b.number) and (not a.gender or not b.gender or a.gender == b.gender))
        for a, b in itertools.combinations(forms, 2)
    )


def name_forms(name: str) -> set[str]:
    """Forms of a whole name in all cases, the name itself among them."""
    tokens = re.split(r"([ -])", name)
    frozen = next((i for i, token in enumerate(tokens) if token.lower() in PREPOSITIONS and i), len(tokens))
    variable = [t for t in tokens[:frozen] if t not in (" ", "-")]
    inflected: list[dict[str, list[Form]]] = []
    for word in variable:
        by_case: dict[str, list[Form]] = defaultdict(list)
        for form in word_forms(word):
            by_case[form.case].append(form)
        inflected.append(by_case)
    result = {name}
    for case in CASES:
        options = [f[case] or [Form(w, case, "", "", False)] for f, w in zip(inflected, variable)]
        if math.prod(len(o) for o in options) > 2000:
            continue
        for combination in itertools.product(*options):
            if _agree(combination):
                parts = iter(f.text for f in combination)
                result.add("".join(next(parts) if t not in (" ", "-") else t for t in tokens[:frozen]) + "".join(tokens[frozen:]))
    return result


def adjective_forms(name: str) -> set[str]:
    """All forms of an adjective in -ski, with the old neuter locative ("w krakowskiem"); hyphenated ones stay joined."""
    first, _, last = name.rpartition("-")
    words = last.split()
    options = [{f.text for f in _generated(w)} | {w} for w in words]
    if len(words) > 1:  # "warszawski zachodni": only equal cases
        return name_forms(name)
    stem = last.removesuffix("i")
    return {(first + "-" if first else "") + form for form in options[0] | {stem + "iem", stem + "ie", stem + "iego", stem + "im"}}


def cyrillic_forms(name: str) -> set[str]:
    """A name in Cyrillic script with its usual endings."""
    for ending, others in CYRILLIC_ENDINGS:
        if name.endswith(ending):
            return {name, *(name[: len(name) - len(ending)] + other for other in others)}
    return {name}
