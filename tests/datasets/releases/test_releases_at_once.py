"""Planning takes long: it stops nobody from writing, and what it stood on is checked at the end."""

import pytest
from django.db import connection

from tests.datasets.releases.test_releases import GROUP, LATER, SECTOR, TOOLS, fill, freeze, publish
from tests.surveys.factories import NOON, make_study
from vecu.datasets import release_actions
from vecu.datasets.release_actions import FigureRefused, release
from vecu.datasets.release_queries import list_released
from vecu.datasets.releases.planning import FigureRequest

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]


@pytest.fixture
def study():
    study = make_study()
    fill(study, "social", 40, tools="draw")
    fill(study, "social", 40)
    fill(study, "health", 5, tools="draw")
    fill(study, "health", 40)
    return study


@pytest.mark.parametrize("slow", ["count_study", "plan_release", "plan_requests"])
def test_others_can_write_while_people_are_counted_and_figures_planned(study, slow, monkeypatch):
    """On SQLite a transaction keeps all others from writing, also people who answer."""
    in_transaction, original = [], getattr(release_actions, slow)

    def watch(*given):
        in_transaction.append(connection.in_atomic_block)
        return original(*given)

    monkeypatch.setattr(release_actions, slow, watch)
    freeze(study, SECTOR)
    publish(study, FigureRequest(SECTOR))
    fill(study, "social", 20)
    freeze(study, SECTOR, now=LATER)

    assert in_transaction
    assert not any(in_transaction)


def test_a_release_stands_on_what_others_released_while_it_was_planned(study, monkeypatch):
    """Alone it would be fine; beside what came meanwhile it gives a hidden count away."""
    freeze(study, SECTOR)
    original, meanwhile = release_actions.plan_requests, []

    def interrupt(*given):
        planned = original(*given)
        if not meanwhile:
            meanwhile.append(True)
            publish(study, FigureRequest(TOOLS, SECTOR), FigureRequest(SECTOR))
        return planned

    monkeypatch.setattr(release_actions, "plan_requests", interrupt)
    with pytest.raises(FigureRefused, match="hidden entirely"):
        release(study.scope, [FigureRequest(TOOLS)], group=GROUP, by="bea", now=NOON)

    assert {(each.item, each.by) for each in list_released(study.scope)} == {
        (TOOLS, "ana"),
        (SECTOR, "ana"),
    }


def test_who_is_always_overtaken_may_try_again(study, monkeypatch):
    freeze(study, SECTOR)
    (other,) = publish(study, FigureRequest(SECTOR))
    original = release_actions.plan_requests

    def interrupt(extract, requests):
        other.superseded = not other.superseded
        other.save(update_fields=["superseded"])
        return original(extract, requests)

    monkeypatch.setattr(release_actions, "plan_requests", interrupt)
    with pytest.raises(FigureRefused, match="Try again"):
        release(study.scope, [FigureRequest(TOOLS, SECTOR)], group=GROUP, by="bea", now=NOON)


def test_a_release_that_waited_for_a_new_extract_reads_the_new_one(study, monkeypatch):
    """Whoever waits for an extract may find that it is no longer the one that releases read."""
    old = freeze(study)
    old.refresh_from_db()
    fill(study, "social", 11)
    new = freeze(study, now=LATER)
    original, read = release_actions.get_extract, []

    def read_late(scope):
        read.append(scope)
        return old if len(read) <= 2 else original(scope)

    monkeypatch.setattr(release_actions, "get_extract", read_late)
    (released,) = publish(study, FigureRequest(SECTOR))

    assert released.extract == new
