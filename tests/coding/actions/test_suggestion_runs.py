"""Runs that make suggestions: why there are none, and what goes while the machine learns."""

import pytest
from django.urls import reverse

from tests.coding.factories import make_room
from tests.coding.trained_model import ask, let_learn, limits, make_learned_room, waiting
from tests.surveys.factories import NOON
from vecu.coding.actions.runs import begin_run
from vecu.coding.actions.train import run_training
from vecu.coding.models import Assignment, Prediction
from vecu.coding.rules import RunState

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def test_before_fifty_texts_are_coded_it_says_so_and_suggests_nothing():
    room = make_learned_room(coded=49, waiting=5)
    run = let_learn(room)

    assert run.state == RunState.FAILED
    assert run.problem[1] == {"found": 49, "least": 50}
    assert not Prediction.objects.exists()


def test_a_story_withdrawn_while_the_machine_learns_leaves_nothing(monkeypatch):
    """Two texts go between reading and writing: one that it learned from, one that waits."""
    room = make_learned_room()
    run = begin_run(ask(room).id, NOON)
    waits = waiting(room)[0].answer.values["story"][0]["limit"]
    coded = Assignment.objects.first().verbatim.answer.values["story"][0]["limit"]
    from vecu.coding.actions import train  # noqa: PLC0415

    real_train = train.train

    def train_while_people_withdraw(*args, **kwargs):
        room.withdraw(waits)
        room.withdraw(coded)
        return real_train(*args, **kwargs)

    monkeypatch.setattr(train, "train", train_while_people_withdraw)
    run_training(run, lambda: NOON)
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert Prediction.objects.count() == 70


def test_a_room_without_codes_or_texts_fails_with_a_reason_and_never_breaks():
    room = make_room()
    run = let_learn(room)

    assert run.state == RunState.FAILED
    assert run.problem == ["There is no code to learn.", {}]


def test_why_nothing_is_suggested_is_explained_where_suggestions_would_be_seen(client):
    foreign = "Das Werkzeug erfindet Gesetze und Quellen, die es gar nicht gibt."
    room = make_room(*({"limit": words} for words in limits(60)), {"limit": foreign})
    invents, long = room.code("Invents"), room.code("Too long")
    for words in limits(60):
        room.codes("ana", words, *([invents] if "invents" in words else [long]))
    let_learn(room)

    client.force_login(room.users["ana"])
    address = reverse("coding:text", args=("stories", room.text(foreign).id))
    page = client.get(address).text
    assert "The machine suggests nothing:" in page
    assert "It may be in another language." in page
    room.give(foreign, "ana", "bea")
    assert "suggests nothing" not in client.get(address).text
