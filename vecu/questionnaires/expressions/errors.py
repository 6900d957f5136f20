"""The one error of this package."""

from __future__ import annotations

from collections.abc import Callable

from vecu.errors import VecuError

EXCERPT = 60


class ExpressionError(VecuError):
    """An expression cannot be read: where (`column`, from 1), what was found, what to do.

    `reason` is a msgid and `details` what it is filled with, so that `words` can say it in any
    language; `str()` says it in English.
    """

    WHERE = "At character %(column)d of “%(excerpt)s”: %(reason)s"

    def __init__(self, source: str, column: int, reason: str, **details: object) -> None:
        self.source = source
        self.column = column
        self.reason = reason
        self.details = details
        super().__init__(self.words(str))

    def words(self, translate: Callable[[str], str]) -> str:
        """Say the whole message through `translate`, which maps a msgid to its translation."""
        place = {
            "column": self.column,
            "excerpt": self._excerpt(),
            "reason": translate(self.reason) % self.details,
        }
        return translate(self.WHERE) % place

    def _excerpt(self) -> str:
        """Return the source around `column`."""
        start = max(0, min(self.column, len(self.source)) - EXCERPT // 2)
        return ("…" if start else "") + shorten(self.source[start:])


def shorten(text: str) -> str:
    """Return `text` on one line, without control characters, at most `EXCERPT` characters long."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return shown if len(shown) <= EXCERPT else shown[: EXCERPT - 1] + "…"
