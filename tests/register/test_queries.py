"""Reading systems: members find theirs, everybody what is published."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.register.factories import (
    CONTACT,
    EXPERIMENT,
    NOW,
    THRESHOLD,
    VERSION,
    make_entry,
    make_public_system,
    make_system,
)
from vecu.accounts.queries import get_member, list_roles
from vecu.accounts.rules import ScopeKind
from vecu.evidence.sources import Audience, Reference
from vecu.register.actions import publish_system, set_contact
from vecu.register.queries import (
    find_system,
    get_system_detail,
    list_published_systems,
    list_systems,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def test_members_find_the_systems_in_which_they_have_a_role():
    mine, other = make_system(), make_public_system("tom")

    assert list_systems(list_roles(get_member("lea"), ScopeKind.SYSTEM)) == [mine]
    assert find_system(other.pk) == other
    assert find_system(uuid4()) is None


def test_everybody_reads_what_is_published_the_latest_first():
    first = make_public_system()
    hidden, second = make_system("tom"), make_system("ana")
    set_contact(second, CONTACT, revision=1, by="ana", now=NOW)
    publish_system(second, by="ana", now=NOW + timedelta(days=1))

    assert list_published_systems() == [second, first]
    assert hidden not in list_published_systems()


def test_a_system_is_read_in_a_fixed_number_of_queries(django_assert_num_queries):
    system = make_system()
    settings = [make_entry(system, THRESHOLD) for _number in range(3)]
    cited = [Reference("system-setting", each.pk, 1) for each in settings]
    make_entry(system, EXPERIMENT)
    for name in "123":
        make_entry(system, VERSION, name=name, references=cited)

    with django_assert_num_queries(7):  # one for each kind of entry, and one for the evidence
        detail = get_system_detail(system, Audience.MEMBERS)

    assert [len(each.evidence) for each in detail.versions] == [3, 3, 3]
