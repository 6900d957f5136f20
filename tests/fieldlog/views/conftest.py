"""A system whose log may begin, and a token of it."""

from datetime import datetime
from secrets import token_bytes
from zoneinfo import ZoneInfo

import pytest

from tests.fieldlog.factories import make_decision, make_log, write
from tests.register.factories import make_confirmed, make_system
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.fieldlog.actions import close_months, issue_token
from vecu.fieldlog.event_intake import take_batch
from vecu.fieldlog.models import ClosedMonth, FieldLog
from vecu.register.models import System

NOW = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def system() -> System:
    system = make_system()
    make_confirmed(system)
    return system


@pytest.fixture
def log(system) -> FieldLog:
    return make_log(system)


@pytest.fixture
def token(log) -> str:
    return issue_token(log, by="lea", now=NOW, random_bytes=token_bytes)


@pytest.fixture
def sign_in(client, system):
    """Return what signs a member in with a role in the system, and returns the client."""

    def sign_in(role: Role):
        client.force_login(make_member(role.value, system, role))
        return client

    return sign_in


@pytest.fixture
def october(log, token) -> ClosedMonth:
    """A closed month of 24 decisions by six people."""
    decisions = [
        make_decision(worker=f"w{number % 6}", time="2026-10-06T00:00:00+02:00")
        for number in range(24)
    ]
    then = NOW.replace(month=10)
    take_batch(token, write(*decisions), now=then, random_bytes=token_bytes)
    close_months(NOW)
    return ClosedMonth.objects.get()
