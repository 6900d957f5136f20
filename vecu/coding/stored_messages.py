"""What a run keeps of a message, and how it is said to whoever reads it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language

from vecu.messages import Message


def serialize_message(message: Message) -> list[Any]:
    """Return a message as a run keeps it: its words and figures, in no language yet."""
    return [message.msgid, message.details]


def render_message(kept: Sequence[Any]) -> str:
    """Return a message that a run kept, in the language of who reads."""
    return Message(kept[0], **kept[1]).say(get_language() or "en") if kept else ""
