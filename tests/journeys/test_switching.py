"""A worker who reads two languages changes between them in the middle of a sentence."""

import pytest

from tests.journeys.test_testimony import begin, fielding  # noqa: F401 the inquiry that is told
from vecu.surveys.models import Draft


@pytest.mark.parametrize(
    ("phone", "scripts"),
    [(True, False), (False, True)],
    ids=["phone, without JavaScript", "desk, with JavaScript"],
)
def test_half_a_sentence_outlives_a_change_of_language(person, fielding, phone, scripts):  # noqa: F811
    worker = person(language="fr", phone=phone, scripts=scripts)
    begin(worker)
    worker.write("Rédiger un bil")

    worker.page.get_by_role("button", name="English").click()
    worker.page.wait_for_url("**/en/take/testimonies/q/story.1.task/")
    worker.language = "en"
    worker.look()
    assert worker.page.locator("textarea").input_value() == "Rédiger un bil"
    worker.press("Continue")
    worker.page.wait_for_url("**/en/take/testimonies/q/story.1.goal/")

    assert Draft.objects.get().values["story"][0]["task"] == "Rédiger un bil"


def test_by_keyboard_enter_goes_on_and_the_language_stands_before_the_content(person, fielding):  # noqa: F811
    worker = person(language="fr", phone=False, scripts=False)
    worker.go("take/testimonies/resume/")
    worker.page.locator("#code").fill("KD7M")
    worker.page.keyboard.press("Enter")
    worker.page.get_by_role("alert").wait_for()  # Enter tried the code
    assert "/fr/" in worker.page.url

    worker.page.locator("#code").fill("KD7M-3X")
    worker.page.get_by_role("button", name="English").focus()
    worker.page.keyboard.press("Enter")
    worker.page.locator("html[lang=en]").wait_for()
    assert worker.page.locator("#code").input_value() == "KD7M-3X"
