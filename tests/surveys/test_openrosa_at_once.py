"""Many clients at once, over the wire, against a real server of two processes."""

import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from django.db import connection

from bench._laboratory import Laboratory, laboratory
from bench._respondent import Wire
from tests.surveys.test_openrosa import BOUNDARY, WORKBOOK, envelope, filled, part

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]
CLIENTS = 32
ADDRESS = "/openrosa/hours/submission"
HEADERS = {
    "X-OpenRosa-Version": "1.0",
    "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
}
OPEN = """
from datetime import date
from vecu.surveys import actions, queries
study = actions.create_study("hours", actions.About(title={"en": "Hours"}),
    workbook=sys.stdin.read().encode(), workbook_name="h.md")
actions.open_fielding(queries.current_fielding(study, date.today()))
"""
COUNT = "from vecu.surveys.models import Answer; print(Answer.objects.count())"


@pytest.fixture
def lab() -> Iterator[Laboratory]:
    """A server on the tests' own PostgreSQL database, or on a file of SQLite."""
    found = connection.settings_dict
    url = None
    if connection.vendor == "postgresql":
        url = f"postgres://{found['USER']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
    with laboratory(url) as lab:
        lab.python(OPEN, typed=WORKBOOK)
        yield lab


def at_once(lab: Laboratory, forms: list[bytes]) -> Counter[int]:
    """Send each form from a client of its own, all at the same moment; count the statuses."""
    start = Barrier(len(forms))

    def one(xml: bytes) -> int:
        wire = Wire(lab.port)
        with wire.socket:
            start.wait()
            body = envelope(part("xml_submission_file", xml))
            return wire.request("POST", ADDRESS, HEADERS, body).status

    with ThreadPoolExecutor(len(forms)) as pool:
        return Counter(pool.map(one, forms))


def stored(lab: Laboratory) -> int:
    return int(lab.python(COUNT))


def test_of_many_at_once_each_is_kept_exactly_once(lab):
    same = at_once(lab, [filled("35", "uuid:one")] * CLIENTS)
    different = at_once(lab, [filled(str(hours), "uuid:two") for hours in range(CLIENTS)])
    others = at_once(lab, [filled() for _client in range(CLIENTS)])

    assert same == {201: 1, 202: CLIENTS - 1}
    assert different == {201: 1, 409: CLIENTS - 1}
    assert others == {201: CLIENTS}
    assert stored(lab) == 1 + 1 + CLIENTS


def test_a_body_in_chunks_is_kept_and_half_a_body_is_not(lab):
    body = envelope(part("xml_submission_file", filled()))
    head = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(body[at : at + 100]), body[at : at + 100])
        for at in range(0, len(body), 100)
    )

    chunked = spoken(lab, f"{head}Transfer-Encoding: chunked\r\n", chunks + b"0\r\n\r\n")
    half = spoken(
        lab, f"{head}Content-Length: {len(body)}\r\n", body[: len(body) // 2], hang_up=True
    )

    assert chunked.startswith(b"HTTP/1.1 201")
    assert b"HTTP/1.1 5" not in half
    assert stored(lab) == 1


def spoken(lab: Laboratory, head: str, body: bytes, *, hang_up: bool = False) -> bytes:
    """Send bytes as they are and return what comes back; `hang_up` says that no more will come."""
    with socket.create_connection(("127.0.0.1", lab.port), timeout=30) as wire:
        request = f"POST {ADDRESS} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{head}\r\n"
        wire.sendall(request.encode() + body)
        if hang_up:
            wire.shutdown(socket.SHUT_WR)
        got = b""
        with suppress(ConnectionError):
            while more := wire.recv(65_536):
                got += more
        return got
