"""Cell values, and cells of workbooks and statistical files as text. Pure."""

from datetime import date, datetime, time, timedelta

from vecu.tables.errors import FileRefused, make_refusal
from vecu.translation import gettext_noop

Cell = str | int | float | bool | date | time | None
"""A value to write into a cell; None is empty. A `datetime` is a `date` too."""
MAX_CELLS = 20_000_000
"""Maximum of rows times columns in a workbook, .sav or .dta."""


def too_large_error(found: str) -> FileRefused:
    """Return the error for a file that holds, or unpacks to, more than is accepted."""
    return make_refusal(
        gettext_noop("The file unpacks to more than can be read (%(found)s). Split it in parts."),
        found=found,
    )


def too_many_bytes_error(number: int, *, over: bool = False) -> FileRefused:
    """Return the error for a file that unpacks to so many bytes, or to more than that if `over`."""
    found = f"{'> ' if over else ''}{number // 1_000_000}"
    return make_refusal(
        gettext_noop(
            "The file unpacks to more than can be read (%(found)s MB). Split it in parts."
        ),
        found=found,
    )


def cell_text(value: object) -> str:
    """Return a value as text: 3 for 3.0, 2026-11-24 for a date, 1 for yes.

    Durations are hours, minutes and seconds: 26:00:00.
    """
    if value is None or value != value:  # noqa: PLR0124 - NaN is nothing
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, timedelta):
        return _duration(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _duration(span: timedelta) -> str:
    whole, rest = divmod(abs(span), timedelta(seconds=1))
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{'-' if span < timedelta() else ''}{hours:02}:{minutes:02}:{seconds:02}"
    return f"{text}.{rest.microseconds:06}" if rest else text
