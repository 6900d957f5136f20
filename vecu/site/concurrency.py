"""WSGI middleware: limit concurrent requests; slow uploads do not hold a slot.

A server gives each request a thread, and reading the body keeps that thread for as long as the
client takes; granian has no limit on this. So `vecu serve` has more threads than a process works on
requests at a time (`WAITING`), and a request works only while it holds a slot: not before the
beginning of its body has come, nor while it waits for the rest, or for a child process.
"""

import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from vecu.bounded_process import RELEASE_TURN

Application = Callable[..., Iterable[bytes]]
WAITING = 32
"""Threads, in all processes of one server, that may wait for bodies in addition to those that work.

Each may hold a database connection, so there cannot be hundreds.
"""
_PIECE = 65_536
"""Bytes read at a time; most bodies are shorter and complete before their first slot."""


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
    """A WSGI application that processes a limited number of requests at a time."""

    def __init__(self, application: Application, at_once: int) -> None:
        self._application = application
        self._turns = FairSemaphore(at_once)

    def __call__(self, environ: dict[str, Any], start_response: object) -> Iterable[bytes]:
        """Process a request. The response is sent after its slot is released, however slowly."""
        if environ.get("CONTENT_LENGTH") or "HTTP_TRANSFER_ENCODING" in environ:
            stream = environ["wsgi.input"]
            begun = stream.read(_PIECE)
            environ["wsgi.input"] = (
                io.BytesIO(begun)
                if len(begun) < _PIECE  # the whole body
                else io.BufferedReader(_Body(begun, stream, self._turns), _PIECE)
            )
        with self._turns:
            token = RELEASE_TURN.set(self._turns.released)
            try:
                return self._application(environ, start_response)
            finally:
                RELEASE_TURN.reset(token)


class _Body(io.RawIOBase):
    """A request body that has begun to arrive; reading releases the slot while waiting for more."""

    def __init__(self, begun: bytes, stream: Any, turns: FairSemaphore) -> None:
        self._begun, self._stream, self._turns = begun, stream, turns

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        piece, self._begun = self._begun[: len(room)], self._begun[len(room) :]
        if not piece:
            with self._turns.released():
                piece = self._stream.read(len(room))
        room[: len(piece)] = piece
        return len(piece)
