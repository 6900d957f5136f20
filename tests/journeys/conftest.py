"""A real browser for journeys: phone or desktop, with or without JavaScript, in either language."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "vendor" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
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
    """Somebody at a screen: `page` is what they see, `language` what they read."""

    page: Page
    language: str
    site: str

    def go(self, address: str) -> None:
        self.page.goto(f"{self.site}/{self.language}/{address}")

    def press(self, name: str) -> None:
        """Follow the link or press the button that bears these words."""
        target = self.page.get_by_role("button", name=name).or_(
            self.page.get_by_role("link", name=name)
        )
        target.first.click()


OpenBrowser = Callable[..., Person]


@pytest.fixture
def person(browser: Browser, live_server) -> Iterator[OpenBrowser]:
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
        return Person(context.new_page(), language, live_server.url)

    yield seat
    for context in contexts:
        context.close()


def axe_violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA and its best practices on the page as it stands.

    Needs JavaScript in the page; evaluating bypasses the page's content security policy.
    """
    page.evaluate(AXE.read_text())
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", AXE_TAGS)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
