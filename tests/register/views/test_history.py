"""The history of a system: every act in words, and the latest one undone."""

import pytest
from django.test import Client

from tests.register.factories import (
    CONTACT,
    EXPERIMENT,
    NOW,
    THRESHOLD,
    VERSION,
    make_entry,
    make_system,
)
from tests.surveys.factories import make_member
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.records.actions import change_record
from vecu.register.actions import set_contact
from vecu.register.models import System, SystemSetting, SystemStage

pytestmark = [pytest.mark.django_db, pytest.mark.data]

HISTORY = "/en/systems/job-offers/history/"


@pytest.fixture
def system() -> System:
    return make_system()


@pytest.fixture
def lea(client, system) -> Client:
    """The browser of the system's owner."""
    client.force_login(get_member("lea"))
    return client


def test_the_history_says_what_each_act_changed(lea, system):
    setting = make_entry(system, THRESHOLD)
    make_entry(system, VERSION)
    changed = THRESHOLD.__class__(
        **{name: getattr(THRESHOLD, name) for name in THRESHOLD.__slots__} | {"value": "0.4"}
    )
    change_record(setting, changed, revision=1, by="lea", now=NOW)

    page = lea.get(HISTORY).text

    assert "added the system" in page
    assert "added a version" in page
    assert "changed a setting" in page
    assert "<del>0.35</del> <ins>0.4</ins>" in page
    assert page.count("<del>") == 1


def test_the_latest_act_is_undone_then_the_one_before(lea, system):
    make_entry(system, EXPERIMENT)
    make_entry(system, THRESHOLD)
    set_contact(system, CONTACT, revision=1, by="lea", now=NOW)

    for left, model in ((0, SystemSetting), (0, SystemStage)):
        page = lea.get(HISTORY).text
        event = page.split('name="move" value="')[1].split('"')[0]
        assert lea.post(f"{HISTORY}undo/", {"move": event}).status_code == 302
        assert model.objects.count() == left

    page = lea.get(HISTORY).text
    assert "undid: added a setting" in page
    assert "undid: added a stage" in page
    assert 'name="move"' not in page


@pytest.mark.parametrize("sent", ["", "nothing", "1", "9" * 40])
def test_an_act_that_is_not_the_latest_is_not_undone(lea, system, sent):
    make_entry(system, EXPERIMENT)

    refused = lea.post(f"{HISTORY}undo/", {"move": sent})

    assert refused.status_code == 422
    assert "Look at the history again" in refused.text
    assert SystemStage.objects.count() == 1


def test_a_reader_reads_the_history_and_undoes_nothing(client, system):
    make_entry(system, EXPERIMENT)
    client.force_login(make_member("rita", system, Role.READER))

    page = client.get(HISTORY).text

    assert "added a stage" in page
    assert "Undo it" not in page
