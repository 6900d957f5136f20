"""Limits of files, problems of rows, and the identity of rows. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from vecu.credentials import fingerprint
from vecu.messages import UNFIT, Message
from vecu.tables import FileRefused, make_refusal
from vecu.translation import gettext_noop

MAX_UPLOAD_BYTES = 20_000_000
"""The largest file that can be uploaded in the browser; use the command for larger ones."""

MAX_UPLOAD_COLUMNS = 300
"""The widest file that can be mapped on a page; use the command for wider ones."""

MAX_FILE_NAME, MAX_ORIGIN = 200, 500
"""The longest name of an imported file, and what is said of its origin, in characters."""

MAX_DOWNLOAD_PEOPLE = 100_000
"""The most respondents that a page exports; use the command for more."""

MAX_DOWNLOAD_BYTES = 1_000_000_000
"""The most bytes of respondents' files that a page archives; use the command for more."""

_CELLS_TRIED_A_SECOND, _CELLS_TAKEN_A_SECOND = 100_000, 150_000
"""Cells per second on a modest server: validated in a dry run, and written by an export."""
_IMPORT_TIME_FACTOR = 3
"""Ratio of the time to import rows to that of a dry run: they are also stored and indexed."""
_WORTH_SAYING = 5

UPLOAD_DAYS = 1
"""Days that an unconfirmed upload is kept."""


def estimate_dry_run_seconds(rows: int, columns: int) -> int:
    """Return the estimated time of a dry run, 0 if it is too short to mention."""
    return _rounded(rows * columns / _CELLS_TRIED_A_SECOND)


def estimate_import_seconds(tried: float) -> int:
    """Return the estimated time to import rows whose dry run took `tried` seconds, 0 likewise."""
    return _rounded(tried * _IMPORT_TIME_FACTOR)


def estimate_export_seconds(people: int, columns: int) -> int:
    """Return the estimated time to write an export, 0 likewise."""
    return _rounded(people * columns / _CELLS_TAKEN_A_SECOND)


def _rounded(seconds: float) -> int:
    return 0 if seconds < _WORTH_SAYING else 5 * round(seconds / 5)


def check_column_count(columns: int) -> None:
    """Raise `FileRefused` if a file has more columns than a page can map."""
    if columns > MAX_UPLOAD_COLUMNS:
        raise make_refusal(
            gettext_noop(
                "The file has %(found)s columns; this page maps at most %(most)s. Ask the"
                " person who administers the server to import it with the command “vecu "
                "import”."
            ),
            found=columns,
            most=MAX_UPLOAD_COLUMNS,
        )


@dataclass(frozen=True, slots=True)
class ImportSource:
    """The file that answers come from, by the name and the origin that everybody reads.

    `origin` is what its owner says: who asked whom, when and how. Make one with `read`.
    """

    name: str
    origin: str

    @classmethod
    def read(cls, name: str, origin: str) -> "ImportSource":
        """Return what was typed, each on one line, without characters that no text may contain."""
        return cls(*(UNFIT.sub("", " ".join(text.split())) for text in (name, origin)))

    @property
    def problems(self) -> dict[str, Message]:
        """What is wrong, by field of the forms: `origin` and `source`, the name."""
        found = {
            "origin": _check_length(
                self.origin,
                MAX_ORIGIN,
                gettext_noop("Say where these answers come from: who asked whom, when and how."),
            ),
            "source": _check_length(
                self.name,
                MAX_FILE_NAME,
                gettext_noop("Give the file a name: everybody will read it."),
            ),
        }
        return {field: problem for field, problem in found.items() if problem}

    def check(self) -> None:
        """Raise `FileRefused` with the first of the problems."""
        for problem in self.problems.values():
            raise FileRefused(problem)


def _check_length(text: str, most: int, missing: str) -> Message | None:
    if not text:
        return Message(missing)
    too_long = gettext_noop("At most %(most)s characters; these are %(found)s. Shorten the text.")
    return Message(too_long, most=most, found=len(text)) if len(text) > most else None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row was rejected. `row` counts data rows from 1, `line` is where it begins.

    `rule` is one of the questionnaire's (type, choice, constraint, …) or of the file's (ragged,
    quote, empty, key); `message` is a sentence in the reader's language. `column` is the name
    in the header, `cell` the workbook's reference of the cell; either may be ''.
    """

    row: int
    line: int
    rule: str
    column: str
    cell: str
    found: str
    message: str


def fingerprint_row(cells_key: str, file_hash: str, row: int, *, secret: bytes) -> str:
    """Return the fingerprint of a row: of its mapped key if it has one, else of its position.

    Keyed by the server's secret, since a key may be a name or an email address.
    """
    identity = f"key {cells_key}" if cells_key else f"row {file_hash} {row}"
    return fingerprint(identity, key=secret)


def get_upload_cutoff_day(today: date) -> date:
    """Return the first day whose unconfirmed uploads are still kept today."""
    return today - timedelta(days=UPLOAD_DAYS)


def is_missing_label(label: str) -> bool:
    """Return whether a label in a codes file marks a missing value.

    By convention such labels are in square brackets: [no answer], [keine Angabe].
    """
    text = label.strip()
    return text.startswith("[") and text.endswith("]")


RELEASE_THRESHOLD = 11
"""People who must have come between two extracts."""
FEWEST_PEOPLE = 15
"""People from whom on a figure can show anything: the least that is shown."""
FEWEST_BROKEN_DOWN = 60
"""People from whom on figures can be broken down: below, nearly all would be “10 or fewer”."""
MOST_EXTRACTS = 4
"""Extracts in a study's life: each draws its noise anew, and many would average it out."""
MOST_BREAKDOWNS = 4
"""Questions in a study's life by which its figures are broken down, over all its waves."""

UPGRADE = "upgrade 0.2.0"
"""In the ledger, who took back what an outside test worked out (migration 0003)."""


def may_be_counted_again(*, people: int, before: int) -> bool:
    """Return whether a new extract may follow one of `before` people of the same wave."""
    return people >= before + RELEASE_THRESHOLD
