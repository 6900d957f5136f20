"""Read a file as a list, by the ending of its name."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping

from vecu.messages import printable
from vecu.questionnaires.external_lists.csv_reader import read_csv
from vecu.questionnaires.external_lists.model import FileList, unreadable_list
from vecu.questionnaires.external_lists.xml_geojson import read_geojson, read_xml
from vecu.translation import gettext_noop

MAX_FILE = 5_000_000
"""Bytes of one file."""
ENDINGS = (".csv", ".xml", ".geojson")
"""Endings of files with lists."""

_READERS: Mapping[str, Callable[[str], FileList]] = {
    "csv": read_csv, "xml": read_xml, "geojson": read_geojson,
}  # fmt: skip
_AROUND = 12

_KIND = gettext_noop("The file is not a list: its name ends in none of .csv, .xml and .geojson.")
_SIZE = gettext_noop("The file is larger than 5 MB. Shorten it.")
_EMPTY = gettext_noop("The file is empty.")
_ZIP = gettext_noop("The file is a workbook or an archive. Save its sheet as CSV.")
_UTF_16 = gettext_noop("The file is in UTF-16. Save it as CSV UTF-8.")
_UTF_8 = gettext_noop(
    "The file is not in UTF-8: near “%(found)s” it holds signs of another encoding. Save it as CSV"
    " UTF-8 (in Excel and in LibreOffice when saving as CSV)."
)


def read_list(name: str, content: bytes) -> FileList:
    """Read a file as a list, with all its errors. Never raises."""
    reader = _READERS.get(name.rpartition(".")[2].lower())
    if reader is None:
        return unreadable_list(_KIND)
    if wrong := _wrong(content):
        return unreadable_list(wrong)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return unreadable_list(_UTF_8, row=row, found=_line_context(content, error.start))
    return reader(text)


def _line_context(content: bytes, index: int) -> str:
    """Return the context of a position in its line, decoded as on Windows."""
    line = content.rfind(b"\n", 0, index) + 1
    near = content[max(line, index - _AROUND) : index + _AROUND].partition(b"\n")[0]
    return printable(near.decode("cp1252", "replace").strip())


def _wrong(content: bytes) -> str:
    """Return the message about bytes that are no text, '' if they may be."""
    if len(content) > MAX_FILE:
        return _SIZE
    if not content.strip():
        return _EMPTY
    if content.startswith(b"PK\x03\x04"):
        return _ZIP
    utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return _UTF_16 if utf_16 else ""
