"""Read an uploaded file by its content: a project, a codebook, or a table of codes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from vecu.coding.interchange.code_table import MAX_CODES, CodesRefused, read_code_table
from vecu.coding.interchange.export_codes import ExportableCode
from vecu.coding.refi import ProjectRefused, RefiReadResult, read_codebook, read_project
from vecu.messages import Message
from vecu.tables import FileRefused, open_table, too_many_bytes_error
from vecu.translation import gettext_noop

MAX_TABLE = 20_000_000
"""Bytes of a table of codes, or of a codebook; projects have other limits."""
REFUSALS = (ProjectRefused, CodesRefused, FileRefused)
"""What `read_import_file` raises; each explains itself in the reader's language."""
_TAIL = 70_000
"""Bytes at the end of an XLSX file that list its entries."""


class ImportFileKind(StrEnum):
    """The kind of a file."""

    PROJECT = "project"
    CODEBOOK = "codebook"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class ImportFile:
    """What was read from a file."""

    sort: ImportFileKind
    found: RefiReadResult

    @property
    def is_project(self) -> bool:
        """Whether it holds texts and codings, or codes only."""
        return self.sort is ImportFileKind.PROJECT


def read_import_file(
    file: IO[bytes], ours: Sequence[ExportableCode] = (), name: str = ""
) -> ImportFile:
    """Read a file; parents in a table may be `ours`. Raise one of `REFUSALS`.

    A file whose `name` ends like a project's but is none is refused as a project, not as a table.
    """
    sort = detect_file_kind(file)
    if sort is ImportFileKind.TABLE and name.casefold().endswith(".qdpx"):
        sort = ImportFileKind.PROJECT
    file.seek(0)
    found = _read(sort, file, ours)
    if len(found.project.codes) > MAX_CODES:
        message = gettext_noop(
            "The file has more than %(most)s codes. Import fewer of them at once."
        )
        many = Message(message, most=str(MAX_CODES))
        raise CodesRefused([many])
    return ImportFile(sort, found)


def _read(sort: ImportFileKind, file: IO[bytes], ours: Sequence[ExportableCode]) -> RefiReadResult:
    if sort is ImportFileKind.PROJECT:
        return read_project(file)
    content = file.read(MAX_TABLE + 1)
    if len(content) > MAX_TABLE:
        raise too_many_bytes_error(MAX_TABLE, over=True)
    if sort is ImportFileKind.CODEBOOK:
        return read_codebook(content)
    return read_code_table(open_table(content), ours)


def detect_file_kind(file: IO[bytes]) -> ImportFileKind:
    """Return the kind of a file by its first bytes, whatever its name."""
    file.seek(0)
    head = file.read(8)
    if head.startswith(b"PK"):
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _TAIL))
        return ImportFileKind.TABLE if b"xl/workbook.xml" in file.read() else ImportFileKind.PROJECT
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    is_xml = bare.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\x00<"))
    return ImportFileKind.CODEBOOK if is_xml else ImportFileKind.TABLE
