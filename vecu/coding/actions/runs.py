"""Runs of the machine: asked for, begun, kept alive, taken up again when their worker died.

A run always begins from the start and what it writes is its own, so that a second attempt after a
worker died leaves the same as one that went well. Who was declared dead and is not writes no more.
"""

from collections.abc import Callable, Container, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from vecu.coding.actions.history import (
    ActionContext,
    record_event,
)
from vecu.coding.models import (
    Codebook,
    MachineRun,
)
from vecu.coding.queries.runs import (
    PENDING,
    find_pending_run,
)
from vecu.coding.rules import (
    RunPurpose,
    RunState,
    Verb,
)
from vecu.errors import VecuError

STALLED_AFTER = timedelta(minutes=1)
"""A worker that gave no sign of life for so long is dead."""
ATTEMPTS = 3
"""What kills its worker so often is not tried again: it would kill every worker."""
KILLED = gettext_noop(
    "The worker was stopped three times while it did this. Look at its memory, then ask again."
)
Queue = Callable[[UUID], None]
"""Lets a worker take a run up; told inside the transaction, done once that ends well."""


class RunOwnedByOther(VecuError):
    """Another worker has taken the run up meanwhile, or its study is gone: this one stops."""


@transaction.atomic
def request_run(
    codebook: Codebook,
    question: str,
    purpose: RunPurpose,
    act: ActionContext,
    queue: Queue,
    *,
    encoder: bool = False,
) -> MachineRun:
    """Return the run that is under way for a question, or a new one, waiting for a worker.

    With the `encoder` the machine reads meanings beside words; it must be installed.
    """
    Codebook.objects.select_for_update().get(pk=codebook.pk)
    pending = find_pending_run(codebook, question, purpose)
    if pending:
        return pending
    run = MachineRun.objects.create(
        codebook=codebook,
        question=question,
        purpose=purpose,
        asked_by=act.by,
        asked_at=act.now,
        settings={"encoder": encoder},
    )
    detail = {"question": question, "purpose": purpose.value, "run": str(run.id)}
    record_event(act, Verb.LEARNED, codebook, detail=detail)
    queue(run.id)
    return run


@transaction.atomic
def begin_run(run: UUID, now: datetime) -> MachineRun | None:
    """Return a run that is this worker's from now on, None when there is nothing left to do.

    One that another worker has and is alive is not there to be begun.
    """
    held = MachineRun.objects.select_for_update().filter(pk=run, state__in=PENDING).first()
    if held is None or (held.state == RunState.RUNNING and not is_stalled(held, now)):
        return None
    held.state, held.progress, held.beat = RunState.RUNNING, 0, now
    held.attempt += 1
    held.save(update_fields=["state", "progress", "beat", "attempt"])
    return held


def is_stalled(run: MachineRun, now: datetime) -> bool:
    """Return whether the worker of a run under way is dead."""
    return run.beat is None or now - run.beat > STALLED_AFTER


def record_heartbeat(run: MachineRun, now: datetime) -> bool:
    """Give a sign of life; return whether the run is still this worker's."""
    return bool(_own(run).update(beat=now))


def record_progress(run: MachineRun, share: float) -> None:
    """Say how far a run has come, from 0 to 1; raise `RunTaken`."""
    if not _own(run).update(progress=round(100 * share)):
        raise RunOwnedByOther


def lock_run(run: MachineRun) -> MachineRun:
    """Return a run that nobody takes over before the transaction ends; raise `RunTaken`."""
    held = _own(run).select_for_update().first()
    if held is None:
        raise RunOwnedByOther
    return held


def fail_run(run: MachineRun, problem: list[object]) -> None:
    """Say why a run came to nothing; what the last good one said goes on counting."""
    _own(run).update(state=RunState.FAILED, problem=problem)


def claim_stalled_runs(now: datetime, queue: Queue, *, waiting: Container[UUID]) -> Iterator[UUID]:
    """Queue the runs again whose worker died, and yield them; those that killed it often fail.

    `waiting` are the runs that a worker will take up anyway.
    """
    for run in MachineRun.objects.filter(state__in=PENDING):
        with transaction.atomic():
            held = MachineRun.objects.select_for_update().get(pk=run.pk)
            if held.state == RunState.RUNNING and not is_stalled(held, now):
                continue
            if held.state not in PENDING or held.id in waiting:
                continue
            if held.attempt >= ATTEMPTS:
                held.state, held.problem = RunState.FAILED, [KILLED, {}]
            else:
                held.state, held.progress = RunState.WAITING, 0
                queue(held.id)
            held.save(update_fields=["state", "progress", "problem"])
        if held.state == RunState.WAITING:
            yield held.id


def _own(run: MachineRun) -> QuerySet[MachineRun]:
    """Return the run as long as this attempt is the one under way."""
    return MachineRun.objects.filter(pk=run.pk, attempt=run.attempt, state=RunState.RUNNING)
