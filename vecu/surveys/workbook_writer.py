"""Write the sheets of an XLSForm as an .xlsx file. Pure."""

import io
from pathlib import PurePath

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from vecu.questionnaires import Sheets, open_sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of .xlsx files."""
SHEETS = ("survey", "choices", "settings")
"""The sheets of an XLSForm workbook in order; others follow."""


def write_workbook(sheets: Sheets) -> bytes:
    """Return an .xlsx with these sheets, each with its headers in the first row.

    All cells are text: one that begins with = is no formula.
    """
    book = Workbook(write_only=True)
    for name in sorted(sheets, key=lambda name: (name not in SHEETS, _place(name))):
        sheet = book.create_sheet(name)
        headers = tuple(dict.fromkeys(header for row in sheets[name] for header in row))
        for texts in (headers, *([row.get(head, "") for head in headers] for row in sheets[name])):
            cells = [WriteOnlyCell(sheet, text) for text in texts]
            for cell in cells:
                cell.data_type = "s"
            sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _place(name: str) -> int:
    return SHEETS.index(name) if name in SHEETS else 0


def convert_to_xlsx(content: bytes, name: str) -> bytes:
    """Return a workbook as .xlsx: unchanged if it is one, else converted from its tables.

    Raise `WorkbookRefused` if `content` cannot be opened.
    """
    if PurePath(name).suffix.lower() == ".xlsx":
        return content
    return write_workbook(open_sheets(content, name))
