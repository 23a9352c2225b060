"""Places that a message names: bot/nlu/place_finder.py, with the real tables."""

from __future__ import annotations

import pytest

from bot import gazetteer
from bot.nlu.place_finder import REGION, SHARED_NAME, chosen, finder, masked


def names(text: str, expected: bool = False) -> list[str]:
    """What is found, as a person would call it: name of a town, `woj:…` or `name:…`."""
    found = finder().find(text, expected=expected)
    return [gazetteer.by_id()[m.id].name if m.id in gazetteer.by_id() else m.id for m in found]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        # in all cases
        ("Kraków to moje miasto", "Kraków"),
        ("jestem z Krakowa", "Kraków"),
        ("przyglądam się Krakowowi", "Kraków"),
        ("mieszkam pod Krakowem", "Kraków"),
        ("szukam asystenta w Krakowie", "Kraków"),
        ("jest ktoś w Łodzi?", "Łódź"),
        ("lubię Łódź", "Łódź"),
        ("jadę do Warszawy", "Warszawa"),
        ("pod Warszawą", "Warszawa"),
        ("we Wrocławiu", "Wrocław"),
        ("dojadę do Wrocławia", "Wrocław"),
        ("koło Poznania", "Poznań"),
        ("za Gdańskiem", "Gdańsk"),
        ("centrum w Kielcach", "Kielce"),
        ("niedaleko Katowic", "Katowice"),
        ("w Tychach", "Tychy"),
        ("do Suwałk", "Suwałki"),
        ("w Pile", "Piła"),
        ("z Chełma", "Chełm"),
        ("mieszkam w Zakopanem", "Zakopane"),
        # of several words, both declined
        ("w Bielsku-Białej", "Bielsko-Biała"),
        ("do Zielonej Góry", "Zielona Góra"),
        ("w Tarnowskich Górach", "Tarnowskie Góry"),
        ("w Nowym Sączu", "Nowy Sącz"),
        ("pod Nowym Targiem", "Nowy Targ"),
        ("w Piekarach Śląskich", "Piekary Śląskie"),
        ("ze Stalowej Woli", "Stalowa Wola"),
        ("w Białej Podlaskiej", "Biała Podlaska"),
        ("w Ostrowie Wielkopolskim", "Ostrów Wielkopolski"),
        ("w Starogardzie Gdańskim", "Starogard Gdański"),
        ("w Gorzowie Wielkopolskim", "Gorzów Wielkopolski"),
        # without diacritics or capitals
        ("szukam w krakowie", "Kraków"),
        ("asystent lodz", "Łódź"),
        ("we wroclawiu", "Wrocław"),
        ("gdansk?", "Gdańsk"),
        ("w bielsku bialej", "Bielsko-Biała"),
        ("zielona gora", "Zielona Góra"),
        ("POZNAŃ", "Poznań"),
        ("swinoujscie", "Świnoujście"),
        # colloquial, districts, English
        ("w wawie", "Warszawa"),
        ("mieszkam w stolicy", "Warszawa"),
        ("na Mokotowie", "Warszawa"),
        ("w Nowej Hucie", "Kraków"),
        ("w Gorzowie", "Gorzów Wielkopolski"),
        ("w Trójmieście", "Gdańsk"),
        ("is there one in Warsaw?", "Warszawa"),
        ("I live near Cracow", "Kraków"),
        ("recovery assistant in Lodz", "Łódź"),
        ("from Gdansk", "Gdańsk"),
        ("Tricity area", "Gdańsk"),
        # villages after a preposition
        ("mieszkam w Zawoi", "Zawoja"),
        ("w Radecznicy", "Radecznica"),
        ("z Radłowic", "Radłowice"),
        ("w Sułoszowej", "Sułoszowa"),
    ],
)
def test_finds_the_town(text: str, town: str) -> None:
    assert names(text) == [town]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("szukam w Krakwie", "Kraków"),
        ("mieszkam w Warszwie", "Warszawa"),
        ("w Gdanksu", "Gdańsk"),
        ("w Poznanu", "Poznań"),
        ("w Katowcach", "Katowice"),
        ("koło Biaegostoku", "Białystok"),
        ("w bydgoczy", "Bydgoszcz"),
        ("near Wroclav", "Wrocław"),
    ],
)
def test_corrects_a_typo_after_a_preposition(text: str, town: str) -> None:
    assert names(text) == [town]
    assert not finder().find(text)[0].exact


@pytest.mark.parametrize(
    ("text", "voivodeship"),
    [
        ("województwo śląskie", "śląskie"),
        ("w województwie mazowieckim", "mazowieckie"),
        ("na Śląsku", "śląskie"),
        ("na Dolnym Śląsku", "dolnośląskie"),
        ("w małopolsce", "małopolskie"),
        ("w kujawsko-pomorskim", "kujawsko-pomorskie"),
        ("warmińsko-mazurskie", "warmińsko-mazurskie"),
        ("z zachodniopomorskiego", "zachodniopomorskie"),
        ("na Podkarpaciu", "podkarpackie"),
        ("na Podlasiu", "podlaskie"),
        ("gdzieś na Mazowszu", "mazowieckie"),
        ("Pomorze", "pomorskie"),
        ("Silesia", "śląskie"),
        ("in Lesser Poland", "małopolskie"),
        ("Lower Silesia", "dolnośląskie"),
    ],
)
def test_finds_the_region(text: str, voivodeship: str) -> None:
    assert names(text) == [REGION + voivodeship]


@pytest.mark.parametrize("voivodeship", gazetteer.VOIVODESHIPS)
def test_knows_every_voivodeship(voivodeship: str) -> None:
    assert names(f"województwo {voivodeship}") == [REGION + voivodeship]


@pytest.mark.parametrize(
    "text",
    [
        "w pracy",
        "dobrej nocy",
        "mam pomoc dla mamy",
        "w Polsce",
        "in Poland",
        "pisz do mnie",
        "w domu",
        "w szpitalu",
        "na kursie",
        "w nocy nie śpię",
        "do widzenia",
        "miłego dnia",
        "jestem w kryzysie",
        "rozmowa z lekarzem",
        "po co mi to",
        "kim jest asystent zdrowienia",
        "ile trwa kurs i staż",
        "czy tych asystentów jest dużo",
        "z tych kursów",
        "jak się leczyć",
        "wszędzie piszą, że to zawód",
        "wychodzę w piątek",
        "to siedzi w głowie",
        "na świecie",
        "płaczę w łazience",
        "kurs na raty",
        "to zależy od szpitala",
        "zajęcia w małej grupie",
        "what does an assistant do",
        "I need help at work",
        "in a crisis",
        "by the way",
        "good morning",
        "the police came",
        "I am sick and in hospital",
        "they learn how to talk to sick people",
        "",
        "?!",
    ],
)
def test_ordinary_words_are_no_place(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    "text",
    ["praca", "zarobki", "leki", "szpital", "źródła", "placówki", "zasady", "zawód", "nadzieja", "lęk", "jasne", "koniec", "kurs"],
)
def test_one_ordinary_word_is_no_village(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("w Krakowie albo w Łodzi", ["Kraków", "Łódź"]),
        ("Warszawa, Kraków i Gdańsk", ["Warszawa", "Kraków", "Gdańsk"]),
        ("from Kraków to Warszawa", ["Kraków", "Warszawa"]),
        ("nie w Krakowie, tylko w Katowicach", ["Kraków", "Katowice"]),
        ("na Śląsku, w Bytomiu", ["woj:śląskie", "Bytom"]),
        ("Łódź czy łódź", ["Łódź", "Łódź"]),
    ],
)
def test_finds_several_places_in_order(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Kraków", "Kraków"),
        ("może Kalisz", "Kalisz"),
        ("krakw", "Kraków"),
        ("warszwa", "Warszawa"),
        ("gdyna", "Gdynia"),
        ("zawoja", "Zawoja"),
        ("to będzie ustroń", "Ustroń"),
        ("ze wsi Radecznica", "Radecznica"),
    ],
)
def test_bare_or_misspelt_name_is_enough_when_a_place_was_asked_for(text: str, place: str) -> None:
    assert names(text, expected=True) == [place]


@pytest.mark.parametrize("text", ["nie wiem", "obojętnie", "w domu", "yes", "dziękuję", "xyzxyz"])
def test_other_replies_to_the_question_are_no_place(text: str) -> None:
    assert names(text, expected=True) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mieszkam w Zawadach", "Zawady"),
        ("w Ostrowie", "Ostrów"),
        ("w Nowej Wsi", "Nowa Wieś"),
        ("w Dąbrówce", "Dąbrówka"),
    ],
)
def test_shared_name_leaves_the_choice(text: str, name: str) -> None:
    (mention,) = finder().find(text)
    assert mention.id.startswith(SHARED_NAME)
    candidates = finder().candidates(mention.id)
    assert len(candidates) > 1
    assert name in {p.name for p in candidates}
    assert candidates == sorted(candidates, key=lambda p: -p.population)


@pytest.mark.parametrize(
    ("text", "voivodeship"), [("w Józefowie", "mazowieckie"), ("w Brzegu", "opolskie"), ("w Krośnie", "podkarpackie")]
)
def test_far_larger_place_is_meant(text: str, voivodeship: str) -> None:
    (mention,) = finder().find(text)
    assert gazetteer.by_id()[mention.id].voivodeship == voivodeship


def test_unknown_shared_name_has_no_candidates() -> None:
    assert finder().candidates("name:xyz") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("szukam w Bielsku-Białej!", "Bielsku-Białej"),
        ("  Łódź ", "Łódź"),
        ("na Dolnym Śląsku jest?", "Dolnym Śląsku"),
        ("w Krakwie", "Krakwie"),
    ],
)
def test_tells_where_in_the_text_the_place_stands(text: str, said: str) -> None:
    (mention,) = finder().find(text)
    assert text[mention.start : mention.end] == said


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Kraków", "Kraków"),
        ("w Krakowie albo w Łodzi", "Kraków"),
        ("nie w Krakowie, tylko w Katowicach", "Katowice"),
        ("nie Kraków, Katowice", "Katowice"),
        ("not Warsaw, Gdańsk", "Gdańsk"),
        ("w Krakowie, przepraszam, chodziło mi o Tarnów", "Tarnów"),
        ("Kraków, sorry, I meant Tarnów", "Tarnów"),
        ("nie w Krakowie", "Kraków"),  # nothing else is named
    ],
)
def test_corrected_place_is_meant(text: str, meant: str) -> None:
    mention = chosen(text, finder().find(text))
    assert mention is not None
    assert gazetteer.by_id()[mention.id].name == meant


def test_no_place_is_chosen_when_none_is_named() -> None:
    assert chosen("dzień dobry", []) is None


@pytest.mark.parametrize(
    ("text", "hidden"),
    [("kurs w Krakowie i Łodzi", "kurs w xplacex i xplacex"), ("na Dolnym Śląsku", "na xplacex"), ("kim jest", "kim jest")],
)
def test_masked_text_tells_no_place(text: str, hidden: str) -> None:
    assert masked(text, finder().find(text)).split() == hidden.split()
