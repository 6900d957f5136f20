"""Read a workbook in a child process with limits, unless it is small. Pure.

What unpacks to little costs little, whatever it is. Of more, a few packed bytes may become millions
of styles, texts or cells.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from vecu.bounded_process import (
    ChildCrashed,
    ChildExceededLimits,
    ChildLimits,
    ChildrenBusy,
    ChildSlots,
    run_bounded,
)
from vecu.messages import Message
from vecu.tables.cells import cell_text
from vecu.tables.errors import FileRefused, make_refusal
from vecu.tables.xlsx_reader import SheetTable, UnreadableCells, make_unreadable_error, read_xlsx
from vecu.translation import gettext_noop

SMALL = 500_000
"""Bytes of a workbook, once unpacked, that is read at once."""
SLOTS = ChildSlots(2, waiting=8, patience=60)
"""Those of one process."""
MEMORY, ANSWER = 1_500_000_000, 1_000_000_000
_LONGEST_LINE = 20_000_000
"""Bytes of one row of the answer: thousands of cells may all hold the same long text."""
_SECONDS, _SECONDS_PER_MB = 20, 10
_MALFORMED = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
_EXCEEDED = gettext_noop(
    "Reading the workbook takes more time or memory than it may, as a damaged one does. Copy its "
    "cells into a new workbook, or save it as “CSV UTF-8”, and bring that file."
)
_BUSY = gettext_noop(
    "Other workbooks are being read at this moment. Bring yours again in a minute."
)


@contextmanager
def open_sheet(content: bytes, title: str = "") -> Iterator[SheetTable]:
    """Yield the sheet that `read_xlsx` returns; raise `FileRefused` as it does."""
    if _is_small(content):
        yield read_xlsx(content, title)
        return
    seconds = _SECONDS + _SECONDS_PER_MB * len(content) // 1_000_000
    limits = ChildLimits(seconds, MEMORY, ANSWER)
    try:
        with run_bounded(
            f"{__name__}:answer", content, title, limits=limits, slots=SLOTS
        ) as answered:
            yield _parse(answered)
    except ChildExceededLimits as error:
        raise make_refusal(_EXCEEDED) from error
    except ChildrenBusy as error:
        raise make_refusal(_BUSY) from error
    except ChildCrashed as error:
        raise make_unreadable_error() from error


def _is_small(content: bytes) -> bool:
    """Return whether a workbook unpacks to little, or is none."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            return sum(entry.file_size for entry in archive.infolist()) <= SMALL
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return True


def _parse(answered: IO[bytes]) -> SheetTable:
    """Return a sheet as the child answered it: its description, rows, unreadable cells."""
    try:
        found = json.loads(next(_iter_lines(answered), b""))
        if refused := found.get("refused"):
            msgid, details = refused
            raise FileRefused(Message(str(msgid), **{str(k): str(v) for k, v in details.items()}))
        names, titles = [*map(str, found["names"])], tuple(map(str, found["titles"]))
        flaws = tuple(UnreadableCells(str(msgid)) for msgid in found["flaws"])
    except _MALFORMED as error:
        raise make_unreadable_error() from error
    return SheetTable(str(found["title"]), names, _parse_rows(answered, flaws), titles, flaws)


def _parse_rows(
    answered: IO[bytes], flaws: tuple[UnreadableCells, ...]
) -> Iterator[tuple[int, list[str]]]:
    try:
        for line in _iter_lines(answered):
            found = json.loads(line)
            if isinstance(found, dict):
                for flaw, (count, cells) in zip(flaws, found["flaws"], strict=True):
                    flaw.count, flaw.cells = int(count), [*map(str, cells)]
                return
            number, cells = found
            yield int(number), [*map(str, cells)]
    except _MALFORMED as error:
        raise make_unreadable_error() from error
    raise make_unreadable_error()  # it ended early


def _iter_lines(answered: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of an answer; raise `FileRefused` for one too long to be held in memory."""
    while line := answered.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise make_refusal(_EXCEEDED)
        yield line


def answer(content: bytes, title: str) -> Iterator[bytes]:
    """Be the child: yield the description of the sheet, each row, and the unreadable cells."""
    try:
        found = read_xlsx(content, title)
        yield _line(
            {
                "title": found.title,
                "names": found.names,
                "titles": found.titles,
                "flaws": [flaw.msgid for flaw in found.flaws],
            }
        )
        for number, row in found.rows:
            yield _line([number, [cell_text(cell) for cell in row]])
        yield _line({"flaws": [(flaw.count, flaw.cells) for flaw in found.flaws]})
    except FileRefused as refused:
        details = {name: str(value) for name, value in refused.message.details.items()}
        yield _line({"refused": [refused.message.msgid, details]})


def _line(value: Any) -> bytes:
    return json.dumps(value).encode() + b"\n"
