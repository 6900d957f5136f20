"""An uploaded file, opened with care: bytes in, rows of text by sheet out."""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from pathlib import PurePath
from typing import Any
from zipfile import BadZipFile, ZipFile

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import md_to_dict, xlsx_to_dict

from vecu.questionnaires.problems import UNFIT, Message, WorkbookRefused, unfit_characters
from vecu.text import _

MAX_UNPACKED = 50_000_000
"""Bytes of a workbook once unpacked."""
MAX_ENTRIES = 1_000
"""Files inside a workbook."""
MAX_MARKDOWN = 1_000_000
"""Bytes of a workbook in Markdown."""
MAX_LINE = 10_000
"""Characters of one of its lines."""

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DECLARATIONS = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

Rows = list[dict[str, str]]
Sheets = dict[str, Rows]
"""The rows of each sheet by lower-case name, each row by column header; empty cells are absent."""


def open_sheets(content: bytes, filename: str) -> Sheets:
    """Return the sheets of an XLSForm in .xlsx or Markdown; WorkbookRefused says what is wrong.

    The size once unpacked, the number of entries and XML declarations are looked at before any
    spreadsheet code sees the file. Rows keep their place: row n of a sheet is entry n − 2.
    """
    suffix = PurePath(filename).suffix.lower()
    if not content.strip():
        raise _refused(_("The file is empty."))
    if suffix == ".md":
        return _tables(md_to_dict, _markdown(content))
    if suffix == ".xls":
        raise _refused(_("This is an old .xls workbook. Save it as .xlsx and try again."))
    if suffix != ".xlsx":
        raise _refused(
            _("“%(file)s” is not a workbook. Choose a file that ends in .xlsx."), file=filename[:80]
        )
    _inspect(content)
    return _tables(xlsx_to_dict, content)


def _refused(msgid: str, **details: str) -> WorkbookRefused:
    return WorkbookRefused([Message(msgid, **details)])


def _markdown(content: bytes) -> bytes:
    if len(content) > MAX_MARKDOWN or any(len(line) > MAX_LINE for line in content.splitlines()):
        raise _refused(_("The file is too large for a questionnaire in Markdown."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(_("The file is not text in UTF-8. Save it in this encoding.")) from error
    return text.encode()


def _inspect(content: bytes) -> None:
    """Refuse what only pretends to be a workbook, or would fill the memory."""
    if content.startswith(_OLD_OR_LOCKED):
        raise _refused(
            _(
                "The workbook is protected by a password or in the old .xls format. Remove the"
                " password and save it as .xlsx."
            )
        )
    damaged = _("The workbook is damaged or not an .xlsx file. Save it again and try once more.")
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if (
                len(entries) > MAX_ENTRIES
                or sum(entry.file_size for entry in entries) > MAX_UNPACKED
            ):
                raise _refused(_("The workbook is too large once unpacked (more than 50 MB)."))
            if any(entry.flag_bits & 1 for entry in entries):
                raise _refused(_("The workbook is protected by a password. Remove the password."))
            # Null bytes go, so that a declaration in UTF-16 is seen too.
            if any(
                _DECLARATIONS.search(archive.read(entry).replace(b"\0", b"")) for entry in entries
            ):
                raise _refused(_("The workbook holds XML declarations that no workbook needs."))
    except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise _refused(damaged) from error
    except Exception as error:  # zlib and lzma have errors of their own
        if isinstance(error, WorkbookRefused):
            raise
        raise _refused(damaged) from error


def _tables(read: Any, content: bytes) -> Sheets:
    """Let pyxform split the file into rows; whatever it stumbles over is the file's fault."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out is of no use to a form
            book = read(BytesIO(content))
    except PyXFormError as error:
        raise WorkbookRefused([Message(str(error))]) from error
    except Exception as error:  # malformed sheets make it raise nearly anything
        raise not_understood() from error
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
    msgid = _(
        "Sheet “%(sheet)s”, row %(row)s, column “%(column)s”: the cell holds characters that cannot"
        " be kept (%(found)s). Delete them."
    )
    problems = [
        Message(
            msgid, sheet=sheet, row=str(number), column=UNFIT.sub("?", header),
            found=unfit_characters(header + cell),
        )
        for sheet, rows in sheets.items()
        for number, row in enumerate(rows, 2)
        for header, cell in row.items()
        if UNFIT.search(header + cell.replace("\r", ""))
    ]  # fmt: skip
    if problems:
        raise WorkbookRefused(problems)


def not_understood() -> WorkbookRefused:
    """Return the refusal of a workbook that nothing clearer can be said about."""
    return _refused(
        _(
            "The workbook could not be understood. Check that it has the sheets survey and choices,"
            " each with its column headers in the first row."
        )
    )
