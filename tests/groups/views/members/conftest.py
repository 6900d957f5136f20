"""A group of fourteen, and the phones of two of its members."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.groups.factories import ACT, NOW, make_full_group
from vecu.credentials import LocalRateLimiter, TokenBucket
from vecu.groups.member_actions import renew_member_link
from vecu.groups.models import GroupMember, LearningGroup
from vecu.groups.views import entry
from vecu.surveys.guess_limits import CodeGuessLimiter

ENTER = "/en/my-group/enter/{}/"


@pytest.fixture(autouse=True)
def limiter(monkeypatch):
    """Wrong links of one test do not slow another, and no test sleeps."""
    fresh = CodeGuessLimiter(LocalRateLimiter(TokenBucket(allowed=3)), sleep=lambda _seconds: None)
    monkeypatch.setattr(entry, "guesses", fresh)


@pytest.fixture
def members() -> list[GroupMember]:
    """Fourteen members of a published group."""
    return make_full_group()[1]


@pytest.fixture
def group(members) -> LearningGroup:
    return members[0].group


@pytest.fixture
def token(members) -> str:
    """What the link of the first member holds."""
    return renew_member_link(members[0], **ACT)


@pytest.fixture
def phone(token) -> Client:
    """The phone of the first member, on which their group is open."""
    return open_phone(token)


def open_phone(token: str, client: Client | None = None, **ticked: str) -> Client:
    """Open a group with the button of its link."""
    browser = client or Client()
    response = browser.post(ENTER.format(token), ticked)
    assert response.status_code == 303, response.text
    return browser


@pytest.fixture
def today(monkeypatch):
    """The day on which rounds of these tests are open."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return NOW
