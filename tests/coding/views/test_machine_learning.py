"""The machine's pages before and while it learns, and in rooms unlike most."""

import math
import re

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from tests.coding.factories import LIMIT
from tests.coding.trained_model import let_learn, make_learned_room
from tests.surveys.factories import NOON, make_member
from vecu.accounts.rules import Role
from vecu.coding import tasks
from vecu.coding.actions.active_sampling import queue_texts_for_coding
from vecu.coding.actions.history import ActionContext
from vecu.coding.classifier import thresholds
from vecu.coding.models import MachineRun
from vecu.coding.rules import RunState, SamplingMethod
from vecu.coding.tasks import execute_run

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def page(name, *args):
    return reverse(f"coding:{name}", args=("stories", *args))


def test_learning_starts_from_the_page_and_shows_how_far_it_is(client, monkeypatch):
    # However slow the machine, no heartbeat comes from a second connection while this one writes.
    monkeypatch.setattr(tasks, "BEAT_SECONDS", 3_600)
    room = make_learned_room(coded=55)
    client.force_login(make_member("boss", room.study, Role.OWNER))

    assert "55 texts are coded; suggestions begin at 50." in client.get(page("machine")).text
    client.post(page("learn", "story.limit"))
    shown = client.get(page("machine")).text
    assert "Waiting for a worker" in shown
    assert 'hx-trigger="every 2s"' in shown
    MachineRun.objects.update(state=RunState.RUNNING, progress=40, beat=NOON)
    assert re.search(r'<progress[^>]* value="40">', client.get(page("machine")).text)
    MachineRun.objects.update(state=RunState.WAITING)

    run = DBTaskResult.objects.get().args_kwargs["args"][0]
    execute_run.func(run)
    shown = client.get(page("machine")).text
    assert "Learned from 55 texts that people coded, 55 of them drawn at random." in shown
    assert MachineRun.objects.get().version in shown


def test_why_nothing_was_learned_is_explained_in_the_reader_s_language(client):
    room = make_learned_room(coded=10)
    let_learn(room)
    client.force_login(make_member("boss", room.study, Role.OWNER))

    assert "Coded texts: 10. Suggestions begin at 50" in client.get(page("machine")).text
    french = client.get(page("machine").replace("/en/", "/fr/")).text
    assert "Suggestions begin" not in french
    assert "10" in re.search(r'class="notice warning"[^>]*>([^<]*)<', french)[1]


def test_a_suggestion_below_its_code_s_threshold_is_not_on_the_page(client, monkeypatch):
    """However often a code would have to be suggested, it is not where it is unlikely."""
    monkeypatch.setattr(thresholds, "matching_threshold", lambda _evidence, _times: -math.inf)
    room = make_learned_room()
    let_learn(room)
    client.force_login(room.users["ana"])

    shown = client.get(reverse("coding:grid", args=("stories", "story.limit"))).text
    likely = [float(found) for found in re.findall(r"probability (0\.\d+)", shown)]
    assert len(likely) >= 4
    assert min(likely) >= 0.15
    assert "There is not enough evidence for any code." in shown


def test_where_people_read_all_texts_nothing_is_about_and_no_interval_stands(client):
    room = make_learned_room(coded=60, waiting=0)
    let_learn(room)
    client.force_login(make_member("boss", room.study, Role.OWNER))

    shown = client.get(page("shares")).text

    assert "Of the 60 texts received, all read by people, 20 carry the code" in shown
    assert "received, about" not in shown
    assert "people read all<" in shown


def test_before_the_machine_has_learned_all_that_is_put_forward_is_random():
    room = make_learned_room(coded=3, waiting=4)
    drawn = queue_texts_for_coding(room.coder("bea"), LIMIT, 6, ActionContext("bea", NOON))

    assert drawn == {SamplingMethod.RANDOM: 4, SamplingMethod.RARE: 0}


def test_too_little_to_group_is_explained(client):
    room = make_learned_room(coded=2, waiting=2)
    client.force_login(make_member("boss", room.study, Role.OWNER))
    client.post(page("find-leads", "story.limit"))
    execute_run.func(str(MachineRun.objects.get().id))

    assert "different sentences can be grouped" in client.get(page("leads")).text
