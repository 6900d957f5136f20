"""Several count and release at the same moment: limits hold, and nobody keeps others waiting."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.datasets.releases.factories import (
    LATER,
    SECTOR,
    TOLD,
    TOOLS,
    add_fielding,
    fill,
    freeze,
    publish,
)
from tests.datasets.releases.test_releases import FIVE
from tests.surveys.factories import make_study
from vecu.datasets import release_actions
from vecu.datasets.models import Extract
from vecu.datasets.release_actions import ExtractRefused, FigureRefused
from vecu.datasets.release_queries import get_extract_state, list_declared_breakdowns, list_released

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]


def at_once(*acts: Callable[[], object]) -> Counter[str]:
    """Do all at the same moment and count how they end; SQLite has one writer: one by one."""
    start = Barrier(len(acts))
    threads = connection.vendor == "postgresql"

    def one(act: Callable[[], object]) -> str:
        if threads:
            start.wait()
        try:
            act()
        except (ExtractRefused, FigureRefused) as refusal:
            return type(refusal).__name__
        finally:
            if threads:
                connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter((pool.map if threads else map)(one, acts))


@pytest.fixture
def study():
    study = make_study()
    fill(study, "social", 60, tools="draw")
    fill(study, "health", 40, told="yes")
    return study


def interrupt(monkeypatch, name: str, act: Callable[[], object]) -> None:
    """Let somebody else act once, after this function of the actions has returned."""
    original, done = getattr(release_actions, name), []

    def interrupted(*given, **more):
        found = original(*given, **more)
        if not done:
            done.append(True)
            act()
        return found

    monkeypatch.setattr(release_actions, name, interrupted)


# --- Counting ---


def test_of_many_who_count_the_same_people_one_makes_the_extract(study):
    assert at_once(*[lambda: freeze(study, SECTOR)] * 4) == {"done": 4}
    assert Extract.objects.get().number == 1
    fill(study, "school", 11)
    assert at_once(*[lambda: freeze(study)] * 4) == {"done": 4}
    assert [each.number for each in Extract.objects.all()] == [2, 1]


@pytest.mark.parametrize("counted_before", [False, True])
def test_two_waves_counted_at_once_have_numbers_of_one_series_and_four_breakdowns(
    counted_before,
):
    study = make_study(form=FIVE)
    second = add_fielding(study, wave=2)
    fill(study, "social", 60)
    fill(study, "social", 70, fielding=second)
    if counted_before:
        for wave in (1, 2):
            freeze(study, wave=wave)
    ways = [f"/data/work/q{n}" for n in range(5)]

    ends = at_once(
        lambda: freeze(study, *ways[:3], wave=1), lambda: freeze(study, *ways[2:], wave=2)
    )

    assert ends == {"done": 1, "ExtractRefused": 1}
    assert len(list_declared_breakdowns(study.scope)) == 3
    assert at_once(lambda: freeze(study), lambda: freeze(study, wave=2)) == {"done": 2}
    assert sorted(Extract.objects.values_list("number", flat=True)) == [1, 2]


def test_what_another_wave_declares_meanwhile_counts(study, monkeypatch):
    fill(study, "social", 60, fielding=add_fielding(study, wave=2))
    freeze(study)
    freeze(study, wave=2)
    interrupt(monkeypatch, "count_series", lambda: freeze(study, TOLD, wave=2))

    freeze(study, SECTOR)

    breakdowns = {each.wave: each.counts["breakdowns"] for each in Extract.objects.all()}
    assert [each["key"] for each in breakdowns[1]] == [SECTOR, TOLD]


def test_who_answers_before_people_are_counted_is_counted_and_remembered(study, monkeypatch):
    """Else the same people would not be known again by the fingerprint of who was counted."""
    interrupt(monkeypatch, "get_extract_state", lambda: fill(study, "school", 3))

    assert freeze(study).people == 103
    assert get_extract_state(study).same


# --- Releasing ---


def test_of_many_who_release_the_same_figure_one_does(study):
    freeze(study)

    assert at_once(*[lambda: publish(study, SECTOR)] * 4) == {"done": 1, "FigureRefused": 3}
    assert at_once(lambda: publish(study, TOOLS), lambda: publish(study, TOLD)) == {"done": 2}
    assert len(list_released(study.scope)) == 3


def test_a_release_of_the_extract_that_another_replaces_is_of_one_or_the_other(study):
    freeze(study)
    fill(study, "school", 40)

    ends = at_once(lambda: publish(study, SECTOR), lambda: freeze(study, now=LATER))

    assert ends == {"done": 2}
    (released,) = list_released(study.scope)
    assert released.extract.number == 2
    assert released.content["people"] == 140


def test_a_release_stands_on_what_others_released_while_it_was_planned(study, monkeypatch):
    freeze(study)
    interrupt(monkeypatch, "plan_release", lambda: publish(study, SECTOR))

    with pytest.raises(FigureRefused, match="already public"):
        publish(study, SECTOR)
    assert len(list_released(study.scope)) == 1


def test_who_is_always_overtaken_may_try_again(study, monkeypatch):
    freeze(study)
    (other,) = publish(study, SECTOR)
    original = release_actions.plan_release

    def overtake(*given):
        other.superseded = not other.superseded
        other.save(update_fields=["superseded"])
        return original(*given)

    monkeypatch.setattr(release_actions, "plan_release", overtake)
    with pytest.raises(FigureRefused, match="Try again"):
        publish(study, TOOLS)


@pytest.mark.parametrize("slow", ["count_series", "plan_release"])
def test_others_can_write_while_people_are_counted_and_figures_planned(study, slow, monkeypatch):
    """On SQLite a transaction keeps all others from writing, also people who answer."""
    in_transaction = []
    original = getattr(release_actions, slow)

    def watch(*given, **more):
        in_transaction.append(connection.in_atomic_block)
        return original(*given, **more)

    monkeypatch.setattr(release_actions, slow, watch)
    freeze(study, SECTOR)
    publish(study, SECTOR)
    fill(study, "social", 20)
    freeze(study, now=LATER)

    assert in_transaction
    assert not any(in_transaction)
