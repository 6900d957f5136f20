"""What each role sees and may change on a study's pages.

Which role has access to which page is in tests/accounts/test_permissions.py.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.surveys.conftest import TODAY
from tests.surveys.factories import answer, fielding_of, make_member, make_study
from tests.surveys.views.test_results import LEA, words_of
from vecu.accounts.queries import get_role, list_audit, list_members
from vecu.accounts.rules import Role
from vecu.surveys.rules import FieldingState, Mode

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def study():
    """A study with one answer."""
    study = make_study()
    answer(study, LEA)
    return study


def sign_in(client, study, role, name="lea"):
    user = make_member(name, study, role)
    client.force_login(user)
    return user


def move(client, study, to, **more):
    fielding = fielding_of(study)
    typed = {"fielding": str(fielding.id), "to": to, **more}
    return client.post(f"/en/studies/{study.slug}/state/", typed)


def test_a_reader_sees_the_questions_and_where_to_read_what_is_released(client, study):
    sign_in(client, study, Role.READER)

    response = client.get("/en/studies/small/")
    words = words_of(response)

    assert "A small study" in words
    assert "To learn." in words
    assert "Which field?" in words
    assert 'href="/en/studies/small/released/"' in response.text


def test_a_reader_gets_no_count_and_no_link(client, study):
    sign_in(client, study, Role.READER)

    overview, listed = client.get("/en/studies/small/"), client.get("/en/studies/")

    assert "Answers received" not in overview.text
    assert "/take/small/" not in overview.text
    assert "/stories/" not in overview.text
    assert "1 person" not in listed.text


def test_link_and_dates_show_the_link_to_share_and_the_state(client, study):
    sign_in(client, study, Role.CODER)

    words = words_of(client.get("/en/studies/small/link/"))

    assert "http://testserver/take/small/" in words
    assert "Now: open" in words


def test_the_overview_shows_how_much_came_in(client, study):
    sign_in(client, study, Role.CODER)

    words = words_of(client.get("/en/studies/small/"))

    assert "1 person has answered." in words
    assert "anyone with the link open 1 1 1 2" in words  # wave, version, people, stories


def test_the_list_of_studies_holds_one_s_own_only(client, study):
    make_study("other")
    sign_in(client, study, Role.CODER)

    response = client.get("/en/studies/")

    assert "/studies/small/" in response.text
    assert "/studies/other/" not in response.text
    assert "1 person" in words_of(response)


@pytest.mark.parametrize(("role", "shown"), [(Role.CODER, False), (Role.RESEARCHER, True)])
def test_only_those_who_run_a_study_find_its_buttons(client, study, role, shown):
    sign_in(client, study, role)

    assert ('name="to"' in client.get("/en/studies/small/link/").text) is shown


def test_a_researcher_pauses_opens_and_closes_and_it_is_recorded(client, study):
    sign_in(client, study, Role.RESEARCHER)

    for to in ["paused", "open", "closed"]:
        response = move(client, study, to)
        assert (response.status_code, fielding_of(study).state) == (302, to)

    verbs = [event.verb for event in list_audit(study.scope) if event.actor == "lea"]
    assert verbs == ["set closed", "set open", "set paused"]
    assert "The inquiry is closed" in words_of(client.get("/en/studies/small/link/"))


def test_opening_takes_two_days_and_keeps_them(client, study):
    sign_in(client, study, Role.OWNER)
    move(client, study, "paused")

    move(client, study, "open", opens="2026-11-01", closes="2099-11-30")

    fielding = fielding_of(study)
    assert (str(fielding.opens), str(fielding.closes)) == ("2026-11-01", "2099-11-30")
    assert "Last day: 30 November 2099." in words_of(client.get("/en/studies/small/link/"))


def test_who_closes_learns_until_when_answers_may_still_arrive(client, study, monkeypatch):
    """Closed on 24 November 2026, so for the fourteen days until 8 December."""
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    sign_in(client, study, Role.OWNER)
    before = words_of(client.get("/en/studies/small/link/"))
    assert "people who have started can still submit until 8 December 2026" in before
    assert "Forms filled in other programs are also accepted until then." in before

    move(client, study, "closed")
    words = words_of(client.get("/en/studies/small/link/"))
    assert "Last day: 24 November 2026." in words
    assert "forms filled in other programs such as ODK Collect, can arrive until 8 Dec" in words

    monkeypatch.setattr(timezone, "localdate", lambda: TODAY + timedelta(15))
    over = words_of(client.get("/en/studies/small/link/"))
    assert "could arrive until 8 December 2026. Nothing more is accepted." in over


def test_a_closed_study_is_offered_the_last_possible_day_and_not_its_old_one(client, study):
    """14 days before 31 December 2099, until when its answers are kept."""
    sign_in(client, study, Role.OWNER)
    move(client, study, "closed")

    page = client.get("/en/studies/small/link/").text

    assert re.search(r'<input type="date" name="closes" value="2099-12-17"', page)


def test_an_inquiry_that_opens_later_does_not_say_that_it_is_open(client, study):
    sign_in(client, study, Role.OWNER)
    move(client, study, "closed")

    move(client, study, "open", opens="2027-05-01")
    words = words_of(client.get("/en/studies/small/link/"))

    assert "The inquiry opens on 1 May 2027: nobody can answer before." in words
    assert "Now: opens later" in words
    assert "opens later" in words_of(client.get("/en/studies/"))


def test_the_last_day_is_proposed_from_the_one_until_which_answers_are_stored(
    client, study, monkeypatch
):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    sign_in(client, study, Role.OWNER)
    move(client, study, "closed")
    study.retained_until = TODAY + timedelta(20)
    study.save()

    assert 'value="2026-11-30"' in client.get("/en/studies/small/link/").text
    late = move(client, study, "open", closes="2026-12-01")
    assert late.status_code == 422
    assert "30 November 2026 at the latest" in words_of(late)
    assert 'value="2026-12-01"' in late.text


def test_the_first_of_a_month_is_written_as_french_people_do(client, study):
    sign_in(client, study, Role.OWNER)
    typed = {"to": "closed", "opens": "2027-05-01", "closes": "2027-04-01"}
    sent = {"fielding": fielding_of(study).id, **typed}

    words = words_of(client.post("/fr/studies/small/state/", sent)).replace("\xa0", " ")

    assert "Le dernier jour, le 1er avril 2027, précède le premier, le 1er mai 2027." in words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"to": "open"}, "This inquiry is open"),
        ({"to": "draft"}, "cannot become a draft again"),
        ({"to": "gone"}, "gone"),
        ({"to": "closed", "opens": "2026-12-01", "closes": "2026-11-01"}, "comes before the first"),
        ({"to": "closed", "closes": "soon"}, "valid date"),
    ],
)
def test_a_change_that_cannot_be_is_explained_and_nothing_changes(client, study, typed, said):
    sign_in(client, study, Role.OWNER)

    response = move(client, study, **typed)

    assert response.status_code == 422
    assert said in words_of(response)
    assert fielding_of(study).state == FieldingState.OPEN


def test_the_fielding_of_another_study_cannot_be_moved(client, study):
    other = make_study("other")
    sign_in(client, study, Role.OWNER)

    typed = {"fielding": str(fielding_of(other).id), "to": "closed"}

    assert client.post("/en/studies/small/state/", typed).status_code == 404
    assert fielding_of(other).state == FieldingState.OPEN


def test_imported_answers_have_no_way_in_to_open(client):
    study = make_study("imported", mode=Mode.IMPORTED)
    sign_in(client, study, Role.OWNER)

    response = client.get("/en/studies/imported/")

    assert "/take/imported/" not in response.text
    assert "imported from files" in words_of(response)
    assert move(client, study, "open").status_code == 422


def test_an_owner_gives_a_role_to_an_account_that_exists(client, study):
    sign_in(client, study, Role.OWNER)
    tom = make_member("tom")

    client.post("/en/studies/small/members/", {"account": "tom", "role": "coder"})

    assert get_role(tom, study.scope) is Role.CODER
    assert "tom" in words_of(client.get("/en/studies/small/members/"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"account": "nobody", "role": "coder"}, "No account is called “nobody”."),
        ({"account": "lea", "role": "reader"}, "lea is the last owner"),
        ({"account": "lea", "role": "queen"}, "queen"),
        ({"account": "", "role": "coder"}, "required"),
        ({"account": "a\x00b", "role": "coder"}, "Null characters"),
    ],
)
def test_a_role_that_cannot_be_given_is_explained_and_what_was_typed_is_preserved(
    client, study, typed, said
):
    sign_in(client, study, Role.OWNER)

    response = client.post("/en/studies/small/members/", typed)

    assert response.status_code == 422
    assert said in words_of(response)
    assert [member.role for member in list_members(study.scope)] == [Role.OWNER]


def test_an_owner_takes_a_role_away(client, study):
    sign_in(client, study, Role.OWNER)
    tom = make_member("tom", study, Role.CODER)

    response = client.post("/en/studies/small/members/remove/", {"account": "tom"})

    assert response.url == "/en/studies/small/members/"
    assert get_role(tom, study.scope) is None


def test_the_last_owner_stays(client, study):
    sign_in(client, study, Role.OWNER)

    response = client.post("/en/studies/small/members/remove/", {"account": "lea"})

    assert response.status_code == 422
    assert "last owner" in words_of(response)


def test_an_owner_who_leaves_comes_to_their_other_studies(client, study):
    sign_in(client, study, Role.OWNER)
    make_member("tom", study, Role.OWNER)

    response = client.post("/en/studies/small/members/remove/", {"account": "lea"})

    assert response.url == "/en/studies/"


def test_an_account_name_of_any_length_is_not_found(client, study):
    """SQLite refuses a comparison with a text of more than 50,000 characters."""
    sign_in(client, study, Role.OWNER)

    response = client.post("/en/studies/small/members/remove/", {"account": "x" * 100_000})

    assert response.status_code == 404
