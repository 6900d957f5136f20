"""A deleted system leaves nothing of its log but the audit."""

import time
from concurrent.futures import ThreadPoolExecutor
from secrets import token_bytes
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction

from tests.fieldlog.factories import make_decision, write
from tests.fieldlog.full_log import NOVEMBER, at, make_full_log
from tests.register.factories import (
    EXPERIMENT,
    GAP,
    INVOLVEMENT,
    THRESHOLD,
    VERSION,
    make_entry,
    make_system,
)
from tests.surveys.actions.test_storage_traces import on_postgresql, rows
from tests.surveys.test_privacy import everything_stored
from vecu.accounts.queries import get_member
from vecu.datasets.models import Extract, Released
from vecu.fieldlog.event_intake import LogTokenRefused, take_batch
from vecu.fieldlog.models import FieldLog, LogDecision
from vecu.register.actions import delete_system

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ROOMS = ("fieldlog", "register")
DELETE = "/en/systems/job-offers/delete/"
ACT = {"by": "lea", "now": at(21)}


def test_a_deleted_system_leaves_no_row_in_any_table_but_the_audit():
    system = make_system()
    for content in (EXPERIMENT, VERSION, THRESHOLD, INVOLVEMENT, GAP):
        make_entry(system, content)
    _log, token = make_full_log(system)
    Released.objects.create(
        extract=Extract.objects.get(), item="2026-10/outcome", content={}, day=at(9)
    )
    for model in (model for name in ROOMS for model in apps.get_app_config(name).get_models()):
        assert model._base_manager.exists(), f"{model} has no row: this shows nothing of it"

    delete_system(system, **ACT)

    for table, stored in everything_stored().items():
        if table.startswith((*ROOMS, "datasets", "accounts_membership")):
            assert stored == [], table
    with pytest.raises(LogTokenRefused):
        take_batch(token, write(make_decision()), now=at(21), random_bytes=token_bytes)


def test_who_deletes_a_system_reads_first_what_goes_with_its_log(client):
    system = make_system()
    client.force_login(get_member("lea"))
    assert "its log" not in client.get(DELETE).text
    make_full_log(system)

    page = client.get(DELETE).text

    assert "its log, with what was decided in open months, tokens and diary codes" in page
    assert "the figures of 1 closed month" in page
    assert "public figure" not in page


def test_another_system_keeps_its_log():
    system, other = make_system(), make_system("tom")
    make_full_log(other)
    FieldLog.objects.create(system=system.pk)
    Extract.objects.update(scope_uuid=uuid4())

    delete_system(system, **ACT)

    assert FieldLog.objects.get().system == other.pk
    assert LogDecision.objects.count() == 96
    assert Extract.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_comes_meanwhile_waits_and_is_refused():
    """On SQLite, one writer waits for the other anyway."""
    if not on_postgresql():
        return
    system = make_system()
    _log, token = make_full_log(system)

    def send() -> None:
        try:
            take_batch(
                token, write(make_decision(time=NOVEMBER)), now=at(21), random_bytes=token_bytes
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            delete_system(system, **ACT)
            sending = pool.submit(send)
            while not sending.done() and not rows("SELECT FROM pg_locks WHERE NOT granted"):
                time.sleep(0.01)
            assert not sending.done(), "it waited for nothing: this shows nothing"
        with pytest.raises(LogTokenRefused):
            sending.result()
    assert not LogDecision.objects.exists()
