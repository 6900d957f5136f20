"""Make a PDF/UA-1 of a document, in a child process with limits, one at a time in each process.

Words of many people go through a compiler, on a page that needs no account: the child bounds its
time and memory, and the slots bound how much of the server such pages may take.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from vecu.bounded_process import (
    ChildError,
    ChildExceededLimits,
    ChildLimits,
    ChildrenBusy,
    ChildSlots,
    run_bounded,
)
from vecu.errors import VecuError
from vecu.reports.documents.description import Document
from vecu.reports.documents.pdf_layout import lay_out_document
from vecu.translation import gettext_noop, translate

LIMITS = ChildLimits(seconds=20, memory=1_500_000_000, answer=30_000_000)
SLOTS = ChildSlots(1, waiting=4, patience=30)


class DocumentNotMade(VecuError):
    """A document cannot be made now, or at all; its web page says the same and is there."""


def print_document(document: Document, *, brief: bool) -> bytes:
    """Return a document as PDF/UA-1: whole, or its brief of two pages. Raise `DocumentNotMade`.

    Call it outside of transactions. The same document gives the same bytes.
    """
    data = lay_out_document(document, brief=brief)
    try:
        task = f"{__name__}:answer"
        with run_bounded(task, json.dumps(data).encode(), limits=LIMITS, slots=SLOTS) as made:
            return made.read()
    except ChildrenBusy as error:
        raise _refuse(
            gettext_noop("Other documents are being made. Try again in a minute."), document
        ) from error
    except ChildExceededLimits as error:
        raise _refuse(
            gettext_noop("There is too much here for one document. Its web page has all of it."),
            document,
        ) from error
    except ChildError as error:
        raise _refuse(
            gettext_noop("This document cannot be made now. Its web page has all of it."),
            document,
        ) from error


def _refuse(message: str, document: Document) -> DocumentNotMade:
    return DocumentNotMade(translate(message, document.language))


def answer(content: bytes) -> Iterator[bytes]:
    """Be the child: yield the PDF of laid out data."""
    from vecu.reports.documents.pdf_compiler import (  # noqa: PLC0415 - only the child compiles
        compile_document,
    )

    yield compile_document(json.loads(content))
