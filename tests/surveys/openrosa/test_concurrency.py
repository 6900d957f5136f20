"""Many clients at once, and raw requests, against a real server with two processes."""

import os
import re
import socket
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from bench._laboratory import Laboratory, laboratory
from bench._respondent import Wire
from tests.releases.__main__ import url_for_libpq
from tests.surveys.full_database import png
from tests.surveys.openrosa.test_bad_input import BOMB
from tests.surveys.openrosa.test_openrosa import BOUNDARY, WORKBOOK, envelope, filled, part
from tests.surveys.openrosa.test_submission_files import WORKBOOK as SCREENS
from tests.surveys.openrosa.test_submission_files import form

pytestmark = pytest.mark.data
CLIENTS = 32
ADDRESS = "/openrosa/{}/submission"
HEADERS = {
    "X-OpenRosa-Version": "1.0",
    "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
}
COUNT = (
    "SELECT COUNT(*) FROM surveys_answer",
    "SELECT COUNT(*) FROM surveys_answerfile WHERE answer_id IS NOT NULL",
)


@pytest.fixture(scope="module")
def lab(django_db_setup) -> Iterator[Laboratory]:
    """A server with two studies, on a copy of the tests' PostgreSQL database, or a SQLite file."""
    with own_database() as url, laboratory(url) as lab:
        lab.call("_studies.open_study", "hours", WORKBOOK)
        lab.call("_studies.open_study", "screens", SCREENS)
        yield lab


@contextmanager
def own_database() -> Iterator[str | None]:
    """Yield the URL of a database that looks like the tests' own; None on SQLite."""
    if connection.vendor != "postgresql":
        yield None
        return
    url = os.environ["VECU_DATABASE_URL"]
    connection.close()  # nobody may be at what is copied
    tests = sql.Identifier(connection.settings_dict["NAME"])
    with psycopg.connect(url_for_libpq(url), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE crowd TEMPLATE {}").format(tests))
        try:
            yield url.rpartition("/")[0] + "/crowd"
        finally:
            server.execute("DROP DATABASE crowd WITH (FORCE)")


@pytest.fixture
def stored(lab) -> Callable[[], tuple[int, int]]:
    """Return a function that counts the answers and files stored since the test began."""
    before = count_rows(lab)

    def count_new() -> tuple[int, int]:
        answers, files = count_rows(lab)
        return answers - before[0], files - before[1]

    return count_new


def count_rows(lab: Laboratory) -> list[int]:
    """Return the numbers of answers and of files in the server's database."""
    if url := lab.environment.get("VECU_DATABASE_URL"):
        connected = psycopg.connect(url_for_libpq(url))
    else:
        connected = sqlite3.connect(Path(lab.environment["VECU_HOME"]) / "lab.sqlite3", timeout=30)
    with closing(connected) as database:
        return [database.execute(count).fetchone()[0] for count in COUNT]


@dataclass(frozen=True)
class Post:
    """A request of one client."""

    body: bytes
    address: str = ADDRESS.format("hours")
    headers: dict[str, str] = field(default_factory=lambda: HEADERS)


def filled_post(xml: bytes) -> Post:
    return Post(envelope(part("xml_submission_file", xml)))


def post_with(xml: bytes, *names: str) -> Post:
    """Return a post of a form with pictures."""
    files = (part(name, png(), filename=name) for name in names)
    body = envelope(part("xml_submission_file", xml), *files)
    return Post(body, ADDRESS.format("screens"))


def at_once(lab: Laboratory, posts: list[Post]) -> Counter[int]:
    """Send each from a client of its own, concurrently; count the statuses."""
    start = Barrier(len(posts))

    def one(post: Post) -> int:
        wire = Wire(lab.port)
        with wire.socket:
            start.wait()
            return wire.request("POST", post.address, post.headers, post.body).status

    with ThreadPoolExecutor(len(posts)) as pool:
        return Counter(pool.map(one, posts))


def test_of_many_at_once_each_is_stored_exactly_once(lab, stored):
    same = at_once(lab, [filled_post(filled("35", "uuid:one"))] * CLIENTS)
    different = at_once(
        lab, [filled_post(filled(str(hours), "uuid:two")) for hours in range(CLIENTS)]
    )
    others = at_once(lab, [filled_post(filled()) for _client in range(CLIENTS)])
    with_a_file = at_once(lab, [post_with(form(instance="uuid:three"), "photo.jpg")] * CLIENTS)

    assert same == with_a_file == {201: 1, 202: CLIENTS - 1}
    assert different == {201: 1, 409: CLIENTS - 1}
    assert others == {201: CLIENTS}
    assert stored() == (1 + 1 + CLIENTS + 1, 1)


def test_parts_of_one_form_that_come_all_at_once_find_together(lab, stored):
    """Twenty posts of the same form, each with one picture of its own and one that all bring."""
    names = [f"{number}.png" for number in range(20)]
    xml = form(photo="photo.png", shots=names)

    statuses = at_once(lab, [post_with(xml, "photo.png", name) for name in names])

    assert statuses == {201: 1, 202: 19}
    assert stored() == (1, 21)


def test_an_answer_withdrawn_while_its_files_come_takes_them_along(lab, stored):
    names = [f"{number}.png" for number in range(15)]
    for _time in range(10):
        xml = form(shots=names)
        first = post_with(xml)
        wire = Wire(lab.port)
        with wire.socket:
            told = wire.request("POST", first.address, first.headers, first.body)
        code = re.search(rb"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", told.body)[0].decode()
        typed = urlencode({"code": code, "withdraw": "yes"}).encode()
        urlencoded = {"Content-Type": "application/x-www-form-urlencoded"}
        withdrawal = Post(typed, "/en/take/screens/mine/", urlencoded)

        files = [post_with(xml, name) for name in names]
        assert at_once(lab, [*files, withdrawal]) == {202: len(names), 200: 1}

    assert stored() == (0, 0)


def test_a_body_in_chunks_is_stored_and_half_a_body_is_not(lab, stored):
    body = filled_post(filled()).body
    chunks = b"".join(chunk(body[at : at + 100]) for at in range(0, len(body), 100))

    chunked = spoken(lab, "Transfer-Encoding: chunked\r\n", chunks + chunk(b""))
    half = spoken(lab, f"Content-Length: {len(body)}\r\n", body[: len(body) // 2], hang_up=True)
    # In the middle of its last part, a file that could pass for a whole one.
    cut = post_of_a_text()[:-20]
    chunked_half = spoken(lab, "Transfer-Encoding: chunked\r\n", chunk(cut), hang_up=True)
    chunked_end = spoken(lab, "Transfer-Encoding: chunked\r\n", chunk(cut) + chunk(b""))

    assert chunked.startswith(b"HTTP/1.1 201")
    for got in (half, chunked_half, chunked_end):
        assert got.startswith(b"HTTP/1.1 400")
        assert b"arrived incomplete" in got
    assert stored() == (1, 0)


def test_a_body_that_is_too_large_is_413_and_the_client_learns_why(lab, stored):
    much = envelope(part("xml_submission_file", bytes(15_000_001)))
    told = spoken(lab, f"Content-Length: {len(much)}\r\n", much)
    chunked = spoken(lab, "Transfer-Encoding: chunked\r\n", chunk(much) + chunk(b""))

    for got in (told, chunked):
        assert got.startswith(b"HTTP/1.1 413")
        assert b"10 MB for each file" in got
    assert stored() == (0, 0)


def test_refusals_and_what_head_is_answered_leave_a_connection_that_goes_on(lab, stored):
    """One connection, as programs keep it; an answer to HEAD has no body to be misread."""
    wire = Wire(lab.port)
    good, bomb = filled_post(filled()), filled_post(BOMB)
    bare = {"Content-Type": HEADERS["Content-Type"]}
    with wire.socket:
        answers = [
            wire.request("HEAD", good.address, {}),
            wire.request("HEAD", ADDRESS.format("nowhere"), {}),
            wire.request("POST", good.address, bare, good.body),
            wire.request("POST", good.address, HEADERS, bomb.body),
            wire.request("POST", good.address, HEADERS, good.body),
        ]

    assert [answer.status for answer in answers] == [204, 404, 400, 400, 201]
    for answer in answers:
        assert answer.header("x-openrosa-version") == "1.0"
        assert answer.header("x-openrosa-accept-content-length") == "12000000"
        assert len(re.findall("(?im)^date: ", answer.head)) == 1
    assert b"document type or entities" in answers[3].body
    assert stored() == (1, 0)


def post_of_a_text() -> bytes:
    """Return the body of a form with a part that it does not name."""
    text = part("notes.txt", b"A sentence that goes on and on and on.", filename="notes.txt")
    return envelope(part("xml_submission_file", filled()), text)


def chunk(content: bytes) -> bytes:
    """Return an HTTP chunk (RFC 9112, 7.1); an empty one is the last."""
    return b"%x\r\n%s\r\n" % (len(content), content)


def spoken(lab: Laboratory, head: str, body: bytes, *, hang_up: bool = False) -> bytes:
    """Send raw bytes and return the response; `hang_up` closes our side."""
    with socket.create_connection(("127.0.0.1", lab.port), timeout=30) as wire:
        told = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
        start = f"POST {ADDRESS.format('hours')} HTTP/1.1\r\nHost: localhost\r\n{told}"
        # A server that refuses a body before its end closes: what it said can still be read.
        with suppress(BrokenPipeError, ConnectionResetError):
            wire.sendall(f"{start}Connection: close\r\n{head}\r\n".encode() + body)
        if hang_up:
            wire.shutdown(socket.SHUT_WR)
        got = b""
        with suppress(ConnectionError):
            while more := wire.recv(65_536):
                got += more
        return got
