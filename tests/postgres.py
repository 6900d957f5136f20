"""A PostgreSQL of our own for tests and benchmarks, in a temporary folder, on loopback."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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


@contextmanager
def temporary_postgres(*, durable: bool = True) -> Iterator[str]:
    """Yield the URL of a running server's database; if `durable`, fsync stays on, as in use."""
    programs, port = _programs(), free_port()
    # The server refuses to run as root; the folder then belongs to the postgres user.
    user = (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        if os.getuid() == 0
        else []
    )
    folder = tempfile.mkdtemp(prefix="vecu-postgres-")
    if user:
        shutil.chown(folder, "postgres", "postgres")

    def run(*command: str) -> None:
        subprocess.run([*user, *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    data = f"{folder}/data"
    try:
        run(
            f"{programs}/initdb",
            "-D",
            data,
            "-U",
            "vecu",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        options += "" if durable else _NOT_DURABLE
        run(f"{programs}/pg_ctl", "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start")
        try:
            yield f"postgres://vecu@127.0.0.1:{port}/postgres"
        finally:
            run(f"{programs}/pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
