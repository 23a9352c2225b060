"""Messages with several questions: bot/nlu/several.py."""

from __future__ import annotations

import pytest

from bot.nlu.several import parts, topics_asked, without_thanks, without_what_was_not_asked
from bot.nlu.topics import Ranked


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("ile trwa kurs i czy dostanę certyfikat?", ["ile trwa kurs", "czy dostanę certyfikat?"]),
        ("How long is the course, and what does it cost?", ["How long is the course", "what does it cost?"]),
        ("Kim on jest? Ile zarabia?", ["Kim on jest?", "Ile zarabia?"]),
        ("ile trwa kurs, gdzie jest i po co", ["ile trwa kurs", "gdzie jest", "po co"]),
        ("mama i tata pytają o kurs", ["mama i tata pytają o kurs"]),
        ("Kraków. ile to kosztuje", ["ile to kosztuje"]),
        ("ok dzięki, a ile trwa kurs", ["ok dzięki,", "a ile trwa kurs"]),
        ("nie nie, pytam o kurs", ["nie nie,", "pytam o kurs"]),
        ("who is it an is it free", ["who is it", "is it free"]),
        ("it is an issue for an assistant", ["it is an issue for an assistant"]),
        ("how much do they earn n is there a job", ["how much do they earn", "is there a job"]),
        ("ile trwa kurs i muszę mieć maturę?", ["ile trwa kurs", "muszę mieć maturę?"]),
        (
            "leki biorę dalej. to przeszkadza? i czy maturę trzeba mieć",
            ["leki biorę dalej. to przeszkadza?", "i czy maturę trzeba mieć"],
        ),
        ("kim jest asystent i czy to coś kosztuje", ["kim jest asystent", "czy to coś kosztuje"]),
        ("who is it, and is it free?", ["who is it", "is it free?"]),
        ("I still take a pill, is that a problem?", ["I still take a pill, is that a problem?"]),
        (
            "jak przygotować lekarzy na kolegę, który sam był pacjentem, i ile to trwa?",
            ["jak przygotować lekarzy na kolegę, który sam był pacjentem", "ile to trwa?"],
        ),
        ("My uncle, who was ill, is well now. Is it free?", ["My uncle, who was ill, is well now.", "Is it free?"]),
        ("znam kogoś, kto sam z tego wyszedł, co robi asystent?", ["znam kogoś, kto sam z tego wyszedł", "co robi asystent?"]),
        ("dzięki", ["dzięki"]),
        ("", []),
    ],
)
def test_pieces(text: str, pieces: list[str]) -> None:
    assert parts(text) == pieces


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ok dziękuję, a czy żona może przyjść ze mną?", "a czy żona może przyjść ze mną?"),
        ("Thanks a lot! Is there anything to read in English", "Is there anything to read in English"),
        ("cool dzieki, a jest coś do poczytania", "a jest coś do poczytania"),
        ("dziękuję za pomoc", "dziękuję za pomoc"),
        ("dzięki, pa pa", "dzięki, pa pa"),
        ("nie dziękuję, nie chcę dzwonić", "nie dziękuję, nie chcę dzwonić"),
        ("ile trwa kurs", "ile trwa kurs"),
    ],
)
def test_thanks_before_something_else(text: str, rest: str) -> None:
    assert without_thanks(text) == rest


def rank(piece: str) -> list[Ranked]:
    words = {
        "kurs": ("course_length", 0.9),
        "certyfikat": ("certificate", 0.7),
        "zarabia": ("salary", 0.5),
        "pogoda": ("out_of_scope", 0.9),
    }
    return [Ranked(*found) for word, found in words.items() if word in piece]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("ile trwa kurs i czy będzie certyfikat", ["course_length", "certificate"]),
        ("jaki będzie certyfikat? ile trwa kurs?", ["certificate", "course_length"]),
        ("ile trwa kurs i ile się zarabia", ["course_length"]),  # the second is not certain
        ("ile trwa kurs i jaka pogoda", ["course_length"]),  # the second is not in scope
        ("ile trwa kurs i gdzie ten kurs", ["course_length"]),  # the same topic twice
        ("ile trwa kurs", []),
        ("dziękuję, a ile trwa kurs", ["course_length"]),
        ("mam już certyfikat. ile trwa kurs?", ["course_length"]),  # the first piece asks nothing
        ("proszę o certyfikat. ile trwa kurs?", ["certificate", "course_length"]),
        ("brat chce iść na kurs. jaki jest certyfikat?", ["certificate"]),  # what somebody wants is told, not asked
        ("chce na kurs. jaki jest certyfikat?", ["course_length", "certificate"]),
        ("ok", []),
        ("co tam i jak tam", []),
    ],
)
def test_topics(text: str, topics: list[str]) -> None:
    assert topics_asked(text, rank, lambda topic: topic != "out_of_scope", lambda _: 0.6) == topics


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Nie pytam jak nim zostać, tylko jak go zatrudnić w ŚDS", "jak go zatrudnić w ŚDS"),
        ("nie o pracę pytam tylko o kurs w weekendy", "o kurs w weekendy"),
        ("pytałam o ich kurs, nie o placówki", "pytałam o ich kurs"),
        ("Ja nie jestem centrum tylko ŚDS, czy to nas dotyczy?", "ŚDS, czy to nas dotyczy?"),
        ("I didn't ask for an address. Who checks these people?", "Who checks these people?"),
        ("I asked about Olsztyn, not the course", "I asked about Olsztyn"),
        ("nie chce się leczyć, co robić", "nie chce się leczyć, co robić"),
        ("I don't know how long it takes", "I don't know how long it takes"),
        ("nie o to", "nie o to"),
        ("wolałabym na żywo a nie przez telefon", "wolałabym na żywo"),
        ("Chodziło mi o papiery asystenta. Nie o skierowanie.", "Chodziło mi o papiery asystenta."),
        ("nie placówki, pytam czy ten kurs był za darmo", "pytam czy ten kurs był za darmo"),
        ("nie chcę żadnego kursu. pytam czy z żałobą mogę przyjść", "pytam czy z żałobą mogę przyjść"),
        ("I dont want certificate. I want doctor in Lodz", "I want doctor in Lodz"),
        ("nie chcę iść do szpitala, co robić", "nie chcę iść do szpitala, co robić"),
    ],
)
def test_what_is_said_not_to_be_asked_is_left_out(text: str, rest: str) -> None:
    assert without_what_was_not_asked(text) == rest
