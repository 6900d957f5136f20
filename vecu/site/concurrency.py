"""A few requests at a time, and none of them waits for its body while others could be answered.

A server gives each request a thread, and reading the body keeps that thread for as long as the
client takes; granian has no limit on this. So `vecu serve` has more threads than a process works
on requests at a time (`WAITING`), and a request works only while it has its turn: not before the
beginning of its body has come, nor while it waits for the rest.
"""

import io
from collections import deque
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

Application = Callable[..., Iterable[bytes]]
WAITING = 32
"""Threads, of all processes of one server together, that may wait for bodies beside those that
work. Each may come to hold a connection to the database, so there cannot be hundreds.
"""
_PIECE = 65_536
"""Bytes that are read at a time; most bodies are shorter and have come before their first turn."""


def waiting_threads_per_process(processes: int) -> int:
    """Return how many of the `WAITING` threads each of several processes has."""
    return max(2, WAITING // processes)


class FairSemaphore:
    """So many turns; whoever asks first has the next one."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiters: deque[Lock] = deque()
        self._lock = Lock()

    def __enter__(self) -> None:
        """Wait for a turn."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            mine = Lock()
            mine.acquire()
            self._waiters.append(mine)
        mine.acquire()

    def __exit__(self, *_: object) -> None:
        """Let the next one have it."""
        with self._lock:
            if self._waiters:
                self._waiters.popleft().release()
            else:
                self._free += 1


class ConcurrencyLimit:
    """An application (WSGI) that works on so many requests at a time."""

    def __init__(self, application: Application, at_once: int) -> None:
        self._application = application
        self._turns = FairSemaphore(at_once)

    def __call__(self, environ: dict[str, Any], start_response: object) -> Iterable[bytes]:
        """Work on a request. What is returned is sent once its turn is over, slow as it may be."""
        if environ.get("CONTENT_LENGTH") or "HTTP_TRANSFER_ENCODING" in environ:
            stream = environ["wsgi.input"]
            begun = stream.read(_PIECE)
            environ["wsgi.input"] = (
                io.BytesIO(begun)
                if len(begun) < _PIECE  # that is all of it
                else io.BufferedReader(_Body(begun, stream, self._turns), _PIECE)
            )
        with self._turns:
            return self._application(environ, start_response)


class _Body(io.RawIOBase):
    """A body that has begun to come, whose reader gives up its turn while it waits for the rest."""

    def __init__(self, begun: bytes, stream: Any, turns: FairSemaphore) -> None:
        self._begun, self._stream, self._turns = begun, stream, turns

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        piece, self._begun = self._begun[: len(room)], self._begun[len(room) :]
        if not piece:
            self._turns.__exit__()
            try:
                piece = self._stream.read(len(room))
            finally:
                self._turns.__enter__()
        room[: len(piece)] = piece
        return len(piece)
