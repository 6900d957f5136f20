"""Machine runs: request, begin, keep alive, restart after a worker died.

A run always starts from the beginning and writes only its own rows, so a second attempt leaves the
same result as a first that succeeds. A worker declared dead that still lives can write no more.
"""

from collections.abc import Callable, Container, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from vecu.coding.actions.history import ActionContext, record_event
from vecu.coding.models import Codebook, MachineRun
from vecu.coding.queries.runs import PENDING, find_pending_run
from vecu.coding.rules import RunPurpose, RunState, Verb
from vecu.errors import VecuError

STALLED_AFTER = timedelta(minutes=1)
"""A worker without a heartbeat for this long is dead."""
ATTEMPTS = 3
"""A run that killed its worker this often fails: it would kill every worker."""
KILLED = gettext_noop(
    "The worker was stopped three times during this task. Check how much "
    "memory it has, then start the task again."
)
Queue = Callable[[UUID], None]
"""Queues a run inside the transaction; it starts after the commit."""


class RunOwnedByOther(VecuError):
    """Another worker has taken over the run, or its study was deleted: stop."""


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
    """Return a question's pending or active run, or create and queue a new one.

    With the `encoder` the machine uses sentence meanings beside words; it must be installed.
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
    """Claim a run for this worker and return it; None when there is nothing left to do.

    A run that a live worker holds is not claimed.
    """
    held = MachineRun.objects.select_for_update().filter(pk=run, state__in=PENDING).first()
    if held is None or (held.state == RunState.RUNNING and not is_stalled(held, now)):
        return None
    held.state, held.progress, held.beat = RunState.RUNNING, 0, now
    held.attempt += 1
    held.save(update_fields=["state", "progress", "beat", "attempt"])
    return held


def is_stalled(run: MachineRun, now: datetime) -> bool:
    """Return whether the worker of an active run is dead.

    A heartbeat that is far ahead was noted before the clock was set back. One that lives notes
    another soon; were the last of a dead one believed, nobody would take its run up for as long.
    """
    return run.beat is None or abs(now - run.beat) > STALLED_AFTER


def record_heartbeat(run: MachineRun, now: datetime) -> bool:
    """Record a heartbeat; return whether the run still belongs to this worker."""
    return bool(_own(run).update(beat=now))


def record_progress(run: MachineRun, share: float) -> None:
    """Record the progress of a run, from 0 to 1; raise `RunOwnedByOther`."""
    if not _own(run).update(progress=round(100 * share)):
        raise RunOwnedByOther


def lock_run(run: MachineRun) -> MachineRun:
    """Lock and return a run until the transaction ends; raise `RunOwnedByOther`."""
    held = _own(run).select_for_update().first()
    if held is None:
        raise RunOwnedByOther
    return held


def fail_run(run: MachineRun, problem: list[object]) -> None:
    """Record why a run failed; the results of the last successful one still count."""
    _own(run).update(state=RunState.FAILED, problem=problem)


def claim_stalled_runs(now: datetime, queue: Queue, *, waiting: Container[UUID]) -> Iterator[UUID]:
    """Requeue runs whose worker died and yield them; fail those that killed it too often.

    `waiting` are the runs that are in the queue anyway.
    """
    for run in MachineRun.objects.filter(state__in=PENDING):
        with transaction.atomic():
            held = MachineRun.objects.select_for_update().filter(pk=run.pk).first()
            if held is None:  # its study has just been deleted
                continue
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
    """Return the run if this attempt is the current one."""
    return MachineRun.objects.filter(pk=run.pk, attempt=run.attempt, state=RunState.RUNNING)
