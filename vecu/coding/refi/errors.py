"""Errors of reading and writing, with messages in the reader's language."""

from vecu.errors import VecuError
from vecu.messages import Message, TranslatableError, printable


class ProjectRefused(TranslatableError, VecuError):
    """A file cannot be read as a REFI-QDA project or codebook; nothing was imported."""


class ProjectNotWritten(TranslatableError, VecuError):
    """A project contradicts itself, so that no valid file can represent it."""


def make_safe_message(msgid: str, **details: object) -> Message:
    """Return a message with its details shortened and made safe to print."""
    return Message(
        msgid,
        **{name: _safe(value) for name, value in details.items()},
    )


def _safe(value: object) -> object:
    return value if isinstance(value, Message) else printable(str(value))


def refuse(msgid: str, **details: object) -> ProjectRefused:
    """Return the error for a refused file."""
    return ProjectRefused(make_safe_message(msgid, **details))


def cannot_write(msgid: str, **details: object) -> ProjectNotWritten:
    """Return the error for a project that cannot be written."""
    return ProjectNotWritten(make_safe_message(msgid, **details))
