"""What happens to every message before and after the dialogue: bot/channels/door.py, with dialogues that fail."""

from __future__ import annotations

import asyncio
import logging

import pytest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.channels.door import Door, Handler, guess_language, neutralised
from bot.settings import Settings
from bot.web.texts import domain_answers

CONFIG = Settings(message_limit=1000, answer_timeout=0.05, crisis_timeout=0.05)
HELPLINES = ("112", "116 123", "800 70 2222")


async def echo(message: UserMessage) -> None:
    await message.output_channel.send_text_message(message.sender_id, f"echo: {message.text}")


async def broken(message: UserMessage) -> None:
    raise RuntimeError(f"cannot answer {message.text}")


async def silent(message: UserMessage) -> None:
    return None


async def slow(message: UserMessage) -> None:
    await asyncio.sleep(5)


def answer(handler: Handler, text: object, prior: str | None = None) -> str:
    """Everything that the visitor reads after one message."""
    output = CollectingOutputChannel()
    metadata = {"language": prior} if prior else None
    asyncio.run(Door(handler, CONFIG).receive(text, output, "visitor", "rest", metadata))
    return "\n\n".join(message["text"] for message in output.messages)


def words(response: str, language: str) -> str:
    """What the visitor should read: an emergency answer in a language."""
    return domain_answers().text(response, language, limit=CONFIG.message_limit)


@pytest.mark.parametrize("text", ["ile trwa kurs?", "  how long is it? ", "a" * 1000, "1/2 etatu"])
def test_message_reaches_the_dialogue_as_it_is(text: str) -> None:
    assert answer(echo, text) == f"echo: {text.strip()}"


@pytest.mark.parametrize("handler", [broken, silent, slow])
@pytest.mark.parametrize(
    ("text", "prior", "language"),
    [
        ("ile trwa kurs?", None, "pl"),
        ("how long is the course?", None, "en"),
        ("how long is the course?", "pl", "en"),
        ("?", None, "pl"),
        ("?", "en", "en"),
        ("?", "de", "pl"),  # a language that the guide does not speak
        ("привіт", None, "pl"),
    ],
)
def test_failing_dialogue_still_means_an_answer_in_the_language(
    handler: Handler, text: str, prior: str | None, language: str
) -> None:
    reply = answer(handler, text, prior)
    assert reply == words("utter_trouble", language)
    assert all(number in reply for number in HELPLINES)


@pytest.mark.parametrize("handler", [broken, silent, slow])
@pytest.mark.parametrize(
    ("text", "response", "language"),
    [
        ("nie chcę już żyć", "utter_crisis_self", "pl"),
        ("I want to die", "utter_crisis_self", "en"),
        ("my son wants to kill himself", "utter_crisis_other", "en"),
        ("mam 14 lat i chcę umrzeć", "utter_crisis_minor", "pl"),
        ("mąż mnie bije", "utter_crisis_violence", "pl"),
        ("I took an overdose an hour ago", "utter_crisis_medical", "en"),
    ],
)
def test_crisis_gets_the_crisis_answer_when_the_dialogue_is_down(handler: Handler, text: str, response: str, language: str) -> None:
    assert answer(handler, text) == words(response, language)


@pytest.mark.parametrize(
    ("text", "response", "language"),
    [
        ("ile trwa kurs dla asystentów? " * 40, "utter_too_long", "pl"),
        ("how long is the course, please? " * 40, "utter_too_long", "en"),
        ("opowiem wszystko od początku. " * 40 + "nie chcę już żyć", "utter_crisis_self", "pl"),
        ("let me tell you all of it. " * 40 + "I want to die", "utter_crisis_self", "en"),
    ],
)
def test_too_long_message_is_refused_but_danger_in_it_is_noticed(text: str, response: str, language: str) -> None:
    reply = answer(echo, text)
    assert reply == words(response, language)
    assert "echo" not in reply


def test_limit_is_named_in_the_refusal() -> None:
    assert "1000" in answer(echo, "a" * 1001)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", None, 7, 1.5, True, ["hej"], {"text": "hej"}, b"hej"])
def test_message_without_text_goes_on_as_an_empty_one(text: object) -> None:
    assert answer(echo, text) == "echo: /empty_message"


@pytest.mark.parametrize("text", ["", None, 7])
@pytest.mark.parametrize(("prior", "language"), [(None, "pl"), ("pl", "pl"), ("en", "en")])
def test_message_without_text_gets_an_answer_when_the_dialogue_is_down(text: object, prior: str | None, language: str) -> None:
    assert answer(broken, text, prior) in (words("utter_trouble", language), words("utter_empty_message", language))


@pytest.mark.parametrize(
    "text", ["/restart", "/session_start", "/back", "/unknown", "//", "/ /restart", "/crisis", "/definition{broken"]
)
def test_slash_of_a_command_loses_its_power(text: str) -> None:
    assert not neutralised(text).startswith("/")
    assert not answer(echo, text).startswith("echo: /")


@pytest.mark.parametrize(
    "text",
    [
        "/definition",
        "/find_facility",
        "/help_menu",
        "/more_facilities",
        '/facility_details{"facility":"leonardo-krakow"}',
        '/find_facility{"place":"woj:śląskie"}',
    ],
)
def test_payload_of_a_button_passes(text: str) -> None:
    assert answer(echo, text) == f"echo: {text}"
    assert neutralised(f"  {text}\n") == text


def test_danger_behind_a_slash_is_only_text() -> None:
    assert neutralised("/nie chcę już żyć") == "nie chcę już żyć"
    assert neutralised('/find_facility{"place":"chcę się zabić"}').startswith("find_facility")


def test_dialogue_gets_sender_channel_and_metadata() -> None:
    received: list[UserMessage] = []

    async def remember(message: UserMessage) -> None:
        received.append(message)
        await echo(message)

    asyncio.run(Door(remember, CONFIG).receive("hej", CollectingOutputChannel(), "visitor", "rest", {"language": "en"}))
    (message,) = received
    assert (message.sender_id, message.input_channel, message.metadata) == ("visitor", "rest", {"language": "en"})


def test_answer_given_before_the_failure_is_enough() -> None:
    async def half(message: UserMessage) -> None:
        await echo(message)
        raise RuntimeError

    assert answer(half, "hej") == "echo: hej"


@pytest.mark.parametrize("handler", [broken, silent, slow])
def test_nothing_that_was_written_is_logged(handler: Handler, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer(handler, "mam na imię Genowefa i nie chcę żyć")
    assert "Genowefa" not in caplog.text


@pytest.mark.parametrize(
    ("text", "prior", "language"),
    [
        ("dzień dobry", None, "pl"),
        ("good morning", None, "en"),
        ("good morning", "pl", "en"),
        ("?", "en", "en"),
        ("?", None, "pl"),
        ("привіт", "en", "pl"),
    ],
)
def test_language_is_guessed_without_a_model(text: str, prior: str | None, language: str) -> None:
    assert guess_language(text, prior) == language


def test_somebody_in_danger_does_not_wait_for_a_slow_dialogue() -> None:
    patient = Settings(answer_timeout=60, crisis_timeout=0.05)
    finished: list[str] = []

    async def late(message: UserMessage) -> None:
        await asyncio.sleep(0.2)
        await echo(message)
        finished.append(message.text)

    async def talk() -> list[str]:
        output = CollectingOutputChannel()
        await Door(late, patient).receive("I want to die", output, "visitor", "rest")
        said = [m["text"] for m in output.messages]
        await asyncio.sleep(0.4)  # the dialogue ends its turn, so that it knows later what happened
        assert [m["text"] for m in output.messages] == said, "the late answer came as well"
        return said

    assert "\n\n".join(asyncio.run(talk())) == words("utter_crisis_self", "en")
    assert finished == ["I want to die"]


def test_answer_of_the_dialogue_is_the_one_when_it_comes_in_time() -> None:
    assert answer(echo, "I want to die") == "echo: I want to die"


def test_dialogue_that_breaks_late_is_only_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def breaks(message: UserMessage) -> None:
        await asyncio.sleep(0.1)
        raise RuntimeError("Genowefa")

    async def talk() -> None:
        output = CollectingOutputChannel()
        await Door(breaks, CONFIG).receive("I want to die", output, "visitor", "rest")
        await asyncio.sleep(0.2)
        assert "\n\n".join(m["text"] for m in output.messages) == words("utter_crisis_self", "en")

    with caplog.at_level(logging.DEBUG):
        asyncio.run(talk())
    assert "after the answer: RuntimeError" in caplog.text and "Genowefa" not in caplog.text
