"""Why a file cannot be read as a table, or a table cannot become a file. Pure."""

from vecu.errors import VecuError
from vecu.messages import (
    Message,
    TranslatableError,
    printable,
)

MAX_BYTES = 200_000_000
"""The largest file that is read at all; it is held in memory while its rows stream by."""


class FileRefused(TranslatableError, VecuError):
    """A file cannot be read as a table at all; `say` tells why in the person's language."""


class TableTooLarge(TranslatableError, VecuError):
    """A workbook cannot hold a table; `say` tells how large it is in the person's language."""


def make_refusal(msgid: str, **details: object) -> FileRefused:
    """Return the refusal that says `msgid` with `details`, shortened and made safe to show."""
    return FileRefused(
        Message(msgid, **{name: printable(value) for name, value in details.items()})
    )
