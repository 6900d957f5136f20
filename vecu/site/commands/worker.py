"""The background worker."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from threading import Event, Lock, Thread
from typing import Any

import click
from django.db import close_old_connections
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from vecu.coding.tasks import requeue_stalled_runs
from vecu.dialogue.clause_monitor import fire_clauses
from vecu.fieldlog.actions import close_months
from vecu.groups.round_actions import count_due_rounds
from vecu.recommendations.claim_returns import return_claims
from vecu.site.logs import format_failure
from vecu.site.parent_watch import PATIENCE, end_with
from vecu.site.worker_presence import worker_presence

logger = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 1, 60
"""Seconds until a worker that ended is replaced."""


@click.command()
@click.option("--once", is_flag=True, help="Do what is waiting, then stop.")
@click.option(
    "--look-every", default=2.0, show_default=True, help="Seconds until it looks for work again."
)
@click.option("--beside", type=int, help="Stop when the process with this number has stopped.")
def work(once: bool, look_every: float, beside: int | None) -> None:
    """Do what takes long: the machine learns from what was coded. `vecu serve` starts one itself.

    Work whose worker was killed is taken up again by the next one, from the start. Each day it
    closes the months of logs that are over, and looks at review clauses.
    """
    with worker_presence():
        _work(once=once, look_every=look_every, beside=beside)


def _work(*, once: bool, look_every: float, beside: int | None) -> None:
    worker, closings = make_worker(), DailyClosing()
    if not once:
        worker.configure_signals()
    if beside is not None:
        end_with(beside)
    while worker.running:
        for run in requeue_stalled_runs(timezone.now()):
            click.echo(f"Taken up again: {run}", err=True)
        # Looking takes no lock here; the worker's own query does, and would delay answers.
        if DBTaskResult.objects.ready().exists():
            worker.run()
        closings.run(timezone.now())
        close_old_connections()
        if once:
            return
        if worker.running:
            time.sleep(look_every)


class DailyClosing:
    """Closes months, looks at clauses, counts rounds and returns claims once a day.

    That is for where nobody runs `vecu purge` each night.
    """

    def __init__(self) -> None:
        self._day: date | None = None

    def run(self, now: datetime) -> None:
        """Do all of it unless that was tried today. What fails is logged, and tried tomorrow."""
        today = timezone.localtime(now).date()
        if self._day == today:
            return
        self._day = today
        for act, failure in (
            (close_months, "Months could not be closed"),
            (fire_clauses, "Review clauses could not be looked at"),
            (count_due_rounds, "Rounds of positions could not be counted"),
            (return_claims, "Claims could not be returned to groups"),
        ):
            try:
                act(now)
            except Exception:
                logger.exception(failure)


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


@receiver(pre_save, sender=DBTaskResult)
def store_no_message(instance: "DBTaskResult[..., Any]", **_arguments: object) -> None:
    """Store where a task failed, and never the message, which may quote an answer."""
    if instance.traceback:
        instance.traceback = format_failure(sys.exc_info())


class Supervisor:
    """Keeps a child process running: one that ends is replaced, later and later if soon again."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._stopping, self._lock = Event(), Lock()
        self._child = self._start()
        self._thread = Thread(target=self._replace, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the child; what it does is taken up again by the next one."""
        with self._lock:
            self._stopping.set()
            self._child.terminate()
        self._thread.join(PATIENCE)
        self._child.kill()
        self._thread.join()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command)  # noqa: S603 - this very program

    def _replace(self) -> None:
        pause = FIRST_PAUSE
        while True:
            began = time.monotonic()
            self._child.wait()
            if time.monotonic() - began > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            self._stopping.wait(pause)
            with self._lock:
                if self._stopping.is_set():
                    return
                self._child = self._start()
            click.echo("The background worker had ended; another one begins.", err=True)
            pause = min(2 * pause, LONGEST_PAUSE)


@contextmanager
def start_worker_process() -> Iterator[None]:
    """Run a worker in a process of its own, for as long as this one serves."""
    supervisor = Supervisor(
        [sys.executable, "-m", "vecu.site.cli", "work", "--beside", str(os.getpid())]
    )
    try:
        yield
    finally:
        supervisor.stop()
