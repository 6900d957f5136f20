"""Read projects (.qdpx) and codebooks (.qdc) of REFI-QDA, as any program writes them."""

from dataclasses import replace
from io import BytesIO
from typing import IO

from vecu.coding.refi.errors import make_safe_message, refuse
from vecu.coding.refi.model import RefiReadResult
from vecu.coding.refi.reading.archive import BROKEN, RefiArchive
from vecu.coding.refi.reading.elements import collect_elements
from vecu.coding.refi.reading.resolving import resolve_references
from vecu.coding.refi.reading.xml_stream import stream_elements
from vecu.coding.refi.sidecar import NAME, SidecarUnreadable, read_sidecar
from vecu.translation import gettext_noop

MAX_CODEBOOK = 10_000_000
"""Bytes of a .qdc file."""


def read_project(file: IO[bytes]) -> RefiReadResult:
    """Return the project of a .qdpx file, with messages for whatever was left out.

    `file` must be seekable. Raise `ProjectRefused`, and nothing else, for invalid or dangerous
    files. Spans count code points of the texts as they are returned.
    """
    archive = RefiArchive(file)
    with archive.open_project() as stream:
        gathered = collect_elements(stream_elements(stream, "Project"))
    return _with_sidecar(resolve_references(gathered, archive), archive)


def read_codebook(content: bytes) -> RefiReadResult:
    """Return a project that holds the codes and sets of a .qdc file and nothing else.

    Raise `ProjectRefused`, and nothing else.
    """
    if len(content) > MAX_CODEBOOK:
        raise refuse(
            gettext_noop("The codebook has more than %(most)s MB."), most=MAX_CODEBOOK // 1_000_000
        )
    if content.startswith(b"PK"):
        raise refuse(
            gettext_noop(
                "This is an archive, not a codebook. Import a project (.qdpx) as a project."
            )
        )
    return resolve_references(collect_elements(stream_elements(BytesIO(content), "CodeBook")), None)


def _with_sidecar(found: RefiReadResult, archive: RefiArchive) -> RefiReadResult:
    """Add the data of the sidecar file; an unreadable one does not make the import fail."""
    entry = archive.find(NAME)
    if entry is None:
        return found
    try:
        sidecar = read_sidecar(archive.read(entry))
    except (SidecarUnreadable, *BROKEN):
        return replace(
            found,
            left_out=(
                *found.left_out,
                make_safe_message(
                    gettext_noop("%(name)s: what it holds of rulings cannot be read."), name=NAME
                ),
            ),
        )
    project = found.project
    texts, codes = {each.guid for each in project.sources}, {each.guid for each in project.codes}
    rulings = tuple(r for r in sidecar.rulings if r.source in texts and r.code in codes)
    users = tuple(sidecar.known(user) for user in project.users)
    left_out = found.left_out
    if lost := len(sidecar.rulings) - len(rulings):
        message = gettext_noop(
            "%(name)s: %(times)s rulings on texts or codes that the project lacks."
        )
        left_out = (*left_out, make_safe_message(message, name=NAME, times=lost))
    return replace(found, project=replace(project, users=users, rulings=rulings), left_out=left_out)
