"""A site served by `vecu serve`: a real server with two processes."""

import os
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from secrets import token_bytes
from select import select
from urllib.parse import urlencode

import pytest

from bench._laboratory import Laboratory, laboratory, wait_for_workers
from bench._respondent import Wire
from tests.site.commands.test_processes import is_gone, wait_until
from tests.surveys.openrosa.test_concurrency import ADDRESS, HEADERS, count_rows, filled_post
from tests.surveys.openrosa.test_openrosa import WORKBOOK, envelope, filled, part
from vecu.credentials import generate_code

URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def lab() -> Iterator[Laboratory]:
    with laboratory() as lab:
        lab.call("_studies.open_study", "hours", WORKBOOK)
        wait_for_workers(lab.pid, 2)
        yield lab


def post(lab: Laboratory, address: str, typed: dict[str, str]) -> int:
    """Send a form over a connection of its own, which may reach either process."""
    wire = Wire(lab.port)
    with wire.socket:
        return wire.request("POST", address, URLENCODED, urlencode(typed).encode()).status


def wrong_code(lab: Laboratory) -> int:
    return post(lab, "/en/take/hours/mine/", {"code": generate_code(token_bytes)})


def wrong_password(lab: Laboratory) -> int:
    """Guess until the guess is read or refused for its name; beside others it has to wait."""
    while True:
        typed = {"account": "lea", "password": generate_code(token_bytes)}
        status = post(lab, "/en/sign-in/", typed)
        if status != 503:
            return status


@pytest.mark.parametrize(
    ("guess", "answered", "a_minute"), [(wrong_code, 403, 20), (wrong_password, 422, 10)]
)
def test_all_processes_together_answer_the_promised_number_of_guesses(
    lab, guess: Callable[[Laboratory], int], answered: int, a_minute: int
):
    """As many as promised, whichever process accepts; more come back only as time passes."""
    started = time.time()
    with ThreadPoolExecutor(8) as pool:
        statuses = Counter(pool.map(guess, [lab] * 100))
    minutes_begun = time.time() // 60 - started // 60  # codes refill with the minute
    come_back = max(minutes_begun, (time.time() - started) / 60) * a_minute

    assert set(statuses) == {answered, 429}
    assert a_minute <= statuses[answered] <= a_minute + come_back


def half_a_form(lab: Laboratory, *more: bytes) -> socket.socket:
    """Send an unfinished form submission, with `more` parts, and keep the connection open."""
    body = envelope(part("xml_submission_file", filled()), *more)
    told = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    wire = socket.create_connection(("127.0.0.1", lab.port), timeout=30)
    wire.sendall(
        f"POST {ADDRESS.format('hours')} HTTP/1.1\r\nHost: localhost\r\n{told}"
        f"Content-Length: {len(body)}\r\n\r\n".encode()
        + body[:-60]
    )
    return wire


def half_a_picture(lab: Laboratory) -> socket.socket:
    """Send most of a large file with a form, and keep the connection open."""
    return half_a_form(lab, part("a.png", bytes(300_000), filename="a.png"))


def half_a_page(lab: Laboratory) -> socket.socket:
    """Send an unfinished page of a study, and keep the connection open."""
    wire = socket.create_connection(("127.0.0.1", lab.port), timeout=30)
    wire.sendall(
        b"POST /en/take/hours/mine/ HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 19\r\n\r\ncode=KD7M"
    )
    return wire


@pytest.mark.parametrize("half", [half_a_form, half_a_picture, half_a_page])
def test_half_bodies_that_stay_open_keep_nobody_else_from_being_answered(lab, half):
    """Two processes have 38 threads: forty such clients used to stop the laboratory."""
    with ExitStack() as stay:
        for _client in range(200):
            stay.enter_context(half(lab))
        time.sleep(0.5)  # all of them have reached their process
        for _client in range(20):
            wire = Wire(lab.port)
            with wire.socket:
                head = wire.request("HEAD", ADDRESS.format("hours"), {})
                page = wire.request("GET", "/en/take/hours/", {})
                health = wire.request("GET", "/health/", {})
            assert (head.status, page.status, health.status) == (204, 200, 200)


def begin(lab: Laboratory, address: str, *headers: str) -> socket.socket:
    """Send the head of a request whose body is to follow."""
    wire = socket.create_connection(("127.0.0.1", lab.port), timeout=30)
    lines = [f"POST {address} HTTP/1.1", "Host: localhost", *headers, "", ""]
    wire.sendall("\r\n".join(lines).encode())
    return wire


FORM = "Content-Type: application/x-www-form-urlencoded"
DEVICE = [f"{name}: {value}" for name, value in HEADERS.items()]


@pytest.mark.parametrize(
    ("address", "headers", "most"),
    [
        ("/en/sign-in/", [FORM], 10_000_000),
        ("/en/take/hours/mine/", [FORM], 10_000_000),
        ("/fr/take/hours/q/hours/", [FORM], 15_000_000),
        (ADDRESS.format("hours"), DEVICE, 15_000_000),
    ],
)
def test_a_body_announced_too_large_is_refused_before_a_byte_of_it_is_sent(
    lab, address, headers, most
):
    with begin(lab, address, *headers, f"Content-Length: {most + 1}") as wire:
        assert wire.recv(65_536).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("address", "headers"), [("/en/sign-in/", [FORM]), (ADDRESS.format("hours"), DEVICE)]
)
def test_of_a_body_in_chunks_no_more_is_read_than_its_address_takes(lab, address, headers):
    with begin(lab, address, *headers, "Transfer-Encoding: chunked") as wire:
        megabyte = b"%x\r\n" % 1_000_000 + bytes(1_000_000) + b"\r\n"
        for _piece in range(15):
            wire.sendall(megabyte)
            if select([wire], [], [], 0)[0]:
                break
        else:
            wire.sendall(b"1\r\n0\r\n0\r\n\r\n")
        assert wire.recv(65_536).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("rest", [b"", b"zz\r\n"])
def test_a_form_in_chunks_that_was_cut_is_not_taken_for_a_whole_one(lab, rest):
    with begin(lab, "/en/sign-in/", FORM, "Transfer-Encoding: chunked") as wire:
        wire.sendall(b"15\r\naccount=a&password=bb\r\n" + rest)
        wire.shutdown(socket.SHUT_WR)
        assert wire.recv(65_536).startswith(b"HTTP/1.1 408 ")


def test_who_sends_all_of_what_is_too_large_still_reads_why(lab):
    wire = Wire(lab.port)
    with wire.socket:
        refused = wire.request("POST", "/fr/sign-in/", URLENCODED, bytes(12_000_000))
    assert refused.status == 413
    assert "10 Mo" in refused.body.decode()


def test_a_form_that_comes_slowly_is_stored_once_it_is_here(lab):
    answers, files = count_rows(lab)
    body = filled_post(filled()).body
    with half_a_form(lab) as wire:
        time.sleep(1)
        wire.sendall(body[-60:])
        assert wire.recv(65_536).startswith(b"HTTP/1.1 201")

    assert count_rows(lab) == [answers + 1, files]


def test_a_half_body_keeps_no_server_from_stopping(lab):
    """The last of these tests, since it stops their server."""
    with half_a_form(lab):
        time.sleep(0.5)
        os.kill(lab.pid, signal.SIGTERM)
        wait_until(lambda: is_gone(lab.pid))
