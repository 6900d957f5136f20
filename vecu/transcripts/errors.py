"""Why a file cannot be read as a transcript. Pure."""

from vecu.errors import VecuError
from vecu.messages import Message, TranslatableError


class TranscriptRefused(TranslatableError, VecuError):
    """A file cannot be read as a transcript; `say` gives the reason in the user's language."""


def make_refusal(msgid: str, **details: int) -> TranscriptRefused:
    """Return the error with message `msgid` and its numbers."""
    return TranscriptRefused(Message(msgid, **details))
