"""A system, and the browsers of those who take part in the dialogue about it."""

import pytest
from django.test import Client

from tests.dialogue.factories import NOW
from tests.register.factories import make_system
from tests.surveys.factories import make_member
from vecu.accounts.actions import give_role
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.register.models import System


@pytest.fixture
def system() -> System:
    return make_system()


@pytest.fixture
def lea(client, system) -> Client:
    """The browser of the system's owner."""
    client.force_login(get_member("lea"))
    return client


@pytest.fixture
def rosa(system) -> Client:
    """The browser of a staff representative."""
    give_role(make_member("rosa"), system.scope, Role.REPRESENTATIVE, by="lea", now=NOW)
    browser = Client()
    browser.force_login(get_member("rosa"))
    return browser
