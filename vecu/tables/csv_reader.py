"""Read a CSV file as a table of numbered rows, which are streamed. Pure.

Nothing is guessed silently: what was detected (encoding, delimiter, quote) is part of the table, so
that it can be displayed and overridden. A row that cannot be read carries its problem; only a file
of which no row can be trusted is rejected as a whole.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain, islice

from clevercsv.detect import Detector
from openpyxl.utils import get_column_letter

from vecu.messages import UNFIT, Message
from vecu.tables.encoding import check_encoding, detect_encoding, refuse_other_formats
from vecu.tables.errors import MAX_BYTES, make_refusal
from vecu.translation import gettext_noop

DELIMITERS = (";", ",", "\t", "|")
MAX_COLUMNS = 2_000
_SAMPLE_CHARACTERS = 16_000
_TRUSTED_SHARE = 0.9
_UNFIT_SHARE = 0.05
"""Maximum share of control and other non-text characters in a text."""
_LONG = 1_000
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")
_NAMED_DELIMITER = re.compile(r"\ufeff?sep=(.)\r?\n?$", re.MULTILINE)

# The module's own limit of 131,072 characters would stop reading in the middle of a long text;
# the questionnaire limits texts itself, row by row.
csv.field_size_limit(MAX_BYTES)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to read a file; empty settings are detected; `sheet` is that of a workbook."""

    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: `number` counts from 1 after the header, `line` is where it begins in the file.

    In a workbook `line` is the row number of the sheet. A row with a `problem` (under its
    `rule`) could not be read; its cells are incomplete.
    """

    number: int
    line: int
    cells: tuple[str, ...]
    rule: str = ""
    problem: Message | None = None


@dataclass(frozen=True)
class Table:
    """A readable file: its columns, how it was read, and its rows, which can be read repeatedly.

    Of a workbook, `sheet` is the name of the sheet, and `lines` are its row numbers; of .sav
    and .dta files, `lines` are the numbers of their cases. `notes` are warnings about values
    that were converted.
    """

    content: bytes
    encoding: str
    delimiter: str
    quote: str
    columns: tuple[str, ...]
    file_hash: str
    sheet: str = ""
    lines: Sequence[int] = ()
    notes: tuple[Message, ...] = ()

    @property
    def is_typed(self) -> bool:
        """Whether it came from a file with typed numbers rather than texts."""
        return bool(self.lines)

    def rows(self) -> Iterator[Row]:
        """Yield the data rows in order; blank lines are skipped and have no number."""
        below = islice(_records(self), 1, None)
        for number, (line, cells, error) in enumerate(below, start=1):
            yield self._row(number, self.lines[number - 1] if self.lines else line, cells, error)

    def cell(self, column: str, line: int) -> str:
        """Return a cell's reference in a workbook, such as C7; '' for other files."""
        if not self.sheet or column not in self.columns:
            return ""
        return f"{get_column_letter(self.columns.index(column) + 1)}{line}"

    def count(self) -> int:
        """Return the number of data rows, those with problems included, empty rows not."""
        records = _records(self)
        return sum(error or any(map(str.strip, cells)) for _line, cells, error in records) - 1

    def first_rows(self, most: int = 100) -> list[Row]:
        """Return the first readable rows, at most `most` of them."""
        return list(islice((row for row in self.rows() if not row.problem), most))

    def _row(self, number: int, line: int, cells: list[str], error: bool) -> Row:  # noqa: FBT001
        if error:
            message = Message(
                gettext_noop(
                    "Text follows a closing quote. Write quotes inside a cell twice, or quote the "
                    "whole cell."
                )
            )
            return Row(number, line, (), "quote", message)
        if len(cells) == len(self.columns):
            return Row(number, line, tuple(cells))
        message = Message(
            gettext_noop(
                "The row has %(found)s cells where the first line names %(expected)s columns. Look "
                "for a missing or an unquoted delimiter."
            ),
            found=str(len(cells)),
            expected=str(len(self.columns)),
        )
        return Row(number, line, tuple(cells), "ragged", message)


def read_table(content: bytes, settings: Settings | None = None) -> Table:
    """Return the table in a CSV file; its first line must name the columns.

    Raise only `FileRefused`, with a remedy: another format, more than `MAX_BYTES`, undecodable,
    empty, not text, without names or rows, a duplicate name, an unclosed quote.
    """
    settings = settings or Settings()
    if len(content) > MAX_BYTES:
        raise make_refusal(
            gettext_noop(
                "The file has %(found)s MB; at most %(most)s MB are read. Split it in parts."
            ),
            found=len(content) // 1_000_000,
            most=MAX_BYTES // 1_000_000,
        )
    refuse_other_formats(content)
    encoding = settings.encoding or detect_encoding(content)
    check_encoding(content, encoding)
    named, sample = _sample(content, encoding)
    if not sample.strip(" \t\r\n\ufeff;,|"):
        raise make_refusal(gettext_noop("The file is empty. Its first line must name the columns."))
    _check_text(sample)
    delimiter, quote = _dialect(sample, settings.delimiter or named)
    return _checked(Table(content, encoding, delimiter, quote, (), sha256(content).hexdigest()))


def _records(table: Table) -> Iterator[tuple[int, list[str], bool]]:
    """Yield the records, header first, as (line, cells, whether a quote was misplaced)."""
    lines = io.TextIOWrapper(io.BytesIO(table.content), encoding=table.encoding, newline="")
    first = next(lines, "")
    skipped = 1 if _NAMED_DELIMITER.match(first) else 0
    unread = lines if skipped else chain([first], lines)
    reader = csv.reader(unread, delimiter=table.delimiter, quotechar=table.quote, strict=True)
    while True:
        line = reader.line_num + skipped + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise make_refusal(
                    gettext_noop(
                        "The quote opened on line %(line)s is never closed. Close it, or remove it."
                    ),
                    line=line,
                ) from error
            yield line, [], True
        else:
            if cells:
                yield line, cells, False


def _check_text(sample: str) -> None:
    """Reject bytes that are not text though they decode: by the first line, or by the share.

    A few strange characters below the first line are the problem of their rows.
    """
    first = next((line for line in re.split("[\r\n]+", sample) if line), "")
    if "\0" in first or _is_unfit(first) or (len(sample) >= _LONG and _is_unfit(sample)):
        raise make_refusal(
            gettext_noop(
                "This is not a text file. Open it in the program that wrote it, save it as "
                "“CSV UTF-8”, and bring that file."
            )
        )


def _is_unfit(text: str) -> bool:
    return len(UNFIT.findall(text.replace("\r", ""))) > _UNFIT_SHARE * len(text)


def _checked(table: Table) -> Table:
    """Return `table` with its columns, after reading the whole file once."""
    records = _records(table)
    _line, header, misquoted = next(records, (0, list[str](), False))
    columns = tuple(name.strip().lstrip("\ufeff") for name in header)
    _check_names(columns, misquoted)
    if next(records, None) is None:
        raise make_refusal(gettext_noop("The file names its columns and has no rows below them."))
    deque(records, maxlen=0)  # an unclosed quote would swallow rows unseen
    return replace(table, columns=columns)


def _check_names(columns: tuple[str, ...], misquoted: bool) -> None:  # noqa: FBT001
    if misquoted or not columns:
        raise make_refusal(
            gettext_noop("The first line, which must name the columns, cannot be read.")
        )
    if len(columns) > MAX_COLUMNS:
        raise make_refusal(
            gettext_noop("The first line names %(found)s columns; at most %(most)s are read."),
            found=len(columns),
            most=MAX_COLUMNS,
        )
    if all(_NUMBER.fullmatch(name) for name in columns):
        raise make_refusal(
            gettext_noop("The first line holds numbers (%(found)s). It must name the columns."),
            found=", ".join(columns[:5]),
        )
    for position, name in enumerate(columns, start=1):
        if UNFIT.search(name):
            raise make_refusal(
                gettext_noop(
                    "The name of column %(position)s, “%(found)s”, holds characters that are not "
                    "text. Is this a CSV file, and in this encoding?"
                ),
                position=position,
                found=name,
            )
    for position, name in enumerate(columns, start=1):
        if not name:
            raise make_refusal(
                gettext_noop("Column %(position)s has no name on the first line."),
                position=position,
            )
        if name in columns[: position - 1]:
            raise make_refusal(
                gettext_noop("Two columns are called “%(found)s”. Rename one of them."), found=name
            )


def _sample(content: bytes, encoding: str) -> tuple[str, str]:
    """Return the delimiter in a first line `sep=;`, if any, and a sample of whole lines."""
    text = content[: 4 * _SAMPLE_CHARACTERS].decode(encoding, errors="ignore").lstrip("\ufeff")
    named = _NAMED_DELIMITER.match(text)
    text = text[named.end() if named else 0 :]
    if len(text) > _SAMPLE_CHARACTERS or len(content) > 4 * _SAMPLE_CHARACTERS:
        text = text[:_SAMPLE_CHARACTERS]
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    return (named[1] if named else ""), text


def _dialect(sample: str, delimiter: str) -> tuple[str, str]:
    """Return the delimiter and the quote.

    CleverCSV's result is used if most rows then have as many cells as the header; else the
    delimiter with which most do. A file of one column agrees with all and gets the comma.
    """
    if delimiter and (len(delimiter) > 1 or delimiter in '\r\n"'):
        raise make_refusal(
            gettext_noop(
                "“%(found)s” cannot separate cells. Give one character, such as ; or , or a tab."
            ),
            found=delimiter,
        )
    offered = (delimiter,) if delimiter else DELIMITERS
    found = Detector().detect(sample.replace("\0", ""), delimiters=list(offered))
    if found and found.delimiter and found.delimiter in offered:
        quote = _quote(sample, found.delimiter, found.quotechar)
        width, share = _agreement(sample, found.delimiter, quote)
        if width > 1 and share >= _TRUSTED_SHARE:
            return found.delimiter, quote
    best = max(offered, key=lambda sign: _merit(*_agreement(sample, sign, '"')))
    if not delimiter and _agreement(sample, best, '"')[0] < 2:
        best = ","
    return best, '"'


def _quote(sample: str, delimiter: str, proposed: str | None) -> str:
    """Return the apostrophe only if it was proposed and makes the rows agree better."""
    if proposed != "'":
        return '"'
    with_apostrophe, usual = (_agreement(sample, delimiter, sign)[1] for sign in ("'", '"'))
    return "'" if with_apostrophe > usual else '"'


def _merit(width: int, share: float) -> tuple[bool, float, int]:
    return width > 1, share, width


def _agreement(sample: str, delimiter: str, quote: str) -> tuple[int, float]:
    """Return the number of cells in the header, and the share of records with as many."""
    lines = io.StringIO(sample, newline="")
    widths = [
        len(cells) for cells in csv.reader(lines, delimiter=delimiter, quotechar=quote) if cells
    ]
    if not widths:
        return 0, 0.0
    return widths[0], sum(width == widths[0] for width in widths) / len(widths)
