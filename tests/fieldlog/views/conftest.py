"""A system whose log may begin, and a token of it."""

from datetime import datetime
from secrets import token_bytes
from zoneinfo import ZoneInfo

import pytest

from tests.fieldlog.factories import make_log
from tests.register.factories import CONSULTED, make_entry, make_system
from vecu.fieldlog.actions import issue_token
from vecu.fieldlog.models import FieldLog
from vecu.register.models import System

NOW = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def system() -> System:
    system = make_system()
    make_entry(system, CONSULTED)
    return system


@pytest.fixture
def log(system) -> FieldLog:
    return make_log(system)


@pytest.fixture
def token(log) -> str:
    return issue_token(log, by="lea", now=NOW, random_bytes=token_bytes)
