"""Request bodies, received whole before a thread works on their request.

A body that stalls waits here and holds nothing but its connection and what has come of it. None is
refused because others stall: when there are too many, or they are too large together, the one that
has waited longest for its next piece is given up.
"""

import asyncio
import io
import time
from collections import OrderedDict
from collections.abc import AsyncIterable, Callable
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 60
"""Seconds in which a body may bring nothing, as in nginx."""
LONGEST = 30 * 60
"""Seconds that a body may take in all: 20 MB at 11 kB a second."""
MOST_BODIES = 400
"""Bodies that may be arriving in one process."""
MOST_BYTES = 200_000_000
"""Bytes of all bodies of one process, those being worked on included."""
_SMALL = 1_000_000
"""Bytes that every address accepts, so that its limit need not be looked up."""
_LOOK = 5
"""Seconds between two looks for bodies that stall."""


class BodyCut(Exception):
    """The client left, or was given up, before the whole body had come."""


class BodyTooLarge(Exception):
    """The body is larger than its address accepts; no more of it is read."""


@dataclass(slots=True, eq=False)
class _ArrivingBody:
    task: asyncio.Task[Any] | None
    begun: float
    last: float
    content: io.BytesIO = field(default_factory=io.BytesIO)
    given_up: bool = False

    @property
    def size(self) -> int:
        return self.content.getbuffer().nbytes


class RequestBodies:
    """The bodies arriving in one process; those that have stalled longest come first."""

    def __init__(
        self,
        limit_of: Callable[[str], int],
        *,
        most_bodies: int = MOST_BODIES,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit_of, self._clock = limit_of, clock
        self._most_bodies, self._most_bytes = most_bodies, most_bytes
        self._arriving: OrderedDict[_ArrivingBody, None] = OrderedDict()
        self._bytes = 0
        self._next_look: asyncio.TimerHandle | None = None

    async def receive(
        self, pieces: AsyncIterable[bytes], path: str, announced: int | None
    ) -> io.BytesIO:
        """Return a body of the address `path`; raise `BodyTooLarge` or `BodyCut`.

        `announced` is its length in bytes, None if it comes in chunks. It counts until `release`.
        """
        limit = max(_SMALL, announced or 0)
        if limit > _SMALL and limit > self._limit_of(path):
            raise BodyTooLarge
        body = _ArrivingBody(asyncio.current_task(), self._clock(), self._clock())
        self._arriving[body] = None
        try:
            await self._read(body, pieces, path, limit)
            if announced is not None and body.size < announced:
                raise BodyCut
        except BaseException:
            self.release(body.content)
            raise
        finally:
            self._arriving.pop(body, None)
        body.content.seek(0)
        return body.content

    def release(self, content: io.BytesIO) -> None:
        """Count a body no longer."""
        self._bytes -= content.getbuffer().nbytes

    async def _read(
        self, body: _ArrivingBody, pieces: AsyncIterable[bytes], path: str, limit: int
    ) -> None:
        self._make_room(body)
        self._look_later()
        try:
            async for piece in pieces:
                self._add(body, piece)
                if body.size > limit:  # of a body in chunks this is learned only now
                    limit = self._limit_of(path)
                    if body.size > limit:
                        raise BodyTooLarge
        except asyncio.CancelledError:
            if body.task is None or not body.given_up:
                raise
            body.task.uncancel()
            raise BodyCut from None

    def _add(self, body: _ArrivingBody, piece: bytes) -> None:
        if body.given_up:
            raise BodyCut
        self._bytes += len(piece)
        body.content.write(piece)
        body.last = self._clock()
        self._arriving.move_to_end(body)
        self._make_room(body)

    def _make_room(self, newest: _ArrivingBody) -> None:
        """Give up the bodies that have stalled longest until there is room for the newest."""
        while len(self._arriving) > self._most_bodies or self._bytes > self._most_bytes:
            stalled = next(iter(self._arriving))
            self._give_up(stalled, interrupt=stalled is not newest)
            if stalled is newest:
                raise BodyCut

    def _give_up(self, body: _ArrivingBody, *, interrupt: bool = True) -> None:
        del self._arriving[body]
        self.release(body.content)
        body.content, body.given_up = io.BytesIO(), True
        if interrupt and body.task is not None:
            body.task.cancel()

    def _look_later(self) -> None:
        if self._next_look is None:
            self._next_look = asyncio.get_running_loop().call_later(_LOOK, self._look)

    def _look(self) -> None:
        """Give up the bodies that have brought nothing, or not everything, for too long."""
        now, self._next_look = self._clock(), None
        for body in [*self._arriving]:
            if now - body.last > PATIENCE or now - body.begun > LONGEST:
                self._give_up(body)
        if self._arriving:
            self._look_later()
