"""A laboratory to measure: a real server in its own process, on an empty database."""

import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench._benchmark import SMALLEST, size
from bench._respondent import Wire
from tests.postgres import free_port, temporary_postgres

SHARED = "VECU_BENCH_LABORATORY"
"""The variable with a laboratory that several benchmarks share, as JSON."""
DATABASES = size(("sqlite", "postgres"), ("sqlite",))


@dataclass(frozen=True)
class Laboratory:
    """The server's address, and the environment for its commands."""

    port: int
    environment: dict[str, str]
    pid: int
    """The server's first process, whose children are the workers."""
    certificate: str = ""
    """Of the proxy that listens at this port; without one there is none."""

    def connect(self) -> Wire:
        """Return a connection to the server, or to its proxy."""
        tls = ssl.create_default_context(cafile=self.certificate) if self.certificate else None
        return Wire(self.port, tls=tls)

    def call(self, function: str, *arguments: object) -> Any:
        """Run a function, named as `_studies.open_study`, in a process inside the laboratory.

        Arguments and what it returns are JSON.
        """
        with socket.socket(socket.AF_UNIX) as wire:
            wire.connect(f"{self.environment['VECU_HOME']}/calls")
            with wire.makefile("rw") as file:
                file.write(json.dumps([function, arguments]) + "\n")
                file.flush()
                answer = json.load(file)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["returned"]


@contextmanager
def laboratory(database_url: str | None = None, *serve: str) -> Iterator[Laboratory]:
    """Yield a running laboratory, on SQLite or the database given; `serve` goes to `vecu serve`."""
    if SHARED in os.environ:
        yield Laboratory(**json.loads(os.environ[SHARED]))
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="vecu-bench-") as home, ExitStack() as started:
        environment = {
            **os.environ,
            "VECU_HOME": home,
            "VECU_DISK_RESERVE": "1",
            "DJANGO_SETTINGS_MODULE": "vecu.site.settings",
        }
        environment.pop("VECU_DATABASE_URL", None)
        if database_url:
            environment["VECU_DATABASE_URL"] = database_url

        # A pipe that nobody reads would stop a server that reports many faults.
        log = started.enter_context(Path(home, "log").open("wb"))

        def start(*command: str, **options: Any) -> subprocess.Popen[bytes]:
            process: subprocess.Popen[bytes] = subprocess.Popen(
                [sys.executable, "-m", *command], env=environment, **options
            )
            started.callback(process.communicate, timeout=20)
            started.callback(process.terminate)
            return process

        address = ("--address", f"127.0.0.1:{port}")
        server = start("vecu.site.cli", "serve", *address, *serve, stderr=log)
        calls = start("bench._call_server", f"{home}/calls", stdout=subprocess.PIPE)
        assert calls.stdout
        calls.stdout.readline()
        wait_for(port)
        yield Laboratory(port, environment, server.pid)


@contextmanager
def laboratory_on(database: str) -> Iterator[Laboratory]:
    """Yield a laboratory on one of the `DATABASES` whose processes are idle."""
    server = temporary_postgres() if database == "postgres" else nullcontext()
    with server as url, laboratory(url) as lab:
        if not SMALLEST:
            wait_for_workers(lab.pid, 2)
        yield lab


def wait_for_workers(server: int, count: int, seconds: float = 120) -> None:
    """Wait until all worker processes of a server have loaded the laboratory and are idle.

    The server listens as soon as one of them is ready, which then answers all requests.
    """
    end = time.monotonic() + seconds
    before: dict[str, list[str]] = {}
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
