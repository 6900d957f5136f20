"""A worker draws a code, reads what the log keeps, notes on a phone, reads figures, and leaves."""

import pytest

from tests.fieldlog.factories import draw_pile, make_log
from tests.register.factories import (
    CONTACT,
    NOW,
    make_confirmed,
    make_system,
)
from vecu.fieldlog.models import FieldLog, LogDecision
from vecu.register.actions import set_contact


@pytest.fixture
def log() -> FieldLog:
    system = make_system()
    make_confirmed(system)
    set_contact(system, CONTACT, revision=1, by="lea", now=NOW)
    return make_log(system)


@pytest.fixture
def code(log) -> str:
    return draw_pile(log)[0]


def open_with(worker, code: str) -> None:
    worker.write(code)
    worker.page.locator("main form .btn").click()
    worker.look()


@pytest.mark.parametrize(
    ("language", "phone", "scripts"),
    [("fr", True, False), ("en", False, True)],
    ids=["French on a phone without JavaScript", "English at a desk"],
)
def test_a_worker_notes_what_the_machine_proposed(person, log, code, language, phone, scripts):
    worker = person(language=language, phone=phone, scripts=scripts)
    worker.go("at-work/job-offers/log/")
    worker.reads("What Vécu cannot protect you from")
    worker.press("I have a diary code")
    open_with(worker, "KD7M")
    assert worker.page.get_by_role("alert").is_visible()
    if scripts:  # a scanned code stands in its field, and no longer in the address
        worker.page.goto(f"{worker.page.url}#{code}")
        worker.page.reload()
        assert worker.page.locator("#code").input_value() == code
        assert "#" not in worker.page.url
    open_with(worker, code.lower())

    worker.press("Note it")  # too early: it is said what is missing
    worker.reads("Choose what you did with it.")
    worker.choose("alert")
    worker.choose("accepted")
    assert not worker.page.get_by_text(worker.translated("Why?"), exact=True).is_visible()
    worker.choose("overridden")
    worker.choose("facts_wrong")
    worker.choose("no")
    worker.page.locator("label[for=minutes-4]").click()  # five minutes
    worker.press("Note it")
    worker.reads("Nothing you noted earlier is shown here.")
    assert worker.page.locator("input:checked").count() == 0
    assert LogDecision.objects.get().reason == "facts_wrong"
    worker.page.locator("[name=remove]").click()
    worker.reads("The note is removed.")
    assert not LogDecision.objects.exists()

    worker.press("Figures")
    worker.reads("No month has closed yet.")
    worker.press("Close the diary")
    worker.reads("The diary is closed on this phone")
    worker.go("at-work/job-offers/diary/")
    worker.reads("The code that you drew")
