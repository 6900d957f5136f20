"""Read CSV and XLSX files as tables, and write them safe from formula injection."""

from vecu.tables.cells import MAX_CELLS, Cell, cell_text, too_large_error, too_many_bytes_error
from vecu.tables.csv_reader import DELIMITERS, MAX_COLUMNS, Row, Settings, Table, read_table
from vecu.tables.csv_writer import (
    EXACT,
    FORMULA_WARNING,
    Dialect,
    format_csv,
    looks_like_formula,
    write_csv,
)
from vecu.tables.encoding import ENCODINGS
from vecu.tables.errors import MAX_BYTES, FileRefused, TableTooLarge, make_refusal
from vecu.tables.reader import is_workbook, make_table, open_table, open_workbook
from vecu.tables.xlsx_writer import Worksheet, check_size, write_xlsx

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "EXACT",
    "FORMULA_WARNING",
    "MAX_BYTES",
    "MAX_CELLS",
    "MAX_COLUMNS",
    "Cell",
    "Dialect",
    "FileRefused",
    "Row",
    "Settings",
    "Table",
    "TableTooLarge",
    "Worksheet",
    "cell_text",
    "check_size",
    "format_csv",
    "is_workbook",
    "looks_like_formula",
    "make_refusal",
    "make_table",
    "open_table",
    "open_workbook",
    "read_table",
    "too_large_error",
    "too_many_bytes_error",
    "write_csv",
    "write_xlsx",
]
