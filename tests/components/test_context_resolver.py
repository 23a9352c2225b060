"""The component that reads a message after what was said before: bot/nlu/context_resolver.py, with the real domain."""

from __future__ import annotations

import pytest
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.context_resolver import ContextResolver
from bot.nlu.place_tagger import PlaceTagger
from tests.components.conversation import DOMAIN, answer, entities_of, intent_of, message, tracker, user

RESOLVER, PLACES = ContextResolver(), PlaceTagger()


def after(action: str, **slots: str) -> DialogueStateTracker:
    """A conversation whose last answer was this."""
    return tracker(user("dzień dobry", "greet"), answer("utter_greet"), user(), answer(action), **slots)


def resolved(text: str, intent: str, conversation: DialogueStateTracker) -> Message:
    PLACES.process([one := message(text, intent)], conversation)
    RESOLVER.process([one], conversation, DOMAIN)
    return one


@pytest.mark.parametrize(
    ("action", "offered"),
    [
        ("utter_family_where", "find_facility"),
        ("utter_workplaces", "list_facilities"),
        ("utter_thanks", "help_menu"),
        ("utter_medical_advice", "find_facility"),
        ("utter_definition", "affirm"),  # it offers nothing
        ("utter_greet", "affirm"),
    ],
)
def test_yes_takes_the_offer(action: str, offered: str) -> None:
    assert intent_of(resolved("tak, chętnie", "affirm", after(action))) == offered


@pytest.mark.parametrize(
    ("action", "said", "meant"),
    [
        ("utter_course_length", "ask_how_long", "course_length"),
        ("utter_course_length", "ask_where", "course_where"),
        ("utter_course_length", "ask_how_much", "course_price"),
        ("utter_course_length", "tell_more", "course_content"),
        ("utter_definition", "ask_where", "find_facility"),
        ("utter_definition", "ask_how_much", "cost_of_help"),
        ("utter_definition", "tell_more", "tasks"),
        ("utter_definition", "ask_how_long", "ask_how_long"),  # nothing of it takes time
        ("utter_greet", "ask_where", "ask_where"),
    ],
)
def test_short_question_follows_the_last_answer(action: str, said: str, meant: str) -> None:
    assert intent_of(resolved("a to?", said, after(action))) == meant


def test_what_was_said_is_kept_beside_what_is_meant() -> None:
    found = resolved("ile?", "ask_how_much", after("utter_course_length")).get("intent")
    assert found == {"name": "course_price", "confidence": 1.0, "said": "ask_how_much"}


@pytest.mark.parametrize("text", ["Kraków", "w Krakowie", "a w Łodzi?", "mieszkam w Krakowie", "what about Gdańsk?", "na Śląsku"])
@pytest.mark.parametrize("intent", ["nlu_fallback", "unsure", "definition", "salary", "facility_details"])
def test_bare_place_is_a_search(text: str, intent: str) -> None:
    assert intent_of(resolved(text, intent, after("utter_greet"))) == "find_facility"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ile zarabia asystent w Krakowie", "salary"),
        ("czy w Krakowie jest kurs", "course_where"),
        ("ile jest placówek w Łodzi", "count_facilities"),
        ("pokaż listę w Łodzi", "list_facilities"),
    ],
)
def test_place_in_a_question_about_something_else_stays_there(text: str, intent: str) -> None:
    assert intent_of(resolved(text, intent, after("utter_greet"))) == intent


@pytest.mark.parametrize("intent", ["nlu_fallback", "definition", "greet"])
def test_place_that_was_asked_for_is_a_search(intent: str) -> None:
    assert intent_of(
        resolved("chyba raczej jakoś koło Krakowa bym wolała", intent, after("utter_ask_place", requested_slot="place"))
    ) == ("find_facility")


@pytest.mark.parametrize(
    ("text", "said", "meant"),
    [
        ("jeszcze", "tell_more", "more_facilities"),
        ("jaki jest telefon?", "find_job", "facility_phone"),
        ("a adres?", "nlu_fallback", "facility_details"),
        ("a w Łodzi?", "ask_where", "find_facility"),
        ("ten drugi", "nlu_fallback", "facility_details"),
        ("kim jest asystent zdrowienia", "definition", "definition"),
    ],
)
@pytest.mark.parametrize("action", ["action_find_facilities", "action_list_facilities", "action_more_facilities"])
def test_after_a_list_short_messages_are_about_it(action: str, text: str, said: str, meant: str) -> None:
    conversation = tracker(user(), answer(action))
    PLACES.process([one := message(text, said)], conversation)
    RESOLVER.process([one], conversation, DOMAIN)
    assert intent_of(one) == meant


@pytest.mark.parametrize("last", ["utter_not_understood", "utter_ask_which", "utter_not_understood_again"])
@pytest.mark.parametrize("intent", ["nlu_fallback", "unsure"])
def test_lost_twice_leads_to_a_way_out(last: str, intent: str) -> None:
    assert intent_of(resolved("jeszcze inaczej mówiąc", intent, after(last))) == "still_not_understood"


def test_lost_once_is_only_lost() -> None:
    assert intent_of(resolved("bla bla", "nlu_fallback", after("utter_definition"))) == "nlu_fallback"


def test_understood_after_being_lost_is_understood() -> None:
    assert intent_of(resolved("ile trwa kurs", "course_length", after("utter_not_understood"))) == "course_length"


@pytest.mark.parametrize(
    ("last", "meant"),
    [
        ("utter_course_length", "course_length"),
        ("utter_definition", "definition"),
        ("utter_greet", "set_language"),
        ("utter_ask_place", "set_language"),
    ],
)
def test_language_switch_repeats_the_last_topic(last: str, meant: str) -> None:
    assert intent_of(resolved("in English please", "set_language", after(last))) == meant


def test_other_language_stays_what_it_is() -> None:
    conversation = after("utter_ask_place", requested_slot="place")
    assert intent_of(resolved("Ich wohne in Kraków", "other_language", conversation)) == "other_language"


def test_at_the_beginning_everything_means_itself() -> None:
    for intent in ("affirm", "tell_more", "ask_where", "nlu_fallback", "set_language", "definition"):
        assert intent_of(resolved("tak", intent, tracker())) == intent


def test_without_conversation_or_intent_nothing_changes() -> None:
    one, none = message("tak", "affirm"), message("tak")
    RESOLVER.process([one])
    RESOLVER.process([none], tracker(), DOMAIN)
    assert (intent_of(one), intent_of(none)) == ("affirm", None)


def test_doubtful_whole_gives_way_to_two_clear_parts() -> None:
    for confidence, expected in ((0.6, "find_facility"), (0.95, "employer_hire")):
        ranking = [{"name": "employer_hire", "confidence": confidence}]
        one = message("…", "employer_hire", asked=["find_facility", "cost_of_help"], intent_ranking=ranking)
        RESOLVER.process([one], after("utter_greet"), DOMAIN)
        assert intent_of(one) == expected


@pytest.mark.parametrize(
    ("intent", "asked", "meant", "also"),
    [
        ("course_length", ["course_length", "certificate"], "course_length", ["certificate"]),
        ("course_length", ["course_length", "ask_how_much"], "course_length", ["course_price"]),  # as it follows from the first
        ("unsure", ["certificate", "salary"], "certificate", ["salary"]),
        ("out_of_scope", ["certificate", "salary"], "certificate", ["salary"]),
        ("certificate", ["salary", "certificate"], "certificate", ["salary"]),
        ("thanks", ["certificate"], "certificate", None),
        ("greet", ["certificate"], "certificate", None),
        ("out_of_scope", ["certificate"], "out_of_scope", None),
        ("medical_advice", ["certificate", "salary"], "medical_advice", None),
        ("certificate", ["certificate"], "certificate", None),
        ("find_facility", ["certificate"], "certificate", ["find_facility"]),
        ("find_facility", ["certificate", "find_facility"], "certificate", ["find_facility"]),  # a town by the way
        ("certificate", [], "certificate", None),
        ("find_facility", ["find_facility", "ask_how_much"], "find_facility", ["cost_of_help"]),
        ("referral", ["ask_how_much", "referral"], "referral", ["cost_of_help"]),  # as it follows from the next one
        ("definition", ["find_facility", "definition"], "find_facility", ["definition"]),  # told before what was found
        ("salary", ["find_facility", "salary"], "salary", None),  # a town by the way
        ("anonymity", ["anonymity", "crisis_consequences"], "anonymity", ["confidentiality"]),
        ("unsure", ["certificate", "greet"], "unsure", None),
    ],
)
def test_several_questions_of_a_message(intent: str, asked: list[str], meant: str, also: list[str] | None) -> None:
    RESOLVER.process([one := message("…", intent, asked=asked)], after("utter_greet"), DOMAIN)
    assert (intent_of(one), one.get("also")) == (meant, also)


# What people say after an answer to danger, and what the same words mean at other times.
FOLLOW_UPS = {
    "crisis_safe": "remark",
    "crisis_no_phone": "helplines",
    "crisis_no_wish": "deny",
    "crisis_no_answer": "helplines",
    "crisis_unsure": "unsure",
    "crisis_where": "find_facility",
    "crisis_consequences": "confidentiality",
    "crisis_sent_away": "mental_health_centre",
    "crisis_together": "nlu_fallback",
    "crisis_alone": "distress",
    "crisis_not_safe": "distress",
    "crisis_calmer": "nlu_fallback",
    "crisis_helped": "remark",
}


@pytest.mark.parametrize("intent", FOLLOW_UPS)
@pytest.mark.parametrize("action", ["utter_crisis_self", "utter_crisis_other", "utter_crisis_again", "utter_crisis_no_phone"])
def test_what_is_said_after_an_answer_to_danger_counts_then(action: str, intent: str) -> None:
    assert intent_of(resolved("…", intent, after(action))) == intent


@pytest.mark.parametrize(("intent", "meant"), FOLLOW_UPS.items())
def test_the_same_words_mean_something_else_at_other_times(intent: str, meant: str) -> None:
    assert intent_of(resolved("…", intent, after("utter_course_length"))) == meant


def test_where_somebody_is_tells_it_to_those_who_help_and_is_a_search_later() -> None:
    assert intent_of(resolved("mieszka w Kielcach", "crisis_where", after("utter_crisis_other"))) == "crisis_where"
    later = tracker(answer("utter_crisis_other"), user(), answer("utter_definition"))
    assert intent_of(resolved("mieszka w Kielcach", "crisis_where", later)) == "find_facility"


@pytest.mark.parametrize(
    ("intent", "meant"), [("crisis_safe", "crisis_safe"), ("crisis_no_wish", "crisis_no_wish"), ("crisis_together", "nlu_fallback")]
)
def test_what_is_said_after_an_answer_to_distress(intent: str, meant: str) -> None:
    assert intent_of(resolved("…", intent, after("utter_distress"))) == meant


def test_number_asked_of_a_place_that_was_named_by_the_way() -> None:
    one = resolved("a jaki tam jest numer", "facility_details", after("utter_crisis_other", named="lodz"))
    assert ("place", "lodz") in entities_of(one).items()
    one = resolved("a jaki tam jest numer", "facility_details", after("action_find_facilities", named="lodz"))
    assert "place" not in entities_of(one)


@pytest.mark.parametrize(
    ("text", "intent", "meant"),
    [
        ("a telefon?", "unsure", "helplines"),
        ("nie lubię telefonów", "crisis_no_phone", "crisis_no_phone"),
        ("telefon pierwszego", "unsure", "facility_phone"),
    ],
)
def test_telephone_right_after_danger_is_one_that_helps(text: str, intent: str, meant: str) -> None:
    talk = tracker(answer("action_find_facilities"), user(), answer("utter_crisis_self"), searched="16121")
    assert intent_of(resolved(text, intent, talk)) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("szukam pomocy w Gdańsku dla syna, ma 16 lat", "children"),
        ("my daughter is 16, is there anybody in Gdańsk?", "children"),
        ("mam 15 lat, gdzie w Łodzi", "children"),
        ("szukam pomocy w Gdańsku dla syna, ma 26 lat", "find_facility"),
    ],
)
def test_places_are_for_adults(text: str, meant: str) -> None:
    assert intent_of(resolved(text, "find_facility", after("utter_greet"))) == meant


def test_medicine_in_a_talk_about_becoming_one_is_about_that() -> None:
    assert intent_of(resolved("and the pill?", "medical_advice", after("utter_become_formal"))) == "become_health"
    assert intent_of(resolved("and the pill?", "medical_advice", after("utter_definition"))) == "medical_advice"


def test_number_asked_soon_after_danger_is_one_that_helps() -> None:
    soon = tracker(answer("utter_crisis_self"), user(), answer("action_find_facilities"), searched="16121")
    assert intent_of(resolved("zadzwonię, ale na który numer", "facility_details", soon)) == "helplines"
    assert intent_of(resolved("podaj telefon pierwszego", "facility_details", soon)) == "facility_phone"


def test_short_wish_for_a_phone_is_no_wish_for_words() -> None:
    assert intent_of(resolved("the phone pls", "call_script", after("utter_course_length"))) == "course_contact"
    assert intent_of(resolved("the phone pls", "call_script", after("action_find_facilities"))) == "facility_phone"
    assert intent_of(resolved("what do i say when i phone them", "call_script", after("action_find_facilities"))) == "call_script"


@pytest.mark.parametrize(("text", "searched"), [("list them please", True), ("the whole list of Poland", False)])
def test_list_after_a_town_that_was_named_by_the_way_is_of_that_town(text: str, searched: bool) -> None:
    one = resolved(text, "list_facilities", after("utter_assistant_language", named="16121"))
    assert ("place" in entities_of(one)) is searched


def test_online_after_the_course_means_the_course() -> None:
    assert intent_of(resolved("is it online", "online_help", after("utter_course_contact"))) == "course_schedule"
    assert intent_of(resolved("is it online", "online_help", after("utter_cost_of_help"))) == "online_help"


@pytest.mark.parametrize(
    ("text", "intent", "meant"),
    [
        ("mają asystenta?", "list_facilities", "facility_assistant"),
        ("czy tam pracuje asystent", "workplaces", "facility_assistant"),
        ("które z nich mają asystentów", "list_facilities", "list_facilities"),
        ("which of these surely employ assistants", "employer_hire", "list_facilities"),
    ],
)
def test_where_assistants_work_of_what_was_shown(text: str, intent: str, meant: str) -> None:
    assert intent_of(resolved(text, intent, after("action_find_facilities"))) == meant


def test_an_answer_to_danger_is_spoken_of_for_some_answers_only() -> None:
    talk = [answer("utter_crisis_self"), *([user(), answer("utter_definition")] * 5)]
    flat = [e for piece in talk for e in (piece if isinstance(piece, list) else [piece])]
    assert intent_of(resolved("…", "crisis_safe", tracker(flat))) == "crisis_safe"
    assert intent_of(resolved("…", "crisis_safe", tracker(flat, user(), answer("utter_definition")))) == "why_numbers"


@pytest.mark.parametrize(
    ("intent", "meant"),
    [
        ("deny", "crisis_no_wish"),
        ("affirm", "find_facility"),
        ("nlu_fallback", "nlu_fallback"),
        ("thanks", "thanks"),
    ],
)
def test_short_words_right_after_an_answer_to_danger(intent: str, meant: str) -> None:
    assert intent_of(resolved("…", intent, after("utter_crisis_self"))) == meant


@pytest.mark.parametrize(
    ("text", "intent", "meant"),
    [
        ("will they tell my mum", "confidentiality", "crisis_consequences"),
        ("who do i tell", "who_knows", "crisis_what_to_do"),
        ("co mam powiedzieć", "call_script", "crisis_what_to_do"),
        ("do they speak english", "assistant_language", "helplines"),
        ("can i write to someone instead", "talk_to_human", "crisis_no_phone"),
        ("czy mogę z kimś popisać", "talk_to_human", "crisis_no_phone"),
        ("can i talk to someone", "talk_to_human", "talk_to_human"),
        ("tak, dziś rano to mówiła i płakała", "affirm", "unsure"),
        ("yes please", "affirm", "find_facility"),
        ("ok", "affirm", "unsure"),
    ],
)
def test_what_is_meant_right_after_an_answer_to_danger(text: str, intent: str, meant: str) -> None:
    assert intent_of(resolved(text, intent, after("utter_crisis_self"))) == meant


@pytest.mark.parametrize("intent", FOLLOW_UPS)
def test_without_a_conversation_nothing_was_said_of_danger(intent: str) -> None:
    RESOLVER.process([one := message("…", intent)])
    assert intent_of(one) not in FOLLOW_UPS


def test_yes_to_the_short_line_after_danger_means_that_somebody_comes() -> None:
    assert intent_of(resolved("tak", "affirm", after("utter_crisis_again_other"))) == "crisis_calling"


@pytest.mark.parametrize(
    ("text", "intent", "last", "meant"),
    [
        ("a masz do nich maila", "facility_details", "utter_course_where", "course_contact"),
        ("phone?", "helplines", "utter_course_price", "course_contact"),
        ("a telefon do centrum?", "facility_details", "utter_course_where", "facility_details"),
        ("phone?", "helplines", "utter_definition", "helplines"),
        ("a na śląsku?", "find_facility", "utter_course_length", "course_where"),
        ("asystent na śląsku", "find_facility", "utter_course_length", "find_facility"),
        ("a na śląsku?", "find_facility", "utter_definition", "find_facility"),
        ("gdzie jest kurs na śląsku", "find_facility", "utter_greet", "course_where"),
        ("jest telefon zaufania dla starszych?", "helplines", "action_find_facilities", "helplines"),
        ("telefon?", "helplines", "action_find_facilities", "facility_phone"),
        ("w których na pewno jest asystent?", "facility_details", "action_find_facilities", "facility_details"),
        ("gdzie na pewno jest asystent?", "definition", "action_find_facilities", "list_facilities"),
        ("a zatrudniają tam asystenta czy nie wiadomo", "unsure", "action_find_facilities", "facility_details"),
        ("czy tam będzie ktoś kto sam przez to przeszedł?", "bot_challenge", "action_find_facilities", "facility_details"),
        ("is there an assistant there for sure", "unsure", "action_facility_details", "facility_details"),
        ("czy tam będzie ktoś kto sam przez to przeszedł?", "bot_challenge", "utter_definition", "bot_challenge"),
        ("dlaczego?", "ask_why", "utter_share_story", "skills"),
        ("dlaczego?", "ask_why", "utter_salary", "ask_why"),
    ],
)
def test_what_was_spoken_of_last_tells_what_is_meant(text: str, intent: str, last: str, meant: str) -> None:
    assert intent_of(resolved(text, intent, after(last))) == meant


def test_number_asked_of_the_helplines_is_theirs() -> None:
    assert intent_of(resolved("a ten drugi numer od ktorej?", "facility_details", after("utter_helplines"))) == "helplines"
    assert intent_of(resolved("a telefon w Krakowie?", "facility_details", after("utter_helplines"))) == "facility_details"


@pytest.mark.parametrize(
    ("slots", "meant"),
    [
        ({"searched": "woj:śląskie"}, "find_facility"),
        ({"searched": "woj:śląskie", "current": "czp-feniks"}, "facility_details"),
        ({}, "list_facilities"),
    ],
)
def test_language_switch_repeats_what_was_found(slots: dict[str, str], meant: str) -> None:
    again = resolved("in English please", "set_language", after("action_find_facilities", **slots))
    assert intent_of(again) == meant
    places = [e["value"] for e in again.get("entities", []) if e["entity"] == "place"]
    assert places == (["woj:śląskie"] if meant == "find_facility" else [])


def test_help_for_somebody_under_eighteen_is_answered_for_that_age() -> None:
    assert intent_of(resolved("pomożecie mi?", "help_for_me", after("utter_definition", young="true"))) == "children"
    assert intent_of(resolved("pomożecie mi?", "help_for_me", after("utter_definition"))) == "help_for_me"


@pytest.mark.parametrize(
    ("text", "meant"), [("hi, I am a nurse from Ukraine and work in Lublin", "greet"), ("Lublin", "find_facility")]
)
def test_who_introduces_themselves_with_a_town_does_not_search(text: str, meant: str) -> None:
    assert intent_of(resolved(text, "greet", after("utter_greet"))) == meant


@pytest.mark.parametrize(
    ("text", "intent", "last", "meant"),
    [
        ("a ile?", "count_facilities", "utter_salary", "salary"),
        ("ile ich jest w Polsce", "count_facilities", "utter_salary", "count_facilities"),
        ("who led it", "erasmus_partners", "utter_exin_project", "exin_project"),
        ("who led the Erasmus project", "erasmus_partners", "utter_exin_project", "erasmus_partners"),
        ("when did it end", "history", "utter_erasmus_partners", "erasmus_project"),
        ("since when in Poland", "history", "utter_erasmus_partners", "history"),
    ],
)
def test_what_names_nothing_is_about_what_was_spoken_of(text: str, intent: str, last: str, meant: str) -> None:
    assert intent_of(resolved(text, intent, after(last))) == meant


def test_contact_asked_in_another_town_than_was_searched_is_a_search() -> None:
    searched = tracker(user(), answer("action_find_facilities"), searched="16121")
    assert intent_of(resolved("dajcie adres w Katowicach", "facility_details", searched)) == "find_facility"
    assert intent_of(resolved("dajcie adres w Krakowie", "facility_details", searched)) == "facility_details"


def test_one_there_in_a_town_that_was_named_by_the_way_is_a_search() -> None:
    named = tracker(user(), answer("utter_introduction"), named="16121")
    asked = "do you know if the mental health centre there has a recovery assistant?"
    assert intent_of(resolved(asked, "mental_health_centre", named)) == "find_facility"
    assert intent_of(resolved("what is a mental health centre?", "mental_health_centre", named)) == "mental_health_centre"


@pytest.mark.parametrize(
    ("text", "intent", "meant"),
    [
        ("a mój brat ma 17 lat, zapomniałam napisać", "remark", "children"),
        ("he is 16 by the way", "introduction", "children"),
        ("ma 45 lat", "remark", "remark"),
    ],
)
def test_an_age_under_eighteen_told_by_the_way_is_answered(text: str, intent: str, meant: str) -> None:
    assert intent_of(resolved(text, intent, after("action_find_facilities"))) == meant


def test_several_things_of_a_place_are_its_details() -> None:
    assert (
        intent_of(resolved("jaki telefon i do której czynne", "facility_details", after("action_find_facilities")))
        == "facility_details"
    )


def test_who_calls_for_somebody_else_is_told_that_they_may() -> None:
    one = resolved("czy mogę tam zadzwonić sama, jestem córką", "facility_details", after("action_find_facilities"))
    assert intent_of(one) == "first_steps_centre"
