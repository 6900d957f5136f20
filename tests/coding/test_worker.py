"""Work in the background: a killed worker loses nothing, one that is dead writes no more."""

import os
import subprocess
import sys
from datetime import timedelta
from uuid import uuid4

import numpy as np
import pytest
from django_tasks_db.models import DBTaskResult

from tests.coding.learned import ask, make_learned_room
from tests.coding.room import LIMIT, make_room
from tests.surveys.laboratory import NOON
from vecu.coding import tasks
from vecu.coding.actions.history import Act
from vecu.coding.actions.learning import learn
from vecu.coding.actions.runs import (
    ATTEMPTS,
    RunTaken,
    ask_for_run,
    beat,
    begin_run,
    progress,
    take_up_lost,
)
from vecu.coding.models import Event, Judgement, Run
from vecu.coding.rules import Purpose, RunState
from vecu.coding.suggesting import encoders

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LATER = NOON + timedelta(minutes=2)


def take_up(now, waiting=()):
    queued = []
    list(take_up_lost(now, queued.append, waiting=waiting))
    return queued


@pytest.mark.slow
def test_a_killed_worker_s_run_is_taken_up_by_the_next_and_ends_as_if_nothing_had_been(tmp_path):
    environment = {**os.environ, "VECU_HOME": str(tmp_path)}
    environment.pop("VECU_DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.coding.killing"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.stdout == ""


def test_asking_twice_is_one_run_and_one_task():
    room = make_room()
    runs = {
        ask_for_run(room.codebook, LIMIT, Purpose.SUGGESTIONS, Act("ana", NOON), tasks.queue).id
        for _time in range(2)
    }

    assert len(runs) == 1
    assert DBTaskResult.objects.get().args_kwargs == {"args": [str(runs.pop())], "kwargs": {}}
    assert Event.objects.filter(verb="let machine learn").count() == 1


def test_a_run_that_a_living_worker_has_is_begun_by_no_other():
    run = ask(make_room())

    assert begin_run(run.id, NOON).attempt == 1
    assert begin_run(run.id, NOON) is None
    assert begin_run(run.id, LATER).attempt == 2
    assert begin_run(uuid4(), NOON) is None


def test_a_run_is_lost_a_minute_after_the_last_sign_of_life():
    run = begin_run(ask(make_room()).id, NOON)

    assert take_up(NOON + timedelta(seconds=60)) == []
    assert beat(run, NOON + timedelta(seconds=50))
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
        Run.objects.update(beat=NOON)
        take_up(LATER)

    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "stopped three times" in run.problem[0]
    assert take_up(LATER) == []


def test_a_worker_that_was_declared_dead_writes_no_more():
    room = make_learned_room(coded=52, waiting=2)
    dead = begin_run(ask(room).id, NOON)
    alive = begin_run(dead.id, LATER)

    assert not beat(dead, LATER)
    with pytest.raises(RunTaken):
        progress(dead, 0.5)
    with pytest.raises(RunTaken):
        learn(dead, lambda: LATER)
    assert not Judgement.objects.exists()
    learn(alive, lambda: LATER)
    assert Judgement.objects.count() == 54


def test_what_goes_wrong_is_told_without_the_words_that_were_read(monkeypatch, caplog):
    room = make_learned_room(coded=52, waiting=2)
    run = ask(room)

    def break_on_words(run, clock, encoder):
        raise ValueError("It invents laws and sources for my letter.")

    monkeypatch.setattr(tasks, "learn", break_on_words)
    tasks.take_up.func(str(run.id))
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.problem[1] == {"error": "ValueError"}
    assert "letter" not in caplog.text


def test_taking_up_what_is_done_already_changes_nothing():
    room = make_learned_room(coded=52, waiting=2)
    run = begin_run(ask(room).id, NOON)
    learn(run, lambda: NOON)
    before = set(Judgement.objects.values_list("id", flat=True))

    tasks.take_up.func(str(run.id))
    assert set(Judgement.objects.values_list("id", flat=True)) == before


class OneNumber:
    """An encoder that knows of a text only how long it is."""

    name = "lengths 1"

    def encode(self, texts):
        return np.array([[1.0, 0.0] if len(text) > 70 else [0.0, 1.0] for text in texts])


def test_a_run_with_an_encoder_says_which(monkeypatch):
    room = make_learned_room(coded=52, waiting=2)
    act = Act("ana", NOON)
    run = ask_for_run(room.codebook, LIMIT, Purpose.SUGGESTIONS, act, tasks.queue, encoder=True)
    monkeypatch.setattr(tasks, "open_encoder", OneNumber)

    tasks.take_up.func(str(run.id))
    run.refresh_from_db()
    assert (run.state, run.encoder) == (RunState.DONE, "lengths 1")


def test_an_encoder_that_is_not_installed_is_said_with_what_to_do(monkeypatch):
    room = make_learned_room(coded=52, waiting=2)
    act = Act("ana", NOON)
    run = ask_for_run(room.codebook, LIMIT, Purpose.SUGGESTIONS, act, tasks.queue, encoder=True)
    monkeypatch.setattr(encoders, "find_spec", lambda _name: None)

    tasks.take_up.func(str(run.id))
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "requirements-encoder.txt" in run.problem[0]
