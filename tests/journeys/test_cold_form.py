"""A worker fills a cold form, finds the warm part blank with its reason, keeps one task by hand."""

import io

import pytest
from pypdf import PdfReader

from tests.fieldlog.factories import draw_pile
from tests.pilots.factories import make_pilot_log, make_pilot_system
from vecu.fieldlog.models import FieldLog, LogDecision
from vecu.pilots.cold_writing.pilot import WARM_SENTENCE
from vecu.register.models import System
from vecu.typography import apply_typography

FORM = "at-work/job-offers/check/"
MOST_SCREENS = 3.5
"""Of a phone, for a page on which nothing was opened."""
SMALLEST = 44


@pytest.fixture
def system() -> System:
    return make_pilot_system(pilot="cold-writing")


@pytest.fixture
def log(system) -> FieldLog:
    return make_pilot_log(system)


def make_form(worker) -> PdfReader:
    """Press the button, and read the file that leaves."""
    with worker.page.expect_download() as download:
        worker.page.locator("[name=make]").click()
    return PdfReader(io.BytesIO(download.value.path().read_bytes()))


def test_a_worker_fills_a_cold_form_and_keeps_another_by_hand_without_script(person, log):
    worker = person(language="fr", phone=True, scripts=False)
    worker.go(FORM)
    worker.page.locator("summary", has_text=worker.translated("I have a diary code")).click()
    worker.page.locator("#code").fill(draw_pile(log)[0])
    worker.press("Use this code")
    worker.press("Open this form")

    assert worker.page.evaluate("document.documentElement.scrollHeight") <= MOST_SCREENS * 844
    worker.reads(apply_typography(WARM_SENTENCE["fr"], "fr"))
    assert worker.page.locator("textarea").count() == 0
    sizes = [each.bounding_box() for each in worker.page.locator(".two-up .choice").all()]
    assert len({(size["width"], size["height"]) for size in sizes}) == 1
    assert sizes[0]["height"] >= SMALLEST
    worker.page.locator("[name=make]").click()
    assert worker.page.get_by_role("alert").is_visible()

    worker.page.locator("summary", has_text="Foyer").click()
    worker.page.locator("[id='typed-adults']").fill("deux")
    worker.page.locator("[id='typed-adults']").press("Enter")
    assert worker.page.get_by_role("alert").is_visible()
    worker.page.locator("[id='typed-adults']").fill("2")
    worker.choose("hand", of="reply-opinion")
    worker.page.locator("[id='typed-adults']").press("Enter")
    fields = make_form(worker).get_form_text_fields()
    assert fields["adults"] == "2"
    assert fields["shares"] == "2,1"
    assert not fields["story"]

    worker.press("Another household")
    worker.choose("tax")
    worker.page.locator("select").select_option("vs-0007")
    worker.press("Open this form")
    worker.press("Keep it by hand")
    worker.reads("Kept by hand: a choice.")
    found = LogDecision.objects.values_list("proposal_kind", "outcome", "reason")
    assert set(found) == {("aid", "modified", ""), ("tax", "overridden", "kept_by_hand")}


def test_a_contradiction_is_for_two_people_and_without_network_nothing_is_lost(person, system):
    worker = person(language="en", phone=True)
    worker.go(f"{FORM}aid-vs-0002/")
    worker.choose("payslip", of="look-worker")
    worker.choose("statement", of="look-person")
    worker.press("See what it makes")
    worker.reads("You do not say the same: it stays blank.")
    worker.choose("payslip", of="look-person")
    worker.page.context.set_offline(True)
    worker.page.get_by_role("button", name=worker.translated("See what it makes")).click()
    worker.reads("No network: nothing was sent")
    worker.page.context.set_offline(False)
    worker.press("See what it makes")
    worker.choose("machine", of="reply-opinion")
    assert make_form(worker).get_form_text_fields()["income_wages"]

    worker.go(f"{FORM}aid-vs-0004/")
    worker.reads("Odile Garnier")
    assert worker.page.locator("[name=make]").count() == 0
