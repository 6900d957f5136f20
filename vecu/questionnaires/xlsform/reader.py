"""Open an uploaded file safely: bytes in, rows of text by sheet out."""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from pathlib import PurePath
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from pyxform.errors import PyXFormError, PyXFormReadError
from pyxform.xls2json_backends import md_to_dict, xlsx_to_dict

from vecu.messages import UNFIT, Message, describe_forbidden_characters, printable
from vecu.questionnaires.errors import WorkbookRefused
from vecu.translation import gettext_noop
from vecu.zip_safety import unpack

OTHER_WORKBOOKS = {".xls", ".ods", ".csv", ".xlsm", ".xlsb", ".numbers", ".tsv"}
"""Files that a spreadsheet program can convert to .xlsx."""
MAX_PACKED = 10_000_000
"""Bytes of the file as it arrives."""
MAX_UNPACKED = 50_000_000
"""Bytes of a workbook when unpacked."""
MAX_RATIO = 200
"""The highest compression ratio in a workbook; Excel's own files are below 50."""
MAX_ROWS = 20_000
"""Rows of one sheet, blank ones included."""
MAX_CELLS = 500_000
"""Cells of a whole workbook."""
MAX_STYLES = 20_000
"""Formats of cells, fonts and borders of a whole workbook: each becomes an object."""
MAX_ENTRIES = 1_000
"""Files inside a workbook."""
MAX_MARKDOWN = 1_000_000
"""Bytes of a workbook in Markdown."""
MAX_LINE = 10_000
"""Characters of one of its lines."""

_DAMAGED = gettext_noop(
    "The workbook is damaged or not an .xlsx file. Save it again and try once more."
)
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TWICE = re.compile(r"Duplicate column header: (.*)", re.DOTALL)
_DECLARATIONS = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?(?:c|si)[\s/>]")
_STYLE = re.compile(rb"<(?:\w+:)?(?:xf|font|fill|border|dxf|numFmt|cellStyle)[\s/>]")
_PRETENDERS = {
    b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"<!DOCTYPE": "HTML",
    b"<html": "HTML", b"{\\rtf": "RTF",
}  # fmt: skip
_SMALL = 1_000_000  # below this size nothing can fill the memory, whatever its compression ratio

Rows = list[dict[str, str]]
Sheets = dict[str, Rows]
"""The rows of each sheet by lower-case name, each row by column header; empty cells are absent."""


def open_sheets(content: bytes, filename: str) -> Sheets:
    """Return the sheets of an XLSForm in .xlsx or Markdown; WorkbookRefused says what is wrong.

    The unpacked size, the number of entries and XML declarations are checked before any spreadsheet
    code sees the file. Rows keep their place: row n of a sheet is entry n − 2.
    """
    suffix = PurePath(filename).suffix.lower()
    if not content.strip():
        raise _refused(gettext_noop("The file is empty."))
    if suffix == ".md":
        return _tables(md_to_dict, _markdown(content))
    if suffix in OTHER_WORKBOOKS:
        raise _refused(
            gettext_noop(
                "This is a workbook in the %(kind)s format. Save it as .xlsx and try again."
            ),
            kind=suffix,
        )
    if len(content) > MAX_PACKED:
        raise _refused(
            gettext_noop(
                "The file has more than %(limit)s MB, which no questionnaire needs. Take out"
                " pictures and what is not of the form."
            ),
            limit=str(MAX_PACKED // 1_000_000),
        )
    if suffix != ".xlsx":
        raise _refused(
            gettext_noop("“%(file)s” is not a workbook. Choose a file that ends in .xlsx."),
            file=filename[:80],
        )
    _inspect(content)
    return _tables(xlsx_to_dict, content)


def _refused(msgid: str, **details: str) -> WorkbookRefused:
    return WorkbookRefused([Message(msgid, **details)])


def _markdown(content: bytes) -> bytes:
    if len(content) > MAX_MARKDOWN or any(len(line) > MAX_LINE for line in content.splitlines()):
        raise _refused(gettext_noop("The file is too large for a questionnaire in Markdown."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(
            gettext_noop("The file is not text in UTF-8. Save it in this encoding.")
        ) from error
    return text.encode()


def _inspect(content: bytes) -> None:
    """Refuse files that are no workbook, or would fill the memory."""
    for start, kind in _PRETENDERS.items():
        if content.startswith(start):
            raise _refused(
                gettext_noop(
                    "The file is called .xlsx and is %(kind)s. Save the workbook as .xlsx."
                ),
                kind=kind,
            )
    if content.startswith(_OLD_OR_LOCKED):
        raise _refused(
            gettext_noop(
                "The workbook is protected by a password or in the old .xls format. Remove the"
                " password and save it as .xlsx."
            )
        )
    try:
        with ZipFile(BytesIO(content)) as archive:
            _inspect_entries(archive.infolist())
            _inspect_contents(archive)
    except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise _refused(_DAMAGED) from error
    except Exception as error:  # zlib and lzma have errors of their own
        if isinstance(error, WorkbookRefused):
            raise
        raise _refused(_DAMAGED) from error


def _inspect_entries(entries: list[ZipInfo]) -> None:
    """Refuse an archive by its directory, before anything is unpacked."""
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _refused(gettext_noop("The workbook is too large once unpacked (more than 50 MB)."))
    if any(
        entry.file_size > MAX_RATIO * max(entry.compress_size, _SMALL // MAX_RATIO)
        for entry in entries
    ):
        raise _refused(
            gettext_noop("The workbook unpacks to far more than a workbook would. Save it anew.")
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused(
            gettext_noop("The workbook is protected by a password. Remove the password.")
        )


def _inspect_contents(archive: ZipFile) -> None:
    """Refuse XML that declares entities, and more rows or cells than a questionnaire has."""
    cells = styles = 0
    for entry in archive.infolist():
        # Null bytes are removed, so that UTF-16 is searched too.
        data = unpack(archive, entry).replace(b"\0", b"")
        if _DECLARATIONS.search(data):
            raise _refused(
                gettext_noop("The workbook holds XML declarations that no workbook needs.")
            )
        cells += len(_CELL.findall(data))
        styles += len(_STYLE.findall(data))
        if len(_ROW.findall(data)) > MAX_ROWS:
            msgid = gettext_noop(
                "A sheet of the workbook has more than %(limit)d rows. Delete the blank rows at its"
                " end, or put long lists into files of their own."
            )
            raise WorkbookRefused([Message(msgid, limit=MAX_ROWS)])
    if styles > MAX_STYLES:
        msgid = gettext_noop(
            "The workbook has more than %(limit)d formats of cells. Copy the contents of its sheets"
            " into a new workbook."
        )
        raise WorkbookRefused([Message(msgid, limit=MAX_STYLES)])
    if cells > MAX_CELLS:
        raise WorkbookRefused(
            [
                Message(
                    gettext_noop("The workbook has more than %(limit)d cells. Shorten it."),
                    limit=MAX_CELLS,
                )
            ]
        )


def _tables(read: Any, content: bytes) -> Sheets:
    """Let pyxform split the file into rows; any exception means that the file is invalid."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl ignores is of no use to a form
            book = read(BytesIO(content))
    except PyXFormReadError as error:  # such as an archive of something else
        raise (_refused(_DAMAGED) if read is xlsx_to_dict else unreadable_workbook()) from error
    except PyXFormError as error:
        if twice := _TWICE.fullmatch(str(error)):
            msgid = gettext_noop("The heading “%(found)s” stands twice. Keep one of them.")
            raise WorkbookRefused([Message(msgid, found=printable(twice[1]))]) from error
        raise WorkbookRefused([Message(str(error))]) from error
    except Exception as error:  # malformed sheets make it raise nearly anything
        raise unreadable_workbook() from error
    sheets = {
        name: [_row(row) for row in rows]
        for name, rows in book.items()
        if name != "sheet_names" and not name.endswith("_header")
    }
    _refuse_unfit(sheets)
    return sheets


def _row(row: dict[Any, Any]) -> dict[str, str]:
    return {
        str(header): str(cell) for header, cell in row.items() if header and cell not in {None, ""}
    }


def _refuse_unfit(sheets: Sheets) -> None:
    msgid = gettext_noop(
        "Sheet “%(sheet)s”, row %(row)s, column “%(column)s”: the cell holds characters that cannot"
        " be kept (%(found)s). Delete them."
    )
    problems = [
        Message(
            msgid, sheet=sheet, row=str(number), column=UNFIT.sub("?", header),
            found=describe_forbidden_characters(header + cell),
        )
        for sheet, rows in sheets.items()
        for number, row in enumerate(rows, 2)
        for header, cell in row.items()
        if UNFIT.search(header + cell.replace("\r", ""))
    ]  # fmt: skip
    if problems:
        raise WorkbookRefused(problems)


def unreadable_workbook() -> WorkbookRefused:
    """Return the error for a workbook about which nothing more precise is known."""
    return _refused(
        gettext_noop(
            "The workbook could not be understood. Check that it has the sheets survey and choices,"
            " each with its column headers in the first row."
        )
    )
