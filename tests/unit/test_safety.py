"""Danger in what people write: bot/safety. The held-out figures are in docs/safety.md; here are the plain cases."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from bot.safety import Danger, assess, detector, patterns, speaks_of_young
from bot.safety.encoder import Encoder
from bot.safety.model import FOLDER, READERS, DangerModel, Signs, danger_model, digest
from bot.safety.text import clean, plain
from bot.safety.transformer import Deeper, Transformer
from scripts.train_safety import fingerprint


@pytest.mark.parametrize(
    ("danger", "texts"),
    [
        (
            "self",
            [
                "Nie chcę już żyć.",
                "nie chce zyc",
                "chcę umrzeć",
                "Chcę się zabić",
                "mam myśli samobójcze",
                "mysle o samobojstwie",
                "chcę ze sobą skończyć",
                "nie widzę sensu życia",
                "nie mam po co żyć",
                "mam dość życia",
                "odechciało mi się żyć",
                "wszystkim będzie lepiej beze mnie",
                "stoję na moście",
                "głosy każą mi skoczyć",
                "tnę się",
                "nie dożyję jutra",
                "wezmę wszystkie tabletki i zasnę na zawsze",
                "I want to die",
                "i wanna die",
                "I don't want to live anymore",
                "I am going to kill myself",
                "I'm suicidal",
                "there is no reason to live",
                "everyone would be better off without me",
                "how many pills does it take to die",
                "voices tell me to jump",
                "I keep cutting myself",
                "kim jest asystent zdrowienia? pytam, bo chcę się zabić",
            ],
        ),
        (
            "other",
            [
                "moja córka chce się zabić",
                "mój brat mówi o samobójstwie",
                "przyjaciółka napisała, że chce się zabić",
                "kolega z pracy chce się powiesić",
                "on chce się zabić",
                "jak pomóc komuś, kto ma myśli samobójcze",
                "my husband wants to die",
                "my friend says she wants to kill herself",
                "she tried to kill herself",
            ],
        ),
        (
            "minor",
            [
                "mam 14 lat i chcę umrzeć",
                "I'm 15 and I want to die",
            ],
        ),
        (
            "young",
            [
                "moje dziecko się tnie",
                "syn ma 13 lat i chce umrzeć",
                "mój 15-letni syn się tnie",
                "moja dziewczyna ma 17 lat i chce się zabić",
                "my daughter is 12 and cuts herself",
                "uczeń w mojej klasie mówi o samobójstwie",
            ],
        ),
        (
            "violence",
            [
                "mąż mnie bije",
                "ojciec pobił mnie wczoraj",
                "grozi, że mnie zabije",
                "my husband hits me",
                "boję się z nim zostać sama, bije",
                "Zięć po kieliszku podnosi rękę na córkę, a ona ma od tego nerwicę. Gdzie ona ma dzwonić?",
                "my daughter's husband hits her when he drinks",
                "he said he will kill me",
            ],
        ),
        ("child", ["mam 16 lat i tata mnie bije"]),
        ("sexual", ["zgwałcił mnie", "I was raped"]),
        (
            "harming",
            [
                "boję się, że uderzę dziecko",
                "Ja się boję siebie, że coś jej zrobię, chociaż wcale tego nie chcę.",
                "nikt mnie nie krzywdzi, to ja mogę skrzywdzić żonę",
                "przeszło mi przez głowę, że mogłabym ją puścić, boję się być z małą sama",
                "no one's hurting me. it's me. I'm the one who's going to hurt her",
                "last night I had to put her down and lock myself in the bathroom because my hands were going to do it",
            ],
        ),
        (
            "medical",
            [
                "wzięłam całe opakowanie tabletek",
                "połknęłam 30 tabletek",
                "mąż połknął tabletki",
                "przedawkowałem leki",
                "on nie oddycha",
                "I took a whole bottle of pills",
                "she is not breathing",
                "I took an overdose an hour ago and I want to die",
            ],
        ),
    ],
)
def test_danger_is_noticed_and_whose_it_is(danger: Danger, texts: list[str]) -> None:
    assert {text: assess(text).danger for text in texts} == dict.fromkeys(texts, danger)


@pytest.mark.parametrize(
    "text",
    [
        "CHCĘ UMRZEĆ!!!",
        "chcęęęę umrzećććć",
        "chce  u m r z e c",
        "z a b i j ę się",
        "s.u.i.c.i.d.e",
        "k i l l myself",
        "i want to diiiiie",
        "Chce\nsie\nzabic",
        "I don’t want to live anymore",
        "nie, chce, żyć",
        "samobujstwo",
        "„chcę umrzeć”",
    ],
)
def test_disguised_words_are_noticed(text: str) -> None:
    assert assess(text).danger == "self"


@pytest.mark.parametrize(
    "text",
    [
        "zabijam czas",
        "umieram z ciekawości",
        "telefon mi umarł",
        "kończę na dziś",
        "czy mogę skończyć kurs w rok?",
        "chcę skończyć z nałogiem",
        "czy to koniec listy?",
        "chcę żyć",
        "nie chcę już kursu",
        "skoczę po zakupy",
        "mam plan na weekend",
        "nie chcę mieszkać w Warszawie",
        "dziś to zrobię, zapiszę się na kurs",
        "piszę pracę magisterską o samobójstwach",
        "szkolenie z prewencji samobójstw",
        "dziesięć lat temu chciałam się zabić, dziś pomagam innym",
        "nie mam myśli samobójczych",
        "moja mama umarła",
        "I am dying to know",
        "this deadline is killing me",
        "my phone died",
        "kill two birds with one stone",
        "my thesis on suicide prevention",
        "I wanted to die ten years ago, I am well now",
        "I'm not suicidal",
        "I want out of this conversation",
        "end the chat",
        "I want to live",
        "kim jest asystent zdrowienia",
        "how do I become a recovery assistant?",
        "",
        "?!",
        "👍",
    ],
)
def test_near_miss_is_no_danger_or_a_slight_sign_of_it(text: str) -> None:
    assessment = assess(text)
    assert assessment.danger is None or assessment.slight


@pytest.mark.parametrize(
    "text",
    [
        "dziesięć lat temu chciałam się zabić i teraz znowu",
        "I wanted to die years ago and now again",
        "zabijam czas, ale chcę umrzeć",
        "piszę pracę o samobójstwach i sam chcę się zabić",
        "mam plan na weekend: zabić się",
    ],
)
def test_harmless_words_do_not_hide_a_danger(text: str) -> None:
    assert assess(text).danger is not None


@pytest.mark.parametrize(
    "text", ["nie daję rady", "jest mi ciężko", "nie mam już siły", "I can't cope", "I feel so alone", "it's hopeless"]
)
def test_distress_without_danger_asks_for_support(text: str) -> None:
    assessment = assess(text)
    assert assessment.danger is None
    assert assessment.support


def test_words_on_the_border_are_not_passed_over() -> None:
    assert assess("jestem na dnie").state != "silence"


def test_danger_says_which_words_told_most() -> None:
    assessment = assess("głosy każą mi się zabić, nie chcę żyć")
    assert any(part in word for word in assessment.reasons for part in ("zabic", "zyc", "to live"))
    assert not assessment.support
    assert assess("dzień dobry").reasons == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Żyć, nie umierać!", "zyc nie umierac"),
        ("nieeee", "nie"),
        ("z a b i j ę", "zabije"),
        ("a i o", "a i o"),  # three short words are words
        ("don’t", "don't"),
        ("", ""),
    ],
)
def test_text_is_compared_as_plain_text(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize("piece", ["a ", "ile trwa kurs. ", "dom ", "a", "😀", "\n", "ż"])
def test_danger_at_the_end_of_a_long_message_is_noticed(piece: str) -> None:
    assert assess((piece * 1000)[:1000]).danger is None
    assert assess((piece * 1000)[:1000] + " chcę się zabić").danger is not None


def test_a_sentence_said_again_and_again_tells_no_more_than_twice() -> None:
    assert clean("Opowiadam długo. " * 60) == "opowiadam długo. opowiadam długo."
    assert clean("Tak. Nie wiem nic. Nie wiem nic. Nie wiem nic.") == "tak. nie wiem nic. nie wiem nic. nie wiem nic."


def test_model_was_learnt_from_the_messages_that_lie_beside_it() -> None:
    with np.load(FOLDER / "model.npz", allow_pickle=False) as stored:
        assert str(stored["fingerprint"]) == fingerprint()
        assert str(stored["networks"]) == digest(FOLDER)


def test_words_that_say_it_outright_are_named_first() -> None:
    assert assess("kolega z pracy chce się powiesić").reasons[0] == "wants to die PL"
    assert assess("I want to die").reasons[0] == "wants to die EN"


@pytest.mark.parametrize("text", ["nie chcę umrzeć", "I don't want to die", "I do not want to live in Warsaw"])
def test_what_is_denied_is_not_said_outright(text: str) -> None:
    assert not [name for name, pattern in patterns.OUTRIGHT if re.search(pattern, plain(text))]


def broken(*args: object) -> None:
    raise OSError


@pytest.mark.parametrize("readers", [[Encoder], [Transformer], [Deeper], [Encoder, Transformer, Deeper]])
def test_danger_is_noticed_without_a_reader(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, readers: list[type]
) -> None:
    for reader in readers:
        monkeypatch.setattr(reader, "kinds", broken)
    assert assess("chcę się zabić").danger == "self"
    assess("to już koniec, nikomu nie jestem potrzebny")  # in doubt, so that all are asked
    assert "reader of danger does not work: OSError" in caplog.text
    assert assess("ile trwa kurs").danger is None


def test_danger_is_noticed_without_the_files_of_the_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(FOLDER / "model.npz", tmp_path)
    alone = DangerModel.load(tmp_path)
    monkeypatch.setattr(detector, "danger_model", lambda: alone)
    assert assess("chcę się zabić").danger == "self"
    assert assess("ile trwa kurs").danger is None


def test_what_is_read_together_does_not_change_what_is_found() -> None:
    texts = ["mam dość wszystkiego", "ile trwa kurs?", "nie chcę już tak żyć, naprawdę nie mam siły, wszystko straciło sens"]
    together = danger_model().signs(texts, [-9.0] * len(texts))
    alone = [danger_model().signs([text], [-9.0])[0] for text in texts]
    assert [s.danger for s in together] == pytest.approx([s.danger for s in alone], abs=1e-4)
    assert [(s.who, s.words) for s in together] == [(s.who, s.words) for s in alone]


def test_what_cannot_become_danger_is_not_read_further(monkeypatch: pytest.MonkeyPatch) -> None:
    for reader in READERS:
        monkeypatch.setattr(reader, "kinds", broken)
    assert danger_model().signs(["ile trwa kurs"], [9.0])[0].danger < 0


def test_what_is_danger_whatever_else_is_read_is_not_read_further(monkeypatch: pytest.MonkeyPatch) -> None:
    before = danger_model().signs(["chcę się zabić"], [0.0])[0].danger
    for reader in READERS:
        monkeypatch.setattr(reader, "kinds", broken)
    danger_model().signs(["chcę się zabić"], [-99.0])
    assert danger_model().signs(["chcę się zabić"], [-99.0])[0].danger > 0 < before


def test_danger_is_noticed_without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detector, "danger_model", broken)
    assert assess("chcę się zabić").danger == "self"
    assert assess("mam 14 lat i chcę umrzeć").danger == "minor"
    assert assess("mąż mnie bije").danger == "violence"
    assert assess("ile trwa kurs").danger is None


@pytest.mark.parametrize(("score", "state"), [(0.1, "crisis"), (-0.1, "support"), (-0.9, "support"), (-1.1, "silence")])
def test_what_is_near_to_danger_gets_care(monkeypatch: pytest.MonkeyPatch, score: float, state: str) -> None:
    monkeypatch.setattr(detector, "_signs", lambda texts, *needed: [Signs(score, -1.0, "self", ()) for _ in texts])
    assert assess("słowo").state == state


@pytest.mark.parametrize(
    ("words", "score", "outright", "state"),
    [
        (30, 2.5, False, "silence"),
        (30, 2.7, False, "crisis"),
        (30, 1.1, True, "silence"),
        (30, 1.3, True, "crisis"),
        (20, 2.7, False, "silence"),
    ],
)
def test_one_piece_of_a_long_message_must_show_strong_signs(
    monkeypatch: pytest.MonkeyPatch, words: int, score: float, outright: bool, state: str
) -> None:
    whole = " ".join(["słowo"] * words)

    def signs(texts: list[str], *needed: float) -> list[Signs]:
        return [Signs(-1.0 if text == whole else score, -1.0, "self", (), outright) for text in texts]

    monkeypatch.setattr(detector, "_signs", signs)
    assert assess(whole).state == state


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("i took like 20 paracetamol an hour ago, feel fine tho", "medical"),
        ("ive taken too many sleeping pills i think", "medical"),
        ("i took a whole box of paracetamol", "medical"),
        ("hey i swallowed bleach", "medical"),
        ("my sister cut her wrists, blood everywhere", "medical"),
        ("i took 2 paracetamol for my headache", None),
        ("wziąłem 2 tabletki apapu na ból głowy", None),
        ("i overdosed when i was 17, im fine now", None),
        ("I'm looking for help for myself in Poznan", None),
        ("szukam pomocy dla siebie w Łodzi", None),
        ("szukam pomocy dla siebie, nie chce mi sie zyc", "self"),
        ("I'm 17 by the way", None),
        ("what if my wife won't let me", None),
        ("what if my parents won't pay for it", None),
        ("jak przekonać zespół do asystenta, boją się że zrobi komuś krzywdę", None),
        ("our nurses are afraid he will hurt somebody, what do I say", None),
        ("w pracy zespół mówi że zrobi komuś krzywdę, a mnie bije mąż", "violence"),
        ("pracownik mówi, że chce się zabić", "other"),
        ("a czy on mi wypisze tabletki", None),
        ("hello, my brother lives in Kraków and I'm in Leeds. he just wrote me goodbye on whatsapp", "other"),
        ("my colleague wrote a goodbye card for our boss", None),
        ("a jak mama nie zechce iść ze mną", None),
        ("and at night?", None),
        ("no I meant jobs, not help for me", None),
        ("syn nie chce się leczyć i mówi, że się zabije", "other"),
        ("I'm so tired of calling places that don't answer lol", None),
        ("and what if mum won't want to go", None),
        ("a co jak mama nie będzie chciała tam iść", None),
        ("co jak mąż nie będzie chciał", None),
        ("a co jak nie będzie chciał żyć", "self"),
        ("zjadlam opakowanie xanaxu", "medical"),
        ("popiłam leki wódką", "medical"),
    ],
)
def test_emergencies_and_what_only_sounds_like_them(text: str, danger: str | None) -> None:
    assert assess(text).danger == danger


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("przepraszam", False),
        ("i'm so sorry", False),
        ("sorry about that", False),
        ("przepraszam wszystkich", True),
        ("przepraszam za wszystko", True),
        ("sorry for everything", True),
    ],
)
def test_bare_apology_is_no_danger_and_one_for_everything_is(text: str, alarm: bool) -> None:
    assert bool(assess(text).danger) is alarm


@pytest.mark.parametrize(("text", "noise"), [("wrrr zzgh pfft mnk", True), ("hjkl fgh dfgh", True), ("kms tmrw pls", False)])
def test_noise_is_taken_out_and_short_forms_of_danger_are_not(text: str, noise: bool) -> None:
    assert bool(detector.without_harmless(text).strip()) is not noise


def test_long_noise_with_a_word_is_looked_at_without_end_of_trying() -> None:
    """A pattern that may split it in many ways would not come back."""
    text = "bcdfghjklmnpqrstvwxz" * 100 + " a"
    assert detector.without_harmless(text) == text


@pytest.mark.parametrize("text", ["nie moge zadzwonic", "Nie mogę teraz zadzwonić!", "ale ja nie mam jak zadzwonić"])
def test_who_cannot_call_says_only_that(text: str) -> None:
    """It has an answer of its own behind the helplines; with anything beside it, it is read as a whole."""
    assert assess(text).danger is None
    assert assess(f"{text}, chcę umrzeć").danger == "self"


@pytest.mark.parametrize(
    "text",
    [
        "on nie chce się leczyć, co ja mam zrobić",
        "syn nie chce się leczyć, co mam zrobić",
        "syn nie chce się leczyć i nie bierze leków, co mam zrobić",
    ],
)
def test_what_is_left_of_a_harmless_sentence_is_no_danger(text: str) -> None:
    assert assess(text).danger is None


def test_years_of_an_illness_are_no_age() -> None:
    assert not speaks_of_young("syn 32 lata choruje na schizofrenię od 10 lat")
    assert speaks_of_young("mój syn 10 lat")
