"""What the coding room does in the background: `vecu work` takes it up. Knows the clock.

A task's row names a run and nothing else: no person, no answer, no words. What goes wrong is told
by the kind of error alone, since its message might hold somebody's words.
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

from vecu.coding.actions.grouping import group
from vecu.coding.actions.learning import learn
from vecu.coding.actions.runs import RunTaken, beat, begin_run, fail_run, take_up_lost
from vecu.coding.models import Run
from vecu.coding.rules import Purpose
from vecu.coding.suggesting import EncoderAbsent, open_encoder
from vecu.coding.telling_runs import as_kept

BEAT_SECONDS = 15
"""How often a worker gives a sign of life; after four of them that are missing it is dead."""
FAILED = gettext_noop("Something went wrong (%(error)s). What was there before still counts.")
log = logging.getLogger(__name__)


@task()
def take_up(run: str) -> None:
    """Do what a run was asked for; a second time it finds nothing left to do."""
    begun = begin_run(UUID(run), timezone.now())
    if begun is None:
        return
    try:
        with _signs_of_life(begun):
            if begun.purpose == Purpose.LEADS:
                group(begun)
            else:
                encoder = open_encoder() if begun.settings["encoder"] else None
                learn(begun, timezone.now, encoder=encoder)
    except EncoderAbsent as refusal:
        fail_run(begun, as_kept(refusal.message))
    except RunTaken:
        log.warning("run %s was taken up by another worker", run)
    except Exception as error:
        kind = type(error).__name__
        log.error("run %s failed: %s", run, kind)
        fail_run(begun, [FAILED, {"error": kind}])


def queue(run: UUID) -> None:
    """Let a worker take a run up; told together with what else the transaction writes."""
    take_up.enqueue(str(run))


def sweep(now: datetime) -> list[UUID]:
    """Queue the runs again whose worker died, and return them."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    rows = ready.filter(task_path=take_up.module_path).values_list("args_kwargs", flat=True)
    return list(take_up_lost(now, queue, waiting={UUID(row["args"][0]) for row in rows}))


@contextmanager
def _signs_of_life(run: Run) -> Iterator[None]:
    """Give a sign of life every few seconds for as long as something is done."""
    over = Event()
    thread = Thread(target=_live, args=(run, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _live(run: Run, over: Event) -> None:
    try:
        while not over.wait(BEAT_SECONDS):
            if not beat(run, timezone.now()):
                return
    finally:
        connection.close()
