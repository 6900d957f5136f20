"""Helpers for export and import tests: exported files, projects of other programs."""

import io
import zipfile
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from lxml import etree

from tests.coding.factories import Room
from tests.surveys.factories import NOON
from vecu.coding.actions.export_coding import (
    CodingExportFormat,
    CodingExportOptions,
    write_coding_export,
)
from vecu.coding.actions.history import ActionContext
from vecu.coding.queries.codebook import list_codes
from vecu.coding.queries.export_coding import ExportScope, TextSelection
from vecu.coding.refi import (
    RefiCode,
    RefiCoding,
    RefiProject,
    RefiReadResult,
    RefiSource,
    RefiUser,
    read_project,
    write_project,
)

SCHEMAS = Path(__file__).resolve().parents[3] / "vendor" / "refi-qda"
LEAD = ActionContext("lea", NOON)
TABLES = {
    *(f"stories-{name}.csv" for name in ("codebook", "texts", "codings", "quotations")),
    "README.txt",
}
"""The files of an export as CSV tables."""


def guid(number: int) -> UUID:
    """Return a GUID as in another program's file."""
    return uuid5(NAMESPACE_OID, str(number))


def scope_of(
    room: Room, which: TextSelection = TextSelection.FINISHED, own: str = ""
) -> ExportScope:
    """Return the scope of an export by a member."""
    room.codebook.refresh_from_db()
    coder = room.coder(own) if own else None
    return ExportScope(room.study, room.codebook, list_codes(room.codebook), which, coder)


def take(
    room: Room,
    folder: Path,
    form: CodingExportFormat,
    *,
    which: TextSelection = TextSelection.FINISHED,
    own: str = "",
) -> dict[str, Path]:
    """Export coding and return the files by name."""
    folder.mkdir(exist_ok=True)
    scope = scope_of(room, which, own)
    files = write_coding_export(scope, folder, CodingExportOptions(form), actor="lea", now=NOON)
    return {file.name: file for file in files}


def project_of(room: Room, folder: Path, **wishes: Any) -> RefiProject:
    """Export a project and read it again."""
    path = take(room, folder, CodingExportFormat.QDPX, **wishes)["stories-coding.qdpx"]
    with path.open("rb") as file:
        found = read_project(file)
    assert found.left_out == ()
    return found.project


def assert_valid(path: Path) -> None:
    """Check project.qde against the schema of the standard."""
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "Project.xsd"))
    with zipfile.ZipFile(path) as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))


def file_of(project: RefiProject) -> io.BytesIO:
    """Return a project as a file."""
    out = io.BytesIO()
    write_project(out, project)
    out.seek(0)
    return out


def foreign(*texts: str, coded: bool = True) -> RefiProject:
    """Return a project of another program: its own ids, one coder, one code on each text."""
    max_, code = RefiUser(guid(1), "Max"), RefiCode(guid(2), "Doubt", definition="They hesitate.")
    sources = tuple(
        RefiSource(
            guid(100 + number),
            f"Interview {number}",
            text,
            (RefiCoding(guid(200 + number), code.guid, max_.guid),) if coded else (),
        )
        for number, text in enumerate(texts)
    )
    return RefiProject("Interviews", users=(max_,), codes=(code,), sources=sources)


def found(project: RefiProject) -> RefiReadResult:
    """Return a project as it is read from its file."""
    return read_project(file_of(project))
