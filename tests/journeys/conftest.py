"""A real browser for journeys: phone or desktop, with or without JavaScript, in either language."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.utils.translation import override, pgettext
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from vecu.translation import translate

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "vendor" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_RUN = """async tags => {
  const options = {runOnly: tags, resultTypes: ["violations"]};
  return (await axe.run(document, options)).violations;
}"""
"""What passes is told nobody: it would be nearly all of the page."""
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
QUIET = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert chromium, "The journeys need Chromium: install it, or set CHROMIUM to its path."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@dataclass
class Person:
    """Somebody at a screen: `page` is what they see, `language` what they read.

    Journeys are written with the English words of buttons and sentences; a person who reads French
    looks for the French ones. With `looks`, every page that is left has been checked by axe.
    """

    page: Page
    language: str
    site: str
    looks: bool = False
    seen: set[str] = field(default_factory=set)

    def translated(self, message: str) -> str:
        """Return the words of a message of the interface in this person's language."""
        return translate(message, self.language)

    def go(self, address: str) -> None:
        self.page.goto(f"{self.site}/{self.language}/{address}")
        self.look()

    def press(self, message: str) -> None:
        """Follow the link or press the button whose words begin with these.

        What stands on the page itself comes before the words of its menu.
        """
        words = re.compile("^" + re.escape(self.translated(message)))
        button = self.page.get_by_role("button", name=words)
        target = button.or_(self.page.get_by_role("link", name=words))
        beside_menu = target.and_(self.page.locator(":not(.groups a)"))
        (beside_menu if beside_menu.count() else target).first.click()
        self.look()

    def open_door(self, word: str) -> None:
        """Follow one of the doors at the top of a member's page."""
        self._follow(".doors", "door", word)

    def open_group(self, word: str) -> None:
        """Follow the word of a menu, which leads to the first of the links below it."""
        self._follow(".groups", "group of a menu", word)

    def _follow(self, place: str, context: str, word: str) -> None:
        with override(self.language):
            label = pgettext(context, word)
        self.page.locator(place).get_by_role("link", name=label, exact=True).first.click()
        self.look()

    def write(self, text: str) -> None:
        self.page.locator("main form textarea, main form input[type=text]").first.fill(text)

    def choose(self, value: str, of: str = "") -> None:
        """Tick the option stored as `value`, of one question, by its label as a finger would."""
        named = f"[name='{of}']" if of else ""
        option = self.page.locator(f"main form input[value='{value}']{named}")
        self.page.locator(f"label[for='{option.get_attribute('id')}']").click()

    def reads(self, message: str) -> None:
        """Check that these words of the interface stand on the page."""
        self.page.wait_for_load_state()
        assert self.translated(message) in self.page.locator("body").inner_text().replace("\n", " ")

    def look(self) -> None:
        """Wait for the page; check it with axe, once for each kind, and that it fits its width.

        A click returns when the next page begins: what is looked at before its end may be nothing.
        """
        self.page.wait_for_load_state()
        kind = re.sub(r"[0-9a-f-]{36}|\.\d+\.", "", self.page.url) + self.page.title()
        if kind in self.seen:
            return
        self.seen.add(kind)
        assert not self.looks or axe_violations(self.page) == [], self.page.url
        # Not innerWidth: a phone makes that as wide as what it shows.
        viewport = self.page.viewport_size
        assert viewport is not None
        width = self.page.evaluate("document.documentElement.scrollWidth") - viewport["width"]
        assert width <= 0, f"{self.page.url} is {width} px too wide"


OpenBrowser = Callable[..., Person]


@pytest.fixture
def person(browser: Browser, live_server: LiveServer) -> Iterator[OpenBrowser]:
    """Return a function that seats a new person at a clean browser."""
    contexts: list[BrowserContext] = []

    def seat(*, language: str = "fr", phone: bool = True, scripts: bool = True) -> Person:
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            locale={"fr": "fr-FR", "en": "en-GB"}[language],
            java_script_enabled=scripts,
            is_mobile=phone,
            has_touch=phone,
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        return Person(context.new_page(), language, live_server.url, looks=scripts)

    yield seat
    for context in contexts:
        context.close()


def axe_violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA and its best practices on the page as it stands.

    Needs JavaScript in the page; evaluating bypasses the page's content security policy.
    """
    page.evaluate(AXE.read_text())
    violations = page.evaluate(AXE_RUN, AXE_TAGS)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]
