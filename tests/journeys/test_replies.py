"""Somebody says of three findings whether they hold where they work, and why of one of them."""

import pytest

from tests.evidence.factories import make_published_finding
from tests.surveys.factories import make_study
from vecu.replies.models import Reason, Reply


@pytest.fixture
def study():
    study = make_study("testimonies")
    for number in range(1, 4):
        sentence = {"fr": f"Constat {number}", "en": f"Finding {number}"}
        make_published_finding(study.scope, sentence=sentence)
    return study


@pytest.mark.parametrize(
    ("language", "phone", "scripts"),
    [("fr", True, False), ("en", False, True)],
    ids=["French on a phone without JavaScript", "English at a desk"],
)
def test_a_worker_replies_to_three_findings_and_says_why(person, study, language, phone, scripts):
    worker = person(language=language, phone=phone, scripts=scripts)
    worker.go("take/testimonies/replies/")
    worker.press("See the first finding")
    for button in ("Where I work too", "Not where I work", "I do not know"):
        worker.press(button)
    worker.reads("Thank you")
    replies = Reply.objects.values_list("reply", flat=True)
    assert sorted(replies) == ["here", "not here", "unknown"]

    worker.press("Say why, in a line")
    worker.write("Chez nous, un outil est fourni.")
    worker.press("Send")
    worker.reads("Your receipt code")
    code = worker.page.locator(".code").inner_text()
    worker.press("Read or withdraw what I wrote")
    worker.write(code)
    worker.press("Continue")
    worker.press("Withdraw what I wrote")
    worker.press("Yes, erase it")
    assert not Reason.objects.exists()
    assert Reply.objects.count() == 3
