"""What is refused of a file, what is wrong with a row, and which rows are the same. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from vecu.credentials import fingerprint
from vecu.tables import make_refusal
from vecu.translation import gettext_noop

MAX_UPLOAD_BYTES = 20_000_000
"""The largest file that the browser may bring; a larger one goes through the command."""

MAX_UPLOAD_COLUMNS = 300
"""The widest file whose mapping is confirmed on a page; a wider one goes through the command."""

MAX_DOWNLOAD_PEOPLE = 100_000
"""The most people whose answers one page makes into files; more go through the command."""

MAX_DOWNLOAD_BYTES = 1_000_000_000
"""The most bytes of people's files that one page puts into an archive; more likewise."""

_CELLS_TRIED_A_SECOND, _CELLS_TAKEN_A_SECOND = 100_000, 150_000
"""Cells that a modest server checks in a dry run, and those that it writes and reads again."""
_IMPORT_TIME_FACTOR = 3
"""How many times as long as trying rows it takes to keep them: to store, and index for search."""
_WORTH_SAYING = 5

UPLOAD_DAYS = 1
"""How long an upload that nobody confirmed is kept."""


def estimate_dry_run_seconds(rows: int, columns: int) -> int:
    """Return about how long a dry run takes, 0 where it is over before it would be read."""
    return _rounded(rows * columns / _CELLS_TRIED_A_SECOND)


def estimate_import_seconds(tried: float) -> int:
    """Return about how long keeping rows takes that were tried in so many seconds, 0 likewise."""
    return _rounded(tried * _IMPORT_TIME_FACTOR)


def estimate_export_seconds(people: int, columns: int) -> int:
    """Return about how long making the files takes, 0 likewise."""
    return _rounded(people * columns / _CELLS_TAKEN_A_SECOND)


def _rounded(seconds: float) -> int:
    return 0 if seconds < _WORTH_SAYING else 5 * round(seconds / 5)


def check_column_count(columns: int) -> None:
    """Raise `FileRefused` when a file has more columns than a page can map."""
    if columns > MAX_UPLOAD_COLUMNS:
        raise make_refusal(
            gettext_noop(
                "The file has %(found)s columns; this page maps at most %(most)s. Ask whoever runs "
                "the laboratory to bring it in with the command “vecu import”."
            ),
            found=columns,
            most=MAX_UPLOAD_COLUMNS,
        )


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row was left out. `row` counts data rows from 1, `line` is where it begins.

    `rule` is one of the questionnaire's (type, choice, constraint, …) or of the file's
    (ragged, quote, empty, key); `message` is a whole sentence in the reader's language. `column` is
    the name on the first line, `cell` what a workbook calls the cell; either may be ''.
    """

    row: int
    line: int
    rule: str
    column: str
    cell: str
    found: str
    message: str


def fingerprint_row(cells_key: str, file_hash: str, row: int, *, secret: bytes) -> str:
    """Return what tells a row again: its mapped key where it has one, else its place in the file.

    Keyed by the laboratory's secret, since a key may be a name or an email address.
    """
    identity = f"key {cells_key}" if cells_key else f"row {file_hash} {row}"
    return fingerprint(identity, key=secret)


def get_upload_cutoff_day(today: date) -> date:
    """Return the first day whose unconfirmed uploads are still kept today."""
    return today - timedelta(days=UPLOAD_DAYS)


def is_missing_label(label: str) -> bool:
    """Return whether a codes file says with this label that nothing was answered.

    The convention of codes files is square brackets: [no answer], [keine Angabe].
    """
    text = label.strip()
    return text.startswith("[") and text.endswith("]")
