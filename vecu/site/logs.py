"""Logs that cannot give a respondent away: failures are told, people and their pages are not."""

import logging
from datetime import UTC, datetime
from typing import Any


class DropRequestData(logging.Filter):
    """Take from a record all that came with a request, and drop what is only about a request.

    Django warns of each 403, 404 or refused host with the address asked for; those lines would be
    a trace of who read what. A failure of ours is kept: its type and where in our code it arose.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record may be written, once it has been cleaned."""
        if record.name.startswith("django.security"):  # what was sent was refused
            return False
        if not hasattr(record, "request"):
            return True
        if record.levelno < logging.ERROR or not record.exc_info:
            return False
        record.msg, record.args = "A page failed.", ()
        return True


class DayOnlyFormatter(logging.Formatter):
    """Write the day, the place and the type of a failure; never the hour nor the values at hand.

    An exception's own text may quote what a person typed, so only its type is written.
    """

    def __init__(self, **_: Any) -> None:
        super().__init__("%(day)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, followed by the frames of a failure where there was one."""
        record.day = datetime.fromtimestamp(record.created, UTC).date().isoformat()
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """Return the frames and the exception's type, without its message."""
        kind, _, trace = ei
        lines = []
        while trace:
            code = trace.tb_frame.f_code
            lines.append(f"  {code.co_filename}:{trace.tb_lineno} in {code.co_name}")
            trace = trace.tb_next
        return "\n".join([*lines, f"  {kind.__name__ if kind else 'unknown'}"])
