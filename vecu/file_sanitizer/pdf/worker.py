"""Rewrite a PDF in a child process, where any error of the library means a damaged file."""

from __future__ import annotations

from pypdf import overwrite_configuration
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from vecu.file_sanitizer.binary_reader import Damaged
from vecu.file_sanitizer.pdf.pages import rewrite_pdf


def clean_pdf(content: bytes) -> bytes:
    """Return a PDF rewritten from its pages alone.

    Raise `Damaged` with a reason if one is known: locked, pages, large, layers, form, marks,
    picture.
    """
    overwrite_configuration(jbig2dec_binary=None)  # no other program is executed
    try:
        return rewrite_pdf(content)
    except Damaged:
        raise
    except LimitReachedError as error:
        raise Damaged("large") from error
    except (PyPdfError, DependencyError, ArithmeticError, AttributeError, LookupError, TypeError,
            ValueError, RuntimeError, AssertionError, OSError, EOFError) as error:  # fmt: skip
        raise Damaged from error
