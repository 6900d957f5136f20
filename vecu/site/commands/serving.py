"""Make the laboratory ready and serve it."""

import os
from contextlib import nullcontext
from secrets import token_hex

import click
from django.core.management import call_command

from vecu.site.commands.working import worker_beside


def make_ready() -> None:
    """Bring the database and the static files up to date with this release of the code."""
    click.echo("Preparing the database …", err=True)
    call_command("migrate", verbosity=0)
    click.echo("Preparing the pages …", err=True)
    call_command("collectstatic", verbosity=0, interactive=False)


def run_server(address: str, threads: int, workers: int, *, working: bool = True) -> None:
    """Serve until stopped, with a worker for what takes long beside the server."""
    host, _, port = address.rpartition(":")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vecu.site.settings")
    os.environ.setdefault("VECU_RUN_KEY", token_hex(32))
    os.environ.setdefault("VECU_PROCESSES", str(workers))
    arguments = ["granian", "--interface", "wsgi", "--host", host or "127.0.0.1", "--port", port]
    arguments += ["--workers", str(workers), "--blocking-threads", str(threads)]
    arguments += ["--no-access-log", "--log-level", "warning", "vecu.site.wsgi:application"]
    from granian.cli import cli  # noqa: PLC0415 - only a server needs it

    with worker_beside() if working else nullcontext():
        cli(arguments[1:], prog_name="granian")


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to listen.")
@click.option("--threads", default=2, show_default=True, help="Threads in each process.")
@click.option("--workers", default=2, show_default=True, help="Processes; one for each processor.")
@click.option("--work/--no-work", default=True, help="Run `vecu work` beside it, or not.")
def serve(address: str, threads: int, workers: int, work: bool) -> None:
    """Serve the laboratory (behind a proxy that speaks HTTPS; see docs/how-to/install.md)."""
    make_ready()
    run_server(address, threads, workers, working=work)
