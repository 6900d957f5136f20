"""A member opens a link on their phone, takes position, takes a side, and leaves the phone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.groups import factories
from tests.recommendations.factories import make_open
from vecu.groups.content import RoundOpening
from vecu.groups.member_actions import renew_member_link
from vecu.groups.models import HypothesisPosition, LearningGroup
from vecu.groups.round_actions import close_round, open_round
from vecu.recommendations.models import RecommendationPosition


@pytest.fixture
def token() -> str:
    """The link of a member of a group with an open round and an open recommendation."""
    group, members = factories.make_full_group()
    now = timezone.now()
    chosen = [factories.get_hypothesis(group, place).pk for place in (1, 2)]
    last_day = timezone.localdate() + timedelta(days=3)
    opened = open_round(group, RoundOpening(chosen, last_day), by="lea", now=now)
    for member in members[1:]:
        factories.take(member, opened, factories.AGREE, "Less typing.", now=now)
    make_open(group.scope)
    return renew_member_link(members[0], by="lea", now=now)


@pytest.mark.parametrize(
    ("language", "phone", "scripts"),
    [("fr", True, False), ("en", False, True)],
    ids=["French on a phone without JavaScript", "English at a desk"],
)
def test_a_member_takes_position(person, token, language, phone, scripts):
    member = person(language=language, phone=phone, scripts=scripts)
    member.go(f"my-group/enter/{token}/")
    member.press("Open my place")
    assert token not in member.page.url

    member.press("Take position")
    member.reads("What speaks against it")
    member.reads("Who reads it, and when")
    member.press("Save my position")  # too early: it is said what is missing
    member.reads("Choose one of the four answers. You may also pass.")
    member.choose("disagree")
    member.page.locator("#reason").fill("Le temps gagné sert à d’autres dossiers.")
    member.press("Save my position")
    member.reads("Saved.")
    member.choose("pass")
    member.press("Save my position")
    assert HypothesisPosition.objects.filter(member__name="Member 1").count() == 2
    body = member.page.locator("main").inner_text()
    assert "Less typing." not in body  # nobody else’s, before the round has closed

    sealed = LearningGroup.objects.get().rounds.get()
    close_round(sealed, by="lea", now=timezone.now())
    member.press("My positions")
    member.page.locator("main section.finding a").first.click()
    member.look()
    assert "Less typing." in member.page.locator("main").inner_text()

    member.press("What we recommend")
    member.page.locator("main section.finding a").first.click()
    member.look()
    member.choose("opposes")
    member.page.locator("#reason").fill("Les bus sont en retard.")
    member.press("Save my position")
    member.reads("Saved.")
    assert not RecommendationPosition.objects.get().name_public

    member.press("Calendar")
    member.press("My place in the group")
    member.press("Close it on this phone")
    member.reads("Your place is closed on this phone")
    member.go("my-group/")
    member.reads("No group is open here")
