"""Members note what a log needs before it begins, and read what is missing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.register.factories import NOT_DUE, make_confirmed, make_system
from tests.surveys.factories import make_member
from vecu.accounts.models import AuditEvent
from vecu.accounts.rules import Role
from vecu.fieldlog.models import FieldLog
from vecu.fieldlog.papers import respond_to_papers
from vecu.records.rules import ResponseVerb

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LOG = "/en/systems/job-offers/log/"
PAPERS = f"{LOG}papers/"
FILLED = {
    "impact_assessment": "AIPD 7",
    "charter": "Charter 2026-09",
    "charter_day": "2026-09-10",
    "supplier_log_fr": "Chaque connexion, 90 jours.",
    "supplier_log_en": "Each sign-in, for 90 days.",
}


@pytest.fixture
def bare(client):
    """A system of which nothing is noted, and its owner signed in."""
    system = make_system()
    client.force_login(make_member("owner", system, Role.OWNER))
    return system


def post(client, **changes: str):
    digest = client.get(PAPERS).context["form"]["digest"].value()
    return client.post(PAPERS, FILLED | {"digest": digest} | changes)


def test_what_is_missing_is_named_with_its_page_until_nothing_is(client, bare):
    lacking = client.get(LOG).text
    assert "The log has not begun" in lacking
    assert 'href="/en/systems/job-offers/consultation/"' in lacking
    assert lacking.count(f'href="{PAPERS}"') >= 3  # two papers and the menu

    make_confirmed(bare, NOT_DUE)
    assert post(client).status_code == 302
    assert "The log has not begun" in client.get(LOG).text
    log = FieldLog.objects.get()
    respond_to_papers(
        log, ResponseVerb.CONFIRM, revision=log.revision, by="rep", now=timezone.now()
    )

    ready = client.get(LOG).text
    assert "The log may begin" in ready
    assert "Each sign-in, for 90 days." in ready
    assert "Chaque connexion" in client.get(LOG.replace("/en/", "/fr/")).text
    log = FieldLog.objects.get()
    assert (log.charter, log.charter_day) == ("Charter 2026-09", date(2026, 9, 10))
    assert AuditEvent.objects.filter(verb="noted log papers").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("charter_day", str(timezone.localdate() + timedelta(days=1)), "still to come"),
        ("charter_day", "0026-09-10", "Check the year"),
        ("charter_day", "soon", "Enter a valid date"),
        ("charter", "x" * 301, "301 characters; the limit is 300"),
        ("impact_assessment", "a\u202eb", "[U+202E]"),
        ("supplier_log_fr", "x" * 4001, "4001 characters"),
    ],
)
def test_what_cannot_be_noted_is_refused_and_keeps_what_was_typed(
    client, bare, field, value, words
):
    response = post(client, **{field: value})

    assert response.status_code == 422
    assert words in response.text
    assert "Each sign-in, for 90 days." in response.text
    assert not FieldLog.objects.filter(charter__gt="").exists()


def test_who_saves_later_reads_what_somebody_else_wrote(client, bare):
    digest = client.get(PAPERS).context["form"]["digest"].value()
    post(client, charter="Charter of theirs")

    mine = client.post(PAPERS, FILLED | {"digest": digest})
    assert mine.status_code == 422
    assert "Charter of theirs" in mine.text
    assert FieldLog.objects.get().charter == "Charter of theirs"

    again = client.post(PAPERS, FILLED | {"digest": mine.context["form"]["digest"].value()})
    assert again.status_code == 302
    assert FieldLog.objects.get().charter == "Charter 2026-09"


def test_with_a_token_issued_papers_are_corrected_and_not_removed(sign_in, token):
    client = sign_in(Role.RESEARCHER)

    refused = post(client, charter="", charter_day="")
    assert refused.status_code == 422
    assert refused.text.count("not remove it") >= 2
    assert post(client, charter="Charter 2026-10").status_code == 302
