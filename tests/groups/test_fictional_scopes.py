"""An invented learning group goes with the demonstration; one of somebody’s own stays."""

import pytest

from tests.groups.factories import MANDATE, NOW, make_group, make_members
from tests.surveys.factories import make_member
from vecu.accounts.models import AuditEvent
from vecu.groups.actions import begin_group
from vecu.groups.models import GroupMember, LearningGroup
from vecu.groups.vocabulary import GroupCollege
from vecu.surveys.actions import delete_fictional_contents
from vecu.surveys.queries import has_fictional_contents, list_fictional_contents

pytestmark = pytest.mark.django_db


def test_only_invented_groups_are_named_and_deleted_with_their_members():
    own = make_group("lea", "mine")
    make_member("owner")
    assert not has_fictional_contents()
    invented = begin_group("val-de-seve", MANDATE, by="owner", now=NOW, fictional=True)
    for group in (own, invented):
        make_members(group, [GroupCollege.ACCOMPANIED])

    found = list_fictional_contents()
    removed = delete_fictional_contents(by="lea", now=NOW)

    assert found == removed
    assert (found.studies, found.systems, found.groups) == ((), (), ("val-de-seve",))
    assert found.accounts == ("owner",)
    assert [each.slug for each in LearningGroup.objects.all()] == ["mine"]
    assert [each.group for each in GroupMember.objects.all()] == [own]
    assert AuditEvent.objects.filter(verb="deleted group").count() == 1


def test_the_page_that_removes_the_demonstration_names_an_invented_group(client):
    lea = make_member("lea")
    lea.may_create_studies = True
    lea.save()
    begin_group("val-de-seve", MANDATE, by="lea", now=NOW, fictional=True)
    client.force_login(lea)

    page = client.get("/en/studies/invented/remove/").text

    assert "the learning group “val-de-seve”" in page
    assert "the AI system" not in page
