"""Sanitize a file in a child process with limits, two at a time in each server process."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from vecu.bounded_process import (
    ChildCrashed,
    ChildExceededLimits,
    ChildLimits,
    ChildrenBusy,
    ChildSlots,
    run_bounded,
)
from vecu.file_sanitizer.binary_reader import Damaged

LIMITS = ChildLimits(seconds=5, memory=1_000_000_000, answer=60_000_000)
SLOTS = ChildSlots(2, waiting=8, patience=30)
"""Those of one process. Respondents' files never wait for what members bring."""
_DONE, _REFUSED = b"+", b"-"
"""First byte of the answer: the new file follows, or the reason in one word."""


class CleanersBusy(Exception):
    """Too many files are being sanitized; this one was not looked at."""


def clean_in_child(cleaner: str, content: bytes) -> bytes:
    """Return what the function `cleaner` ("package.module:function") makes of a file.

    Raise `Damaged` with a reason if one is known, or `CleanersBusy`.
    """
    task = f"{__name__}:answer"
    try:
        with run_bounded(task, content, cleaner, limits=LIMITS, slots=SLOTS) as answer_file:
            mark, made = answer_file.read(1), answer_file.read()
    except ChildExceededLimits as error:
        raise Damaged("large") from error
    except ChildrenBusy as error:
        raise CleanersBusy from error
    except ChildCrashed as error:
        raise Damaged from error
    if mark != _DONE:
        raise Damaged(made.decode("ascii", "replace"))
    return made


def answer(content: bytes, cleaner: str) -> Iterator[bytes]:
    """Be the child: yield the mark of success and the new file, or the reason of a refusal."""
    module, _, name = cleaner.partition(":")
    try:
        made: bytes = getattr(import_module(module), name)(content)
    except Damaged as refused:
        yield _REFUSED + str(refused).encode()
    else:
        yield _DONE
        yield made
