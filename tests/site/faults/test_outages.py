"""The database gone, the disk full, a proxy cut, clients that are slow, while people answer."""

import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from bench._laboratory import Laboratory
from bench._respondent import Response, Wire
from tests.site.commands.test_processes import health, wait_until
from tests.site.faults.load import (
    OPENROSA,
    SUBMISSION,
    answering,
    ask_to_withdraw,
    find_code,
    list_stored,
    send_submission,
    submission,
)

pytestmark = pytest.mark.slow
GONE = 10
"""Seconds without a database."""


@contextmanager
def stopped(site) -> Iterator[None]:
    """Stop PostgreSQL as a service manager does for an update."""
    site.postgres.stop("fast")
    yield
    site.postgres.start()


@contextmanager
def frozen(site) -> Iterator[None]:
    """Let PostgreSQL be silent, with all of its connections open."""
    site.postgres.signal(signal.SIGSTOP)
    yield
    site.postgres.signal(signal.SIGCONT)


@contextmanager
def locked(site) -> Iterator[None]:
    """Let another program write in the SQLite file, and not come to an end."""
    file = Path(site.lab.environment["VECU_HOME"]) / "lab.sqlite3"
    with closing(sqlite3.connect(file, timeout=60)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("database", "gone"),
    [("sqlite", locked), ("postgres", stopped), ("postgres", frozen)],
    indirect=["database"],
)
def test_a_database_that_was_gone_for_ten_seconds_is_used_again(site, gone):
    with answering(site.lab) as load:
        with gone(site):
            before = load.count()
            time.sleep(GONE)
            # What was on its way when it went may have arrived; no more was acknowledged.
            assert load.count() <= before + load.senders
        load.wait_for(20)
    assert health(site.lab) == (200, b"ok\n")


# ── the disk ──


@pytest.fixture
def small_disk(tmp_path, monkeypatch) -> Iterator[Path]:
    """Let the laboratory, and its PostgreSQL, be on a disk of their own, which root may mount."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", disk], check=True)
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    for each in (disk, *disk.parents):
        if each.is_relative_to(tempfile.gettempdir()) or each.stat().st_uid == 0:
            each.chmod(each.stat().st_mode | 0o011)
    yield disk
    subprocess.run(["/bin/umount", "--lazy", disk], check=True)


def fill(disk: Path) -> Path:
    """Fill a disk to its last byte, as a program beside the laboratory may; return the file."""
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as file:
        for size in (1_000_000, 4_096, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    return filler


def call(lab: Laboratory, act: Callable[[Wire, str], Response], text: str) -> Response:
    """Do something over a connection of its own."""
    wire = Wire(lab.port)
    with wire.socket:
        return act(wire, text)


def test_a_full_disk_keeps_what_it_has_and_lets_people_withdraw(small_disk, site):
    receipt = find_code(call(site.lab, send_submission, "before"))
    with answering(site.lab) as load:
        filler = fill(small_disk)
        wait_until(lambda: load.refusals[503] > 20)
        assert health(site.lab)[0] == 503
        assert call(site.lab, ask_to_withdraw, receipt).status == 200
        filler.unlink()
        load.wait_for(20)
    assert "before" not in list_stored(site.lab)
    assert health(site.lab) == (200, b"ok\n")


# ── the way to the server ──


class Relay:
    """A proxy that passes bytes on, until it is cut with everything in it."""

    def __init__(self, port: int) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._behind, self._open = port, set[socket.socket]()
        self._thread = Thread(target=self._accept, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        """Break all connections, whatever is on its way."""
        while self._open:
            with (
                closing(self._open.pop()) as each,
                suppress(OSError),
            ):  # it may have ended by itself
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with closing(self._server), suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._server.accept()
                server = socket.create_connection(("127.0.0.1", self._behind), timeout=60)
            except OSError:
                return
            self._open |= {client, server}
            for source, target in ((client, server), (server, client)):
                Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):  # cut
            while got := source.recv(65_536):
                target.sendall(got)
            target.shutdown(socket.SHUT_WR)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_proxy_that_is_cut_again_and_again_loses_and_doubles_nothing(site):
    with closing(Relay(site.lab.port)) as relay, answering(site.lab, port=relay.port) as load:
        while load.refusals[0] < 60:
            time.sleep(0.03)
            relay.cut()


@contextmanager
def dripping(lab: Laboratory, name: str) -> Iterator[Event]:
    """Send a form a few bytes at a time; yield the event that lets the rest come at once."""
    body, hurry = submission(name), Event()
    head = "".join(f"{key}: {value}\r\n" for key, value in OPENROSA.items())
    start = f"POST {SUBMISSION} HTTP/1.1\r\nHost: localhost\r\n{head}Content-Length: {len(body)}"
    with socket.create_connection(("127.0.0.1", lab.port), timeout=60) as wire:

        def drip() -> None:
            wire.sendall(f"{start}\r\n\r\n".encode())
            for at in range(0, len(body), 10):
                wire.sendall(body[at : at + 10])
                hurry.wait(0.3)

        thread = Thread(target=drip)
        thread.start()
        yield hurry
        thread.join()
        assert wire.recv(65_536).startswith(b"HTTP/1.1 201")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_slow_clients_are_taken_in_the_end_and_keep_nobody_waiting(site):
    names = [f"slow-{number}" for number in range(40)]
    with answering(site.lab) as load:
        slow = [dripping(site.lab, name) for name in names]
        events = [each.__enter__() for each in slow]
        load.wait_for(60)
        for each in events:
            each.set()
        for each in slow:
            each.__exit__(None, None, None)
        load.kept += names
