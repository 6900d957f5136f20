"""Read projects (.qdpx) and codebooks (.qdc) of REFI-QDA, as any program writes them."""

from dataclasses import replace
from io import BytesIO
from typing import IO

from vecu.coding.refi.model import Found
from vecu.coding.refi.reading.archive import BROKEN, Archive
from vecu.coding.refi.reading.gathering import gather
from vecu.coding.refi.reading.parsing import stream_elements
from vecu.coding.refi.reading.resolving import resolve
from vecu.coding.refi.refusals import refuse, sentence
from vecu.coding.refi.sidecar import NAME, SidecarUnreadable, read_sidecar
from vecu.text import _

MAX_CODEBOOK = 10_000_000
"""Bytes of a .qdc file."""


def read_project(file: IO[bytes]) -> Found:
    """Return the project of a .qdpx file, with sentences for whatever was left out of it.

    `file` can be read from any place. Raises `ProjectRefused`, and nothing else, for what is no
    such file or might do harm. Spans count code points of the texts as they are returned.
    """
    archive = Archive(file)
    with archive.open_project() as stream:
        gathered = gather(stream_elements(stream, "Project"))
    return _with_sidecar(resolve(gathered, archive), archive)


def read_codebook(content: bytes) -> Found:
    """Return a project that holds the codes and sets of a .qdc file and nothing else.

    Raises `ProjectRefused`, and nothing else.
    """
    if len(content) > MAX_CODEBOOK:
        raise refuse(_("The codebook has more than %(most)s MB."), most=MAX_CODEBOOK // 1_000_000)
    if content.startswith(b"PK"):
        raise refuse(
            _("This is an archive, not a codebook. A project (.qdpx) is brought in as a project.")
        )
    return resolve(gather(stream_elements(BytesIO(content), "CodeBook")), None)


def _with_sidecar(found: Found, archive: Archive) -> Found:
    """Add what travels beside the project; what is unreadable there is no reason to refuse it."""
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
                sentence(_("%(name)s: what it holds of rulings cannot be read."), name=NAME),
            ),
        )
    project = found.project
    texts, codes = {each.guid for each in project.sources}, {each.guid for each in project.codes}
    rulings = tuple(r for r in sidecar.rulings if r.source in texts and r.code in codes)
    users = tuple(sidecar.known(user) for user in project.users)
    left_out = found.left_out
    if lost := len(sidecar.rulings) - len(rulings):
        message = _("%(name)s: %(times)s rulings on texts or codes that the project lacks.")
        left_out = (*left_out, sentence(message, name=NAME, times=lost))
    return replace(found, project=replace(project, users=users, rulings=rulings), left_out=left_out)
