"""Threads in which a WSGI application responds to requests that have come completely."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from granian.rsgi import HTTPProtocol, ProtocolClosed

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
_WHOLE = 1_000_000
"""Bytes of a response up to which it is handed over at once."""
_PIECE = 262_144
"""Bytes of a larger one that are read at a time."""


class WsgiResponse:
    """A response of a WSGI application."""

    def __init__(self) -> None:
        self.status, self.headers = 500, Headers()
        self.body: Iterable[bytes] = ()
        self._pieces: Iterator[bytes] | None = None

    def start(self, status: str, headers: Headers, _error: object = None) -> None:
        """Take the status and the headers: the application's `start_response`."""
        self.status, self.headers = int(status[:3]), headers

    @property
    def is_large(self) -> bool:
        """Whether the body may be too large to be held in memory."""
        if not getattr(self.body, "streaming", False):
            return False
        lengths = [value for name, value in self.headers if name.lower() == "content-length"]
        return not lengths or int(lengths[0]) > _WHOLE

    def read(self) -> bytes:
        """Return the next piece of the body, b"" after the last."""
        if self._pieces is None:
            self._pieces = iter(self.body)
        piece = bytearray()
        for part in self._pieces:
            piece += part
            if len(piece) >= _PIECE:
                break
        return bytes(piece)

    def close(self) -> None:
        """Tell the application that its response was sent, or will not be."""
        if close := getattr(self.body, "close", None):
            close()


class WsgiThreads:
    """A WSGI application and the threads that run it."""

    def __init__(self, application: Callable[..., Iterable[bytes]], threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads)

    async def respond(self, environ: Environ, proto: HTTPProtocol) -> None:
        """Respond to a request. A large response holds no thread while its client reads."""
        run = asyncio.get_running_loop().run_in_executor
        with suppress(ProtocolClosed):  # the client has left
            large = await run(self._threads, self._work, environ, proto)
            if large is None:
                return
            try:
                sender = proto.response_stream(large.status, large.headers)
                while piece := await run(self._threads, large.read):
                    await sender.send_bytes(piece)
            finally:
                await run(self._threads, large.close)

    def _work(self, environ: Environ, proto: HTTPProtocol) -> WsgiResponse | None:
        """Respond in a thread; return a large response, which remains to be sent."""
        response = WsgiResponse()
        response.body = self._application(environ, response.start)
        if response.is_large:
            return response
        try:
            proto.response_bytes(response.status, response.headers, b"".join(response.body))
        finally:
            response.close()
        return None
