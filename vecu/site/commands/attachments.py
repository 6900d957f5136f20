"""Attachments of a workbook as arguments of commands: single files, or a folder."""

from collections.abc import Sequence
from pathlib import Path

import click

from vecu.questionnaires import WorkbookAttachments
from vecu.surveys.actions import accept_attachments, collect_files

BESIDE = click.option(
    "--file",
    "beside",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="A list, picture, sound or film that the workbook names, or a folder of them; repeat.",
)
_WORKBOOKS = {".xlsx", ".md"}


def read_files(paths: Sequence[Path]) -> dict[str, bytes]:
    """Return the contents of files by name; in folders, workbooks and hidden files are skipped."""
    files = []
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else []
        files += [path] if path.is_file() else []
        files += [one for one in inside if one.is_file() and _is_beside(one)]
    return {file.name: file.read_bytes() for file in files}


def _is_beside(file: Path) -> bool:
    return not file.name.startswith(".") and file.suffix.lower() not in _WORKBOOKS


def read_attachments(paths: Sequence[Path]) -> WorkbookAttachments:
    """Return the files that a workbook may name; raise `WorkbookRefused` for rejected ones."""
    return collect_files(None, accept_attachments(read_files(paths)))
