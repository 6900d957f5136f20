"""What `vecu.js` adds, on a page made for it: leaving at once, counting, sending once."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

SCRIPT = Path(__file__).resolve().parents[2] / "vecu" / "ui" / "static" / "ui" / "vecu.js"
SITE = "http://comforts.test"
FORM = """<!DOCTYPE html><title>A question</title>
<a data-exit href="/leave/">Leave at once</a>
<form method="post" action="/send/">
  <textarea maxlength="100" data-left="Characters left:"></textarea><button>Send</button>
</form>
<script src="/vecu.js" defer></script>"""


@pytest.fixture
def page(browser):
    """Yield a question of a small pretended site, with another page before it."""
    context = browser.new_context()
    page = context.new_page()

    def answer(route):
        address = route.request.url.removeprefix(SITE)
        if address == "/vecu.js":
            route.fulfill(content_type="text/javascript", body=SCRIPT.read_text())
        else:
            body = FORM if address == "/question/" else f"<title>{address}</title>"
            route.fulfill(content_type="text/html", body=body)

    page.route(f"{SITE}/**", answer)
    page.goto(f"{SITE}/before/")
    page.goto(f"{SITE}/question/")
    yield page
    context.close()


def left_without_return(page: Page) -> bool:
    """Whether the page was left and Back leads to the one before it."""
    page.wait_for_url(f"{SITE}/leave/")
    page.go_back()
    return page.url == f"{SITE}/before/"


def test_the_exit_link_leaves_no_way_back(page):
    page.get_by_text("Leave at once").click()
    assert left_without_return(page)


def test_escape_three_times_leaves_too(page):
    for _press in range(3):
        page.keyboard.press("Escape")
    assert left_without_return(page)


def test_escape_twice_and_another_key_stays(page):
    for key in ("Escape", "Escape", "Tab", "Escape"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.url == f"{SITE}/question/"


def test_characters_are_counted_when_few_are_left(page):
    status = page.get_by_role("status")
    page.locator("textarea").fill("a" * 79)
    page.wait_for_timeout(1000)
    expect(status).to_have_text("")
    page.locator("textarea").fill("a" * 80)
    expect(status).to_have_text("Characters left: 20")


@pytest.fixture
def taps(page):
    """Return what taps the button and tells how many taps sent anything; the page stays."""
    page.evaluate(
        """() => {
          window.sent = 0;
          addEventListener("submit", (event) => {
            if (!event.defaultPrevented) window.sent += 1;
            event.preventDefault();
          });
        }"""
    )

    def tap(times: int) -> int:
        for _tap in range(times):
            page.get_by_role("button").click()
        return page.evaluate("window.sent")

    return tap


def test_a_second_tap_sends_nothing_twice(taps):
    """Submissions that the script lets through are counted rather than sent."""
    assert taps(2) == 1


def sent_at(page: Page, milliseconds: int) -> bool:
    """Whether the script lets a submission of that moment through; no clock is waited for."""
    return page.evaluate(
        """at => {
          const event = new Event("submit", {bubbles: true, cancelable: true});
          Object.defineProperty(event, "timeStamp", {value: at});
          return document.forms[0].dispatchEvent(event);
        }""",
        milliseconds,
    )


def test_only_what_was_sent_begins_the_four_seconds(page):
    """What was held back at 4.0 and 4.9 s begins none: at 5 s it is sent, and then not twice."""
    assert [sent_at(page, at) for at in (1000, 4000, 4900, 5000, 8900, 9000)] == [
        True, False, False, True, False, True,
    ]  # fmt: skip


def test_what_was_changed_is_sent_at_once(page, taps):
    """As when somebody takes data out in one format and then in another."""
    taps(1)
    page.locator("textarea").fill("something else")
    assert taps(1) == 2
