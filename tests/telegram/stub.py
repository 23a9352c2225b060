"""A guide without a model for the tests of the way of messages: it answers what it was asked, in a process that may be killed.

`python -m tests.telegram.stub API_URL DATABASE_URL [SECONDS]` fetches updates from a Bot API until it is ended.
"""

from __future__ import annotations

import asyncio
import sys

from bot.telegram import answers, receiver
from bot.telegram.api import BotApi
from bot.telegram.delivery import Picture
from bot.telegram.journal import Call, Journal
from bot.telegram.postman import Brain, Postman
from bot.telegram.updates import Incoming
from scripts.bot_api import TOKEN


class Echo:
    """Answers with the words of the visitor. seconds: how long it thinks; text with "!" is urgent."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.forgotten: list[int] = []
        self.asked: list[str] = []

    async def answer(self, incoming: Incoming) -> list[Call]:
        self.asked.append(incoming.text)
        await asyncio.sleep(self.seconds)
        text = incoming.text or incoming.kind
        buttons = [{"title": "again", "payload": f"/again{text}"[:60]}] if "button" in text else []
        card = {"card": {"id": "here"}} if "map" in text else {}
        return answers.calls([{"text": text, "language": "pl", "answer": "", "buttons": buttons, **card}], with_maps=True)

    async def forget(self, chat: int) -> None:
        self.forgotten.append(chat)

    def brain(self) -> Brain:
        return Brain(self.answer, lambda incoming: "!" in incoming.text, self.forget, lambda topic: False)


def postman(api: str, database: str, echo: Echo, per_minute: float = 1e6, picture: Picture | None = None) -> tuple[BotApi, Postman]:
    """A postman for the echo."""
    line = BotApi(api, TOKEN)
    return line, Postman(line, Journal(database, "123456"), echo.brain(), per_minute, picture)


async def main(api: str, database: str, seconds: float) -> None:
    line, post = postman(api, database, Echo(seconds))
    await receiver.fetch(line, post, await post.resume())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 0.0))
