"""External lists (CSV, XML, GeoJSON), with every error reported by row and column.

A workbook may name such a file: `select_one_from_file towns.csv`, `pulldata('towns', …)`. Its rows
become part of the published XForm, which is then self-contained and cannot change.
"""

from vecu.questionnaires.external_lists.embedding import embed_lists, export_list_file
from vecu.questionnaires.external_lists.model import FileList, Mistake
from vecu.questionnaires.external_lists.reader import ENDINGS, MAX_FILE, read_list

__all__ = [
    "ENDINGS",
    "MAX_FILE",
    "FileList",
    "Mistake",
    "embed_lists",
    "export_list_file",
    "read_list",
]
