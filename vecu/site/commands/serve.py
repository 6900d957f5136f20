"""Prepare the site and serve it."""

import errno
import os
import socket
from contextlib import nullcontext
from dataclasses import dataclass

import click
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from vecu.site.commands.worker import start_worker_process
from vecu.site.key_fingerprint import check_keys
from vecu.site.limits import RESERVE
from vecu.site.parent_watch import PATIENCE, SERVER
from vecu.site.security_log.listeners import write_start, write_stop
from vecu.site.tour.access import forbid_tour

_CONNECTIONS = "800"
"""Open connections of each process, more than the bodies that may be arriving."""
_WHY = {
    errno.EADDRINUSE: "another program listens there already, perhaps another Vécu",
    errno.EACCES: "you may not listen at this port",
    errno.EADDRNOTAVAIL: "this machine has no such address",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens: a numeric host address, and a port."""

    host: str
    port: int
    family: int = socket.AF_INET

    def __str__(self) -> str:
        host = f"[{self.host}]" if self.family == socket.AF_INET6 else self.host
        return f"{host}:{self.port}"


def _read_address(text: str) -> Address:
    """Return the address given as host:port, or as a port alone; the host by number or by name."""
    host, _, port = text.rpartition(":")
    if not (port.isascii() and port.isdigit() and 1 <= int(port[:9]) <= 65_535):
        raise click.BadParameter(
            f"{text} is none. Write host:port, such as 127.0.0.1:8000; ports go to 65535."
        )
    bare = host.removeprefix("[").removesuffix("]") or "127.0.0.1"
    try:
        found = socket.getaddrinfo(bare, int(port), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        message = f"{text}: there is no host {host}. Try 127.0.0.1:{port}."
        raise click.BadParameter(message) from None
    family, *_rest, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    return Address(str(address[0]), int(port), family)


LISTENING = click.option(
    "--address",
    type=_read_address,
    metavar="HOST:PORT",
    default="127.0.0.1:8000",
    show_default=True,
    help="Where to listen.",
)


def check_free(address: Address) -> None:
    """Raise an error if the address is in use, before anything is prepared or changed.

    The server's own sockets share a port among processes, so it would start beside another
    Vécu.
    """
    with socket.socket(address.family, socket.SOCK_STREAM) as tried:
        # Sockets of a server that has just stopped do not count.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((address.host, address.port))
        except OSError as error:
            why = _WHY.get(error.errno or 0, str(error.strerror))
            raise click.UsageError(
                f"Nothing can be served at {address}: {why}. Free it, or name another address, "
                "such as --address 127.0.0.1:8001."
            ) from None


def make_ready() -> None:
    """Set room aside, migrate the database and collect the static files of this release."""
    RESERVE.make_room()  # SQLite needs some even to open a database
    RESERVE.restore()
    click.echo("Preparing the database …", err=True)
    call_command("migrate", verbosity=0)
    check_keys(timezone.localdate())
    click.echo("Preparing the pages …", err=True)
    call_command("collectstatic", verbosity=0, interactive=False)


def run_server(address: Address, threads: int, workers: int, *, working: bool = True) -> None:
    """Serve until stopped, with a background worker beside the server."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vecu.site.settings")
    os.environ[SERVER] = str(os.getpid())
    os.environ.setdefault("VECU_PROCESSES", str(workers))
    os.environ.setdefault("VECU_THREADS", str(threads))
    # The processes are forks of this one, whose settings were read before these numbers.
    settings.PROCESSES = int(os.environ["VECU_PROCESSES"])
    settings.THREADS = int(os.environ["VECU_THREADS"])
    # With HTTP/2 a body may come unannounced, and would be read while holding a slot.
    arguments = ["granian", "--interface", "rsgi", "--http", "1", "--no-ws"]
    arguments += ["--host", address.host, "--port", str(address.port)]
    arguments += ["--workers", str(workers), "--loop", "asyncio", "--backpressure", _CONNECTIONS]
    arguments += ["--respawn-failed-workers"]
    # An unfinished request could otherwise prevent the server from stopping.
    arguments += ["--workers-kill-timeout", str(PATIENCE)]
    # It would warn of many threads, which here wait rather than work.
    arguments += ["--no-access-log", "--log-level", "error", "vecu.site.rsgi:application"]
    from granian.cli import cli  # noqa: PLC0415 - only a server needs it

    with start_worker_process() if working else nullcontext():
        cli(arguments[1:], prog_name="granian")


@click.command()
@LISTENING
@click.option(
    "--threads", default=3, show_default=True, help="Requests that each process works on at a time."
)
@click.option("--workers", default=2, show_default=True, help="Processes; one for each processor.")
@click.option("--work/--no-work", default=True, help="Run `vecu work` beside it, or not.")
def serve(address: Address, threads: int, workers: int, work: bool) -> None:
    """Serve the laboratory (behind a proxy that speaks HTTPS; see docs/how-to/install.md)."""
    check_free(address)
    forbid_tour()
    make_ready()
    write_start(timezone.now())
    try:
        run_server(address, threads, workers, working=work)
    finally:
        write_stop(timezone.now())
