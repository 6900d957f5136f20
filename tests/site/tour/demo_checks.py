"""The tour through the whole demonstration: every page holds what its sentence says.

Called by the test that makes the demonstration, which takes half a minute.
"""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from vecu.accounts.models import User
from vecu.groups.actions import delete_group
from vecu.groups.models import LearningGroup
from vecu.register.actions import delete_system
from vecu.register.models import System
from vecu.site.demo.learning_group import GROUP
from vecu.site.demo.system import SYSTEM
from vecu.site.tour.access import TOUR
from vecu.site.tour.addresses import QUOTED
from vecu.site.tour.steps import STEPS

QUOTING = ("story", "coding", "figure", "finding", "gap", "version", "recommendation")
"""The steps whose pages hold the words of the second step."""
NAMES = {"story": "Camille", "coding": "Nour"}
HOLDS: Mapping[str, Mapping[str, str]] = {
    "coding": {"fr": "Fausses alertes", "en": "Fausses alertes"},
    "practices": {"fr": "S’accommoder de l’outil", "en": "Putting up with the tool"},
    "figure": {"fr": "Fausses alertes", "en": "False alarms"},
    "finding": {"fr": "Fausses alertes", "en": "False alarms"},
    "check": {"fr": "Véhicule exigé", "en": "Véhicule exigé"},
    "gap": {"fr": r"\b[1-9]\d\d fois", "en": r"\b[1-9]\d\d times"},
    "version": {"fr": "seule façon d’aller travailler", "en": "only way to get to work"},
    "dialogue": {"fr": "véhicule exigé", "en": "vehicle required"},
    "position": {"fr": "d’abord : « J’hésite »", "en": "first: “I am not sure”"},
    "recommendation": {"fr": "J’accepte un demi-poste", "en": "I accept half a post"},
}
"""What else their sentences promise, in the words of the page; counts differ with the months."""


class TourVisitor:
    """Somebody who presses *Next*, and reads."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.browser = Client(headers={"host": "localhost:8000"})
        self.pages: dict[str, str] = {}

    def walk(self) -> dict[str, str]:
        """Return the page of every step by its key, as the tour leads from one to the next."""
        page = self.browser.get(f"/{self.language}/tour/").text
        while button := re.search(r'name="step" value="(\w*)"', page):
            response = self.browser.post(f"/{self.language}/tour/go/", {"step": button[1]})
            assert response.status_code == 303
            address = response["Location"].partition("#")[0]
            response = self.browser.get(address)
            assert response.status_code == 200, address
            page = response.text
            if settings.TOUR_COOKIE_NAME in self.browser.cookies:
                step = self.browser.cookies[settings.TOUR_COOKIE_NAME].value
                if step:
                    self.pages[step] = unescape(page)
        return self.pages


def check_tour(monkeypatch: pytest.MonkeyPatch) -> None:
    """One tale leads through all pages, in both languages; what is gone is left out."""
    monkeypatch.setenv(TOUR, "open")
    for language, quoted in QUOTED.items():
        pages = TourVisitor(language).walk()
        assert list(pages) == [each.key for each in STEPS]
        for key, page in pages.items():
            bar, _main, main = re.sub("[\u00a0\u202f]", " ", page).partition("<main")
            assert (quoted in main) == (key in QUOTING), (language, key)
            assert re.search(HOLDS.get(key, {}).get(language, ""), main), (language, key)
            assert NAMES.get(key, "") in bar
    check_what_is_gone()


def check_what_is_gone() -> None:
    """A step whose page was removed is left out; nothing fails, down to the last page."""
    act: dict[str, Any] = {"by": "owner", "now": timezone.now()}
    with transaction.atomic():
        User.objects.filter(username="coder").update(is_active=False)
        assert "coding" not in TourVisitor("fr").walk()
        delete_group(LearningGroup.objects.get(slug=GROUP), **act)
        assert list(TourVisitor("fr").walk())[-1] == "version"
        delete_system(System.objects.get(slug=SYSTEM), **act)
        assert list(TourVisitor("fr").walk())[-1] == "finding"
        transaction.set_rollback(True)
