"""Rows and columns in files, CSV and XLSX: read with care, and written so that nothing runs."""

from vecu.tables.cells import MAX_CELLS, Cell, cell_text, too_large, too_many_bytes
from vecu.tables.csvfile import DELIMITERS, MAX_COLUMNS, Row, Settings, Table, read_table
from vecu.tables.decoding import ENCODINGS
from vecu.tables.delimited import EXACT, Dialect, is_risky, write_lines
from vecu.tables.opening import is_workbook, open_table, open_workbook, table_of
from vecu.tables.pages import Page, check_size, write_pages
from vecu.tables.refusals import MAX_BYTES, FileRefused, TableTooLarge, refuse

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "EXACT",
    "MAX_BYTES",
    "MAX_CELLS",
    "MAX_COLUMNS",
    "Cell",
    "Dialect",
    "FileRefused",
    "Page",
    "Row",
    "Settings",
    "Table",
    "TableTooLarge",
    "cell_text",
    "check_size",
    "is_risky",
    "is_workbook",
    "open_table",
    "open_workbook",
    "read_table",
    "refuse",
    "table_of",
    "too_large",
    "too_many_bytes",
    "write_lines",
    "write_pages",
]
