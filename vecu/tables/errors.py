"""Errors of reading and writing tables. Pure."""

from vecu.errors import VecuError
from vecu.messages import Message, TranslatableError, printable

MAX_BYTES = 200_000_000
"""The largest file that is read; it is in memory while its rows are streamed."""


class FileRefused(TranslatableError, VecuError):
    """A file cannot be read as a table; `say` gives the reason in the user's language."""


class TableTooLarge(TranslatableError, VecuError):
    """A workbook cannot hold a table; `say` gives its size in the user's language."""


def make_refusal(msgid: str, **details: object) -> FileRefused:
    """Return the error with message `msgid` and `details`, shortened and safe to display."""
    return FileRefused(
        Message(msgid, **{name: printable(value) for name, value in details.items()})
    )
