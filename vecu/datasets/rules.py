"""What is refused of a file, what is wrong with a row, and which rows are the same. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from vecu.credentials import fingerprint
from vecu.tables import refuse
from vecu.text import _

MAX_UPLOAD_BYTES = 20_000_000
"""The largest file that the browser may bring; a larger one goes through the command."""

MAX_UPLOAD_COLUMNS = 300
"""The widest file whose mapping is confirmed on a page; a wider one goes through the command."""

MAX_DOWNLOAD_PEOPLE = 100_000
"""The most people whose answers one page makes into files; more go through the command."""

UPLOAD_DAYS = 1
"""How long an upload that nobody confirmed is kept."""


def check_width(columns: int) -> None:
    """Raise `FileRefused` when a file has more columns than a page can map."""
    if columns > MAX_UPLOAD_COLUMNS:
        raise refuse(
            _(
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
    (ragged, quote, empty, key); `message` is a whole sentence in the reader's language.
    """

    row: int
    line: int
    rule: str
    where: str
    found: str
    message: str


def row_fingerprint(cells_key: str, file_hash: str, row: int, *, secret: bytes) -> str:
    """Return what tells a row again: its mapped key where it has one, else its place in the file.

    Keyed by the laboratory's secret, since a key may be a name or an email address.
    """
    identity = f"key {cells_key}" if cells_key else f"row {file_hash} {row}"
    return fingerprint(identity, key=secret)


def oldest_upload_kept(today: date) -> date:
    """Return the first day whose unconfirmed uploads are still kept today."""
    return today - timedelta(days=UPLOAD_DAYS)


def is_missing_label(label: str) -> bool:
    """Return whether a codes file says with this label that nothing was answered.

    The convention of codes files is square brackets: [no answer], [keine Angabe].
    """
    text = label.strip()
    return text.startswith("[") and text.endswith("]")
