"""A simulated respondent over HTTP: reads the form on a page, fills it in, presses Continue."""

import re
import socket
import ssl
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlencode

WORDS = "I asked it to draft the letter, then wrote it again with the family’s own words."
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


class Response(NamedTuple):
    """A response: the status, all headers as one text, and the body."""

    status: int
    head: str
    body: bytes

    def header(self, name: str) -> str:
        """Return the value of a header, '' without one."""
        found = re.search(rf"^{name}: (.*?)\r?$", self.head, re.IGNORECASE | re.MULTILINE)
        return found[1] if found else ""

    @property
    def cookies(self) -> str:
        """All cookies that the response sets, as a browser sends them back."""
        lines = re.findall(r"^Set-Cookie: ([^;\r]*)", self.head, re.IGNORECASE | re.MULTILINE)
        return "; ".join(lines)


class Wire:
    """A persistent connection of minimal overhead: the server shares the processors."""

    def __init__(
        self, port: int, host: str = "localhost", tls: ssl.SSLContext | None = None
    ) -> None:
        self.host = host
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_hostname=host)

    def request(
        self, method: str, address: str, headers: dict[str, str], body: bytes | None = None
    ) -> Response:
        """Send one request and read its response, which must declare its length."""
        lines = [f"{method} {address} HTTP/1.1", f"Host: {self.host}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if body is not None:
            lines.append(f"Content-Length: {len(body)}")
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode() + (body or b""))
        return self._response(bodiless=method == "HEAD")

    def _response(self, *, bodiless: bool) -> Response:
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _blank, body = got.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        while length and not bodiless and len(body) < int(length[1]):
            body += self._more()
        return Response(int(head[9:12]), head.decode("latin-1"), body)

    def _more(self) -> bytes:
        got = self.socket.recv(262_144)
        if not got:
            raise ConnectionError("The server closed the connection.")
        return got


class FormInputs(HTMLParser):
    """The inputs of a page: text fields, and the first option of each choice."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        if not name or name == "then":
            return
        if tag == "textarea" or (tag == "input" and kind == "text"):
            self.fields[name] = WORDS
        # "no" if there is one: else a second story would follow, or the interview would end
        elif kind in {"radio", "checkbox"} and (
            name not in self.fields or given.get("value") == "no"
        ):
            self.fields[name] = given.get("value", "")


@lru_cache(maxsize=1000)
def filled_in(html: bytes) -> bytes:
    """Return the body that a browser would send for a completed page."""
    return urlencode(FormInputs(html.decode()).fields).encode()


@dataclass
class HttpRespondent:
    """One browser: a persistent connection, and the cookie of its draft."""

    wire: Wire
    cookie: str = ""
    page: str = ""
    answers: bytes = field(default=b"", repr=False)

    def request(self, method: str, address: str, body: bytes | None = None) -> Response:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.wire.request(method, address, headers, body)

    def start(self, study: str) -> None:
        """Press Start and open the first page."""
        self.cookie = ""
        response = self.request("POST", f"/en/take/{study}/", b"")
        self.cookie = response.cookies
        self.fill_in(self.follow(response))

    def send(self) -> Response:
        """Send the answers to the current page."""
        return self.request("POST", self.page, self.answers)

    def follow(self, response: Response) -> Response:
        """Follow a redirect."""
        assert response.status == 303, (response.status, response.body[:2000])
        self.page = response.header("Location")
        shown = self.request("GET", self.page)
        assert shown.status == 200, (shown.status, self.page)
        return shown

    def fill_in(self, shown: Response) -> None:
        """Answer the page in a response."""
        self.answers = filled_in(shown.body)

    @property
    def at_review(self) -> bool:
        return self.page.endswith("/review/")
