"""The staff's first pages: behind each door what is new, and one next step."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.groups.factories import make_group
from tests.register.factories import make_system
from tests.surveys.factories import NOON, PASSWORD, answer, make_member, make_study
from vecu.accounts.actions import give_role
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role

pytestmark = pytest.mark.django_db
STORY = {"story": [{"task": "Write"}]}


def sign_in(client, *scopes, role=Role.OWNER, begins=False):
    member = make_member("ana")
    member.may_create_studies = begins
    member.save()
    for scope in scopes:
        give_role(member, scope, role, by="test", now=NOON)
    client.force_login(member)
    return client


def test_members_come_to_the_laboratory_when_they_sign_in(client):
    make_member("ana")

    response = client.post("/en/sign-in/", {"account": "ana", "password": PASSWORD})

    assert response.url == "/en/lab/"


def test_an_empty_laboratory_says_how_to_begin(client):
    page = sign_in(client, begins=True).get("/en/lab/").text

    assert '<a class="btn" href="/en/studies/new/">Create a study</a>' in page
    assert "<code>vecu demo</code>" in page
    assert page.count('class="btn"') == 1


def test_who_may_not_begin_reads_who_can_give_a_role(client):
    page = sign_in(client).get("/en/lab/").text

    assert "The owner of a study, a system or a group can give you one." in page
    assert 'class="btn"' not in page


def test_each_door_shows_what_is_new_and_one_link(client):
    study = make_study()
    answer(study, STORY)
    page = (
        sign_in(client, study.scope, make_system().scope, make_group("lou").scope)
        .get("/en/lab/")
        .text
    )

    for door, link in [
        ("Ask", "/en/studies/"),
        ("Understand", "/en/understand/"),
        ("Observe", "/en/systems/"),
        ("Decide", "/en/groups/"),
    ]:
        assert f"<h2>{door}</h2>" in page
        assert f'<p><a href="{link}">' in page
    assert "The inquiry is open" in page
    assert "1 person has answered." in page
    assert page.count('class="btn"') == 1


def test_there_is_one_next_step_with_the_name_of_what_it_is_about(client):
    study = make_study()
    page = sign_in(client, study.scope).get("/en/lab/").text

    assert '<p class="step">A small study</p>' in page
    assert '<a class="btn" href="/en/studies/small/link/">Share the link</a>' in page


def test_a_reader_sees_no_count_of_answers_anywhere(client):
    study = make_study()
    answer(study, STORY)
    sign_in(client, study.scope, role=Role.READER)

    for page in ("/en/lab/", "/en/understand/", "/en/studies/small/"):
        assert "1 person" not in client.get(page).text


def test_understand_lists_each_study_and_says_how_to_begin_without_one(client):
    sign_in(client, begins=True)
    empty = client.get("/en/understand/").text
    assert "You have no study yet." in empty
    assert '<a class="btn" href="/en/studies/new/">Create a study</a>' in empty


def test_understand_shows_what_there_is_to_read(client):
    study = make_study()
    answer(study, STORY)

    page = sign_in(client, study.scope, make_study("second").scope).get("/en/understand/").text

    assert '<a href="/en/studies/small/stories/">1 person has answered.</a>' in page
    assert "Nothing to read yet." in page
    assert '<a class="btn" href="/en/studies/small/stories/">Read the answers</a>' in page


@pytest.mark.parametrize("page", ["/en/lab/", "/en/understand/"])
def test_more_studies_take_no_more_queries(client, page):
    first = make_study("first")
    answer(first, STORY)
    sign_in(client, first.scope)
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    member = get_member("ana")
    for number in range(3):
        study = make_study(f"more-{number}")
        answer(study, STORY)
        give_role(member, study.scope, Role.OWNER, by="test", now=NOON)
    with CaptureQueriesContext(connection) as many:
        client.get(page)

    assert len(many) == len(one)
