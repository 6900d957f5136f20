"""The process that rewrites a PDF from stdin to stdout, in limited time and memory."""

from __future__ import annotations

import logging
import sys

from pypdf import overwrite_configuration
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from vecu.file_sanitizer.binary_reader import Damaged
from vecu.file_sanitizer.pdf.pages import rewrite_pdf

SECONDS = 10
MEMORY = 1_000_000_000
"""Limits of CPU time (seconds) and memory (bytes), the program included."""
DONE, REFUSED = b"+", b"-"
"""First byte of the output: the new file follows, or the reason in one word."""


def main() -> None:
    """Rewrite the input; any error means that the file is damaged, and nothing is logged."""
    logging.disable(logging.CRITICAL)
    _bound()
    overwrite_configuration(jbig2dec_binary=None)  # no other program is executed
    try:
        answer = DONE + rewrite_pdf(sys.stdin.buffer.read())
    except Damaged as refused:
        answer = REFUSED + str(refused).encode()
    except (MemoryError, LimitReachedError):
        answer = REFUSED + b"large"
    except (PyPdfError, DependencyError, ArithmeticError, AttributeError, LookupError, TypeError,
            ValueError, RuntimeError, AssertionError, OSError, EOFError):  # fmt: skip
        answer = REFUSED
    sys.stdout.buffer.write(answer)


def _bound() -> None:
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:  # pragma: no cover
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
