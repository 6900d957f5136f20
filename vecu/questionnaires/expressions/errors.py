"""The one error of this package."""

from __future__ import annotations

from vecu.errors import VecuError
from vecu.messages import Message, TranslatableError
from vecu.translation import gettext_noop

EXCERPT = 60


class ExpressionError(TranslatableError, VecuError):
    """An expression is invalid: where (`column`, from 1), what was found, what to do.

    `reason` is a msgid for `details`.
    """

    def __init__(self, source: str, column: int, reason: str, **details: object) -> None:
        self.source = source
        self.column = column
        super().__init__(
            Message(
                gettext_noop("At character %(column)d of “%(excerpt)s”: %(reason)s"),
                column=column,
                excerpt=self._excerpt(),
                reason=Message(reason, **details),
            )
        )

    def _excerpt(self) -> str:
        """Return the source around `column`."""
        start = max(0, min(self.column, len(self.source)) - EXCERPT // 2)
        return ("…" if start else "") + shorten(self.source[start:])


def shorten(text: str) -> str:
    """Return `text` on one line, without control characters, at most `EXCERPT` characters long."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return printable if len(printable) <= EXCERPT else printable[: EXCERPT - 1] + "…"
