"""Owners delete a study or one answer on pages that say what goes and what stays."""

from datetime import date

import pytest

from tests.surveys.factories import DAY, answer, make_member, make_study
from tests.surveys.test_privacy import everything_stored
from vecu.accounts.models import User
from vecu.accounts.queries import get_member, list_audit
from vecu.accounts.rules import GRANTABLE_ROLES, Role, ScopeKind
from vecu.surveys.actions import close_fielding
from vecu.surveys.models import Answer, Draft, Study
from vecu.surveys.queries import get_fingerprint

pytestmark = [pytest.mark.django_db, pytest.mark.data]
HERE = "/en/studies/small/"


@pytest.fixture
def study():
    return make_study()


@pytest.fixture
def owner(client, study):
    client.force_login(make_member("olga", study, Role.OWNER))
    return client


def close(study) -> None:
    close_fielding(study.fieldings.get(), today=DAY)


def test_an_owner_reads_what_goes_and_what_stays_and_types_the_address(owner, study):
    answer(study, {"story": [{"task": "Write"}]})
    close(study)
    assert f'href="{HERE}delete/"' in owner.get(f"{HERE}about/").text  # in the menu, below Prepare

    page = owner.get(f"{HERE}delete/").text

    assert "1 answer" in page
    assert "Backups made before" in page
    assert "To confirm, type “small”, its web address" in page
    assert Study.objects.exists(), "reading deletes nothing"

    response = owner.post(f"{HERE}delete/", {"slug": " Small "}, follow=True)

    assert "The study “small” is deleted, with everything in it." in response.text
    assert not Study.objects.exists()


@pytest.mark.parametrize("typed", ["", "smal", "other", "<b>", "x" * 3000, "a\x00b"])
def test_another_text_deletes_nothing_and_stays_in_its_field(owner, study, typed):
    close(study)

    response = owner.post(f"{HERE}delete/", {"slug": typed})

    assert response.status_code == 422
    assert "There is a problem" in response.text
    if typed == "smal":
        assert "“smal” is another address. Nothing was deleted." in response.text
        assert 'value="smal"' in response.text
    assert Study.objects.exists()


def test_an_open_study_is_closed_first(owner, study):
    page = owner.get(f"{HERE}delete/").text
    assert "Close it first, cards included." in page
    assert '<form method="post" novalidate>' not in page

    response = owner.post(f"{HERE}delete/", {"slug": "small"})

    assert response.status_code == 422
    assert "Close it first" in response.text
    assert Study.objects.exists()


def test_an_owner_reads_until_when_drafts_could_be_sent(owner, study):
    close(study)
    Draft.objects.create(
        token="t" * 64,
        fielding=study.fieldings.get(),
        language="en",
        seed=1,
        promise=1,
        expires=date(2028, 4, 7),
    )

    page = owner.get(f"{HERE}delete/").text

    assert "1 draft, not sent yet" in page
    assert "were told that they can still send until 7 April 2028" in page


def test_whoever_has_a_receipt_code_of_a_deleted_study_learns_what_became_of_it(owner, study):
    close(study)
    owner.post(f"{HERE}delete/", {"slug": "small"})

    for method in (owner.get, owner.post):
        response = method("/en/take/small/mine/", {"code": "BBBB-CCCC-DDDD"})
        assert response.status_code == 404
        assert "If it was deleted, all that was sent to it was deleted with it." in response.text


# ── one answer ──


def test_an_owner_deletes_one_answer_and_says_why(owner, study):
    named, other = (answer(study, {"story": [{"task": words}]}) for words in ("Bob", "Write"))
    Answer.objects.filter(pk=named.pk).update(receipt=get_fingerprint("BBBB-CCCC-DDDD"))
    here = f"{HERE}stories/{named.pk}/"
    assert f'href="{here}delete/"' in owner.get(here).text

    page = owner.get(f"{here}delete/").text

    assert "24 November 2026" in page
    assert "Bob" not in page
    assert Answer.objects.count() == 2, "reading deletes nothing"

    assert owner.post(f"{here}delete/").status_code == 422
    response = owner.post(f"{here}delete/", {"reason": "names somebody"}, follow=True)

    assert "These answers are deleted" in response.text
    assert list(Answer.objects.all()) == [other]
    event = list_audit(study.scope).get(verb="deleted answer")
    assert "Bob" not in repr((event.target, event.detail))
    audit = owner.get(f"{HERE}audit/").text
    assert "Deleted an answer" in audit
    assert "it names somebody" in audit
    message = "If it is right, what it led to has been deleted."
    assert message in owner.post("/en/take/small/mine/", {"code": "BBBB-CCCC-DDDD"}).text


@pytest.mark.parametrize("reason", ["", "because", "a\x00b"])
def test_without_a_listed_reason_nothing_is_deleted(owner, study, reason):
    told = answer(study, {"story": [{"task": "Write"}]})

    response = owner.post(f"{HERE}stories/{told.pk}/delete/", {"reason": reason})

    assert response.status_code == 422
    assert Answer.objects.exists()


def test_an_answer_of_another_study_cannot_be_deleted_through_ones_own(owner):
    theirs = answer(make_study("other"), {"story": [{"task": "Write"}]})

    response = owner.post(f"{HERE}stories/{theirs.pk}/delete/", {"reason": "test"})

    assert response.status_code == 404
    assert Answer.objects.exists()


def test_only_owners_see_the_way_to_delete(client, study):
    told = answer(study, {"story": [{"task": "Write"}]})
    client.force_login(make_member("rosa", study, Role.RESEARCHER))

    for page in (HERE, f"{HERE}stories/{told.pk}/"):
        assert "/delete/" not in client.get(page).text


# ── what is invented ──


@pytest.fixture
def invented(study):
    Study.objects.update(fictional=True)
    for role in GRANTABLE_ROLES[ScopeKind.STUDY]:
        make_member(role.value, study, role)
    return study


def creator(client, member):
    member.may_create_studies = True
    member.save()
    client.force_login(member)
    return client


def test_who_may_begin_studies_is_led_to_the_removal_of_what_is_invented(client, invented):
    lea = creator(client, make_member("lea"))
    assert 'href="/en/studies/invented/remove/"' in lea.get("/en/studies/").text

    page = lea.get("/en/studies/invented/remove/").text

    assert "the study “small”" in page
    assert "the account “owner”" in page
    assert "Your own account is among them" not in page
    assert Study.objects.exists(), "reading deletes nothing"

    response = lea.post("/en/studies/invented/remove/", follow=True)

    assert "The demonstration was removed." in response.text
    assert "invented/remove" not in response.text
    assert not Study.objects.exists()
    assert "There is no demonstration here." in lea.get("/en/studies/invented/remove/").text


def test_nothing_invented_goes_while_nobody_else_could_manage_accounts(client, invented):
    User.objects.filter(username="owner").update(may_manage_accounts=True)
    lea = creator(client, make_member("lea"))

    refused = lea.post("/en/studies/invented/remove/")

    assert refused.status_code == 422
    assert "owner is the last account that may manage all accounts" in refused.text
    assert Study.objects.exists()


def test_who_removes_their_own_account_reads_it_before_and_is_signed_out(client, invented):
    owner = creator(client, get_member("owner"))
    page = owner.get("/en/studies/invented/remove/").text
    assert "Your own account is among them" in page

    response = owner.post("/en/studies/invented/remove/", follow=True)

    assert response.redirect_chain == [("/en/", 302)]
    assert "It has no account yet." in response.text
    assert everything_stored()["accounts_user"] == []
