"""Why an export is not given."""

from vecu.errors import VecuError
from vecu.messages import (
    Message,
    TranslatableError,
    printable,
)
from vecu.translation import gettext_noop


class ExportRefused(TranslatableError, VecuError):
    """Data cannot be taken out as asked; `say` tells why in the person's language."""


def refuse_difference(where: str, found: object, expected: object) -> ExportRefused:
    """Return the refusal of a file that, read again, does not say what was to be written."""
    return ExportRefused(
        Message(
            gettext_noop(
                "The file was written, read again, and differs (%(where)s: %(found)s instead of "
                "%(expected)s). It was not kept. Take another format, and tell whoever maintains "
                "this program."
            ),
            where=where,
            found=printable(str(found)),
            expected=printable(str(expected)),
        )
    )
