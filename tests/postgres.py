"""A PostgreSQL of our own for tests and benchmarks, in a temporary folder, on loopback."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg


class NoPostgres(RuntimeError):
    """The server's programs are not installed."""


def _programs() -> Path:
    """Return the folder of initdb and pg_ctl; Debian keeps them off the PATH."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), shutil.which("pg_ctl")]
    programs = sorted(Path(path).resolve().parent for path in found if path)
    if not programs:
        raise NoPostgres(
            "PostgreSQL's server is not installed (Debian: sudo apt install postgresql)."
        )
    return programs[-1]


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


_NOT_DURABLE = " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
"""What survives a power cut costs a test that empties all tables most of its time."""


class PostgresServer:
    """A server with its data in a folder, which can be stopped, killed and started again."""

    def __init__(self, folder: str, *, durable: bool = True) -> None:
        self._folder, self._port = folder, free_port()
        # The server refuses to run as root; the folder then belongs to the postgres user.
        self._user = (
            ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            if os.getuid() == 0
            else []
        )
        if self._user:
            shutil.chown(folder, "postgres", "postgres")
        options = f"-p {self._port} -c listen_addresses=127.0.0.1"
        options += f" -c unix_socket_directories={folder}"
        self._options = options + ("" if durable else _NOT_DURABLE)
        self._run("initdb", "-U", "vecu", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")

    @property
    def url(self) -> str:
        """The URL of the database, as `VECU_DATABASE_URL` takes it."""
        return f"postgres://vecu@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start the server, and wait until it takes connections."""
        end = time.monotonic() + 60
        while (last := self._pid()) and Path(f"/proc/{last}").exists():  # killed, and not gone yet
            assert time.monotonic() < end, "The server runs already."
            time.sleep(0.1)
        log = f"{self._folder}/log"
        self._run("pg_ctl", "-o", self._options, "-l", log, "-w", "-t", "120", "start")

    def stop(self, mode: str) -> None:
        """Stop the server: `fast`, as a service is stopped, or `immediate`."""
        self._run("pg_ctl", "-m", mode, "stop")

    def is_running(self) -> bool:
        """Return whether the server's first process exists and is no zombie."""
        return any(state != "Z" for pid, state, _of in _list_processes() if pid == self._pid())

    def signal(self, number: int) -> None:
        """Send a signal to all of its processes, the first one first."""
        first = self._pid()
        os.kill(first, signal.SIGSTOP)  # it shall begin no other meanwhile
        for pid, _state, parent in _list_processes():
            if first in {pid, parent}:
                with suppress(ProcessLookupError):
                    os.kill(pid, number)

    def kill_a_backend(self) -> None:
        """Kill a process that serves a connection; the server then ends all, and recovers."""
        with psycopg.connect(f"postgresql://vecu@127.0.0.1:{self._port}/postgres") as connected:
            others = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename"
            [pid], *_others = connected.execute(f"{others} IS NOT NULL").fetchall()
        os.kill(pid, signal.SIGKILL)

    def _pid(self) -> int:
        """Return the number of the first process, 0 when there is none."""
        try:
            text = Path(self._folder, "data", "postmaster.pid").read_text(encoding="utf-8")
        except FileNotFoundError:
            return 0
        return int(text.split()[0])

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._user, f"{_programs()}/{program}", "-D", f"{self._folder}/data"]
        subprocess.run(
            [*command, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=self._folder
        )


def _list_processes() -> list[tuple[int, str, int]]:
    """Return number, state and parent of each process of this machine, by number."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent, *_rest = path.read_text().rpartition(")")[2].split()
            found.append((int(path.parent.name), state, int(parent)))
    return sorted(found)


@contextmanager
def postgres_server(*, durable: bool = True) -> Iterator[PostgresServer]:
    """Yield a running server in a temporary folder; if `durable`, fsync stays on, as in use."""
    folder = tempfile.mkdtemp(prefix="vecu-postgres-")
    try:
        server = PostgresServer(folder, durable=durable)
        server.start()
        try:
            yield server
        finally:
            if server.is_running():
                server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def temporary_postgres(*, durable: bool = True) -> Iterator[str]:
    """Yield the URL of a running server's database; if `durable`, fsync stays on, as in use."""
    with postgres_server(durable=durable) as server:
        yield server.url
