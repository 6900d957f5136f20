"""Sanitize PDFs: no author, dates, revisions or anything else that is not on the pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from vecu.file_sanitizer.binary_reader import Damaged

WAIT = 30
"""Seconds after which rewriting a PDF is aborted."""
_ROOT = str(Path(__file__).parents[2])
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from vecu.file_sanitizer.pdf.worker import main; main()"
)


def clean_pdf(content: bytes) -> bytes:
    """Return a PDF rewritten from its pages alone, by a subprocess with a time limit.

    Raise `Damaged` with a reason if one is known: locked, pages, large, layers, form, marks,
    picture.
    """
    command = [sys.executable, "-I", "-c", _PROGRAM, _ROOT]
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, which has none of our secrets
            command, input=content, capture_output=True, timeout=WAIT, check=False, env={}
        )
    except subprocess.TimeoutExpired as error:
        raise Damaged("large") from error
    mark, made = ended.stdout[:1], ended.stdout[1:]
    if mark == b"+":
        return made
    raise Damaged(made.decode("ascii", "replace") if mark == b"-" else "large")
