"""Errors of exports."""

from vecu.errors import VecuError
from vecu.messages import Message, TranslatableError, printable
from vecu.translation import gettext_noop


class ExportRefused(TranslatableError, VecuError):
    """Data cannot be exported as requested; `say` gives the reason in the user's language."""


def refuse_difference(where: str, found: object, expected: object) -> ExportRefused:
    """Return the error for a written file that, read again, differs from what was to be written."""
    return ExportRefused(
        Message(
            gettext_noop(
                "The file that was written differs when read again (%(where)s: %(found)s "
                "instead of %(expected)s). It was not kept. Choose another format, and "
                "tell whoever maintains this program."
            ),
            where=where,
            found=printable(str(found)),
            expected=printable(str(expected)),
        )
    )
