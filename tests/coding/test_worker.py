"""Work in the background: a killed worker loses nothing, one that is dead writes no more."""

import os
import subprocess
import sys
from datetime import timedelta
from uuid import uuid4

import numpy as np
import pytest
from click.testing import CliRunner
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.coding.factories import LIMIT, make_room
from tests.coding.trained_model import ask, make_learned_room
from tests.surveys.factories import NOON
from vecu.coding import tasks
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.runs import (
    ATTEMPTS,
    RunOwnedByOther,
    begin_run,
    claim_stalled_runs,
    record_heartbeat,
    record_progress,
    request_run,
)
from vecu.coding.actions.train import run_training
from vecu.coding.classifier import sentence_encoder
from vecu.coding.models import CodingEvent, MachineRun, Prediction
from vecu.coding.rules import RunPurpose, RunState
from vecu.site.commands.worker import work
from vecu.surveys.actions import close_fielding, delete_study

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LATER = NOON + timedelta(minutes=2)


def take_up(now, waiting=()):
    queued = []
    list(claim_stalled_runs(now, queued.append, waiting=waiting))
    return queued


@pytest.mark.slow
def test_a_killed_worker_s_run_is_taken_up_by_the_next_and_ends_as_if_nothing_had_been(tmp_path):
    environment = {**os.environ, "VECU_HOME": str(tmp_path)}
    environment.pop("VECU_DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.coding.worker_kill"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.stdout == ""


def test_a_dead_worker_s_run_is_taken_up_also_when_the_clock_was_set_back():
    run = begin_run(ask(make_room()).id, NOON)

    assert take_up(NOON - timedelta(seconds=30)) == []
    assert take_up(NOON - timedelta(days=400)) == [run.id]


def test_asking_twice_is_one_run_and_one_task():
    room = make_room()
    runs = {
        request_run(
            room.codebook,
            LIMIT,
            RunPurpose.SUGGESTIONS,
            ActionContext("ana", NOON),
            tasks.queue_run,
        ).id
        for _time in range(2)
    }

    assert len(runs) == 1
    assert DBTaskResult.objects.get().args_kwargs == {"args": [str(runs.pop())], "kwargs": {}}
    assert CodingEvent.objects.filter(verb="let machine learn").count() == 1


def test_a_run_that_a_living_worker_has_is_begun_by_no_other():
    run = ask(make_room())

    assert begin_run(run.id, NOON).attempt == 1
    assert begin_run(run.id, NOON) is None
    assert begin_run(run.id, LATER).attempt == 2
    assert begin_run(uuid4(), NOON) is None


def test_a_run_is_lost_a_minute_after_the_last_sign_of_life():
    run = begin_run(ask(make_room()).id, NOON)

    assert take_up(NOON + timedelta(seconds=60)) == []
    assert record_heartbeat(run, NOON + timedelta(seconds=50))
    assert take_up(NOON + timedelta(seconds=110)) == []
    assert take_up(NOON + timedelta(seconds=111)) == [run.id]
    run.refresh_from_db()
    assert run.state == RunState.WAITING


def test_a_run_that_waits_without_a_task_is_queued_again_and_one_with_a_task_is_left():
    run = ask(make_room())

    assert take_up(NOON, waiting={run.id}) == []
    assert take_up(NOON) == [run.id]


def test_what_kills_every_worker_is_given_up_with_a_reason():
    run = ask(make_room())
    for _attempt in range(ATTEMPTS):
        assert begin_run(run.id, LATER)
        MachineRun.objects.update(beat=NOON)
        take_up(LATER)

    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "stopped three times" in run.problem[0]
    assert take_up(LATER) == []


def test_a_worker_that_was_declared_dead_writes_no_more():
    room = make_learned_room(coded=52, waiting=2)
    dead = begin_run(ask(room).id, NOON)
    alive = begin_run(dead.id, LATER)

    assert not record_heartbeat(dead, LATER)
    with pytest.raises(RunOwnedByOther):
        record_progress(dead, 0.5)
    with pytest.raises(RunOwnedByOther):
        run_training(dead, lambda: LATER)
    assert not Prediction.objects.exists()
    run_training(alive, lambda: LATER)
    assert Prediction.objects.count() == 54


def test_what_goes_wrong_is_reported_without_the_words_that_were_read(monkeypatch, caplog):
    room = make_learned_room(coded=52, waiting=2)
    run = ask(room)

    def break_on_words(run, clock, encoder):
        raise ValueError("It invents laws and sources for my letter.")

    monkeypatch.setattr(tasks, "run_training", break_on_words)
    tasks.execute_run.func(str(run.id))
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.problem[1] == {"error": "ValueError"}
    assert "letter" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_study_deleted_while_the_machine_learns_leaves_nothing_and_the_worker_lives(monkeypatch):
    room = make_room()
    act = ActionContext("ana", NOON)
    request_run(room.codebook, LIMIT, RunPurpose.SUGGESTIONS, act, tasks.queue_run)
    close_fielding(room.study.fieldings.get(), today=NOON.date())

    def delete_and_learn(run, clock, **says):
        delete_study(room.study, by="olga", now=NOON)
        run_training(run, clock, **says)

    monkeypatch.setattr(tasks, "run_training", delete_and_learn)

    done = CliRunner().invoke(work, ["--once"], catch_exceptions=False)

    assert done.exit_code == 0
    assert not MachineRun.objects.exists()
    assert not Prediction.objects.exists()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_taking_up_what_is_done_already_changes_nothing():
    room = make_learned_room(coded=52, waiting=2)
    run = begin_run(ask(room).id, NOON)
    run_training(run, lambda: NOON)
    before = set(Prediction.objects.values_list("id", flat=True))

    tasks.execute_run.func(str(run.id))
    assert set(Prediction.objects.values_list("id", flat=True)) == before


class OneNumber:
    """An encoder that knows of a text only how long it is."""

    name = "lengths 1"

    def encode(self, texts):
        return np.array([[1.0, 0.0] if len(text) > 70 else [0.0, 1.0] for text in texts])


def test_a_run_with_an_encoder_says_which(monkeypatch):
    room = make_learned_room(coded=52, waiting=2)
    act = ActionContext("ana", NOON)
    run = request_run(
        room.codebook, LIMIT, RunPurpose.SUGGESTIONS, act, tasks.queue_run, encoder=True
    )
    monkeypatch.setattr(tasks, "open_encoder", OneNumber)

    tasks.execute_run.func(str(run.id))
    run.refresh_from_db()
    assert (run.state, run.encoder) == (RunState.DONE, "lengths 1")


def test_an_encoder_that_is_not_installed_is_reported_with_what_to_do(monkeypatch):
    room = make_learned_room(coded=52, waiting=2)
    act = ActionContext("ana", NOON)
    run = request_run(
        room.codebook, LIMIT, RunPurpose.SUGGESTIONS, act, tasks.queue_run, encoder=True
    )
    monkeypatch.setattr(sentence_encoder, "find_spec", lambda _name: None)

    tasks.execute_run.func(str(run.id))
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "requirements-encoder.txt" in run.problem[0]
