"""Somebody new takes the tour: one click a step, from one worker's story to a recommendation."""

import pytest
from django.utils import timezone

from vecu.site.commands.demo import (
    code_stories,
    make_group,
    make_study,
    make_system_with_log,
    publish_findings,
    renew_accounts,
)
from vecu.site.tour.access import TOUR
from vecu.site.tour.steps import STEPS

PHONE = {"language": "fr", "phone": True, "scripts": False}
DESK = {"language": "en", "phone": False}
CHAIN = {"fr": "Il voit un critère de richesse", "en": "It flags “own car”"}
"""What the worker wrote, which the recommendation cites."""


@pytest.fixture
def demonstration(live_server, monkeypatch) -> None:
    """All that `vecu demo` makes, served to this machine as by it."""
    monkeypatch.setenv(TOUR, "open")
    make_study(timezone.localdate())
    renew_accounts("a password for trying")
    code_stories(timezone.now())
    make_system_with_log(timezone.now())
    publish_findings(timezone.now())
    make_group(timezone.now())


def start(visitor) -> None:
    """From the first page, by its button, to the first step."""
    visitor.go("")
    visitor.press("Take the ten-minute tour")
    visitor.reads("From one worker’s story to a recommendation")
    visitor.press("Start the tour")


def take(visitor) -> list[str]:
    """Press *Next* until the end, and return the words that each page shows below its heading."""
    pages = []
    for number in range(1, len(STEPS) + 1):
        bar = visitor.page.get_by_role("complementary", name=visitor.translated("Guided tour"))
        place = visitor.translated("Step %(number)s of %(total)s")
        assert place % {"number": number, "total": len(STEPS)} in bar.inner_text()
        check_first_sight(visitor, bar)
        pages.append(visitor.page.locator("main").inner_text().replace("\u00a0", " "))
        visitor.press("Next")
    return pages


def check_first_sight(visitor, bar) -> None:
    """The line stays at the foot of the window, and takes less than a third of it."""
    height = visitor.page.viewport_size["height"]
    box = bar.bounding_box()
    assert box["y"] + box["height"] <= height + 1
    assert box["height"] < height / 3


def test_somebody_new_follows_one_story_to_a_recommendation(demonstration, person):
    """On a phone in French without scripts, then at a desk in English."""
    for seat in (PHONE, DESK):
        visitor = person(**seat)
        start(visitor)
        pages = dict(zip([each.key for each in STEPS], take(visitor), strict=True))

        for key in ("story", "finding", "gap", "recommendation"):
            assert CHAIN[seat["language"]] in pages[key], key
        visitor.reads("What you have seen")
        assert visitor.page.get_by_role("complementary").count() == 0
        visitor.go("studies/")
        assert "/sign-in/" in visitor.page.url
