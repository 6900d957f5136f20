"""Before they begin, workers read what the log keeps, who reads it, and how it is suspended."""

import pytest
from django.utils import timezone

from tests.fieldlog.factories import make_log
from tests.register.factories import (
    CONTACT,
    NOT_DUE,
    NOW,
    make_confirmed,
    make_entry,
    make_public_system,
    make_system,
)
from vecu.fieldlog.actions import resume_log, suspend_log
from vecu.fieldlog.models import FieldLog
from vecu.register.actions import set_contact

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ADDRESS = "/en/at-work/job-offers/log/"
PROMISE = (
    "This log watches the machine, not you; your employer undertook in writing,"
    " on 10 September 2026"
)


def test_a_log_that_may_begin_explains_itself_to_everybody(client):
    system = make_system()
    make_confirmed(system)
    set_contact(system, CONTACT, revision=1, by="lea", now=NOW)
    make_log(system)

    page = client.get(ADDRESS).text
    assert PROMISE in page
    assert "Nobody has suspended it." in page
    assert "Anne Martel" in page
    opinion = "CST: favourable opinion, before the experiment; Minutes 2026-02, item 4"
    assert f"17 February 2026 – {opinion}" in page
    assert page.count("onfirmed by staff representatives on 28 November 2026.") == 2
    assert "AIPD 7" in page
    assert "Charter 2026-09 (signed on 10 September 2026)" in page
    assert "Nobody has noted what the supplier’s own log keeps." in page
    assert "I have a diary code" in page


def test_without_a_signed_charter_nothing_is_promised(client):
    system = make_public_system()
    make_entry(system, NOT_DUE)
    FieldLog.objects.create(system=system.pk, impact_assessment="AIPD 7", charter="Draft")

    page = client.get(ADDRESS).text
    assert "This log watches the machine" not in page
    assert "The log has not begun: nothing is kept." in page
    assert "charter of use" in page
    assert "I have a diary code" not in page
    assert "Fewer than eleven people." in page


def test_a_suspension_stands_there_with_its_half_day(client):
    system = make_system()
    make_confirmed(system)
    log = make_log(system)
    suspend_log(log, by="rep", now=timezone.now())

    page = client.get(ADDRESS).text
    assert "The log has been suspended by staff representatives since the" in page
    assert "What is decided meanwhile is never kept." in page

    resume_log(log, by="rep", now=timezone.now())  # its half-day is over later
    assert "The log has resumed." in client.get(ADDRESS).text


def test_what_the_suppliers_log_keeps_stands_there(client):
    system = make_system()
    make_confirmed(system)
    make_log(system)
    FieldLog.objects.update(supplier_log={"en": "Each click, for a year."}, diary_open=False)

    page = client.get(ADDRESS).text
    assert "Each click, for a year." in page
    assert "Read the figures with a diary code" in page


def test_an_unpublished_system_whose_log_has_not_begun_is_unknown(client):
    system = make_system()
    assert client.get(ADDRESS).status_code == 404
    FieldLog.objects.create(system=system.pk)
    assert client.get(ADDRESS).status_code == 404
    assert client.get("/en/at-work/nowhere/log/").status_code == 404
