"""The application as the server runs it: `granian --interface rsgi vecu.site.rsgi:application`.

A body is received first; only then does a thread work on its request, in the WSGI application of
`vecu.site.wsgi`. Nothing else of the project is asynchronous.
"""

import asyncio
import codecs
import io
import sys
from collections.abc import AsyncIterator
from contextlib import suppress

from django.conf import settings
from django.utils.http import parse_header_parameters
from granian.rsgi import HTTPProtocol, ProtocolClosed, ProtocolError, Scope

from vecu.site.concurrency import waiting_threads_per_process
from vecu.site.health import ADDRESS as HEALTH
from vecu.site.health import ALIVE
from vecu.site.loopback import find_loopback_client
from vecu.site.metrics import ADDRESS as METRICS
from vecu.site.parent_watch import end_with_server
from vecu.site.request_bodies import BodyCut, BodyTooLarge, RequestBodies
from vecu.site.view_limits import find_body_limit
from vecu.site.wsgi import application as wsgi_application
from vecu.site.wsgi import unlimited
from vecu.site.wsgi_threads import Environ, WsgiThreads

_LINGER = 5
"""Seconds in which the rest of a refused body is thrown away, so that its sender reads why."""
_ENCODINGS = {"utf-8", "ascii", "iso8859-1", "cp1252"}
"""In which every address can be read, whatever it holds."""
_ALWAYS: Environ = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}


_PLAIN = [("content-type", "text/plain"), ("cache-control", "no-store")]
_FOR_PROGRAMS = {HEALTH, METRICS} if settings.METRICS_TOKEN else {HEALTH}
"""What is answered while all threads for pages are busy."""


class CutBody(io.RawIOBase):
    """The body of a request of which only a part was read: reading it fails."""

    def readable(self) -> bool:
        """Return that it may be tried."""
        return True

    def readinto(self, _buffer: object) -> int:
        """Raise what a broken connection raises."""
        raise OSError("Only a part of the body came.")


def make_environ(scope: Scope) -> Environ:
    """Return the WSGI environment of a request, without a body (PEP 3333).

    Names of headers with an underscore are left out: in the environment they could not be told from
    those with a hyphen, which a proxy sets or the server checks, such as the length of a body.
    The address of a client is left out, too, unless it is this machine; and a type of content that
    names an encoding in which Django cannot read a request without an error outside all pages.
    """
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
        "wsgi.input": io.BytesIO(),
    }
    if client := find_loopback_client(scope.client):
        environ["REMOTE_ADDR"] = client
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    if not _is_readable_type(environ.get("CONTENT_TYPE", "")):
        del environ["CONTENT_TYPE"]
    return environ


def _is_readable_type(content_type: str) -> bool:
    try:
        _kind, parameters = parse_header_parameters(content_type)
        return codecs.lookup(parameters.get("charset", "utf-8")).name in _ENCODINGS
    except (LookupError, ValueError):  # no encoding; or no parameters that can be read
        return False


class Application:
    """Receives requests whole, and lets threads respond; one thread is for health and metrics."""

    def __init__(self, pages: WsgiThreads, health: WsgiThreads, bodies: RequestBodies) -> None:
        self._pages, self._health, self._bodies = pages, health, bodies

    async def __rsgi__(self, scope: Scope, proto: HTTPProtocol) -> None:
        """Respond to a request."""
        if scope.path == ALIVE:  # no thread and no database: these may be what hangs
            proto.response_str(200, _PLAIN, "ok\n")
            return
        environ = make_environ(scope)
        if "CONTENT_LENGTH" in environ or "HTTP_TRANSFER_ENCODING" in environ:
            await self._receive(environ, scope.path, proto)
        elif scope.path in _FOR_PROGRAMS:
            await self._health.respond(environ, proto)
        else:
            await self._pages.respond(environ, proto)

    async def _receive(self, environ: Environ, path: str, proto: HTTPProtocol) -> None:
        """Receive the body, then respond; to one that is refused or cut, without it."""
        chunked = environ.pop("HTTP_TRANSFER_ENCODING", None)
        announced = None if chunked else int(environ["CONTENT_LENGTH"])
        pieces = _iter_pieces(proto)
        try:
            body = await self._bodies.receive(pieces, path, announced)
        except BodyTooLarge:
            environ |= {"wsgi.input": CutBody(), "CONTENT_LENGTH": str(announced or sys.maxsize)}
            await self._pages.respond(environ, proto)
            await _throw_away(pieces)
        except BodyCut:
            environ |= {"wsgi.input": CutBody(), "CONTENT_LENGTH": str(announced or 1)}
            await self._pages.respond(environ, proto)
        except (ProtocolClosed, ProtocolError):
            return  # the client has left
        else:
            environ |= {"wsgi.input": body, "CONTENT_LENGTH": str(body.getbuffer().nbytes)}
            try:
                await self._pages.respond(environ, proto)
            finally:
                self._bodies.release(body)


async def _iter_pieces(proto: HTTPProtocol) -> AsyncIterator[bytes]:
    """Yield the pieces of a body; unlike the server's own iterator, this can be taken up again.

    Raise `BodyCut` if a body in chunks did not come to its end: of that, the server shows no more
    than one empty piece too many.
    """
    ended = False
    async for piece in proto:
        if ended:
            raise BodyCut
        ended = not piece
        yield piece


async def _throw_away(pieces: AsyncIterator[bytes]) -> None:
    """Read on for a moment: a client that still sends would otherwise not read the response."""
    with suppress(TimeoutError, BodyCut, ProtocolClosed, ProtocolError):
        async with asyncio.timeout(_LINGER):
            async for _piece in pieces:
                pass


end_with_server()
application = Application(
    WsgiThreads(
        wsgi_application, settings.THREADS + waiting_threads_per_process(settings.PROCESSES)
    ),
    WsgiThreads(unlimited, threads=1),
    RequestBodies(find_body_limit),
)
