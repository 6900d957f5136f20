"""Kill a worker while it trains the machine, and report what is wrong afterwards.

Run as `python -m tests.coding.worker_kill`, in a process of its own whose VECU_HOME is an empty
folder: workers are processes, and need a database in a file.
"""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "vecu.site.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from tests.coding.factories import LIMIT, Room  # noqa: E402
from tests.coding.trained_model import make_learned_room  # noqa: E402
from vecu.coding.actions.history import ActionContext  # noqa: E402
from vecu.coding.actions.runs import request_run  # noqa: E402
from vecu.coding.models import Assignment, MachineRun, Prediction, Suggestion  # noqa: E402
from vecu.coding.rules import RunPurpose, RunState  # noqa: E402
from vecu.coding.tasks import queue_run, requeue_stalled_runs  # noqa: E402

WORK = [sys.executable, "-m", "vecu.site.cli", "work"]
CODED, WAITING = 200, 100
PATIENCE = 120
"""Seconds within which a worker must have started."""


def main() -> None:
    """Print one line for each thing that is wrong."""
    call_command("migrate", verbosity=0)
    room = make_learned_room(CODED, WAITING)
    run = ask(room)
    kill_while_learning(run)
    check("what people coded is lost", Assignment.objects.filter(done=True).count() == CODED)
    check("the killed run has ended", state(run) == RunState.RUNNING)
    check("a run that may be alive is taken up", requeue_stalled_runs(timezone.now()) == [])
    MachineRun.objects.filter(pk=run.pk).update(beat=timezone.now() - timedelta(minutes=2))

    said = work_once()
    run.refresh_from_db()
    check("it was not said to be taken up", f"Taken up again: {run.id}" in said)
    check(f"the run came to {run.state}", run.state == RunState.DONE)
    check("it was not begun anew", run.attempt == 2)
    check("texts lack a judgement, or have two", texts_judged(run) == CODED + WAITING)
    first = suggested(run)

    again = ask(room)
    work_once()
    again.refresh_from_db()
    check("another version after a kill", (again.state, again.version) == ("done", run.version))
    check("other suggestions after a kill", suggested(again) == first)
    check("nothing was suggested", len(first) > 0)
    rows = {tuple(row) for row in DBTaskResult.objects.values_list("args_kwargs", flat=True)}
    arguments = DBTaskResult.objects.values_list("args_kwargs", "traceback", "return_value")
    named = {(*row["args"], *row["kwargs"], trace, value) for row, trace, value in arguments}
    check(f"rows of tasks hold more: {rows} {named}", named == {
        (str(each.id), "", None) for each in (run, again)
    })  # fmt: skip


def ask(room: Room) -> MachineRun:
    act = ActionContext("ana", timezone.now())
    return request_run(room.codebook, LIMIT, RunPurpose.SUGGESTIONS, act, queue_run)


def kill_while_learning(run: MachineRun) -> None:
    worker = subprocess.Popen(WORK, stderr=subprocess.DEVNULL)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        run.refresh_from_db()
        if run.state == RunState.RUNNING and run.progress >= 30:
            break
        time.sleep(0.02)
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def work_once() -> str:
    done = subprocess.run([*WORK, "--once"], capture_output=True, text=True, check=False)
    check(f"the worker ended with {done.returncode}: {done.stderr}", done.returncode == 0)
    return done.stderr


def state(run: MachineRun) -> str:
    run.refresh_from_db()
    return run.state


def texts_judged(run: MachineRun) -> int:
    judged = Prediction.objects.filter(run=run)
    return judged.values("verbatim").distinct().count() if judged.count() == CODED + WAITING else -1


def suggested(run: MachineRun) -> set[tuple[object, ...]]:
    rows = Suggestion.objects.filter(run=run, verdict="")
    return set(rows.values_list("verbatim", "code", "score"))


def check(fault: str, right: bool) -> None:
    if not right:
        print(fault)  # noqa: T201 - this is a command


if __name__ == "__main__":
    main()
