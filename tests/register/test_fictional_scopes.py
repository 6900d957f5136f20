"""An invented system goes with the demonstration; one of somebody’s own stays."""

import pytest

from tests.register.factories import CHECKER, NOW
from tests.surveys.factories import make_member
from vecu.accounts.models import AuditEvent, User
from vecu.register.actions import begin_system
from vecu.register.models import System
from vecu.surveys.actions import delete_fictional_contents
from vecu.surveys.queries import has_fictional_contents, list_fictional_contents

pytestmark = pytest.mark.django_db


def test_only_invented_systems_are_named_and_deleted_with_accounts_that_have_no_other_role():
    for owner in ("owner", "reader"):
        make_member(owner)
    begin_system("mine", CHECKER, by="owner", now=NOW)
    assert not has_fictional_contents()
    for owner in ("owner", "reader"):
        begin_system(f"of-{owner}", CHECKER, by=owner, now=NOW, fictional=True)

    found = list_fictional_contents()
    removed = delete_fictional_contents(by="owner", now=NOW)

    assert found == removed
    assert (found.studies, found.systems) == ((), ("of-owner", "of-reader"))
    assert (found.accounts, found.staying) == (("reader",), ("owner",))
    assert [each.slug for each in System.objects.all()] == ["mine"]
    assert [each.username for each in User.objects.all()] == ["owner"]
    assert AuditEvent.objects.filter(verb="deleted system").count() == 2


def test_the_page_that_removes_the_demonstration_names_an_invented_system(client):
    lea = make_member("lea")
    lea.may_create_studies = True
    lea.save()
    begin_system("job-offers", CHECKER, by="lea", now=NOW, fictional=True)
    client.force_login(lea)

    assert 'href="/en/studies/invented/remove/"' in client.get("/en/studies/").text
    page = client.get("/en/studies/invented/remove/").text

    assert "the AI system “job-offers”" in page
    assert "the account “lea”" not in page
