"""The team signs in, reads stories, looks at figures and brings a file in."""

import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from tests.surveys.factories import make_member
from vecu.accounts.models import AuditEvent
from vecu.accounts.queries import get_account
from vecu.accounts.rules import Role
from vecu.datasets.actions import create_imported_study
from vecu.datasets.importing.codebook_file import read_codes
from vecu.datasets.queries import ImportOptions, get_study_plan
from vecu.search_folding import fold_for_search
from vecu.site.commands.demo import STUDY, make_study
from vecu.surveys.models import Answer
from vecu.surveys.queries import get_study
from vecu.tables import read_table

REAL = Path(__file__).parents[3] / "shared/data/coding/volker_chatgpt_survey"
SEATS = [
    pytest.param({"language": "fr", "phone": True}, id="French on a phone"),
    pytest.param({"language": "en", "phone": False}, id="English at a desk"),
]
"""Members at work: each language and each screen once; French words are longer, on a phone."""
WITHOUT_SCRIPTS = pytest.param(
    {"language": "en", "phone": False, "scripts": False}, id="without JavaScript"
)
"""One journey of each room is made in this seat as well."""


@pytest.fixture
def study():
    """The demonstration's inquiry, with its 260 people."""
    make_study(timezone.localdate())
    return get_study(STUDY)


def sign_in(person, seat, account):
    """Seat a member who signed in before; test_accounts and test_cards go by the form."""
    staff, session = person(**seat), Client()
    session.force_login(get_account(account))
    cookie = session.cookies[settings.SESSION_COOKIE_NAME]
    staff.page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": staff.site, "sameSite": "Lax"}]
    )
    staff.go("studies/")
    return staff


@pytest.mark.parametrize("seat", SEATS)
def test_a_researcher_reads_one_persons_stories_and_looks_at_every_figure(person, study, seat):
    make_member("researcher", study, Role.RESEARCHER)
    researcher = sign_in(person, seat, "researcher")
    researcher.go(f"studies/{STUDY}/")
    researcher.open_group("Read")
    researcher.page.locator("main dl a").first.click()
    researcher.look()
    researcher.press("Next person")
    assert AuditEvent.objects.filter(verb="read answer").count() == 2

    researcher.go(f"studies/{STUDY}/figures/")
    text = researcher.page.locator("main").inner_text()
    assert "260" in text
    assert "%" not in text  # an open poll: counts only
    assert researcher.page.locator("main svg").count() >= 10

    researcher.go(f"studies/{STUDY}/completion/")
    researcher.reads("Where people stopped")


@pytest.mark.parametrize("seat", SEATS)
def test_an_owner_pauses_the_inquiry_says_who_may_read_and_sees_who_did(person, study, seat):
    make_member("owner", study, Role.OWNER)
    owner = sign_in(person, seat, "owner")
    owner.go(f"studies/{STUDY}/link/")
    owner.press("Pause")
    assert study.fieldings.get().state == "paused"
    owner.go(f"studies/{STUDY}/members/")
    owner.go(f"studies/{STUDY}/audit/")
    assert "owner" in owner.page.locator("main").inner_text()


@pytest.mark.parametrize("seat", SEATS)
def test_filters_leave_the_people_who_gave_one_of_the_answers_chosen(person, study, seat):
    make_member("coder", study, Role.CODER)
    coder = sign_in(person, seat, "coder")
    expected = sum(
        answer.values.get("work", {}).get("sector") in {"social_work", "health"}
        and any(
            story.get("after", {}).get("kind") == "creative" for story in answer.values["story"]
        )
        for answer in Answer.objects.all()
    )
    assert 2 < expected < 260
    coder.go(f"studies/{STUDY}/stories/")
    coder.page.get_by_text(coder.translated("Choose which answers to show")).click()
    for name, values in {"sector": ["social_work", "health"], "kind": ["creative"]}.items():
        question = coder.page.locator(f"main form details details:has(input[name$={name}])")
        question.locator("summary").focus()
        coder.page.keyboard.press("Enter")
        for value in values:
            question.locator(f"input[value={value}]").focus()
            coder.page.keyboard.press("Space")
    coder.look()
    coder.press("Show")

    assert f"{expected} " in coder.page.get_by_role("status").inner_text()
    notice = coder.page.locator("main .notice").inner_text()
    assert notice.count("“" if seat["language"] == "en" else "«") == 3
    coder.go(f"studies/{STUDY}/figures/{coder.page.url[coder.page.url.index('?') :]}")
    assert coder.page.locator("main .cards strong").first.inner_text() == str(expected)


@pytest.mark.parametrize("seat", SEATS)
def test_a_coder_searches_reads_on_and_gets_a_sentence_for_what_cannot_be_searched(
    person, study, seat
):
    make_member("coder", study, Role.CODER)
    coder = sign_in(person, seat, "coder")
    told = [
        fold_for_search(str(values)) for values in Answer.objects.values_list("values", flat=True)
    ]
    expected = sum(" idees" in words for words in told)
    assert 2 < expected < 260
    coder.go(f"studies/{STUDY}/stories/")
    field = coder.page.get_by_label(coder.translated("Search in what people wrote"))
    field.fill("IDEES")
    field.press("Enter")
    coder.look()
    assert coder.page.locator("main mark").first.inner_text().lower() == "idées"
    assert f"{expected} " in coder.page.get_by_role("status").inner_text()
    assert field.input_value() == "IDEES"

    coder.page.locator("main dl a").first.click()
    coder.look()
    assert coder.page.locator("main mark").count() >= 1
    coder.press("Next person")
    assert coder.page.locator("main mark").count() >= 1
    coder.press("Back to the list")
    field.fill("?!")
    coder.press("Show")
    coder.reads("There is no word to search for here. Write at least one.")


def test_figures_stay_when_whoever_looks_at_them_was_signed_out_and_go_on_afterwards(person, study):
    make_member("researcher", study, Role.RESEARCHER)
    researcher = sign_in(person, {"language": "en", "phone": False}, "researcher")
    researcher.page.clock.install()
    researcher.go(f"studies/{STUDY}/figures/")
    figures = researcher.page.locator("#live")
    session = researcher.page.context.cookies()
    researcher.page.context.clear_cookies()
    researcher.page.clock.fast_forward(21_000)
    expect(researcher.page.get_by_role("alert")).to_contain_text("You are signed out")
    expect(figures).to_contain_text("260")
    researcher.page.clock.fast_forward(21_000)
    expect(researcher.page.get_by_role("alert")).to_have_count(1)
    researcher.look()

    researcher.page.context.add_cookies(session)
    researcher.page.clock.fast_forward(21_000)
    expect(researcher.page.get_by_role("alert")).to_have_count(0)
    expect(figures).to_contain_text("260")


def test_a_reader_sees_the_wording_and_no_answer(person, study):
    make_member("reader", study, Role.READER)
    reader = sign_in(person, {"language": "fr"}, "reader")
    reader.go(f"studies/{STUDY}/")

    text = reader.page.locator("main").inner_text()
    assert "260" not in text
    reader.go(f"studies/{STUDY}/stories/")
    reader.reads("Your role in this study does not permit this.")


@pytest.fixture
def real_study():
    """A study that asks what the real survey's files hold, and has no answer yet."""
    table = read_table((REAL / "chatgpt_en.csv").read_bytes())
    codes = read_codes(read_table((REAL / "codes_en.csv").read_bytes()))
    plan = get_study_plan(
        table, ImportOptions(codes=codes), title="ChatGPT", today=timezone.localdate()
    )
    return create_imported_study(plan, "chatgpt-en", title="ChatGPT")


@pytest.mark.skipif(not REAL.exists(), reason="the real ChatGPT survey is not here")
@pytest.mark.parametrize("seat", SEATS)
def test_a_real_survey_comes_in_through_the_browser_and_reads_well(person, real_study, seat):
    make_member("researcher", real_study, Role.RESEARCHER)
    researcher = sign_in(person, seat, "researcher")

    def bring_in():
        researcher.go("studies/chatgpt-en/import/")
        researcher.page.set_input_files("input[type=file]", str(REAL / "chatgpt_en.csv"))
        researcher.press("Continue")
        researcher.press("Check the rows")

    bring_in()
    for unknown in researcher.page.locator("main form select").all():  # −9 stands for no answer
        unknown.select_option(label=researcher.translated("No answer"))
    researcher.page.locator("#origin").fill("Adultes interrogés en ligne en 2023.")
    researcher.press("Try again with these values")
    assert Answer.objects.count() == 0  # nothing is kept before it is confirmed
    researcher.page.locator("button[name=confirm]").click()
    researcher.look()
    assert Answer.objects.count() == 101

    bring_in()
    assert researcher.page.locator("button[name=confirm]").count() == 0  # nothing new to keep
    researcher.press("Cancel and delete the file")
    assert Answer.objects.count() == 101

    researcher.go("studies/chatgpt-en/figures/")
    with (REAL / "chatgpt_en.csv").open() as file:
        often = sum(row["use_work"] == "5" for row in csv.DictReader(file, delimiter=";"))
    row = researcher.page.locator("main tr", has_text="almost daily").nth(1)
    assert row.locator("td").first.text_content().strip() == str(often)
    researcher.go("studies/chatgpt-en/stories/")
    researcher.page.locator("main dl a").first.click()
    researcher.look()


SMALL = """\
task;keep;sector;worries
Lettre à un juge;Oui;Travail social;mistakes cold
Idées de sorties;peut-être;Santé, soin;
;Oui;Travail social;
Résumer un dossier;Non;Travail social;
"""


@pytest.mark.parametrize("seat", [*SEATS, WITHOUT_SCRIPTS])
def test_a_file_from_a_french_spreadsheet_comes_in_and_what_cannot_be_read_is_named(
    person, study, seat, tmp_path
):
    file = tmp_path / "réponses.csv"
    file.write_bytes(SMALL.encode("cp1252"))
    make_member("researcher", study, Role.RESEARCHER)
    researcher = sign_in(person, seat, "researcher")
    before = Answer.objects.count()

    researcher.go(f"studies/{STUDY}/import/")
    researcher.press("Continue")  # no file chosen yet
    assert researcher.page.get_by_role("alert").is_visible()
    researcher.page.set_input_files("input[type=file]", str(file))
    researcher.press("Continue")
    assert researcher.page.locator("#delimiter").input_value() == ";"
    researcher.press("Check the rows")
    text = researcher.page.locator("main").inner_text()
    assert "peut-être" in text
    researcher.page.locator("button[name=confirm]").click()  # nothing is said of the origin yet
    assert researcher.page.get_by_role("alert").is_visible()
    researcher.page.locator("#origin").fill("Demandé par mail aux juristes du syndicat, en 2023.")
    researcher.page.locator("button[name=confirm]").click()
    researcher.look()

    assert Answer.objects.count() == before + 3
    assert {answer.fielding.mode for answer in Answer.objects.all()} == {"open", "imported"}
