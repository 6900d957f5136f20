"""From an empty laboratory to one's own first study: each page says the next step."""

import pytest
from django.test import Client

from tests.surveys.cards import draw
from tests.surveys.factories import DAY, answer, make_member, make_study
from vecu.accounts.rules import Role
from vecu.surveys.actions import StudyInfo, close_fielding, create_study
from vecu.surveys.library import get_template
from vecu.surveys.models import Study

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def sign_in(client: Client, study: Study | None = None, role: Role | None = None) -> Client:
    member = make_member("ana", study, role)
    member.may_create_studies = True
    member.save()
    client.force_login(member)
    return client


def make_draft() -> Study:
    ready = get_template("testimonies")
    about = StudyInfo(title=ready.title)
    return create_study("mine", about, workbook=ready.workbook, workbook_name=ready.workbook_name)


def test_an_empty_laboratory_says_how_to_make_the_first_account_and_offers_none(client):
    page = client.get("/en/").text

    assert "<code>vecu member add NAME --may-create-studies</code>" in page
    assert "<form" not in page

    make_member("ana")

    assert "vecu member add" not in client.get("/en/").text


def test_with_no_study_the_studies_page_says_what_one_needs_and_offers_one_button(client):
    page = sign_in(client).get("/en/studies/").text

    assert "<h1>Your first study</h1>" in page
    assert page.count('class="btn"') == 1
    for link in ("/en/studies/new/", "/en/studies/library/"):
        assert f'href="{link}"' in page


def test_who_may_not_begin_studies_reads_who_can_give_a_role(client):
    client.force_login(make_member("ana"))

    page = client.get("/en/studies/").text

    assert "The owner of a study can give you one." in page
    assert "/studies/new/" not in page


def test_a_study_says_what_is_left_to_do_until_it_has_opened(client):
    study = make_draft()
    sign_in(client, study, Role.OWNER)

    page = client.get("/en/studies/mine/").text

    assert "The inquiry is not open yet." in page
    assert 'class="btn" href="/en/studies/mine/about/">Complete the study details<' in page
    for link in ("preview/", "members/"):
        assert f'href="/en/studies/mine/{link}"' in page

    study.fieldings.update(state="open")
    page = client.get("/en/studies/mine/").text

    assert "The inquiry is open." in page
    assert 'href="/en/studies/mine/preview/">Read every page' not in page


def test_the_steps_name_no_page_that_a_member_may_not_open(client):
    study = make_draft()
    client.force_login(make_member("rosa", study, Role.RESEARCHER))
    assert "/mine/members/" not in client.get("/en/studies/mine/").text

    client.force_login(make_member("carl", study, Role.CODER))
    page = client.get("/en/studies/mine/").text
    assert "The inquiry is not open yet." in page
    assert 'class="btn"' not in page


# ── the state of a study in the list ──


def test_cards_that_are_not_open_leave_an_open_study_open(client):
    study = make_study()
    answer(study, {"story": [{"task": "Write"}]})
    draw(study)
    sign_in(client, study, Role.OWNER)

    page = client.get("/en/studies/").text

    assert "not opened yet" not in page
    assert "open · 1 person" in page


def test_a_study_is_open_as_long_as_its_cards_are(client):
    study = make_study()
    draw(study)
    study.fieldings.filter(mode="cards").update(state="open")
    close_fielding(study.fieldings.get(mode="open"), today=DAY)
    sign_in(client, study, Role.OWNER)

    assert "open · 0 people" in client.get("/en/studies/").text
