"""Background tasks of coding, run by `vecu work`; they read the clock.

A task's row names a run and nothing else: no person, no answer, no words. Failures are reported by
error class only, since a message might hold a respondent's words.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from vecu.coding.actions.cluster_passages import run_clustering
from vecu.coding.actions.runs import (
    RunOwnedByOther,
    begin_run,
    claim_stalled_runs,
    fail_run,
    record_heartbeat,
)
from vecu.coding.actions.train import run_training
from vecu.coding.classifier import EncoderAbsent, open_encoder
from vecu.coding.models import MachineRun
from vecu.coding.rules import RunPurpose
from vecu.coding.stored_messages import serialize_message

BEAT_SECONDS = 15
"""Seconds between heartbeats of a worker; after four missing ones it counts as dead."""
FAILED = gettext_noop("The task failed (%(error)s). The previous results still count.")
log = logging.getLogger(__name__)


@task()
def execute_run(run: str) -> None:
    """Execute a run; a second call finds nothing left to do."""
    begun = begin_run(UUID(run), timezone.now())
    if begun is None:
        return
    try:
        with _signs_of_life(begun):
            if begun.purpose == RunPurpose.LEADS:
                run_clustering(begun)
            else:
                encoder = open_encoder() if begun.settings["encoder"] else None
                run_training(begun, timezone.now, encoder=encoder)
    except EncoderAbsent as refusal:
        fail_run(begun, serialize_message(refusal.message))
    except RunOwnedByOther:
        log.warning("run %s was taken up by another worker", run)
    except Exception as error:
        kind = type(error).__name__
        log.error("run %s failed: %s", run, kind)
        fail_run(begun, [FAILED, {"error": kind}])


def queue_run(run: UUID) -> None:
    """Queue a run for a worker, in the same transaction as the caller's other writes."""
    execute_run.enqueue(str(run))


def requeue_stalled_runs(now: datetime) -> list[UUID]:
    """Requeue runs whose worker died, and return them."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    rows = ready.filter(task_path=execute_run.module_path).values_list("args_kwargs", flat=True)
    return list(claim_stalled_runs(now, queue_run, waiting={UUID(row["args"][0]) for row in rows}))


@contextmanager
def _signs_of_life(run: MachineRun) -> Iterator[None]:
    """Record a heartbeat every few seconds until the block ends."""
    over = Event()
    thread = Thread(target=_live, args=(run, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _live(run: MachineRun, over: Event) -> None:
    try:
        while not over.wait(BEAT_SECONDS):
            if not record_heartbeat(run, timezone.now()):
                return
    finally:
        connection.close()
