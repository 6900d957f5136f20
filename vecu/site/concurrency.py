"""WSGI middleware: limit the requests that a process works on at a time.

Threads share one interpreter, so a page would wait for all others if each worked. There are more
threads than slots (`WAITING`): for those that wait for something else than the interpreter.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Any

from vecu.bounded_process import RELEASE_TURN, ChildrenBusy

Application = Callable[..., Iterable[bytes]]
WAITING = 32
"""Threads, in all processes of one server, in addition to those that work.

Each may hold a database connection, so there cannot be hundreds.
"""


def waiting_threads_per_process(processes: int) -> int:
    """Return how many of the `WAITING` threads each process has."""
    return max(2, WAITING // processes)


class FairSemaphore:
    """A semaphore that admits waiting threads in order of arrival."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiters: deque[Lock] = deque()
        self._lock = Lock()

    def __enter__(self) -> None:
        """Wait for a slot."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            mine = Lock()
            mine.acquire()
            self._waiters.append(mine)
        mine.acquire()

    def __exit__(self, *_: object) -> None:
        """Release the slot to the next thread."""
        with self._lock:
            if self._waiters:
                self._waiters.popleft().release()
            else:
                self._free += 1

    @contextmanager
    def released(self) -> Iterator[None]:
        """Give the slot to others until the block ends."""
        self.__exit__()
        try:
            yield
        finally:
            self.__enter__()


class ConcurrencyLimit:
    """A WSGI application that processes a limited number of requests at a time.

    Of `waiting` more that gave their slot up, to wait for a child process, each keeps its thread:
    one too many is refused, so that as many threads as there are slots are left to work.
    """

    def __init__(self, application: Application, at_once: int, *, waiting: int) -> None:
        self._application = application
        self._turns = FairSemaphore(at_once)
        self._waiting = BoundedSemaphore(waiting)

    def __call__(self, environ: dict[str, Any], start_response: object) -> Iterable[bytes]:
        """Process a request. The response is sent after its slot is released, however slowly."""
        with self._turns:
            token = RELEASE_TURN.set(self._release_turn)
            try:
                return self._application(environ, start_response)
            finally:
                RELEASE_TURN.reset(token)

    @contextmanager
    def _release_turn(self) -> Iterator[None]:
        """Give the slot to others until the block ends; raise `ChildrenBusy` if too many do."""
        if not self._waiting.acquire(blocking=False):
            raise ChildrenBusy
        try:
            with self._turns.released():
                yield
        finally:
            self._waiting.release()
