"""The generator of answers: bot/nlg.py, with the real domain and conversations made of events."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.languages import LANGUAGES
from bot.nlg import GuideNLG
from tests.components.conversation import DOMAIN, answer, tracker, user
from tests.unit.places import place

NLG = GuideNLG(None, DOMAIN)
CRISES = [name for name in DOMAIN.responses if name.startswith("utter_crisis")]


def generated(response: str, conversation: DialogueStateTracker, **values: Any) -> dict[str, Any]:
    made = asyncio.run(NLG.generate(response, conversation, "rest", **values))
    assert made is not None
    return made


def text_of(response: str, conversation: DialogueStateTracker, **values: Any) -> str:
    text: str = generated(response, conversation, **values)["text"]
    return text


def buttons_of(response: str, conversation: DialogueStateTracker, **values: Any) -> dict[str, str]:
    return {button["title"]: button["payload"] for button in generated(response, conversation, **values)["buttons"]}


def begun(language: str = "pl") -> DialogueStateTracker:
    """A conversation in which the guide has introduced itself already."""
    return tracker(user(), answer("utter_greet"), user(), language=language)


@pytest.mark.parametrize(("language", "word"), [("pl", "kurs"), ("en", "course")])
def test_answers_in_the_language_of_the_conversation(language: str, word: str) -> None:
    text = text_of("utter_course_length", begun(language))
    assert text == NLG.answers.text("utter_course_length", language)
    assert word in text


def test_language_that_is_not_known_yet_is_polish() -> None:
    assert text_of("utter_greet", DialogueStateTracker("visitor", [])) == text_of("utter_greet", tracker())


@pytest.mark.parametrize("language", LANGUAGES)
def test_introduction_comes_once_before_the_first_answer(language: str) -> None:
    intro = NLG.answers.text("utter_intro", language)
    assert text_of("utter_greet", tracker(user(), language=language)).startswith(intro)
    assert intro not in text_of("utter_greet", begun(language))


@pytest.mark.parametrize("name", [*CRISES, "utter_distress", "utter_forget_me", "utter_other_language"])
def test_no_introduction_stands_before_help(name: str) -> None:
    assert NLG.answers.text("utter_intro", "pl") not in text_of(name, tracker(user()))


@pytest.mark.parametrize("name", ["utter_list_end", "utter_facility_card"])
def test_part_of_an_answer_has_no_introduction(name: str) -> None:
    text = text_of(name, tracker(user()), number=1, name="Dom")
    assert NLG.answers.text("utter_intro", "pl") not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_are_the_next_topics(language: str) -> None:
    topics = NLG.answers.metadata("utter_course_length")["next"]
    assert list(buttons_of("utter_course_length", begun(language)).values()) == [f"/{topic}" for topic in topics]
    assert NLG.answers.label(topics[0], language) in buttons_of("utter_course_length", begun(language))


@pytest.mark.parametrize(("language", "other"), [("pl", "Coś innego"), ("en", "Something else")])
@pytest.mark.parametrize("name", ["utter_ask_which", "utter_not_understood"])
def test_unsure_guide_offers_the_likeliest_topics(name: str, language: str, other: str) -> None:
    ranking = [
        {"name": n, "confidence": 0.2} for n in ("salary", "tell_more", "course_price", "nothing_known", "course_length", "hope")
    ]
    conversation = tracker(user(), answer("utter_greet"), user("?", "unsure", intent_ranking=ranking), language=language)
    buttons = buttons_of(name, conversation)
    assert list(buttons.values()) == ["/salary", "/course_price", "/course_length", "/help_menu"]
    assert list(buttons)[-1] == other
    assert next(iter(buttons)) == NLG.answers.label("salary", language)


def test_unsure_guide_without_a_ranking_offers_the_menu() -> None:
    assert list(buttons_of("utter_not_understood", begun()).values()) == ["/help_menu"]


def test_choices_of_an_action_are_buttons_in_the_language() -> None:
    choices = [
        {"title": "utter_details_button", "number": 2, "payload": '/facility_details{"facility":"two"}'},
        {"title": "Zawady, powiat łaski", "payload": '/find_facility{"place":"1"}'},
    ]
    expected = {"Details: 2": choices[0]["payload"], "Zawady, powiat łaski": choices[1]["payload"]}
    for name in ("utter_list_end", "utter_place_ambiguous"):  # a part of an answer, and a whole one
        assert buttons_of(name, begun("en"), choices=choices, place="Zawady") == expected


def test_repeats_the_last_answer_with_its_buttons() -> None:
    buttons = [{"title": "Dalej", "payload": "/tasks"}]
    conversation = tracker(
        user(), answer("utter_greet"), user(), answer("utter_definition", "To ekspert.", buttons=buttons), user("co?", "repeat")
    )
    assert generated("utter_repeat", conversation) == {"text": "To ekspert.", "buttons": buttons, "language": "pl"}


def test_repeats_an_answer_of_several_messages_whole() -> None:
    conversation = tracker(user(), answer("utter_a", "Pierwsza."), answer("utter_b", "Druga."), user("co?", "repeat"))
    assert text_of("utter_repeat", conversation) == "Pierwsza.\n\nDruga."


def test_repeats_again_and_again() -> None:
    conversation = tracker(
        user(),
        answer("utter_a", "To ekspert."),
        user("co?", "repeat"),
        answer("utter_repeat", "To ekspert."),
        user("co?", "repeat"),
    )
    assert text_of("utter_repeat", conversation) == "To ekspert."


def test_nothing_to_repeat_is_told() -> None:
    text = text_of("utter_repeat", tracker(user("co?", "repeat")))
    assert NLG.answers.text("utter_repeat", "pl") in text


def test_unknown_response_is_left_to_rasa() -> None:
    assert asyncio.run(NLG.generate("utter_unknown", begun(), "rest")) is None


def test_responses_that_come_later_are_used() -> None:
    late = GuideNLG(None, None)
    assert asyncio.run(late.generate("utter_greet", begun(), "rest")) is None
    late.responses = DOMAIN.responses
    assert asyncio.run(late.generate("utter_greet", begun(), "rest")) is not None


def asking(intent: str, *also: str) -> Any:
    """A conversation whose last message asks several things."""
    return tracker(user(), answer("utter_greet"), user("…", intent, also=list(also)))


def test_second_question_of_a_message_is_answered_too() -> None:
    text = text_of("utter_course_length", asking("course_length", "certificate"))
    first, second = (NLG.answers.text(f"utter_{topic}", "pl") for topic in ("course_length", "certificate"))
    assert text == f"{first}\n\n{second}"


def test_third_question_is_offered_once_though_the_answer_offers_it_anyway() -> None:
    found = generated("utter_course_length", asking("course_length", "certificate", "internship"))["buttons"]
    assert [button["payload"] for button in found].count("/internship") == 1


def test_no_button_asks_for_what_has_just_been_answered() -> None:
    assert "/course_length" in buttons_of("utter_course_price", asking("course_price")).values()
    assert "/course_length" not in buttons_of("utter_course_price", asking("course_price", "course_length")).values()


def test_search_beside_a_question_is_offered_as_the_first_button() -> None:
    conversation = asking("referral", "find_facility")
    assert text_of("utter_referral", conversation) == NLG.answers.text("utter_referral", "pl")
    assert next(iter(buttons_of("utter_referral", conversation).values())) == "/find_facility"


def test_question_beside_a_search_is_answered_above_what_was_found_and_a_third_one_offered_below() -> None:
    conversation = asking("find_facility", "referral", "certificate")
    found = NLG.answers.text("utter_found_in_place", "pl", place="Kraków", count=2)
    text = text_of("utter_found_in_place", conversation, place="Kraków", count=2)
    assert text == f"{NLG.answers.text('utter_referral', 'pl')}\n\n{found}"
    assert buttons_of("utter_found_in_place", conversation, place="Kraków", count=2) == {}
    below = buttons_of("utter_list_end", conversation).values()
    assert "/certificate" in below and "/referral" not in below


def test_a_question_that_has_no_source_is_answered_beside_another() -> None:
    assert NLG.answers.text("utter_anonymity", "pl") in text_of("utter_referral", asking("referral", "anonymity"))


def test_places_shown_to_the_young_say_once_that_they_are_for_adults() -> None:
    line = NLG.answers.text("utter_for_adults", "pl")
    assert text_of(
        "utter_found_in_place", tracker(user(), answer("utter_greet"), user(), young="true"), place="Kraków", count=2
    ).startswith(line)
    told = tracker(user(), answer("utter_found_in_place", f"{line}\n\nKraków"), user(), young="true")
    assert line not in text_of("utter_found_in_place", told, place="Kraków", count=2)
    assert line not in text_of("utter_found_in_place", begun(), place="Kraków", count=2)


def test_numbers_stand_above_the_words_that_the_talk_is_deleted() -> None:
    line = NLG.answers.text("utter_caring_numbers", "pl")
    assert text_of(
        "utter_forget_me", tracker(user(), answer("utter_crisis_self"), user(intent="forget_me", caring="utter_caring_numbers"))
    ).startswith(line)


def test_question_beside_a_search_is_answered_before_the_guide_asks_for_the_place() -> None:
    text = text_of("utter_ask_place", asking("find_facility", "referral"))
    assert text == f"{NLG.answers.text('utter_referral', 'pl')}\n\n{NLG.answers.text('utter_ask_place', 'pl')}"


@pytest.mark.parametrize(("response", "intent"), [("utter_referral", "referral"), ("utter_found_in_place", "find_facility")])
def test_line_of_care_stands_above_the_answer_and_is_said_once(response: str, intent: str) -> None:
    line = NLG.answers.text("utter_caring", "pl")
    hard = tracker(user(), answer("utter_greet"), user(intent=intent, caring="utter_caring"))
    assert (
        text_of(response, hard, place="Kraków", count=2) == f"{line}\n\n{NLG.answers.text(response, 'pl', place='Kraków', count=2)}"
    )
    assert line not in text_of("utter_list_end", hard)
    again = tracker(user(), answer("utter_greet", f"{line}\n\nanswer"), user(intent=intent, caring="utter_caring"))
    assert line not in text_of(response, again, place="Kraków", count=2)


def test_further_questions_stand_under_the_answer_to_the_first_only() -> None:
    assert "/certificate" not in buttons_of("utter_repeat", asking("course_length", "certificate")).values()


def told(*turns: tuple[str, str], language: str = "pl") -> DialogueStateTracker:
    """A conversation of (words of the visitor, response to them); the last response is still to come, ""."""
    events: list[Any] = []
    for words, response in turns:
        said = NLG.answers.text(response, language) if response else ""
        events += [user(words), *([answer(response, said)] if response else [])]
    return tracker(*events, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_line_after_danger_is_not_said_twice_in_the_same_words(language: str) -> None:
    once = told(("…", "utter_crisis_self"), ("…", ""), language=language)
    twice = told(("…", "utter_crisis_self"), ("…", "utter_crisis_again"), ("…", ""), language=language)
    thrice = told(("…", "utter_crisis_again"), ("…", "utter_crisis_again_more"), ("…", ""), language=language)
    first, second, third = (text_of("utter_crisis_again", conversation) for conversation in (once, twice, thrice))
    assert first == third == NLG.answers.text("utter_crisis_again", language)
    assert second == NLG.answers.text("utter_crisis_again_more", language)


@pytest.mark.parametrize(
    ("first", "second", "new"),
    [("ile zarabia", "a na start?", True), ("ile zarabia", "ile zarabia", False), ("ile zarabia", "/salary", False)],
)
def test_answer_that_was_just_given_is_said_to_be_all(first: str, second: str, new: bool) -> None:
    text = text_of("utter_salary", told((first, "utter_salary"), (second, "")))
    assert text.startswith(NLG.answers.text("utter_all_i_know", "pl")) is new
    assert NLG.answers.text("utter_salary", "pl") in text
    assert NLG.answers.text("utter_all_i_know", "pl") not in text_of("utter_salary", told((first, "utter_helplines"), (second, "")))


def test_lines_that_are_not_asked_for_are_not_shown() -> None:
    text = text_of("utter_helplines", told(("dzień dobry", "utter_greet"), ("telefon dla seniora", "")))
    assert "22 635 09 54" in text and "800 120 002" not in text and "112" in text


def asked(words: str, intent: str, town: str = "", language: str = "pl") -> DialogueStateTracker:
    """A conversation whose last message asks for a topic in these words, with a town in it if any."""
    entities = [{"entity": "place", "value": place(town).id}] if town else []
    return tracker(user(), answer("utter_greet"), user(words, intent, entities=entities), language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answer_tells_only_what_was_asked_and_offers_the_whole(language: str) -> None:
    conversation = asked("czy potrzebna jest matura?", "become_formal", language=language)
    assert text_of("utter_become_formal", conversation) == NLG.answers.text("utter_become_education", language)
    whole = NLG.answers.label("become_formal", language)
    assert next(iter(buttons_of("utter_become_formal", conversation))) == whole


def test_button_gives_the_whole_answer() -> None:
    assert text_of("utter_become_formal", asked("/become_formal", "become_formal")) == NLG.answers.text("utter_become_formal", "pl")


def test_narrower_answer_that_was_just_given_makes_room_for_the_whole() -> None:
    conversation = told(("matura?", "utter_become_education"), ("no ale matura?", ""))
    assert NLG.answers.text("utter_become_formal", "pl") in text_of("utter_become_formal", conversation)


@pytest.mark.parametrize(
    ("town", "response"), [("Kraków", "utter_course_in_krakow"), ("Łódź", "utter_course_elsewhere"), ("", "utter_course_where")]
)
def test_course_in_a_town_is_told_of_that_town(town: str, response: str) -> None:
    said = NLG.answers.text(response, "pl", town=town)
    assert text_of("utter_course_where", asked("gdzie jest kurs", "course_where", town)) == said


def test_second_question_is_answered_narrowly_too() -> None:
    conversation = tracker(
        user(), answer("utter_greet"), user("ile trwa kurs i czy trzeba matury", "course_length", also=["become_formal"])
    )
    assert NLG.answers.text("utter_become_education", "pl") in text_of("utter_course_length", conversation)
