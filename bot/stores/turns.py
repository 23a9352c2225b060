"""The turn that is going on: what the store must know of a message beyond Rasa's tracker.

A turn is stored once, with the answer, before the visitor gets it. A browser whose answer got lost on its way sends the
message again with the same id, perhaps to another process, and gets the stored answer.
"""

from __future__ import annotations

import hashlib
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Dict, List


class StoreError(RuntimeError):
    """The store of conversations does not answer; the turn did not happen."""


class ConflictError(StoreError):
    """Another process has gone on with the conversation meanwhile; the turn did not happen and can be done again."""


class AnsweredError(Exception):
    """The message was answered before; answer: what was said."""

    def __init__(self, answer: List[Dict[str, Any]]) -> None:
        super().__init__("answered before")
        self.answer = answer


@dataclass
class Turn:
    """One message of a conversation.

    message_id: the sender's own id of the message, "" without one. answer: the messages of the guide, filled by the channel's
    output. version: of the stored conversation when it was read, 0 for a new one. forgotten: the turn has deleted the conversation.
    """

    message_id: str = ""
    answer: List[Dict[str, Any]] = field(default_factory=list)
    version: int = 0
    forgotten: bool = False

    @property
    def message_key(self) -> str:
        """What is stored of the message's id: senders choose it, so it may say anything."""
        return hashlib.blake2b(self.message_id.encode("utf-8", "replace"), digest_size=12).hexdigest() if self.message_id else ""


current_turn: ContextVar[Turn | None] = ContextVar("current_turn", default=None)
