"""A group, the browsers of those with a role in it, and walls of evidence that it may cite."""

import pytest
from django.test import Client

from tests.groups.factories import make_group
from tests.recommendations.conftest import walls
from tests.recommendations.factories import ACT, ADDRESS, MEMBERS, make_published
from tests.surveys.factories import NOON, make_member
from vecu.accounts.actions import give_role
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.credentials import LocalRateLimiter, TokenBucket
from vecu.groups.member_actions import add_group_member
from vecu.groups.models import LearningGroup
from vecu.recommendations.answers import address_recommendation, make_answer_link
from vecu.recommendations.models import Recommendation, RecommendationAddress
from vecu.recommendations.views import answer_page
from vecu.surveys.guess_limits import WRONG_CODES, CodeGuessLimiter

__all__ = ["walls"]


@pytest.fixture(autouse=True)
def guesses(monkeypatch) -> CodeGuessLimiter:
    """Wrong links of this test only."""
    guesses = CodeGuessLimiter(
        LocalRateLimiter(TokenBucket(allowed=WRONG_CODES)), sleep=lambda _seconds: None
    )
    monkeypatch.setattr(answer_page, "guesses", guesses)
    return guesses


@pytest.fixture
def group() -> LearningGroup:
    """A group that everybody reads of."""
    group = make_group("lea")
    group.published = NOON.date()
    group.save(update_fields=["published"])
    return group


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


@pytest.fixture
def published(group) -> Recommendation:
    """A recommendation that Salomé supports and everybody reads."""
    for name, college in MEMBERS.items():
        add_group_member(group, name, college, **ACT)
    return make_published(group.scope)


@pytest.fixture
def addressed(published) -> RecommendationAddress:
    """Addressed to the direction of the service, without a link yet."""
    return address_recommendation(published, ADDRESS, revision=published.revision, **ACT)


@pytest.fixture
def token(addressed) -> str:
    """What the link of the direction holds."""
    return make_answer_link(addressed, revision=1, **ACT)
