"""Open a file of answers in any format as a table with its labels. Pure.

Declared missing values become empty cells; labels become codes: `suggest_mapping` matches columns
by label, and their numbers with choices by value label. Rows keep their numbers.
"""

from dataclasses import dataclass, field, replace

from vecu.datasets.importing.codebook_file import CodebookItems, read_codes
from vecu.datasets.importing.spss_stata import read_stat_file
from vecu.tables import (
    MAX_BYTES,
    Settings,
    Table,
    is_workbook,
    make_table,
    open_workbook,
    read_table,
)

_SAV = (b"$FL2", b"$FL3")
_DTA = b"<stata_dta>"
_OLD_DTA = range(110, 116)


@dataclass(frozen=True)
class OpenedTable:
    """A table with the labels of its columns and values; `text` means that it is CSV.

    `sheets` are the sheets of a workbook that could be read instead.
    """

    table: Table
    codes: CodebookItems = field(default_factory=dict)
    text: bool = True
    sheets: tuple[str, ...] = ()


def open_file(content: bytes, settings: Settings | None = None) -> OpenedTable:
    """Return the table in a CSV file, a workbook, a .sav or a .dta file.

    The format is detected by the first bytes, never by the file's name. Raise `FileRefused`,
    with a remedy, for anything that cannot be read, is too large, or unpacks to something too
    large.
    """
    if len(content) <= MAX_BYTES and _is_statistical(content):
        with read_stat_file(content) as found:
            table = make_table(content, found.names, enumerate(found.rows, 1))
        return OpenedTable(replace(table, notes=found.notes), found.codes, text=False)
    if len(content) <= MAX_BYTES and is_workbook(content):
        table, sheets = open_workbook(content, settings.sheet if settings else "")
        return OpenedTable(table, text=False, sheets=sheets)
    return OpenedTable(read_table(content, settings))  # which rejects what is too large


def _is_statistical(content: bytes) -> bool:
    return content.startswith((*_SAV, _DTA)) or _is_old_dta(content)


def open_with_codes(content: bytes, codes: bytes, settings: Settings | None = None) -> OpenedTable:
    """Open a file like `open_file`, with labels from a codes file, if any, instead of its own.

    Raise `FileRefused`, for the codes file too.
    """
    opened = open_file(content, settings)
    return replace(opened, codes=read_codes(read_table(codes))) if codes else opened


def _is_old_dta(content: bytes) -> bool:
    return len(content) > 4 and content[0] in _OLD_DTA and content[1] in {1, 2} and content[2] == 1
