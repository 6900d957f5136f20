"""Logs that cannot identify a respondent: errors are logged, people and their pages are not."""

import logging
import os
import sys
import threading
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
log = logging.getLogger(__name__)


class DropRequestData(logging.Filter):
    """Remove all request data from a record, and drop records about requests only.

    Django warns of each 403, 404 or refused host with the URL; those lines would show who read
    what. Our own errors are logged: their type and where in our code they arose.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether to log the record, after removing request data."""
        if record.name.startswith("django.security"):  # a rejected request
            return False
        if not hasattr(record, "request"):
            return True
        if record.levelno < logging.ERROR or not record.exc_info:
            return False
        record.msg, record.args = "A page failed.", ()
        return True


class DayOnlyFormatter(logging.Formatter):
    """Format the day, location and type of an error; never the time nor any values.

    An exception's own text may quote what a person typed, so only its type is written.
    """

    def __init__(self, **_: Any) -> None:
        super().__init__("%(day)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, followed by the frames of an error if there was one."""
        record.day = datetime.fromtimestamp(record.created, UTC).date().isoformat()
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """Return the frames and the exception's type, without its message."""
        return format_failure(ei)


class SecurityLogFile(WatchedFileHandler):
    """A file that other programs may move away: the next line begins it anew.

    A line that cannot be written is missed, and the log says so; no page fails for it.
    """

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Log the error, as all others are."""
        log.error("The security log cannot be written.")


def choose_security_handler(place: str) -> dict[str, Any]:
    """Return the configuration of what writes the security log: '' for nothing, or `stderr`.

    Raise `ImproperlyConfigured` for a file that cannot be written.
    """
    if not place:
        return {"class": "logging.NullHandler"}
    if place == "stderr":
        return {"class": "logging.StreamHandler", "formatter": "plain"}
    file = Path(place)
    if not file.is_absolute() or not os.access(file if file.exists() else file.parent, os.W_OK):
        from django.core.exceptions import (  # noqa: PLC0415 - `vecu --help` loads no Django
            ImproperlyConfigured,
        )

        message = f"VECU_SECURITY_LOG: {place} cannot be written."
        raise ImproperlyConfigured(
            f"{message} Give “stderr”, or the whole path of a file in a folder of the service's."
        )
    return {"()": SecurityLogFile, "filename": place, "delay": True, "formatter": "plain"}


def format_failure(failure: Failure) -> str:
    """Return where in the code something failed and the exception's type, without its message."""
    kind, _, trace = failure
    lines = []
    while trace:
        code = trace.tb_frame.f_code
        lines.append(f"  {code.co_filename}:{trace.tb_lineno} in {code.co_name}")
        trace = trace.tb_next
    return "\n".join([*lines, f"  {kind.__name__ if kind else 'unknown'}"])


def log_uncaught_errors() -> None:
    """Log what ends this process or one of its threads as all errors, instead of Python's way.

    Python would write the exception's message, which may quote an answer.
    """

    def end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("A command failed.", exc_info=(kind, error, trace))

    def end_thread(failure: threading.ExceptHookArgs) -> None:
        error = failure.exc_value or failure.exc_type()
        log.critical("A thread failed.", exc_info=(type(error), error, failure.exc_traceback))

    sys.excepthook, threading.excepthook = end, end_thread
