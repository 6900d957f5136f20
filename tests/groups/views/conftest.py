"""A group, and the browsers of those who have a role in it."""

import pytest
from django.test import Client

from tests.groups.factories import NOW, make_group
from tests.surveys.factories import make_member
from vecu.accounts.actions import give_role
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.groups.models import LearningGroup


@pytest.fixture
def group() -> LearningGroup:
    """A group without members, which only its facilitator sees."""
    return make_group()


@pytest.fixture
def lea(client, group) -> Client:
    """The browser of the facilitator."""
    client.force_login(get_member("lea"))
    return client


@pytest.fixture
def ada(db) -> Client:
    """The browser of somebody who may begin groups, and has a role in none."""
    account = make_member("ada")
    account.may_create_studies = True
    account.save()
    browser = Client()
    browser.force_login(account)
    return browser


@pytest.fixture
def noor(group) -> Client:
    """The browser of a reader."""
    give_role(make_member("noor"), group.scope, Role.READER, by="lea", now=NOW)
    browser = Client()
    browser.force_login(get_member("noor"))
    return browser
