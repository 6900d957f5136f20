"""A group, the browsers of those with a role in it, and walls of evidence that it may cite."""

import pytest
from django.test import Client

from tests.deliberation.groups.factories import make_group
from tests.deliberation.recommendations.conftest import walls
from tests.surveys.factories import NOON, make_member
from vecu.accounts.actions import give_role
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.deliberation.group_models import LearningGroup

__all__ = ["walls"]


@pytest.fixture
def group() -> LearningGroup:
    return make_group("lea")


@pytest.fixture
def lea(client, group) -> Client:
    """The browser of the facilitator."""
    client.force_login(get_member("lea"))
    return client


@pytest.fixture
def ina(group) -> Client:
    """The browser of somebody who only reads in the group."""
    give_role(make_member("ina"), group.scope, Role.READER, by="lea", now=NOON)
    browser = Client()
    browser.force_login(get_member("ina"))
    return browser
