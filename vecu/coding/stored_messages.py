"""Store messages of machine runs, and render them in the reader's language."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language

from vecu.messages import Message


def serialize_message(message: Message) -> list[Any]:
    """Return a message as stored with a run: its untranslated text and its values."""
    return [message.msgid, message.details]


def render_message(stored: Sequence[Any]) -> str:
    """Return a stored message in the reader's language."""
    return Message(stored[0], **stored[1]).say(get_language() or "en") if stored else ""
