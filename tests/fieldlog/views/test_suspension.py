"""Staff representatives suspend the log and resume it; everybody in it reads that they did."""

import pytest

from tests.register.factories import make_system
from tests.surveys.factories import make_member
from vecu.accounts.models import AuditEvent
from vecu.accounts.rules import Role
from vecu.fieldlog.models import LogSuspension

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LOG = "/en/systems/job-offers/log/"
PAGE = f"{LOG}suspension/"


def test_a_representative_suspends_the_log_and_resumes_it(sign_in, log):
    client = sign_in(Role.REPRESENTATIVE)
    assert "never kept" in client.get(PAGE).text

    suspended = client.post(PAGE, {"to": "suspended"}, follow=True)
    assert "The log is suspended" in suspended.text
    assert "Suspended since" in client.get(LOG).text
    client.post(PAGE, {"to": "suspended"})
    assert LogSuspension.objects.get().last_day is None

    resumed = client.post(PAGE, {"to": "resumed"}, follow=True)
    assert "next half-day" in resumed.text
    assert LogSuspension.objects.get().last_day is not None
    verbs = AuditEvent.objects.filter(verb__contains="field log").values_list("verb", flat=True)
    assert sorted(verbs) == ["resumed field log", "suspended field log"]


def test_only_representatives_can(sign_in, log):
    client = sign_in(Role.OWNER)

    assert client.post(PAGE, {"to": "suspended"}).status_code == 403
    assert "Only the staff’s representatives can suspend" in client.get(LOG).text


def test_what_the_supplier_s_own_log_keeps_stands_beside(sign_in, log):
    log.supplier_log = {"fr": "Chaque connexion.", "en": "Each sign-in."}
    log.save()

    assert "Each sign-in." in sign_in(Role.REPRESENTATIVE).get(PAGE).text


def test_before_anything_is_noted_there_is_nothing_to_suspend(client):
    system = make_system()
    client.force_login(make_member("rep", system, Role.REPRESENTATIVE))

    assert "There is nothing to suspend" in client.get(PAGE).text
    assert client.post(PAGE, {"to": "suspended"}).status_code == 404
