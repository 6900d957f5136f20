"""The application as the server runs it: `granian --interface rsgi vecu.site.rsgi:application`.

A body is received first (`request_bodies`); only then does a thread work on its request, in the
WSGI application of `vecu.site.wsgi`. Nothing else of the project is asynchronous.
"""

import asyncio
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from django.conf import settings
from granian.rsgi import HTTPProtocol, ProtocolClosed, Scope

from vecu.site.concurrency import waiting_threads_per_process
from vecu.site.request_bodies import BodyCut, BodyTooLarge, RequestBodies
from vecu.site.wsgi import application as wsgi_application
from vecu.ui.body_limits import find_body_limit

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
_WHOLE = 1_000_000
"""Bytes of a response up to which it is handed over at once."""
_PIECE = 262_144
"""Bytes of a larger one that are read at a time."""
_LINGER = 5
"""Seconds in which the rest of a refused body is thrown away, so that its sender reads why."""
_ALWAYS: Environ = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}


class CutBody(io.RawIOBase):
    """The body of a request of which only a part came: reading it fails."""

    def readable(self) -> bool:
        """Return that it may be tried."""
        return True

    def readinto(self, _buffer: object) -> int:
        """Raise what a broken connection raises."""
        raise OSError("Only a part of the body came.")


def make_environ(scope: Scope) -> Environ:
    """Return the WSGI environment of a request, without its body (PEP 3333)."""
    host, _colon, port = scope.server.rpartition(":")
    environ = {
        **_ALWAYS,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "wsgi.url_scheme": scope.scheme,
    }
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        if key in environ:
            value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
        environ[key] = value
    return environ


class Application:
    """Receives requests whole, and lets the threads of a WSGI application respond."""

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        bodies: RequestBodies,
        threads: int,
    ) -> None:
        self._application, self._bodies = application, bodies
        self._threads = ThreadPoolExecutor(threads)

    async def __rsgi__(self, scope: Scope, proto: HTTPProtocol) -> None:
        """Respond to a request."""
        environ = make_environ(scope)
        if "CONTENT_LENGTH" not in environ and "HTTP_TRANSFER_ENCODING" not in environ:
            environ["wsgi.input"] = io.BytesIO()
            await self._respond(environ, proto)
            return
        chunked = environ.pop("HTTP_TRANSFER_ENCODING", None)
        announced = None if chunked else int(environ["CONTENT_LENGTH"])
        try:
            body = await self._bodies.receive(proto, scope.path, announced)
        except BodyTooLarge:
            # As the body in chunks of which too much came had no length, it is given one here.
            environ.setdefault("CONTENT_LENGTH", str(sys.maxsize))
            environ["wsgi.input"] = CutBody()
            await self._respond(environ, proto)
            await _throw_away(proto)
        except BodyCut:
            environ.setdefault("CONTENT_LENGTH", "1")
            environ["wsgi.input"] = CutBody()
            await self._respond(environ, proto)
        else:
            environ |= {"wsgi.input": body, "CONTENT_LENGTH": str(body.getbuffer().nbytes)}
            try:
                await self._respond(environ, proto)
            finally:
                self._bodies.release(body)

    async def _respond(self, environ: Environ, proto: HTTPProtocol) -> None:
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

    def _work(self, environ: Environ, proto: HTTPProtocol) -> "Response | None":
        """Respond in a thread; return a large response, to be sent as fast as its client reads."""
        response = Response()
        response.body = self._application(environ, response.start)
        if response.is_large:
            return response
        try:
            proto.response_bytes(response.status, response.headers, b"".join(response.body))
        finally:
            response.close()
        return None


class Response:
    """A response of the WSGI application."""

    def __init__(self) -> None:
        self.status, self.headers = 500, Headers()
        self.body: Iterable[bytes] = ()
        self._pieces: Iterator[bytes] | None = None

    def start(self, status: str, headers: Headers, _error: object = None) -> None:
        """Take the status and the headers, as `start_response`."""
        self.status, self.headers = int(status[:3]), headers

    @property
    def is_large(self) -> bool:
        """Whether the body may be too large to be kept in memory."""
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


async def _throw_away(proto: HTTPProtocol) -> None:
    """Read on for a moment: a client that still sends would otherwise never read the response."""
    with suppress(TimeoutError, ProtocolClosed):
        async with asyncio.timeout(_LINGER):
            async for _piece in proto:
                pass


application = Application(
    wsgi_application,
    RequestBodies(find_body_limit),
    settings.THREADS + waiting_threads_per_process(settings.PROCESSES),
)
