"""An author brings a workbook with mistakes, mends it, previews, opens it, and changes it later."""

import io

import pytest
from openpyxl import Workbook

from tests.journeys.conftest import axe_violations
from tests.journeys.test_reading import SEATS, WITHOUT_SCRIPTS, sign_in
from tests.surveys.factories import make_member
from vecu.accounts.models import User
from vecu.accounts.queries import list_audit
from vecu.surveys.models import Answer, Study

HEADERS = ["type", "name", "label::Français (fr)", "label::English (en)"]
CHOICES = [
    ["list_name", "name", "label::Français (fr)", "label::English (en)"],
    ["yes_no", "yes", "Oui", "Yes"],
    ["yes_no", "no", "Non", "No"],
]
MENDED = [
    ["select_one yes_no", "uses", "Utilisez-vous l’IA ?", "Do you use AI?"],
    ["text", "why", "Pourquoi ?", "Why?"],
]
WITH_MISTAKES = [
    ["select_one yes_or_no", "uses", "Utilisez-vous l’IA ?", "Do you use AI?"],  # no such list
    ["texte", "why", "Pourquoi ?", "Why?"],  # no such type
]
LACKS = [
    "until when answers are kept",
    "whom people can write to",
    "who is responsible for the data",
    "the legal basis",
    "who runs the server",
    "under which name",
]
SECOND = [
    ["text", "uses", "Comment utilisez-vous l’IA ?", "How do you use AI?"],
    ["text", "why", "Pourquoi ?", "Why?"],
    ["text", "since", "Depuis quand ?", "Since when?"],
]


def workbook(questions):
    """Return an .xlsx as a spreadsheet program would save it."""
    book = Workbook()
    for title, rows in {"survey": [HEADERS, *questions], "choices": CHOICES}.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.remove(book["Sheet"])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def bring(author, questions):
    author.page.set_input_files(
        "input[type=file]",
        {
            "name": "essai.xlsx",
            "mimeType": "application/octet-stream",
            "buffer": workbook(questions),
        },
    )


def press_open(author):
    """Press the button that opens a way in; above it a link says nearly the same."""
    author.page.get_by_role("button", name=author.translated("Open"), exact=True).first.click()
    author.look()


def rows_of(author):
    """Return the words in each cell of the table on the page, row by row."""
    rows = author.page.locator("main tbody tr").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


@pytest.mark.parametrize("seat", [*SEATS, WITHOUT_SCRIPTS])
def test_from_a_workbook_with_mistakes_to_a_second_version(person, seat):
    make_member("author")
    User.objects.update(may_create_studies=True)
    author = sign_in(person, seat, "author")

    author.press("Create a study")
    author.page.locator("[name=title_fr]").fill("L’IA chez nous")
    author.page.locator("[name=title_en]").fill("AI at our place")
    author.page.locator("[name=purpose_fr]").fill("Comprendre.")
    author.page.locator("[name=slug]").fill("essai")
    bring(author, WITH_MISTAKES)
    author.press("Create the study and see its pages")
    author.reads("This workbook cannot be published yet")
    errors = [row for row in rows_of(author) if row[0] == author.translated("error")]
    assert [row[1:5] for row in errors] == [
        ["survey", "2", "type (A2)", "yes_or_no"],
        ["survey", "3", "type (A3)", "texte"],
    ]
    assert author.page.locator("[name=title_fr]").input_value() == "L’IA chez nous"
    assert not Study.objects.exists()

    bring(author, MENDED)
    author.press("Create the study and see its pages")
    author.reads("This is a preview: nothing is sent or saved.")
    screens = author.page.locator(".phone")
    assert screens.count() == 2 * 3  # the first page and two questions, in two languages
    assert "Utilisez-vous l’IA" in screens.nth(2).inner_text()
    assert "Do you use AI?" in screens.nth(3).inner_text()
    assert author.page.locator(".phone :enabled, .phone a[href]").count() == 0

    author.go("studies/essai/link/")
    author.page.locator("[name=opens]").first.fill("2026-11-02")
    press_open(author)
    author.reads("There is a problem")
    missing = author.page.locator(".notice.warning")
    assert missing.locator("li").all_inner_texts() == [author.translated(name) for name in LACKS]
    assert author.page.locator("[name=opens]").first.input_value() == "2026-11-02"
    author.press("Add this")
    author.page.locator("[name=contact]").fill("nous@example.org")
    author.page.locator("[name=retained_until]").fill("2099-12-31")
    author.page.locator("[name=controller]").fill("Université du Val-de-Sève, 1 place du Marché")
    author.page.locator("[name=legal_basis]").select_option("public-task")
    author.page.locator("[name=server_operator]").select_option("union")
    author.page.locator("[name=server_operator_name]").fill("Union du Val-de-Sève")
    author.press("Save and see its pages")
    author.go("studies/essai/link/")
    assert missing.count() == 0
    press_open(author)

    somebody = person(**seat)
    somebody.go("take/essai/")
    assert "Université du Val-de-Sève" in somebody.page.locator("main").inner_text()
    assert "www.cnil.fr" not in somebody.page.locator("main").inner_text()  # folded
    somebody.page.locator("summary").click()
    assert "www.cnil.fr" in somebody.page.locator("details").inner_text()
    assert not somebody.looks or axe_violations(somebody.page) == []
    somebody.press("Start")
    somebody.choose("yes")
    somebody.press("Continue")

    author.open_group("Prepare")
    author.press("Questionnaire")
    bring(author, SECOND)
    author.press("Check the workbook")
    author.reads("Ready to be published")
    assert Study.objects.get().versions.count() == 1
    author.press("Publish this version")
    lines = {row[0].strip(): row[-1] for row in rows_of(author)}
    assert lines == {
        "uses": author.translated("Do not count answers from before and after together."),
        "since": author.translated("No answers before this version."),
    }

    author.go("studies/essai/link/")
    author.page.locator("form:has([value=open]) button").last.click()
    author.look()
    somebody.write("Pour gagner du temps.")  # who has begun goes on with the version they began
    somebody.press("Continue")
    somebody.press("Send")
    assert Answer.objects.get().fielding.version.number == 1
    newcomer = person(**seat)
    newcomer.go("take/essai/")
    newcomer.press("Start")
    assert "Comment utilisez-vous" in newcomer.page.locator("main").inner_text() or (
        "How do you use AI?" in newcomer.page.locator("main").inner_text()
    )

    author.go("studies/essai/audit/")
    assert [event.verb for event in list_audit(Study.objects.get().scope)] == [
        "set open",
        "published version",
        "set open",
        "changed description",
        "gave role",
        "began study",
    ]


@pytest.mark.parametrize("seat", SEATS)
def test_questions_picked_from_the_library_become_a_study(person, seat):
    make_member("author")
    User.objects.update(may_create_studies=True)
    author = sign_in(person, seat, "author")
    author.press("Question library")
    author.page.locator("label[for=pick-recognition]").click()
    author.press("Create a study with these questions")
    author.page.locator("[name=title_en]").fill("Recognition")
    author.press("Create the study and see its pages")

    author.reads("This is a preview: nothing is sent or saved.")
    assert author.page.locator(".phone").count() == 2 * 5
