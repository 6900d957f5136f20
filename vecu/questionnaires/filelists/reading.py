"""The bytes of a file turned into a list by the ending of its name."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping

from vecu.messages import shown
from vecu.questionnaires.filelists.documents import read_document, read_features
from vecu.questionnaires.filelists.filelist import FileList, refused
from vecu.questionnaires.filelists.tables import read_table
from vecu.text import _

MAX_FILE = 5_000_000
"""Bytes of one file."""
ENDINGS = (".csv", ".xml", ".geojson")
"""How the names of files end that lists are in."""

_READERS: Mapping[str, Callable[[str], FileList]] = {
    "csv": read_table, "xml": read_document, "geojson": read_features,
}  # fmt: skip
_AROUND = 12

_KIND = _("The file is not a list: its name ends in none of .csv, .xml and .geojson.")
_SIZE = _("The file is larger than 5 MB. Shorten it.")
_EMPTY = _("The file is empty.")
_ZIP = _("The file is a workbook or an archive. Save its sheet as CSV.")
_UTF_16 = _("The file is in UTF-16. Save it as CSV UTF-8.")
_UTF_8 = _(
    "The file is not in UTF-8: near “%(found)s” it holds signs of another encoding. Save it as CSV"
    " UTF-8 (in Excel and in LibreOffice when saving as CSV)."
)


def read_list(name: str, content: bytes) -> FileList:
    """Read a file as a list, with every mistake that was found. Nothing is raised, ever."""
    reader = _READERS.get(name.rpartition(".")[2].lower())
    if reader is None:
        return refused(_KIND)
    if wrong := _wrong(content):
        return refused(wrong)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return refused(_UTF_8, row=row, found=_around(content, error.start))
    return reader(text)


def _around(content: bytes, place: int) -> str:
    """Return what stands around a place in its line, as Windows would read it."""
    line = content.rfind(b"\n", 0, place) + 1
    near = content[max(line, place - _AROUND) : place + _AROUND].partition(b"\n")[0]
    return shown(near.decode("cp1252", "replace").strip())


def _wrong(content: bytes) -> str:
    """Return what to tell of bytes that are no text of a list, '' when they may be."""
    if len(content) > MAX_FILE:
        return _SIZE
    if not content.strip():
        return _EMPTY
    if content.startswith(b"PK\x03\x04"):
        return _ZIP
    utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return _UTF_16 if utf_16 else ""
