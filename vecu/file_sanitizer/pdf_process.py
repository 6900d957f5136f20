"""Documents (PDF) without author, dates, earlier states and what else is not on their pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from vecu.file_sanitizer.binary_reader import Damaged

WAIT = 30
"""Seconds after which a PDF that is still being rewritten is given up."""
_ROOT = str(Path(__file__).parents[2])
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from vecu.file_sanitizer.pdf.worker import main; main()"
)


def clean_pdf(content: bytes) -> bytes:
    """Return a PDF written anew from its pages alone, by a process that is stopped if it must be.

    Raise `Damaged` with a reason where one is known: locked, pages, large, layers, form, marks,
    picture.
    """
    command = [sys.executable, "-I", "-c", _PROGRAM, _ROOT]
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, which knows no secret of this one
            command, input=content, capture_output=True, timeout=WAIT, check=False, env={}
        )
    except subprocess.TimeoutExpired as error:
        raise Damaged("large") from error
    mark, made = ended.stdout[:1], ended.stdout[1:]
    if mark == b"+":
        return made
    raise Damaged(made.decode("ascii", "replace") if mark == b"-" else "large")
