"""The component that overrules everything when somebody is in danger: bot/nlu/safety_tagger.py."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.utils.io import read_yaml_file

from bot.nlu import after_danger
from bot.nlu.after_danger import ANSWERED
from bot.nlu.safety_tagger import SafetyTagger
from bot.safety import current
from bot.safety.detector import Assessment
from bot.settings import ROOT
from tests.components.conversation import DOMAIN, answer, entities_of, intent_of, message, tracker, user

TAGGER = SafetyTagger()


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("nie chcę już żyć", "self"),
        ("I want to die", "self"),
        ("moja córka chce się zabić", "other"),
        ("mam 14 lat i chcę umrzeć", "minor"),
        ("mój 15-letni syn się tnie", "young"),
        ("my daughter is 13 and says she wants to die", "young"),
        ("mąż mnie bije", "violence"),
        ("przedawkowałam leki", "medical"),
    ],
)
@pytest.mark.parametrize("intent", ["greet", "find_facility", "nlu_fallback", None])
def test_message_in_danger_is_a_crisis_whatever_else_it_is(text: str, danger: str, intent: str | None) -> None:
    (processed,) = TAGGER.process([message(text, intent)])
    assert intent_of(processed) == "crisis"
    assert entities_of(processed)["danger"] == danger
    assert f"utter_crisis_{danger}" in DOMAIN.responses


@pytest.mark.parametrize("text", ["ile trwa kurs", "zabijam czas", "dzień dobry", ""])
def test_other_messages_stay_as_they_are(text: str) -> None:
    (processed,) = TAGGER.process([message(text, "greet", entities=[{"entity": "language", "value": "pl"}])])
    assert intent_of(processed) == "greet"
    assert entities_of(processed) == {"language": "pl"}


def test_language_and_place_stay_known_in_danger() -> None:
    known = [{"entity": "language", "value": "en"}, {"entity": "place", "value": "woj:śląskie"}]
    (processed,) = TAGGER.process([message("I want to die", "greet", entities=known)])
    assert entities_of(processed) == {"language": "en", "place": "woj:śląskie", "danger": "self"}


def test_message_without_text_is_no_danger() -> None:
    (processed,) = TAGGER.process([message("")])
    assert intent_of(processed) is None


def test_stands_last_in_the_pipeline() -> None:
    assert read_yaml_file(ROOT / "config.yml")["pipeline"][-1]["name"].endswith("SafetyTagger")


def after(*dangers: str) -> list[list[object]]:
    """A conversation in which these answers to danger were given."""
    return [event for danger in dangers for event in ([user("…", "crisis")], answer(f"utter_crisis_{danger}"))]


@pytest.mark.parametrize(
    ("told", "danger"),
    [((), "self"), (("self",), "again"), (("again", "self"), "again"), (("violence",), "self"), (("other", "young"), "self")],
)
def test_full_answer_is_given_once_for_each_kind_of_danger(told: tuple[str, ...], danger: str) -> None:
    (processed,) = TAGGER.process([message("nie chcę już żyć", "greet")], tracker=tracker(*after(*told)), domain=DOMAIN)
    assert intent_of(processed) == "crisis"
    assert entities_of(processed) == {"danger": danger}


@pytest.mark.parametrize(
    ("text", "danger", "again"),
    [
        ("mąż mnie bije", "violence", "again_harmed"),
        ("I was raped", "sexual", "again_harmed"),
        ("sąsiad bije swoje dziecko", "child", "again_child"),
    ],
)
def test_short_answer_after_harm_by_somebody_names_the_line_for_it(text: str, danger: str, again: str) -> None:
    (processed,) = TAGGER.process([message(text)], tracker=tracker(*after(danger)), domain=DOMAIN)
    assert entities_of(processed)["danger"] == again
    for variant in DOMAIN.responses[f"utter_crisis_{again}"]:
        assert "{violence_helpline}" in variant["text"]


@pytest.mark.parametrize("text", ["moja córka chce się zabić", "my brother says he wants to die"])
def test_short_answer_about_somebody_else_speaks_to_those_who_worry(text: str) -> None:
    (processed,) = TAGGER.process([message(text)], tracker=tracker(*after("other")), domain=DOMAIN)
    assert entities_of(processed) == {"danger": "again_other"}
    polish, english = (variant["text"] for variant in DOMAIN.responses["utter_crisis_again_other"])
    assert "Proszę nie zostawać w samotności" not in polish and "przy tej osobie" in polish
    assert "Please do not stay alone" not in english and "be with the person" in english


@pytest.mark.parametrize("intent", ANSWERED)
@pytest.mark.parametrize("slight", [True, False])
def test_what_is_said_after_the_answer_keeps_its_own_answer_when_signs_are_slight(
    monkeypatch: pytest.MonkeyPatch, intent: str, slight: bool
) -> None:
    monkeypatch.setattr(current, "assessed", lambda text: Assessment("self", False, ("word",), slight))
    (processed,) = TAGGER.process([message("jest ok", intent)], tracker=tracker(*after("self")), domain=DOMAIN)
    speaks_to_helpers = intent in ("crisis_unsure", "crisis_what_to_do", "crisis_where")
    answered = slight or intent == "crisis_no_phone"  # who cannot call is told how to write, whatever else is said
    assert intent_of(processed) == (intent if answered and not speaks_to_helpers else "crisis")


@pytest.mark.parametrize(
    ("text", "young"),
    [
        ("hej mam 15 lat i projekt na wos", "true"),
        ("I'm only 16, can I talk to one?", "true"),
        ("i am 12", "true"),
        ("mam 15 lat doświadczenia", None),
        ("I'm 10 minutes away", None),
        ("mój syn ma 15 lat", "spoken_of"),
        ("skierowanie jej trzeba? ma 17 lat", "spoken_of"),
        ("mój brat 8 lat leczył się na schizofrenię", None),
        ("my brother 8 years in hospital", None),
        ("jestem mamą 16-latki", "spoken_of"),
        ("looking for somebody for my daughter, she is 14", "spoken_of"),
    ],
)
def test_age_that_somebody_tells_is_remembered(text: str, young: str | None) -> None:
    (processed,) = TAGGER.process([message(text, "greet")], tracker=tracker(), domain=DOMAIN)
    assert entities_of(processed).get("young") == young


@pytest.mark.parametrize(
    ("text", "young"),
    [
        ("on mieszka w Olsztynie, ma 43 lata", "grown_up"),
        ("she is 24", "grown_up"),
        ("on jest dorosły", "grown_up"),
        ("mieszka w Olsztynie", None),
        ("ma 17 lat", None),  # it is known already
    ],
)
def test_who_was_taken_for_a_child_may_be_grown_up(text: str, young: str | None) -> None:
    (processed,) = TAGGER.process([message(text, "greet")], tracker=tracker(young="spoken_of"), domain=DOMAIN)
    assert entities_of(processed).get("young") == young


def test_own_age_is_not_forgotten_for_that_of_somebody_else() -> None:
    (processed,) = TAGGER.process([message("moja siostra ma 12 lat", "greet")], tracker=tracker(young="true"), domain=DOMAIN)
    assert "young" not in entities_of(processed)


@pytest.mark.parametrize(
    ("text", "danger"), [("chce się zabić", "young"), ("chcę się zabić", "self"), ("i want to kill myself", "self")]
)
def test_danger_in_a_talk_about_a_child_is_the_childs_unless_somebody_speaks_of_themselves(text: str, danger: str) -> None:
    (processed,) = TAGGER.process([message(text, "greet")], tracker=tracker(young="spoken_of"), domain=DOMAIN)
    assert entities_of(processed)["danger"] == danger


@pytest.mark.parametrize(
    ("text", "kind", "told", "danger"),
    [
        ("boje sie ze sie obrazi jak powiem", "violence", "young", "again_other"),
        ("tata mnie bije", "violence", "other", "violence"),
        ("jest teraz w domu ze mna", "violence", "other", "again_other"),
        ("ma dosc zycia", "self", "other", "again_other"),
        ("chcę umrzeć", "self", "other", "self"),
    ],
)
def test_who_was_in_danger_still_is_unless_the_words_say_otherwise(
    monkeypatch: pytest.MonkeyPatch, text: str, kind: Any, told: str, danger: str
) -> None:
    monkeypatch.setattr(current, "assessed", lambda text: Assessment(kind, False, ("word",)))
    (processed,) = TAGGER.process([message(text, "unsure")], tracker=tracker(*after(told)), domain=DOMAIN)
    assert entities_of(processed)["danger"] == danger


@pytest.mark.parametrize(
    "text",
    [
        "jest na balkonie",
        "mam tabletki przygotowane",
        "tata ma broń myśliwską",
        "im on the bridge",
        "he has a knife",
        "grozi ze skoczy",
    ],
)
def test_what_is_at_hand_makes_it_urgent_after_an_answer_to_danger(text: str) -> None:
    (processed,) = TAGGER.process([message(text, "unsure")], tracker=tracker(*after("other")), domain=DOMAIN)
    assert entities_of(processed)["danger"] == "again_now"
    (processed,) = TAGGER.process([message("jest na balkonie", "unsure")], tracker=tracker(), domain=DOMAIN)
    assert entities_of(processed).get("danger") != "again_now"


@pytest.mark.parametrize(
    ("text", "intent", "expected"),
    [
        ("jestem na Mokotowie", "find_facility", "crisis"),
        ("/find_facility", "find_facility", "find_facility"),
        ("przepraszam", "thanks", "crisis"),
    ],
)
def test_after_an_emergency_there_is_no_list_but_by_its_button(text: str, intent: str, expected: str) -> None:
    (processed,) = TAGGER.process([message(text, intent)], tracker=tracker(*after("medical")), domain=DOMAIN)
    assert intent_of(processed) == expected
    assert entities_of(processed).get("danger") == ("again_now" if expected == "crisis" else None)


@pytest.mark.parametrize(
    ("text", "told", "intent"),
    [
        ("jest ok, serio", "self", "crisis_safe"),
        ("mówi że to żart", "other", "crisis_calmer"),
        ("i feel fine", "medical", "crisis"),
        ("nie jestem bezpieczny", "self", "crisis"),
        ("nie, nie jest bezpieczna!!", "other", "crisis"),
        ("to nie byl zart", "self", "crisis"),
        ("nie jest mi lepiej", "self", "crisis"),
        ("i'm not okay", "self", "crisis"),
        ("umieram", "self", "crisis"),
        ("pomocy", "self", "crisis"),
        ("nie zrobię tego", "self", "crisis_safe"),
        ("nie, jest dobrze", "self", "crisis_safe"),
        ("I'm not in danger, I'm fine", "self", "crisis_safe"),
    ],
)
def test_that_all_is_well_is_believed_only_where_nothing_speaks_against_it(text: str, told: str, intent: str) -> None:
    (processed,) = TAGGER.process([message(text, "crisis_safe")], tracker=tracker(*after(told), danger=told), domain=DOMAIN)
    assert intent_of(processed) == intent
    assert entities_of(processed).get("danger") == ("again_now" if intent == "crisis" else None)


@pytest.mark.parametrize(
    ("intent", "told", "expected"),
    [
        ("crisis_not_safe", "self", "again_now"),
        ("crisis_no_wish", "medical", "again_now"),
        ("crisis_no_phone", "medical", "again_now"),
        ("count_facilities", "medical", "again_now"),
        ("crisis_unsure", "medical", "again_now"),
        ("crisis_together", "violence", "again_harmed"),
        ("crisis_alone", "other", "again_other"),
        ("bot_challenge", "self", "again"),
    ],
)
def test_what_is_no_answer_to_this_danger_stays_with_it(intent: str, told: str, expected: str) -> None:
    (processed,) = TAGGER.process([message("mieszka sama", intent)], tracker=tracker(*after(told)), domain=DOMAIN)
    assert entities_of(processed).get("danger") == expected


@pytest.mark.parametrize(
    ("text", "intent", "talk", "line"),
    [
        ("kraków", "find_facility", after("self"), "utter_caring_danger"),
        ("kraków", "find_facility", after("self", "safe"), None),
        ("kraków", "find_facility", [], None),
        ("jest mi tak smutno i ciężko, gdzie w Krakowie kogoś znajdę", "find_facility", [], "utter_caring"),
        ("jest mi tak smutno i ciężko", "helplines", [], None),
    ],
)
def test_line_of_care_above_an_answer(text: str, intent: str, talk: list[Any], line: str | None) -> None:
    (processed,) = TAGGER.process([message(text, intent)], tracker=tracker(*talk), domain=DOMAIN)
    assert processed.get("caring") == line


def test_what_was_asked_wins_over_weak_signs_that_are_about_somebody_else_by_the_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "assessed", lambda text: Assessment("violence", False, ("word",)))
    asked = message("boje sie ze sie obrazi jak powiem", "crisis_consequences")
    (processed,) = TAGGER.process([asked], tracker=tracker(*after("young")), domain=DOMAIN)
    assert intent_of(processed) == "crisis_consequences"


def test_distress_is_answered_shortly_the_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "assessed", lambda text: Assessment(None, True, ("word",)))
    told = [user("…", "distress"), answer("utter_distress")]
    for talk, intent in (
        (told, "distress_again"),
        ([*told, user("…", "distress"), answer("utter_distress_again")], "distress_again"),
        ([], "distress"),
    ):
        (processed,) = TAGGER.process([message("ciężko mi", "nlu_fallback")], tracker=tracker(*talk), domain=DOMAIN)
        assert intent_of(processed) == intent


@pytest.mark.parametrize("text", ["jest mi spokojnie w środku", "czuje spokoj", "just ready, calm inside", "lekko mi"])
def test_calm_alone_is_no_sign_that_all_is_well(text: str) -> None:
    (processed,) = TAGGER.process([message(text, "crisis_safe")], tracker=tracker(*after("self")), domain=DOMAIN)
    assert intent_of(processed) == "crisis"


@pytest.mark.parametrize(
    ("text", "intent", "talk", "expected"),
    [
        ("goodbye", "goodbye", [*after("self"), user(), answer("utter_tasks")], "crisis"),
        ("thanks for everything", "thanks", [*after("self"), user(), answer("utter_tasks")], "crisis"),
        ("thank you", "thanks", [*after("self"), user(), answer("utter_tasks")], "thanks"),
        ("goodbye", "goodbye", [*after("self", "safe"), user(), answer("utter_tasks")], "goodbye"),
        ("goodbye", "goodbye", [*after("self"), *[user(), answer("utter_tasks")] * 4], "goodbye"),
    ],
)
def test_farewell_soon_after_danger_is_not_taken_lightly(text: str, intent: str, talk: list[Any], expected: str) -> None:
    (processed,) = TAGGER.process([message(text, intent)], tracker=tracker(*talk, danger="self"), domain=DOMAIN)
    assert intent_of(processed) == expected


def test_half_sentence_in_a_talk_about_facts_needs_no_line_of_care(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "assessed", lambda text: Assessment(None, True, ("word",)))
    talk = tracker(user(), answer("utter_tasks"))
    (processed,) = TAGGER.process([message("a czy on mi wypisze tabletki", "medication_role")], tracker=talk, domain=DOMAIN)
    assert processed.get("caring") is None


def test_fear_of_being_locked_up_is_no_locked_door() -> None:
    (processed,) = TAGGER.process(
        [message("will i be locked up", "crisis_consequences")], tracker=tracker(*after("self")), domain=DOMAIN
    )
    assert entities_of(processed).get("danger") != "again_now"
    (processed,) = TAGGER.process([message("she is in there, locked", "unsure")], tracker=tracker(*after("other")), domain=DOMAIN)
    assert entities_of(processed)["danger"] == "again_now"


def test_after_all_is_well_a_vague_message_is_no_danger() -> None:
    (processed,) = TAGGER.process([message("to jak z tym", "unsure")], tracker=tracker(*after("self", "safe")), domain=DOMAIN)
    assert intent_of(processed) == "unsure"


@pytest.mark.parametrize(("text", "danger"), [("nie chcę już żyć", "minor"), ("mąż mnie bije", "violence")])
def test_danger_is_answered_for_the_age_that_was_told_before(text: str, danger: str) -> None:
    (processed,) = TAGGER.process([message(text, "greet")], tracker=tracker(young="true"), domain=DOMAIN)
    assert entities_of(processed) == {"danger": danger}


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        ("ona nie odbiera", "other", "crisis_where"),
        ("he won't pick up", "young", "crisis_where"),
        ("he stopped writing", "other", "crisis_where"),
        ("nie odbiera", "minor", "crisis"),
        ("nikt nie odbiera", "other", "crisis_no_answer"),
        ("116 123 is busy", "other", "crisis_no_answer"),
        ("she does not pick up", "self", "crisis_no_answer"),
    ],
)
def test_who_does_not_pick_up_is_the_person_in_danger_or_a_line(text: str, told: str, expected: str) -> None:
    (processed,) = TAGGER.process([message(text, "crisis_no_answer")], tracker=tracker(*after(told)), domain=DOMAIN)
    assert intent_of(processed) == expected


@pytest.mark.parametrize(
    ("text", "said", "told", "expected"),
    [
        ("co mam powiedzieć jak odbiorą", "crisis_what_to_do", "self", "crisis_calling"),
        ("co mam robić", "crisis_what_to_do", "self", "crisis"),
        ("co mam mu powiedzieć", "crisis_what_to_do", "other", "crisis_what_to_do"),
        ("what do i tell them", "crisis_what_to_do", "violence", "crisis"),
        ("nie wiem czy to poważne", "crisis_unsure", "self", "crisis"),
        ("is it serious", "crisis_unsure", "other", "crisis_unsure"),
        ("nie wiem", "crisis_where", "self", "crisis"),
        ("do i still have to call", "crisis_what_to_do", "medical", "crisis"),
        ("my friend just came over", "crisis_together", "medical", "crisis"),
        ("hes not drunk now but later", "crisis_calmer", "child", "crisis"),
        ("im at my friends house", "crisis_alone", "violence", "crisis"),
        ("na moście", "crisis_where", "other", "crisis"),
        ("he is 15", "children", "other", "crisis"),
        ("does this mean I'm a psychopath?", "medical_advice", "harming", "crisis"),
        ("czy ja jestem złą matką?", "family_support", "harming", "crisis"),
        ("czy ja jestem złą matką?", "family_support", "other", "family_support"),
        ("on twierdzi że żartował", "crisis_not_safe", "other", "crisis_calmer"),
        ("żartowałem, ale nie jest dobrze", "crisis_not_safe", "self", "crisis"),
    ],
)
def test_what_is_said_after_an_answer_depends_on_who_is_in_danger(text: str, said: str, told: str, expected: str) -> None:
    (processed,) = TAGGER.process([message(text, said)], tracker=tracker(*after(told)), domain=DOMAIN)
    assert intent_of(processed) == expected


def test_no_soon_after_danger_is_not_waved_through() -> None:
    told = [*after("self"), user(), answer("action_find_facilities")]
    (processed,) = TAGGER.process([message("no", "deny")], tracker=tracker(*told), domain=DOMAIN)
    assert intent_of(processed) == "crisis"


def test_new_danger_is_stronger_than_what_is_said_after_an_answer() -> None:
    (processed,) = TAGGER.process(
        [message("nie chcę już żyć", "crisis_no_phone")], tracker=tracker(*after("violence")), domain=DOMAIN
    )
    assert entities_of(processed) == {"danger": "self"}


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        ("nlu_fallback", "distress"),
        ("unsure", "distress"),
        ("out_of_scope", "distress"),
        ("find_facility", "find_facility"),
        ("help_for_me", "help_for_me"),
    ],
)
def test_distress_takes_the_place_of_no_clear_question(monkeypatch: pytest.MonkeyPatch, intent: str, expected: str) -> None:
    monkeypatch.setattr(current, "assessed", lambda text: Assessment(None, True, ("sad",)))
    (processed,) = TAGGER.process([message("smutno mi", intent)])
    assert intent_of(processed) == expected


@pytest.mark.parametrize(
    ("text", "last", "faint", "expected"),
    [
        ("szkoda że zakończony", "utter_exin_project", True, "distress"),
        ("szkoda że zakończony", "action_find_facilities", True, "distress"),
        ("szkoda że zakończony", "utter_greet", True, "crisis"),
        ("szkoda że zakończony", "utter_exin_project", False, "crisis"),
        ("szkoda że zakończony", "utter_crisis_other", True, "crisis"),
        ("szkoda że to już tak się skończyło i nic z tego nie będzie", "utter_exin_project", True, "crisis"),
    ],
)
def test_faint_signs_in_a_half_sentence_of_a_talk_are_answered_with_care(
    monkeypatch: pytest.MonkeyPatch, text: str, last: str, faint: bool, expected: str
) -> None:
    monkeypatch.setattr(current, "assessed", lambda text: Assessment("self", False, ("word",), False, faint))
    (processed,) = TAGGER.process([message(text, "unsure")], tracker=tracker(user(), answer(last)), domain=DOMAIN)
    assert intent_of(processed) == expected


def test_door_and_dialogue_look_at_a_message_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def look(text: str) -> Assessment:
        seen.append(text)
        return Assessment(None, False, ())

    monkeypatch.setattr(current, "assess", look)
    for text in ("jeden", "jeden", "dwa", "dwa"):
        current.assessed(text)
    assert seen == ["jeden", "dwa"]


@pytest.mark.parametrize(
    ("slight", "topic", "confidence", "alarm"),
    [
        (True, "course_length", 0.95, False),  # a clear question with a slight sign
        (True, "course_length", 0.8, True),
        (True, "distress", 0.95, True),
        (False, "course_length", 0.95, True),
    ],
)
def test_slight_sign_in_a_clear_question_is_no_alarm(
    monkeypatch: pytest.MonkeyPatch, slight: bool, topic: str, confidence: float, alarm: bool
) -> None:
    monkeypatch.setattr(current, "assessed", lambda text: Assessment("self", False, ("word",), slight))
    (processed,) = TAGGER.process([message("…", topic, intent_ranking=[{"name": topic, "confidence": confidence}])])
    assert (intent_of(processed) == "crisis") is alarm


@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback", "unsure", "greet", "set_language", "distress", "help_menu"])
@pytest.mark.parametrize(
    ("told", "danger"),
    [("self", "again"), ("other", "again_other"), ("young", "again_other"), ("minor", "again_minor"), ("violence", "again_harmed")],
)
def test_what_is_no_answer_to_danger_stays_with_it(intent: str, told: str, danger: str) -> None:
    (processed,) = TAGGER.process([message("jest w domu", intent)], tracker=tracker(*after(told)), domain=DOMAIN)
    assert intent_of(processed) == "crisis"
    assert entities_of(processed) == {"danger": danger}


@pytest.mark.parametrize("intent", ["thanks", "goodbye"])
@pytest.mark.parametrize(
    ("told", "danger"),
    [("self", "again_leaving"), ("other", "again_leaving"), ("violence", "again_harmed"), ("medical", "again_now")],
)
def test_thanks_and_farewells_after_danger_are_no_end_of_it(intent: str, told: str, danger: str) -> None:
    (processed,) = TAGGER.process([message("dziękuję, pa", intent)], tracker=tracker(*after(told)), domain=DOMAIN)
    assert intent_of(processed) == "crisis"
    assert entities_of(processed) == {"danger": danger}


@pytest.mark.parametrize(
    ("text", "told", "intent", "danger"),
    [
        ("wujek przychodzi wieczorem do mojego pokoju i każe nie mówić mamie", (), "crisis", "hurt_child"),
        ("mam 16 lat i tata mnie bije", (), "crisis", "hurt_child"),
        ("tata mnie bije", ("hurt_child",), "crisis", "again_minor"),
        ("dont tell my mum pls, i want to vanish", ("hurt_child",), "crisis", "again_minor"),
        ("he's not a bad guy, he always says sorry after", ("violence",), "crisis", "again_harmed"),
        ("i knocked and she is silent, i dont want to make a scene if shes just asleep", ("other",), "crisis", "again_other"),
        ("on ma 17 lat i chce się zabić", ("other",), "crisis", "again_other"),
        ("he is home now", ("violence",), "crisis", "again_harmed"),
        ("the police took him away", ("violence",), "crisis_helped", None),
        ("tylko nie 112 błagam", ("self",), "crisis_no_wish", None),
        ("bez karetki proszę", ("medical",), "crisis", "again_now"),
        ("no police please, my visa", ("violence",), "crisis", "again_harmed"),
        ("I feel ok now but dizzy", ("medical",), "crisis", "again_now"),
        ("she says she's fine but her heart is going funny", ("young",), "crisis", "again_now"),
        ("wysłał zdjęcie mostu", ("other",), "crisis", "again_now"),
        ("ma 30 lat, nie chce wrócić", ("other",), "crisis", "again_other"),
        ("teraz wyłamuje drzwi od łazienki", ("violence",), "crisis", "again_now"),
        ("he's in the stairwell now", ("violence",), "crisis", "again_now"),
        ("wzięłam już", ("self",), "crisis", "again_now"),
        ("zaraz chyba zemdleję", ("minor",), "crisis", "again_now"),
        ("112 nie, wywiozą mnie", ("self",), "crisis_no_wish", None),
        ("boję się, że ją uderzę", ("self",), "crisis", "harming"),
        ("i'm scared i'll hurt her", ("harming",), "crisis", "again_harming"),
        ("nie wiem czy mogę, zanim skończę 18", (), "back_to_life", None),
        ("bo on nie wyjdzie z domu", (), "back_to_life", None),
        ("nie ja, pytam o 9-letnią córkę", ("self",), "crisis", "young"),
        ("I never said I want to die. I asked about my husband", ("violence", "self"), "crisis", "again_harmed"),
        ("nie chodzi o mnie", ("self",), "crisis_safe", None),
        ("nikt mnie nie bije, tata ma depresję", ("violence",), "crisis_safe", None),
        ("nikt mnie nie bije", ("medical",), "crisis", "again_now"),
        ("jestem u siostry z małym, wyszliśmy", ("violence",), "crisis", "in_safety"),
        ("we are at Ania's, we're safe", ("violence",), "crisis", "in_safety"),
        ("siedzę u kumpla na kanapie", ("self",), "crisis_together", None),
        ("my mum's ten minutes away", ("harming",), "crisis_together", None),
        ("they kept me two nights in hospital, I'm home now", ("medical",), "crisis_safe", None),
        ("wypisali mnie wczoraj ze szpitala", ("medical",), "crisis_safe", None),
        ("the ambulance is coming, what do I say", ("medical",), "crisis_calling", None),
        ("przyjechała policja, siostrzenica jest u mnie", ("child",), "crisis_helped", None),
        ("they are coming for me", ("self",), "crisis", "again"),
        ("I want to go to my sister but he has the keys", ("violence",), "crisis", "again_harmed"),
        ("on ma już datę, co teraz", ("other",), "crisis", "again_now"),
        ("zadzwoniłam, wyważyli drzwi, zabrała go karetka, żyje", ("other",), "crisis_helped", None),
        ("karetka przyjechała, ale on stoi na balkonie", ("other",), "crisis", "again_now"),
        (
            "I don't have any small child. I'm 20 and my dad is asleep in the next room right now",
            ("harming",),
            "crisis",
            "again_harming",
        ),
        ("no no im not gonna hurt myself, im just tired", ("self",), "crisis_safe", None),
        ("i cant go on like this, goodbye", ("other",), "crisis", "self"),
        ("i cant go on like this, goodbye", ("violence",), "crisis", "self"),
        ("przyjedzie po mnie jutro jak on będzie w pracy, co mam ze sobą zabrać", ("violence",), "crisis", "again_harmed"),
        ("czy jest pomoc dla takich jak on, żeby przestał pić i bić", ("violence",), "crisis", "again_harmed"),
    ],
)
def test_danger_goes_on_in_what_is_said_after_it(text: str, told: tuple[str, ...], intent: str, danger: str | None) -> None:
    said = "crisis_safe" if "fine" in text or "ok now" in text else "back_to_life"
    (processed,) = TAGGER.process([message(text, said)], tracker=tracker(*after(*told), danger="self"), domain=DOMAIN)
    assert intent_of(processed) == intent
    assert entities_of(processed).get("danger") == danger


@pytest.mark.parametrize("intent", ["course_length", "find_facility", "helplines"])
def test_a_question_after_danger_is_answered(intent: str) -> None:
    (processed,) = TAGGER.process([message("gdzie jest centrum", intent)], tracker=tracker(*after("other")), domain=DOMAIN)
    assert intent_of(processed) == intent


@pytest.mark.parametrize(
    ("told", "expected"), [("other", "crisis_where"), ("violence", "find_facility"), ("self", "find_facility")]
)
def test_bare_place_right_after_danger_is_where_the_other_person_is(told: str, expected: str) -> None:
    (processed,) = TAGGER.process([message("jest w Toruniu", "find_facility")], tracker=tracker(*after(told)), domain=DOMAIN)
    assert intent_of(processed) == expected


@pytest.mark.parametrize(
    ("intent", "confidence", "stays"), [("become_how", 0.95, True), ("become_how", 0.6, False), ("children", 0.95, False)]
)
def test_what_nobody_in_danger_speaks_of_ends_the_danger(intent: str, confidence: float, stays: bool) -> None:
    ranking = [{"name": intent, "confidence": confidence}]
    said = message("chcę być asystentem zdrowienia", intent, intent_ranking=ranking)
    (processed,) = TAGGER.process(
        [said], tracker=tracker(*after("self"), user("chcę umrzeć", "crisis"), danger="self"), domain=DOMAIN
    )
    assert (intent_of(processed) == intent) is stays


def test_a_statement_after_a_faint_alarm_is_not_about_danger(monkeypatch: pytest.MonkeyPatch) -> None:
    for faint in (True, False):
        monkeypatch.setattr(after_danger, "assess", lambda text, faint=faint: Assessment("self", False, (), faint, faint))
        (processed,) = TAGGER.process(
            [message("moja mama jest chora", "back_to_life")], tracker=tracker(*after("self"), danger="self"), domain=DOMAIN
        )
        assert (intent_of(processed) == "crisis") is not faint


def test_a_question_beside_a_denial_is_answered() -> None:
    asked = message("nikt mnie nie bije. ile trwa kurs?", "course_length", denied=True)
    (processed,) = TAGGER.process([asked], tracker=tracker(*after("violence")), domain=DOMAIN)
    assert (intent_of(processed), processed.get("caring")) == ("course_length", "utter_caring_denied")


def test_the_numbers_stay_when_somebody_in_danger_deletes_the_talk() -> None:
    (processed,) = TAGGER.process(
        [message("usuń to", "forget_me")], tracker=tracker(*after("violence"), danger="violence"), domain=DOMAIN
    )
    assert (intent_of(processed), processed.get("caring")) == ("forget_me", "utter_caring_numbers")


def test_help_that_came_ends_the_emergency() -> None:
    (came,) = TAGGER.process([message("karetka ją zabrała", "unsure")], tracker=tracker(*after("medical")), domain=DOMAIN)
    assert intent_of(came) == "crisis_helped"
    (not_let_in,) = TAGGER.process(
        [message("byłam w szpitalu, nie zabrali mnie", "crisis_sent_away")], tracker=tracker(*after("self")), domain=DOMAIN
    )
    assert intent_of(not_let_in) == "crisis_sent_away"
    over = [*after("medical"), user("karetka ją zabrała", "crisis_helped"), answer("utter_crisis_helped")]
    (then,) = TAGGER.process([message("co jej powiedzieć", "crisis_what_to_do")], tracker=tracker(*over), domain=DOMAIN)
    assert intent_of(then) == "crisis_what_to_do"
    (thanks,) = TAGGER.process([message("dziękuję", "thanks")], tracker=tracker(*over), domain=DOMAIN)
    assert intent_of(thanks) == "thanks"


def test_danger_that_is_over_for_the_talk_is_not_brought_up_again() -> None:
    course = [user("ile trwa kurs", "course_length"), answer("utter_course_length")]
    for times, expected in ((1, "crisis"), (3, "out_of_scope")):
        told = tracker(*after("self"), *course * times)
        (processed,) = TAGGER.process([message("jutro idę", "out_of_scope")], tracker=told, domain=DOMAIN)
        assert intent_of(processed) == expected
