"""A WSGI application behind RSGI: what it is given, and how its responses are sent."""

import asyncio
from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from vecu.site.rsgi import make_environ
from vecu.site.wsgi_threads import WsgiThreads


class Headers(list):
    def items(self):
        return self


def scope(path: str = "/", **headers: str):
    pairs = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return SimpleNamespace(
        server="[::1]:8000", method="GET", path=path, query_string="a=%ff", http_version="1.1",
        scheme="http", client="192.0.2.7:52100", headers=Headers(pairs),
    )  # fmt: skip


def test_the_environment_of_a_request_is_that_of_wsgi():
    """PEP 3333, “environ Variables”: strings of Latin-1 hold the bytes of UTF-8."""
    environ = make_environ(scope("/fr/é/", content_type="text/plain", x_odd="1"))

    assert environ["PATH_INFO"] == "/fr/Ã©/"
    assert environ["QUERY_STRING"] == "a=%ff"
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("[::1]", "8000")
    assert (environ["CONTENT_TYPE"], environ["HTTP_X_ODD"]) == ("text/plain", "1")
    assert environ["wsgi.input"].read() == b""


def test_whose_request_it_is_stays_unknown_unless_it_comes_from_this_machine():
    """PEP 3333 lets REMOTE_ADDR be absent."""
    from_afar, from_here = scope(), scope()
    from_here.client = "[::1]:52100"

    assert "192.0.2.7" not in str(make_environ(from_afar))
    assert make_environ(from_here)["REMOTE_ADDR"] == "::1"


def test_headers_that_come_twice_are_joined():
    """RFC 9110, 5.3; RFC 9113, 8.2.3 for cookies."""
    twice = scope()
    twice.headers = Headers([("a", "1"), ("a", "2"), ("cookie", "b=3"), ("cookie", "c=4")])
    environ = make_environ(twice)

    assert (environ["HTTP_A"], environ["HTTP_COOKIE"]) == ("1,2", "b=3; c=4")


def test_headers_with_an_underscore_are_not_taken_for_those_with_a_hyphen():
    spoofed = scope(content_length="3", x_forwarded_proto="http")
    spoofed.headers += [("content_length", "x"), ("x_forwarded_proto", "https"), ("a_b", "1")]
    environ = make_environ(spoofed)

    assert (environ["CONTENT_LENGTH"], environ["HTTP_X_FORWARDED_PROTO"]) == ("3", "http")
    assert "HTTP_A_B" not in environ


class Proto:
    """The server's side of one request."""

    def __init__(self) -> None:
        self.whole, self.pieces = None, []

    def response_bytes(self, status, _headers, body):
        self.whole = status, body

    def response_stream(self, _status, _headers):
        return SimpleNamespace(send_bytes=self.send)

    async def send(self, piece):
        self.pieces.append(piece)


def respond(response, closed: list) -> Proto:
    def application(_environ, start_response):
        start_response(f"{response.status_code} OK", [*response.items()])
        response._resource_closers.append(lambda: closed.append(True))
        return response

    proto = Proto()
    asyncio.run(WsgiThreads(application, 1).respond({}, proto))
    return proto


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(b"abc"),
        StreamingHttpResponse([b"a", b"bc"], headers={"Content-Length": "3"}),
    ],
)
def test_a_small_response_is_handed_over_whole(response):
    closed = []
    assert respond(response, closed).whole == (200, b"abc")
    assert closed


def test_a_large_response_is_sent_piece_by_piece_then_closed(tmp_path):
    path, closed = tmp_path / "large", []
    path.write_bytes(bytes(2_500_000))
    proto = respond(FileResponse(path.open("rb")), closed)

    assert sum(map(len, proto.pieces)) == 2_500_000
    assert len(proto.pieces) == 10
    assert closed


@pytest.mark.parametrize(
    ("content_type", "passes"),
    [
        ("text/plain", True),
        ("application/x-www-form-urlencoded; charset=UTF-8", True),
        ("multipart/form-data; boundary=x; charset=latin-1", True),
        ("text/plain; charset=rot13", False),
        ("text/plain; charset=undefined", False),
        ("text/plain; charset*=no-such''%41", False),
        ("text/plain; charset=idna", False),
    ],
)
def test_no_type_of_content_breaks_a_request_before_it_reaches_a_page(content_type, passes):
    """Django raised an error while it made the request: no page, and its words in the log."""
    environ = make_environ(scope("/", content_type=content_type))
    assert ("CONTENT_TYPE" in environ) is passes
    assert WSGIRequest({**environ, "QUERY_STRING": "a=%ff." + "b" * 100}).GET["a"]
