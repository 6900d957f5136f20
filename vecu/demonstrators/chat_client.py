"""Ask a machine elsewhere, by OpenAI’s interface for chats: one prompt, one answer.

What is sent is the prompt, the name of the model and the laboratory’s key: nothing about who asks.
No proxy of the environment and no redirection is followed: the host that a page names is the one
that gets the words.
"""

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTP_PORT, HTTPS_PORT, HTTPConnection, HTTPException
from ipaddress import ip_address
from threading import BoundedSemaphore, Event, Timer
from urllib.parse import urlsplit

from vecu.bounded_process import RELEASE_TURN, ChildrenBusy
from vecu.errors import VecuError
from vecu.messages import UNFIT, Message, TranslatableError
from vecu.translation import gettext_noop

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 30.0
"""From the connection to the last byte of the answer, however slowly it comes."""
MOST_BYTES = 200_000
AT_ONCE = 2
"""Prompts for whose answer one process waits at a time."""

UNREACHABLE = gettext_noop("%(host)s cannot be reached. Try again later.")
TOO_SLOW = gettext_noop(
    "%(host)s did not answer within half a minute. Try again later, or ask for something shorter."
)
REFUSED_KEY = gettext_noop(
    "%(host)s refuses the laboratory’s key. Tell whoever runs the laboratory."
)
REDIRECTED = gettext_noop(
    "%(host)s redirects to another address. We do not follow it: tell whoever runs the laboratory."
)
BUSY_THERE = gettext_noop("%(host)s accepts no more prompts for now. Try again later.")
BUSY_HERE = gettext_noop(
    "Too many prompts are already waiting for %(host)s. Nothing was sent. Try again soon."
)
FAILED = gettext_noop(
    "%(host)s answers with error %(status)s. Tell whoever runs the laboratory if it happens again."
)
TOO_LONG = gettext_noop("The answer from %(host)s is too long. Ask for something shorter.")
UNREADABLE = gettext_noop(
    "What %(host)s sent back is not a readable answer. Tell whoever runs the laboratory."
)
_OF_STATUS = {
    HTTPStatus.UNAUTHORIZED: REFUSED_KEY,
    HTTPStatus.FORBIDDEN: REFUSED_KEY,
    HTTPStatus.TOO_MANY_REQUESTS: BUSY_THERE,
}

_turns = BoundedSemaphore(AT_ONCE)


class AssistantFailed(TranslatableError, VecuError):
    """No answer came; `may_have_left` unless it is certain that no words were sent."""

    def __init__(self, message: Message, *, may_have_left: bool) -> None:
        super().__init__(message)
        self.may_have_left = may_have_left


@dataclass(frozen=True, slots=True)
class ChatEndpoint:
    """Where the laboratory lets prompts go: an address to which `/chat/completions` is added."""

    url: str
    model: str
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """Its host, with the port where one is named."""
        return urlsplit(self.url).netloc


def is_safe_address(url: str) -> bool:
    """Return whether words may be sent to an address: by HTTPS, or to this machine itself."""
    if not (url.isascii() and url.isprintable()) or " " in url:
        return False
    try:
        parts = urlsplit(url)
        # Each raises an error: a port that is no number, a name that no network knows how to ask.
        _ = parts.port, (parts.hostname or "").encode("idna")
    except ValueError:
        return False
    if not parts.hostname or parts.username is not None or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_local(parts.hostname))


def request_answer(endpoint: ChatEndpoint, prompt: str, *, seconds: float = ANSWER_SECONDS) -> str:
    """Send a prompt and return the answer as text; raise `AssistantFailed` in words.

    An address that is not safe is an error of the caller: settings refuse it.
    """
    if not is_safe_address(endpoint.url):
        raise ValueError(endpoint.url)
    if not _turns.acquire(blocking=False):
        raise _failed(endpoint, BUSY_HERE)
    try:
        with RELEASE_TURN.get()():
            status, body = _send(endpoint, prompt, seconds)
    except ChildrenBusy:
        raise _failed(endpoint, BUSY_HERE) from None
    finally:
        _turns.release()
    return _read_answer(endpoint, status, body)


def _send(endpoint: ChatEndpoint, prompt: str, seconds: float) -> tuple[int, bytes]:
    """Return the status and at most one byte more than an answer may have."""
    late = Event()
    connection = _make_connection(endpoint)
    try:
        connection.connect()
        if urlsplit(endpoint.url).scheme == "https":
            connection.sock = _wrap(connection.sock, connection.host)
        connection.sock.settimeout(seconds)
        with _cut_off(connection.sock, seconds, late):
            if isinstance(connection.sock, ssl.SSLSocket):
                connection.sock.do_handshake()
            path = urlsplit(endpoint.url).path.rstrip("/") + "/chat/completions"
            connection.request("POST", path, _write_body(endpoint, prompt), _headers(endpoint))
            with connection.getresponse() as response:
                status, body = response.status, response.read(MOST_BYTES + 1)
    except (OSError, HTTPException, ValueError) as error:  # of a chunk shorter than nothing
        slow = late.is_set() or isinstance(error, TimeoutError)
        raise _failed(endpoint, TOO_SLOW if slow else UNREACHABLE) from None
    finally:
        connection.close()
    if late.is_set():
        raise _failed(endpoint, TOO_SLOW)
    return status, body


def _make_connection(endpoint: ChatEndpoint) -> HTTPConnection:
    """Return a connection that is not yet encrypted: of a slow handshake, too, an end is made.

    Without a port of its own it would take the end of an IPv6 address for one.
    """
    parts = urlsplit(endpoint.url)
    usual = HTTPS_PORT if parts.scheme == "https" else HTTP_PORT
    port = usual if parts.port is None else parts.port
    connection = HTTPConnection(parts.hostname or "", port, timeout=CONNECT_SECONDS)
    connection.default_port = usual
    return connection


def _wrap(connected: socket.socket, host: str) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    return context.wrap_socket(connected, server_hostname=host, do_handshake_on_connect=False)


@contextmanager
def _cut_off(connected: socket.socket, seconds: float, late: Event) -> Iterator[None]:
    """End a connection after some seconds: a time limit of sockets begins anew at each byte."""

    def end() -> None:
        late.set()
        with suppress(OSError):
            # Not the method of TLS sockets, which would let go of what another thread reads.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _write_body(endpoint: ChatEndpoint, prompt: str) -> bytes:
    messages = [{"role": "user", "content": prompt}]
    return json.dumps({"model": endpoint.model, "messages": messages, "stream": False}).encode()


def _headers(endpoint: ChatEndpoint) -> dict[str, str]:
    authorization = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    return {"Content-Type": "application/json", "Accept": "application/json", **authorization}


def _read_answer(endpoint: ChatEndpoint, status: int, body: bytes) -> str:
    if status in _OF_STATUS:
        raise _failed(endpoint, _OF_STATUS[HTTPStatus(status)])
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise _failed(endpoint, REDIRECTED)
    if status != HTTPStatus.OK:
        raise _failed(endpoint, FAILED, status=status)
    if len(body) > MOST_BYTES:
        raise _failed(endpoint, TOO_LONG)
    try:
        answer = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise _failed(endpoint, UNREADABLE) from None
    text = UNFIT.sub("", answer).strip() if isinstance(answer, str) else ""
    if not text:
        raise _failed(endpoint, UNREADABLE)
    return text


def _failed(endpoint: ChatEndpoint, reason: str, **details: object) -> AssistantFailed:
    message = Message(reason, host=endpoint.host, **details)
    return AssistantFailed(message, may_have_left=reason is not BUSY_HERE)


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
