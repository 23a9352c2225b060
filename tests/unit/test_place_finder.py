"""Places that a message names: bot/nlu/place_finder.py, with the real tables."""

from __future__ import annotations

import pytest

from bot import gazetteer
from bot.nlu.place_finder import finder
from bot.nlu.place_mention import REGION, SHARED_NAME, chosen, masked
from bot.nlu.place_names import key_of
from tests.unit.places import place


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
        ("mieszkam na wsi kolo hajnowki", "Hajnówka"),
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
        ("not krakow, i meant lodz", "Łódź"),
        ("nie krakow, chodzilo mi o lodz", "Łódź"),
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


@pytest.mark.parametrize(
    ("text", "town"),
    [
        # the misspelt city comes before a village that is as like or liker
        ("szczecn", "Szczecin"),
        ("torun", "Toruń"),
        ("wroclaf", "Wrocław"),
        ("gdnask", "Gdańsk"),
        # what people do: double, drop, swap, hit the neighbouring key, write as they hear
        ("w Warszawiie", "Warszawa"),
        ("w sosnwcu", "Sosnowiec"),
        ("w kilecach", "Kielce"),
        ("w katowivach", "Katowice"),
        ("mieszkam w rzeszufie", "Rzeszów"),
        ("mieszkam w Pszemyślu", "Przemyśl"),
        ("w Elblongu", "Elbląg"),
        # two slips, several words, short names, no preposition
        ("w Czestohowie", "Częstochowa"),
        ("kendzierzyn kozle", "Kędzierzyn-Koźle"),
        ("zielona gura", "Zielona Góra"),
        ("w tarnowskich gurach", "Tarnowskie Góry"),
        ("w nowym sonczu", "Nowy Sącz"),
        ("w gydni", "Gdynia"),
        ("Lubaczwó, szpital", "Lubaczów"),
        # a village
        ("w Radeczncy", "Radecznica"),
    ],
)
def test_corrects_what_people_mistype(text: str, town: str) -> None:
    assert names(text) == [town]
    assert finder().find(text)[0].exact is (town == "Toruń")


def test_misspelt_names_can_be_left_alone() -> None:
    assert finder().find("w Krakwie", correct=False) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("powiat cieszyński", "Cieszyn"),
        ("w powiecie tatrzańskim", "Zakopane"),
        ("powiat kolski", "Koło"),
        ("w cieszyńskim powiecie", "Cieszyn"),
        ("Cieszyn county", "Cieszyn"),
        ("gmina Zawoja", "Zawoja"),
        ("w gminie Liszki", "Liszki"),
        ("w krakowskiem", "Kraków"),
        ("krakowskie", "Kraków"),
        ("poznańskie szpitale", "Poznań"),
        ("w lubelskiem", "woj:lubelskie"),
        ("Lublin voivodeship", "woj:lubelskie"),
        ("na Kurpiach", "woj:mazowieckie"),
        ("na Kaszubach", "woj:pomorskie"),
        ("na Żuławach", "woj:pomorskie"),
        ("na Podhalu", "woj:małopolskie"),
        ("w Bieszczadach", "woj:podkarpackie"),
        ("w Zagłębiu", "woj:śląskie"),
        ("Ziemia Lubuska", "woj:lubuskie"),
        ("Warmia", "woj:warmińsko-mazurskie"),
        ("in Silezia", "woj:śląskie"),
    ],
)
def test_counties_communes_adjectives_and_regions(text: str, found: str) -> None:
    assert names(text) == [found]


@pytest.mark.parametrize("text", ["ulica Krakowska 5", "przy ulicy Warszawskiej", "ul. Śląska", "pan Poznański", "turecki serial"])
def test_streets_and_surnames_are_no_place(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "seats"),
    [
        ("powiat bielski", {"Bielsko-Biała", "Bielsk Podlaski"}),
        ("w powiecie grodziskim", {"Grodzisk Mazowiecki", "Grodzisk Wielkopolski"}),
        ("powiat brzeski", {"Brzeg", "Brzesko"}),
    ],
)
def test_county_name_that_two_have_leaves_the_choice_of_their_towns(text: str, seats: set[str]) -> None:
    (mention,) = finder().find(text)
    assert {p.name for p in finder().candidates(mention.id)} == seats


def test_commune_name_that_several_have_leaves_the_choice_of_them() -> None:
    (mention,) = finder().find("gmina Dobra")
    candidates = finder().candidates(mention.id)
    assert len(candidates) > 1
    assert all(p.name == p.gmina == "Dobra" for p in candidates)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Breslau", "Wrocław"), ("Danzig", "Gdańsk"), ("near Posen", "Poznań"), ("Stettin", "Szczecin"), ("Kattowitz", "Katowice"),
        ("in Thorn", "Toruń"), ("Варшава", "Warszawa"), ("в Кракові", "Kraków"), ("Вроцлав", "Wrocław"), ("в Лодзі", "Łódź"),
        ("in Olsztyn's hospital", "Olsztyn"),
    ],
)  # fmt: skip
def test_knows_foreign_names(text: str, town: str) -> None:
    assert names(text) == [town]


@pytest.mark.parametrize(
    ("text", "city", "district"),
    [
        ("Nowa Huta", "Kraków", "Nowa Huta"),
        ("na Mokotowie", "Warszawa", "Mokotów"),
        ("mieszkam na Woli", "Warszawa", "Wola"),
        ("Praga-Południe", "Warszawa", "Praga-Południe"),
        ("na Krzykach", "Wrocław", "Krzyki"),
        ("we Wrzeszczu", "Gdańsk", "Wrzeszcz"),
        ("na Bałutach", "Łódź", "Bałuty"),
        ("na Widzewie", "Łódź", "Widzew"),
        ("na Jeżycach", "Poznań", "Jeżyce"),
        ("na Retkini", "Łódź", "Retkinia"),
        ("w Katowicach na Ligocie", "Katowice", "Ligota"),
        ("Warszawa Śródmieście", "Warszawa", "Śródmieście"),
        ("Kraków", "Kraków", ""),
    ],
)
def test_district_means_its_city_and_is_told(text: str, city: str, district: str) -> None:
    mention = chosen(text, finder().find(text))
    districts = {m.district for m in finder().find(text)} - {""}
    assert mention is not None
    assert gazetteer.by_id()[mention.id].name == city
    assert districts == ({district} if district else set())


def test_city_and_its_district_are_one_place() -> None:
    (mention,) = finder().find("Warszawa-Mokotów")
    assert (mention.start, mention.end, mention.district) == (0, 16, "Mokotów")


@pytest.mark.parametrize(
    ("text", "district"), [("mieszkamy w Krakowie na Krowodrzy", "Krowodrza"), ("jestem w łodzi na bałutach", "Bałuty")]
)
def test_city_and_its_district_with_a_preposition_between_are_one_place(text: str, district: str) -> None:
    (mention,) = finder().find(text)
    assert mention.district == district


@pytest.mark.parametrize("text", ["mam ochotę na spacer", "z własnej woli", "na woli mi nie zależy", "krzyki sąsiadów mnie budzą"])
def test_districts_that_are_words_need_more_evidence(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        ("31-067", False, ["Kraków"]),
        ("kod 05-500", False, ["woj:mazowieckie"]),
        ("kod pocztowy 05500", False, ["woj:mazowieckie"]),
        ("05500", True, ["woj:mazowieckie"]),
        ("05500", False, []),
        ("34-300", False, ["woj:śląskie"]),
        ("34-400", False, ["woj:małopolskie"]),
        ("31-067 Kraków", False, ["Kraków"]),
        ("26-600 Radom", False, ["Radom"]),
        ("79-123", False, []),
        ("22-123-45-67", False, []),
        ("800 70 2222", True, []),
        ("30-300 zł", False, []),
    ],
)
def test_postcodes(text: str, expected: bool, found: list[str]) -> None:
    assert names(text, expected=expected) == found


@pytest.mark.parametrize(
    "text",
    ["praca", "mama", "pomoc", "koło", "piła", "dobra", "nowe", "piła za dużo", "koło pracy", "dobra wiadomość", "nowe leki",
     "pisz do mnie", "na brzegu łóżka", "to jest dobra praca", "mama ma nową sól", "hell is other people", "a pile of papers"],
)  # fmt: skip
def test_words_that_are_towns_too_are_no_place_by_themselves(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("mieszkam w pile", "Piła"), ("mieszkam w zarach", "Żary"), ("w Nysie", "Nysa"), ("w Kole", "Koło"), ("na Helu", "Hel"),
        ("mieszkam w Piszu", "Pisz"), ("w Brzegu", "Brzeg"), ("Turek koło Konina", "Turek"), ("mieszkam w markach", "Marki"),
    ],
)  # fmt: skip
def test_words_that_are_towns_too_are_places_where_that_is_told(text: str, town: str) -> None:
    assert names(text)[0] == town


@pytest.mark.parametrize("town", ["Pisz", "Hel", "Nysa", "Żary"])
def test_town_that_is_a_word_answers_the_question_for_a_place(town: str) -> None:
    assert names(town.lower(), expected=True) == [town]


@pytest.mark.parametrize(
    "text", ["rozmawiałem z Markiem", "z Anną chodzimy na grupę", "mój brat mieszka w Londynie", "w Niemczech"]
)
def test_people_and_other_countries_are_no_place(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "name", "voivodeship"),
    [
        ("Leszno koło Błonia", "Leszno", "mazowieckie"),
        ("Tomaszów koło Zamościa", "Tomaszów Lubelski", "lubelskie"),
        ("Józefów, lubelskie", "Józefów", "lubelskie"),
        ("Dobra koło Limanowej", "Dobra", "małopolskie"),
    ],
)
def test_what_stands_beside_settles_which_place_is_meant(text: str, name: str, voivodeship: str) -> None:
    mention = chosen(text, finder().find(text))
    assert mention is not None
    found = gazetteer.by_id()[mention.id]
    assert (found.name, found.voivodeship) == (name, voivodeship)


def test_candidates_are_ordered_by_nearness_to_a_place_said_before() -> None:
    (mention,) = finder().find("w Nowej Wsi")
    here = place("Rzeszów")
    near = finder().candidates(mention.id, near=here)
    distances = [gazetteer.distance_km((p.lat, p.lon), (here.lat, here.lon)) for p in near]
    assert distances == sorted(distances)
    assert {p.id for p in near} == {p.id for p in finder().candidates(mention.id)}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("nie w Krakowie tylko w Wieliczce", "Wieliczka"),
        ("Kraków? Nie, Tarnów", "Tarnów"),
        ("jestem z Bytomia, ale szukam w Gliwicach", "Gliwice"),
        ("w Katowicach nie ma, więc może Chorzów", "Chorzów"),
        ("jestem z Łodzi, szukam w Pabianicach", "Pabianice"),
        ("Pracuję w Łodzi, mieszkam w Pabianicach", "Pabianice"),
        ("przeprowadzam się z Łodzi do Gdyni", "Gdynia"),
        ("jestem z Lęborka, do Słupska mam blisko", "Lębork"),
        ("na Śląsku, w Bytomiu", "Bytom"),
        ("Bytom na Śląsku", "Bytom"),
        ("nie tylko Kraków, Tarnów też", "Tarnów"),
        ("bliżej niż Warszawa, jestem z Siedlec", "Siedlce"),
    ],
)
def test_which_of_several_places_is_meant(text: str, meant: str) -> None:
    mention = chosen(text, finder().find(text))
    assert mention is not None
    assert gazetteer.by_id()[mention.id].name == meant


@pytest.mark.parametrize(
    "text",
    [
        "not Bytom, something else",
        "nie Bytom, coś innego",
        "nie w Łodzi, gdzie indziej",
        "not Bytom, I meant Xyzabc",
        "nie Bytom, chodziło mi o Abcxyz",
    ],
)
def test_denied_place_with_nothing_in_its_stead_is_none(text: str) -> None:
    assert chosen(text, finder().find(text)) is None


def test_every_place_is_found_by_its_own_name() -> None:
    table = finder()._names
    for found in gazetteer.read()[::50]:
        hit = table.look_up(key_of(found.name))
        assert gazetteer.read().position(found.id) in {*hit.towns, *hit.villages}
