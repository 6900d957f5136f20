"""The background worker."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from vecu.coding.tasks import requeue_stalled_runs


@click.command()
@click.option("--once", is_flag=True, help="Do what is waiting, then stop.")
@click.option(
    "--look-every", default=2.0, show_default=True, help="Seconds until it looks for work again."
)
@click.option("--beside", type=int, help="Stop when the process with this number has stopped.")
def work(once: bool, look_every: float, beside: int | None) -> None:
    """Do what takes long: the machine learns from what was coded. `vecu serve` starts one itself.

    Work whose worker was killed is taken up again by the next one, from the start.
    """
    worker = make_worker()
    if not once:
        worker.configure_signals()
    while worker.running:
        for run in requeue_stalled_runs(timezone.now()):
            click.echo(f"Taken up again: {run}", err=True)
        # Looking takes no lock here; the worker's own query does, and would delay answers.
        if DBTaskResult.objects.ready().exists():
            worker.run()
        close_old_connections()
        if once or (beside is not None and os.getppid() != beside):
            return
        if worker.running:
            time.sleep(look_every)


def make_worker() -> Worker:
    """Return a worker that runs all queued tasks, and then returns."""
    return Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=str(os.getpid()),
        excluded_queue_names=[],
    )


@contextmanager
def start_worker_process() -> Iterator[None]:
    """Run a worker in a process of its own, for as long as this one serves."""
    own = [sys.executable, "-m", "vecu.site.cli", "work", "--beside", str(os.getpid())]
    worker = subprocess.Popen(own)  # noqa: S603 - this very program
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()
