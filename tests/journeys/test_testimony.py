"""A worker tells, on a phone or at a desk, with or without JavaScript, in French or in English."""

from functools import partial

import pytest
from django.utils import timezone

from tests.surveys.factories import describe_study
from vecu.surveys.actions import (
    close_fielding,
    create_study,
    open_fielding,
    pause_fielding,
)
from vecu.surveys.library import get_template
from vecu.surveys.models import Answer, BreakoffCount, Draft
from vecu.surveys.queries import find_current_fielding

EVERYONE = [
    pytest.param({"language": language, "phone": phone, "scripts": scripts}, id=name)
    for language, phone, scripts, name in [
        ("fr", True, False, "French on a phone without JavaScript"),
        ("en", False, True, "English at a desk"),
    ]
]


@pytest.fixture
def fielding():
    ready = get_template("testimonies")
    about = describe_study(ready.title, purpose=ready.purpose, asked_by={"fr": "Nous", "en": "We"})
    study = create_study(
        "testimonies", about, workbook=ready.workbook, workbook_name=ready.workbook_name
    )
    fielding = find_current_fielding(study, timezone.localdate())
    open_fielding(fielding, today=timezone.localdate())
    return fielding


def begin(worker) -> None:
    worker.go("take/testimonies/")
    worker.reads("We do not ask who you are.")
    worker.press("Start")
    worker.choose("use")
    worker.press("Continue")


def tell_a_story(worker, task: str) -> None:
    for text in (task, "Finish before six", "An hour", "It invented a rule", "I checked the law"):
        worker.write(text)
        worker.press("Continue")
    keep = worker.page.locator("main form input[value=yes]").first.get_attribute("name")
    worker.choose("yes", keep)
    for choice in ("creative", "core"):
        worker.choose(choice)
    worker.press("Continue")


def skip_to_the_review(worker) -> None:
    while not worker.page.url.endswith("/review/"):
        worker.press("Continue")


def code_on(page) -> str:
    return page.locator(".code").inner_text()


@pytest.mark.parametrize("seat", EVERYONE)
def test_a_worker_tells_two_stories_reads_them_again_and_withdraws_them(person, fielding, seat):
    worker = person(**seat)
    begin(worker)

    worker.press("Continue")  # nothing written: the task is the one thing that is needed
    assert worker.page.title().startswith(worker.translated("Error:"))
    assert worker.page.get_by_role("alert").is_visible()

    tell_a_story(worker, "A letter to a judge")
    worker.choose("yes")
    worker.press("Continue")
    tell_a_story(worker, "Ideas for a group outing")
    worker.press("Continue")  # there is no other: that stands ticked

    worker.write("social worker")
    worker.choose("social_work")
    skip_to_the_review(worker)

    worker.page.locator("main a[href*='work.block']").first.click()
    worker.write("youth worker")
    worker.press("Continue")
    assert worker.page.url.endswith("/review/")
    worker.press("Send")
    receipt = code_on(worker.page)

    answer = Answer.objects.get()
    assert [story["task"] for story in answer.values["story"]] == [
        "A letter to a judge",
        "Ideas for a group outing",
    ]
    assert answer.values["work"] == {"occupation": "youth worker", "sector": "social_work"}
    assert not Draft.objects.exists()
    assert worker.page.context.cookies() == []

    worker.go("take/testimonies/mine/")
    worker.write(receipt.lower().replace("-", " "))
    worker.press("Continue")
    worker.page.get_by_text(worker.translated("Read it again")).click()
    assert "Ideas for a group outing" in worker.page.locator("main").inner_text()
    worker.press("Withdraw my answers")
    worker.press("Yes, erase them")
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("here", "there", "scripts", "first_on_a_phone"),
    [("fr", "en", False, True), ("en", "fr", True, False)],
    ids=["phone first, without JavaScript", "desk first"],
)
def test_answers_put_aside_on_one_device_are_taken_up_on_another(
    person, fielding, here, there, scripts, first_on_a_phone
):
    phone = person(language=here, phone=first_on_a_phone, scripts=scripts)
    begin(phone)
    phone.write("Un rapport de situation")
    phone.press("Continue")
    phone.write("Trouver les mots")
    phone.press("Save and finish later")
    code = code_on(phone.page)

    desk = person(language=there, phone=not first_on_a_phone)
    desk.go("take/testimonies/resume/")
    desk.write("KD7M-3XQP-TR9B")
    desk.press("Continue")
    assert desk.page.get_by_role("alert").is_visible()
    assert desk.page.locator("main form input[type=text]").input_value() == "KD7M-3XQP-TR9B"

    desk.write(code)
    desk.press("Continue")
    assert desk.page.locator("main textarea").input_value() == "Trouver les mots"


def test_back_after_an_error_asks_the_question_again_rather_than_warn_of_sending_twice(
    person, fielding
):
    worker = person()
    begin(worker)
    worker.press("Continue")  # an error: the task is needed
    worker.write("A letter to a judge")
    worker.press("Continue")
    worker.page.go_back()
    assert worker.page.locator("main textarea").input_value() == "A letter to a judge"
    assert not worker.page.title().startswith(worker.translated("Error:"))


@pytest.mark.parametrize("scripts", [True, False])
def test_whoever_leaves_at_once_leaves_nothing_behind(person, fielding, settings, scripts):
    worker = person(scripts=scripts)
    settings.QUICK_EXIT_URL = f"{worker.site}/fr/your-data/"
    begin(worker)
    worker.write("Quelque chose de secret")
    worker.press("Continue")
    worker.press("Leave at once")
    worker.page.wait_for_url("**/your-data/")

    assert not Draft.objects.exists()
    assert worker.page.context.cookies() == []
    assert [(count.page, count.people) for count in BreakoffCount.objects.all()] == [
        ("story.1.goal", 1)
    ]


def test_an_answer_that_makes_another_irrelevant_drops_it_at_sending(person, fielding):
    worker = person(scripts=False)
    begin(worker)
    worker.write("Un bilan")
    while "work.block/" not in worker.page.url:
        worker.press("Continue")
    worker.choose("no", of="work.known")
    worker.choose("yes", of="work.further")
    worker.press("Continue")
    worker.write("Parce que c’est mal vu")
    skip_to_the_review(worker)

    worker.page.locator("main a[href*='work.block/']").first.click()
    worker.choose("no_manager", of="work.known")
    worker.press("Continue")
    worker.press("Send")

    values = Answer.objects.get().values
    assert values["work"] == {"known": "no_manager", "further": "yes"}
    assert "details" not in values


@pytest.mark.parametrize(
    ("stop", "sentence"),
    [
        (pause_fielding, "paused"),
        (partial(close_fielding, today=timezone.localdate()), "closed"),
    ],
    ids=["paused", "closed"],
)
def test_a_stopped_inquiry_says_so_plainly(person, fielding, stop, sentence):
    stop(fielding)
    worker = person(language="en")

    worker.go("take/testimonies/")

    assert sentence in worker.page.locator("h1").inner_text().lower()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_the_pages_around_the_inquiry_hold_nothing_that_axe_objects_to(
    person, fielding, phone, language
):
    somebody = person(language=language, phone=phone)
    for address in (
        "", "take/", "findings/", "your-data/", "accessibility/", "take/testimonies/mine/",
        "take/none/", "sign-in/",
    ):  # fmt: skip
        somebody.go(address)


LONG = "Laboratoire-des-usages-de-l’intelligence-artificielle-au-travail-en-milieu-rural."
"""80 characters; with spaces in place of dashes, or with none, it is as long."""


@pytest.mark.parametrize("between", ["-", " ", ""], ids=["dashes", "spaces", "one word"])
def test_a_long_name_of_the_laboratory_makes_no_page_wider_than_a_phone(
    person, fielding, settings, between
):
    settings.LAB_NAME = LONG.replace("-", between).ljust(80, "e")
    worker = person(language="fr", phone=True)
    begin(worker)
    worker.write("Un bilan")
    worker.press("Continue")
    question = worker.page.url.partition("/fr/")[2]
    wide = []
    for width in (390, 320):
        worker.page.set_viewport_size({"width": width, "height": 700})
        for address in (
            "", "take/", "take/testimonies/", question, "take/testimonies/review/",
            "take/testimonies/mine/", "take/none/", "your-data/", "sign-in/",
        ):  # fmt: skip
            worker.page.goto(f"{worker.site}/fr/{address}")
            shown = worker.page.evaluate(
                "[document.documentElement.scrollWidth, document.querySelector('header .top')"
                ".getBoundingClientRect().height]"
            )
            if shown[0] > width or ("take/testimonies/" in address and shown[1] > 70):
                wide.append((address, width, shown))
    assert wide == []


def test_back_leads_on_from_the_pages_behind_a_receipt_code(person, fielding):
    worker = person(language="fr", phone=True, scripts=True)
    begin(worker)
    worker.write("Un bilan")
    worker.press("Continue")
    worker.go("take/testimonies/review/")
    worker.press("Send")
    receipt = code_on(worker.page)

    worker.go("take/testimonies/mine/")
    worker.write(receipt)
    worker.press("Continue")
    worker.page.get_by_text(worker.translated("Read it again")).click()
    worker.reads("Un bilan")
    worker.press("Your data")
    worker.page.go_back()
    worker.reads("Enter the code you got when you sent your answers.")

    worker.write(receipt)
    worker.press("Continue")
    worker.press("Withdraw my answers")
    worker.reads("Withdraw your answers?")
    worker.page.go_back()
    worker.reads("Enter the code you got when you sent your answers.")
