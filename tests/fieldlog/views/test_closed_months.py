"""Figures of closed months are read by representatives first, by the owner then, agreed by both."""

import pytest

from tests.fieldlog.factories import draw_pile
from tests.fieldlog.views.conftest import NOW
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.fieldlog.actions import agree_to_month
from vecu.fieldlog.models import MonthAgreement
from vecu.fieldlog.queries import list_public_month_contents
from vecu.fieldlog.rules import AgreementSide

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LOG = "/en/systems/job-offers/log/"
MONTHS = f"{LOG}months/"
OCTOBER = f"{MONTHS}2026-10/"
FIGURES = "fieldlog/month_figures.html"
WAITING = "October 2026: its figures wait for you to read them and agree."


def shows_figures(response) -> bool:
    return FIGURES in [each.name for each in response.templates]


def test_representatives_read_first_the_owner_then_and_both_agree(client, system, october):
    representative = make_member("anne", system, Role.REPRESENTATIVE)
    owner = make_member("paul", system, Role.OWNER)

    client.force_login(owner)
    assert WAITING not in client.get(LOG).text
    early = client.get(OCTOBER)
    assert "The representatives read them first." in early.text
    assert not shows_figures(early)
    assert client.post(OCTOBER, {"group": "Service"}).status_code == 422
    assert not MonthAgreement.objects.exists()

    client.force_login(representative)
    assert WAITING in client.get(LOG).text
    first = client.get(OCTOBER)
    assert shows_figures(first)
    assert "October 2026" in first.text
    agreed = client.post(OCTOBER, {"group": "CST"}, follow=True)
    assert "CST agreed on" in agreed.text
    assert "Agree in the name" not in agreed.text

    assert WAITING not in client.get(LOG).text
    client.force_login(owner)
    assert WAITING in client.get(LOG).text
    then = client.get(OCTOBER)
    assert shows_figures(then)
    published = client.post(OCTOBER, {"group": "Service of the Val-de-Sève"}, follow=True)
    assert "Everybody can read these figures." in published.text
    assert MonthAgreement.objects.count() == 2
    assert "public since" in client.get(MONTHS).text
    assert list_public_month_contents(system.pk)

    client.force_login(representative)
    back = client.post(f"{OCTOBER}take-back/", follow=True)
    assert "The agreement is taken back." in back.text
    assert "Agree in the name" in back.text
    assert not list_public_month_contents(system.pk)
    assert not MonthAgreement.objects.exists()
    again = client.post(f"{OCTOBER}take-back/", follow=True)
    assert "has not agreed" in again.text


def test_workers_read_whose_agreement_a_closed_month_waits_for(client, log, october):
    [code] = draw_pile(log)[:1]
    client.post("/en/at-work/job-offers/diary/", {"code": code})

    def read() -> str:
        return client.get("/en/at-work/job-offers/diary/figures/").text

    told = [read()]
    for side in (AgreementSide.STAFF, AgreementSide.OWNER):
        agree_to_month(october, side, group="CST", by=side.value, now=NOW)
        told.append(read())
    assert "closed and waits for your representatives to agree, then for the owner" in told[0]
    assert "Your representatives agreed; it waits for the owner of the system" in told[1]
    assert "Both agreed: everybody can read it." in told[2]
    workers = client.get("/en/at-work/job-offers/log/").text
    assert "whose agreement each closed month is waiting for" in workers


@pytest.mark.parametrize(
    ("group", "words"),
    [("", "Name the group"), ("representative", "is one member"), ("x" * 91, "91 characters")],
)
def test_a_group_agrees_never_one_person(sign_in, october, group, words):
    client = sign_in(Role.REPRESENTATIVE)

    refused = client.post(OCTOBER, {"group": group})

    assert refused.status_code == 422
    assert words in refused.text
    assert shows_figures(refused)
    assert not MonthAgreement.objects.exists()


def test_a_month_that_has_not_closed_has_no_page(sign_in, october):
    client = sign_in(Role.REPRESENTATIVE)

    assert client.get(f"{MONTHS}2026-11/").status_code == 404
    assert client.get(f"{MONTHS}x/").status_code == 404


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.READER])
def test_researchers_and_readers_see_no_month(sign_in, october, role):
    client = sign_in(role)

    assert client.get(MONTHS).status_code == client.get(OCTOBER).status_code == 403


def test_before_any_month_has_closed_the_page_says_when_one_does(sign_in, log):
    assert "on the 8th of the next" in sign_in(Role.OWNER).get(MONTHS).text
