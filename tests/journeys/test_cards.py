"""A union's member answers with a card from a phone, and the laboratory runs relays and cards."""

import io
import re

import pytest
from django.utils import timezone
from pypdf import PdfReader

from tests.surveys.factories import PASSWORD, describe_study, make_member
from vecu.accounts.rules import Role
from vecu.surveys.actions import add_relay, create_study, open_fielding
from vecu.surveys.library import get_template
from vecu.surveys.models import AccessCodeBatch, Answer
from vecu.surveys.queries import find_current_fielding
from vecu.surveys.rules import Mode


@pytest.fixture
def study():
    ready = get_template("testimonies")
    about = describe_study(ready.title, purpose=ready.purpose, asked_by={"fr": "Nous", "en": "We"})
    study = create_study(
        "testimonies", about, workbook=ready.workbook, workbook_name=ready.workbook_name
    )
    open_fielding(find_current_fielding(study, timezone.localdate()), today=timezone.localdate())
    add_relay(study, "Union des travailleurs sociaux")
    make_member("lea", study, Role.OWNER)
    return study


def sign_in(member) -> None:
    member.go("sign-in/")
    member.page.locator("input[name=account]").fill("lea")
    member.page.locator("input[name=password]").fill(PASSWORD)
    member.press("Sign in")


def draw(member) -> list[str]:
    """Draw a batch in the browser, open it, and return the codes on its sheets."""
    member.go("studies/testimonies/relays/")
    with member.page.expect_download() as download:
        member.page.get_by_role("button", name=member.translated("Draw and download")).click()
    with open(download.value.path(), "rb") as file:  # noqa: PTH123 Playwright's own path
        reader = PdfReader(io.BytesIO(file.read()))
    text = " ".join(page.extract_text() for page in reader.pages)
    member.go("studies/testimonies/relays/")
    return re.findall(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b", text)


@pytest.mark.parametrize(
    ("language", "phone", "scripts"),
    [("fr", True, False), ("en", False, True)],
    ids=["French on a phone without JavaScript", "English at a desk"],
)
def test_cards_are_drawn_handed_out_and_used_once(person, study, language, phone, scripts):
    member = person(language=language, phone=False)
    sign_in(member)
    codes = draw(member)
    assert len(codes) == 100
    open_fielding(
        find_current_fielding(study, timezone.localdate(), Mode.CARDS), today=timezone.localdate()
    )

    worker = person(language=language, phone=phone, scripts=scripts)
    worker.go("take/testimonies/card/")
    worker.reads("Your card does not say who you are.")
    worker.write("KD7M")
    worker.press("Start or continue")
    assert worker.page.get_by_role("alert").is_visible()
    worker.write(codes[0].lower().replace("-", " "))
    worker.press("Start or continue")
    worker.choose("use")
    worker.press("Continue")
    worker.write("Un bilan")
    worker.press("Continue")
    worker.press("Save and finish later")
    worker.reads("Keep your card")

    other = person(language=language, phone=phone, scripts=scripts)
    other.go(f"take/testimonies/card/#{codes[0]}")
    if scripts:  # a scanned code stands in its field, and no longer in the address
        assert other.page.locator("#code").input_value() == codes[0]
        assert "#" not in other.page.url
    else:
        other.write(codes[0])
    other.press("Start or continue")
    while not other.page.url.endswith("/review/"):
        other.press("Continue")
    other.press("Send")
    other.reads("Your answers have arrived.")
    assert Answer.objects.get().values["story"][0]["task"] == "Un bilan"

    worker.go("take/testimonies/card/")
    worker.write(codes[0])
    worker.press("Start or continue")
    worker.reads("This card has been used")

    member.go("studies/testimonies/relays/")
    member.reads("fewer than 11")
    member.press("Revoke unused cards")
    assert AccessCodeBatch.objects.get().revoked


@pytest.mark.parametrize(("language", "phone"), [("fr", True), ("en", False)])
def test_a_relay_s_page_and_the_staff_s_hold_nothing_that_axe_objects_to(
    person, study, language, phone
):
    someone = person(language=language, phone=phone)
    someone.go("take/testimonies/by/union-des-travailleurs-sociaux/")
    someone.reads("We do not ask who you are.")
    someone.page.locator("summary").click()
    someone.seen.clear()
    someone.look()
    someone.reads("What we promise")
    sign_in(someone)
    draw(someone)
    someone.go("studies/testimonies/")


@pytest.mark.parametrize(
    ("language", "phone", "scripts"),
    [("fr", True, True), ("en", False, False)],
)
def test_a_relay_gets_a_short_link_and_a_poster_is_renamed_and_removed(
    person, study, language, phone, scripts
):
    member = person(language=language, phone=phone, scripts=scripts)
    sign_in(member)
    member.go("studies/testimonies/relays/")
    member.page.locator("#id_name").fill("Fédération des œuvres")
    member.page.locator("#id_link").fill("fdo")
    member.press("Add the relay")
    assert "/take/testimonies/by/fdo/" in member.page.locator("main").inner_text()
    for name in ("Français", "English"):
        with member.page.expect_download() as download:
            member.page.get_by_role("link", name=name).last.click()
        with open(download.value.path(), "rb") as file:  # noqa: PTH123 Playwright's own path
            assert len(PdfReader(io.BytesIO(file.read())).pages) == 1

    member.page.locator("#id_name").fill("Fédération nouvelle")
    member.press("Rename")
    member.reads("The relay is renamed. Its link has not changed.")
    member.press("See what becomes of its counts and cards, then remove it")
    member.reads("Its counts will be erased. This cannot be undone.")
    member.press("Remove the relay")
    member.reads("The relay is removed.")
    assert not study.relays.filter(slug="fdo").exists()


def test_a_worker_without_a_camera_types_the_short_address_and_the_code(person, study):
    member = person(language="fr", phone=False)
    sign_in(member)
    code = draw(member)[0]
    today = timezone.localdate()
    open_fielding(find_current_fielding(study, today, Mode.CARDS), today=today)

    worker = person(language="fr", phone=True, scripts=False)
    worker.go("card")  # as it stands on the card, without the last slash
    worker.write(code.replace("-", " ").lower())
    worker.page.get_by_role("button", name="English").click()
    worker.page.locator("html[lang=en]").wait_for()
    worker.language = "en"
    worker.press("Continue")
    worker.reads("Your card does not say who you are.")
    assert worker.page.locator("#code").input_value() == code.replace("-", " ").lower()
    worker.press("Start or continue")
    assert worker.page.url.endswith("/en/take/testimonies/q/stance/")


def test_back_from_the_first_question_leads_to_the_page_that_asks_for_the_card(person, study):
    """On the path that is printed on every card; a browser does not ask a form's answer again."""
    member = person(language="fr", phone=False)
    sign_in(member)
    code = draw(member)[0]
    today = timezone.localdate()
    open_fielding(find_current_fielding(study, today, Mode.CARDS), today=today)

    worker = person(language="fr", phone=True)
    worker.go("card/")
    worker.write(code)
    worker.press("Continue")
    worker.press("Start or continue")
    worker.page.go_back()
    worker.reads("I have a card")
    assert worker.page.url.endswith("/card/")
    worker.page.go_forward()
    worker.reads("Save and finish later")
    worker.press("Save and finish later")
    worker.press("Continue now")
    worker.page.go_back()
    worker.reads("Save and finish later")
