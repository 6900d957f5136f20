"""A laboratory to measure: a real server in its own process, on an empty database."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import free_port


@dataclass(frozen=True)
class Laboratory:
    """The server's address, and the environment for its commands."""

    port: int
    environment: dict[str, str]
    pid: int
    """The server's first process, whose children are the workers."""

    def python(self, code: str, *arguments: str, typed: str = "") -> str:
        """Run code inside the laboratory (Django loaded) and return its output.

        `typed` is its standard input.
        """
        prelude = "import django; django.setup(); import sys; "
        command = [sys.executable, "-c", prelude + code, *arguments]
        return subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True, input=typed
        ).stdout


@contextmanager
def laboratory(database_url: str | None = None, *serve: str) -> Iterator[Laboratory]:
    """Yield a running laboratory, on SQLite or the database given; `serve` goes to `vecu serve`."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="vecu-bench-") as home:
        environment = {
            **os.environ,
            "VECU_HOME": home,
            "VECU_DISK_RESERVE": "1",
            "DJANGO_SETTINGS_MODULE": "vecu.site.settings",
        }
        environment.pop("VECU_DATABASE_URL", None)
        if database_url:
            environment["VECU_DATABASE_URL"] = database_url
        command = [
            sys.executable,
            "-m",
            "vecu.site.cli",
            "serve",
            "--address",
            f"127.0.0.1:{port}",
        ]
        server = subprocess.Popen([*command, *serve], env=environment, stderr=subprocess.PIPE)
        try:
            wait_for(port)
            yield Laboratory(port, environment, server.pid)
        finally:
            server.terminate()
            server.communicate(timeout=20)


def wait_for_workers(server: int, count: int, seconds: float = 120) -> None:
    """Wait until all worker processes of a server have loaded the laboratory and are idle.

    The server listens as soon as one of them is ready, which then answers all requests.
    """
    end, before = time.monotonic() + seconds, {}
    while time.monotonic() < end:
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        now = {child: Path(f"/proc/{child}/stat").read_text().split()[13:15] for child in children}
        if len(now) >= count and now == before:
            return
        before = now
        time.sleep(1.5)
    raise TimeoutError(f"No {count} idle workers after {seconds} s.")


def wait_for(port: int, seconds: float = 180) -> None:
    """Wait until a server answers on a local port."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"No server on port {port} after {seconds} s.")
