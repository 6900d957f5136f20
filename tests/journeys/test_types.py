"""Every type of question met in a browser: on a phone or at a desk, with JavaScript or without."""

import pytest
from django.utils import timezone

from tests.journeys.test_testimony import EVERYONE, skip_to_the_review
from tests.surveys.factories import describe_study
from tests.surveys.full_database import EVERYTHING, png
from vecu.surveys.actions import accept_attachments, create_study, open_fielding
from vecu.surveys.models import Answer, AnswerFile
from vecu.surveys.queries import find_current_fielding


@pytest.fixture
def everything():
    about = describe_study({"fr": "Tout", "en": "Everything"})
    study = create_study(
        "everything", about, workbook=EVERYTHING.encode(), workbook_name="everything.md",
        files=accept_attachments({"tea.png": png()}),
    )  # fmt: skip
    open_fielding(find_current_fielding(study, timezone.localdate()), today=timezone.localdate())
    return study


def fill(worker, text: str) -> None:
    worker.write(text)
    worker.press("Continue")


def take(worker, *values: str) -> None:
    for value in values:
        worker.choose(value)
    worker.press("Continue")


def rank(worker, *places: str) -> None:
    for number, place in enumerate(places):
        worker.page.locator("main form select").nth(number).select_option(label=place)
    worker.press("Continue")


@pytest.mark.parametrize("seat", EVERYONE)
def test_a_person_answers_every_type_of_question(person, everything, seat):
    worker = person(**seat)
    worker.go("take/everything/")
    worker.press("Start")

    worker.page.locator("summary").click()
    worker.reads("More explanation")
    fill(worker, "neuf heures")
    assert "neuf heures" in worker.page.locator(".errsum").inner_text()
    fill(worker, "9h30")
    fill(worker, "23/11/2026 14:30")
    rank(worker, "1", "1", "3")
    assert worker.page.locator(".errsum").is_visible()
    rank(worker, "2", "1", "3")
    take(worker, "7")
    fill(worker, "12,5")
    take(worker, "OK")
    fill(worker, "48.85, 2.35")
    take(worker, "some")
    take(worker, "tea", "water")
    for box in ("table.mail", "table.notes"):
        worker.page.locator(f"input[name='{box}'][value='yes'] + label").click()
    worker.press("Continue")
    take(worker, "east")
    assert "Arles" not in worker.page.locator("main").inner_text()
    take(worker, "nancy")
    worker.page.locator("input[type=file]").set_input_files(
        {"name": "mine.png", "mimeType": "image/png", "buffer": png()}
    )
    worker.press("Continue")
    worker.press("Back")
    worker.reads("You have given:")
    skip_to_the_review(worker)
    worker.reads("a picture (PNG)")
    worker.press("Send")

    values = Answer.objects.get().values
    assert values.pop("photo") == AnswerFile.objects.get().name
    assert values == {
        "starts": "09:30:00",
        "meeting": "2026-11-23T14:30:00",
        "order": "coffee tea water",
        "sure": "7",
        "share": "12.5",
        "read": "OK",
        "place": "48.85 2.35",
        "trust": "some",
        "often": "tea water",
        "table": {"mail": "yes", "notes": "yes"},
        "region": "east",
        "town": "nancy",
    }


def test_places_are_given_with_the_keyboard_alone(person, everything):
    worker = person(language="en", phone=False, scripts=False)
    worker.go("take/everything/")
    worker.press("Start")
    fill(worker, "9:30")
    fill(worker, "23/11/2026 14:30")
    worker.page.locator("select").first.focus()
    for place in ("2", "1", "3"):
        worker.page.keyboard.press(place)
        worker.page.keyboard.press("Tab")
    worker.page.keyboard.press("Enter")
    worker.page.wait_for_url("**/q/sure/")
