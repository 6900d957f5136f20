"""Run a function on foreign bytes in a child process with limits. Pure.

A library in C that reads a damaged file may end its process, fill the memory or never return. The
child is given no secret and no setting, writes no file, and answers through a pipe. Its answer is
as foreign as the file: read it as JSON or as a file, never as a pickle. It is bounded, not
confined: it runs as the server's user, and code that took it over could read what the server can.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from signal import Signals
from tempfile import SpooledTemporaryFile
from threading import Condition, Thread, Timer
from typing import IO

RELEASE_TURN: ContextVar[Callable[[], AbstractContextManager[None]]] = ContextVar(
    "RELEASE_TURN", default=nullcontext
)
"""How whoever waits for a child lets others work meanwhile; a server sets it for each request."""

_ROOT = str(Path(__file__).parents[1])
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from vecu.bounded_process import run_child; run_child()"
)
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}  # each of its threads would reserve memory
_NICENESS = 5
_CLOCK = 6
"""Seconds by the clock for each second of processor time that a child may use."""
_PIECE = 1 << 16
_IN_MEMORY = 64_000_000
"""Bytes of an answer that are held in memory; a longer one goes to a temporary file."""
_EXCEEDED = 3
"""The exit status of a child without memory."""


class ChildError(Exception):
    """A child process gave no answer."""


class ChildExceededLimits(ChildError):
    """A child needed more time, memory or room than it has."""


class ChildCrashed(ChildError):
    """A child was ended by a signal, or by an error that its function does not expect."""


class ChildrenBusy(ChildError):
    """Too many wait for a child already, or the wait was too long: try again later."""


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """Processor time in seconds, memory and length of the answer in bytes."""

    seconds: int
    memory: int
    answer: int


class ChildSlots:
    """Children of one kind that a process runs at once; a few more may wait, for some seconds."""

    def __init__(self, at_once: int, *, waiting: int, patience: float) -> None:
        self._free, self._may_wait, self._patience = at_once, waiting, patience
        self._changed = Condition()

    def __enter__(self) -> None:
        """Wait for a slot; raise `ChildrenBusy`."""
        with self._changed:
            if self._free <= 0 and not self._may_wait:
                raise ChildrenBusy
            self._may_wait -= 1
            try:
                if not self._changed.wait_for(lambda: self._free > 0, self._patience):
                    raise ChildrenBusy
            finally:
                self._may_wait += 1
            self._free -= 1

    def __exit__(self, *_: object) -> None:
        """Release the slot."""
        with self._changed:
            self._free += 1
            self._changed.notify()


def run_bounded(
    task: str, content: bytes, *arguments: str, limits: ChildLimits, slots: ChildSlots
) -> IO[bytes]:
    """Return the answer of `task` ("package.module:function") to `content` and `arguments`.

    The function takes bytes and texts, and returns pieces of bytes. The request's turn is released
    until the answer has come, so call this outside of transactions. Raise `ChildError`.
    """
    with RELEASE_TURN.get()(), slots:
        return _run(task, content, arguments, limits)


def _run(task: str, content: bytes, arguments: tuple[str, ...], limits: ChildLimits) -> IO[bytes]:
    bounds = [str(limits.seconds), str(limits.memory)]
    child = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-I", "-B", "-c", _PROGRAM, _ROOT, task, *bounds, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_ENVIRONMENT,
    )
    answer = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        with _watched(child, content, limits.seconds * _CLOCK):
            _pour(child, answer, limits.answer)
        _check_status(child.returncode)
    except BaseException:
        answer.close()
        raise
    answer.seek(0)
    return answer


@contextmanager
def _watched(child: subprocess.Popen[bytes], content: bytes, seconds: float) -> Iterator[None]:
    """Feed a child and end it when its time is over, or when an error ends the block."""
    clock, feeder = Timer(seconds, child.kill), Thread(target=_feed, args=(child, content))
    with child:
        clock.start()
        feeder.start()
        try:
            yield
            child.wait()
        finally:
            child.kill()
            clock.cancel()
            feeder.join()


def _feed(child: subprocess.Popen[bytes], content: bytes) -> None:
    """Write to a child; one that has ended reads no more."""
    if child.stdin is not None:
        with suppress(OSError), child.stdin as pipe:
            pipe.write(content)


def _pour(child: subprocess.Popen[bytes], answer: IO[bytes], most: int) -> None:
    """Copy a child's answer; raise `ChildExceededLimits` if it is too long."""
    while child.stdout is not None and (piece := child.stdout.read(_PIECE)):
        answer.write(piece)
        if answer.tell() > most:
            raise ChildExceededLimits


def _check_status(status: int) -> None:
    """Raise an error for a child that has failed, by its exit status or the signal."""
    if status in {_EXCEEDED, -Signals.SIGKILL, -Signals.SIGXCPU}:
        raise ChildExceededLimits
    if status:
        raise ChildCrashed(f"status {status}")


def run_child() -> None:
    """Be the child: answer as `run_bounded` describes, within limits that cannot be lifted."""
    task, seconds, memory, *arguments = sys.argv[2:]
    _bound(int(seconds), int(memory))
    logging.disable(logging.CRITICAL)
    with os.fdopen(os.dup(1), "wb") as answer, Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 1)  # what a library prints is no answer
        module, _, name = task.partition(":")
        try:
            for piece in getattr(import_module(module), name)(sys.stdin.buffer.read(), *arguments):
                answer.write(piece)
        except MemoryError:
            os._exit(_EXCEEDED)


def _bound(seconds: int, memory: int) -> None:
    """Limit this process; it gives way to all others, and is the first to go without memory."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:  # pragma: no cover
        return
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
