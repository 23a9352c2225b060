"""The chat as its visitor handles it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from bot.web.texts import for_widget


class Chat:
    """The chat on a page, in a language."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.words = for_widget(language)
        self.log = page.get_by_role("log")
        self.input = page.get_by_label(self.words["input"], exact=True)

    def button(self, key: str) -> Locator:
        """A button of the chat by the key of its words."""
        return self.page.locator("guide-chat").get_by_role("button", name=self.words[key], exact=True)

    def say(self, text: str) -> None:
        """Types a message and waits for the answer."""
        before = self.answers.count()
        self.input.fill(text)
        self.input.press("Enter")
        expect(self.answers).not_to_have_count(before)
        self.settled()

    def press(self, title: str) -> None:
        """Presses a suggestion and waits for the answer."""
        before = self.answers.count()
        self.page.locator("guide-chat .suggestions").get_by_role("button", name=title).click()
        expect(self.answers).not_to_have_count(before)
        self.settled()

    def settled(self) -> None:
        """The last message was delivered."""
        expect(self.log.locator(".you .state").last).to_have_text(self.words["sent"])

    def menu(self, key: str) -> None:
        """Chooses something from the menu."""
        self.button("menu").click()
        self.button(key).click()

    @property
    def answers(self) -> Locator:
        """What the guide has said, the greeting first."""
        return self.log.locator(".turn.guide")

    def expect(self, pattern: str) -> None:
        """The last answer, or one of its parts, says this."""
        expect(self.log).to_contain_text(re.compile(pattern))
