"""Last resort: turn a crash while reading a workbook into a message, and log it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from traceback import extract_tb

from vecu.messages import Message
from vecu.questionnaires.errors import WorkbookRefused
from vecu.translation import gettext_noop

_log = logging.getLogger(__name__)
_NOT_CHECKED = gettext_noop(
    "This workbook could not be checked: something in it meets a mistake of this program. Undo what"
    " you changed last, row by row, until it is checked again. Tell those who run this site: the"
    " place of the mistake is in its log."
)


@contextmanager
def convert_crashes_to_refusals() -> Iterator[None]:
    """Let `WorkbookRefused` through, and turn any other error into one.

    The log gets the class of the error and where it was raised, and nothing of the workbook, which
    the error's own text may quote.
    """
    try:
        yield
    except WorkbookRefused:
        raise
    except Exception as error:
        frames = extract_tb(error.__traceback__)[1:]
        places = (f"{PurePath(one.filename).name}:{one.lineno} {one.name}" for one in frames)
        kind, where = type(error).__name__, " > ".join(places)
        _log.error("A workbook could not be checked: %s at %s", kind, where)
        raise WorkbookRefused([Message(_NOT_CHECKED)]) from error
