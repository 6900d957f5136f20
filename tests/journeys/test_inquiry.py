"""A whole inquiry: ten mistakes mended, relays and cards, four ways to answer, search, data out."""

import io
import re
import zipfile
from pathlib import Path

import pyarrow.parquet
import pyreadstat
import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.test_authoring import press_open
from tests.journeys.test_openrosa_client import CLIENT, host
from tests.journeys.test_reading import sign_in
from tests.surveys.factories import make_member
from vecu.accounts.models import User
from vecu.surveys.models import Answer, Study

pytestmark = pytest.mark.skipif(
    not CLIENT.exists(), reason="ODK Web Forms is not installed: run ./run test with npm"
)

HEADINGS = [
    "type", "name", "label::Français (fr)", "label::English (en)", "relevant", "constraint",
    "calculation",
]  # fmt: skip
LISTS = ["list_name", "name", "label::Français (fr)", "label::English (en)"]
MISTAKEN = {
    "survey": [
        HEADINGS,
        ["select_one yes_or_no", "uses", "Utilisez-vous l’IA ?", "Do you use AI?"],
        ["texte", "why", "Pourquoi ?", "Why?"],
        ["integer", "uses", "Combien d’heures ?", "How many hours?"],
        ["integer", "hours", "Combien d’heures ?", "How many hours?", None, ". >= and . <= 168"],
        ["text", "fears", "Que craignez-vous ?", "What do you fear?", "${nobody} = 'yes'"],
        ["calculate", "first", None, None, None, None, "${second} + 1"],
        ["calculate", "second", None, None, None, None, "${first} + 1"],
        ["text", "meta", "Autre chose ?", "Anything else?"],
        ["end group"],
        ["text", "hopes", "Qu’espérez-vous ?", "What do you hope for?", "hoped()"],
    ],
    "choices": [
        LISTS,
        ["yes_no", "yes", "Oui", "Yes"],
        ["yes_no", "yes", "Non", "No"],
    ],
}
CELLS = {
    ("survey", "A2"), ("survey", "A3"), ("survey", "B4"), ("survey", "F5"), ("survey", "E6"),
    ("survey", "G7"), ("survey", "B9"), ("survey", "A10"), ("survey", "E11"), ("choices", "B3"),
}  # fmt: skip
MENDED = {
    "survey": [
        HEADINGS,
        ["select_one yes_no", "uses", "Utilisez-vous l’IA ?", "Do you use AI?"],
        ["text", "why", "Pourquoi ?", "Why?"],
        ["integer", "hours", "Combien d’heures ?", "How many hours?", None, ". >= 0 and . <= 168"],
    ],
    "choices": [LISTS, ["yes_no", "yes", "Oui", "Yes"], ["yes_no", "no", "Non", "No"]],
}
# What four people say; the words of one are looked for, and all of it must come out again.
WORDS = ["Les courriers, le soir.", "Pour l’équipe.", "Écrire des bilans.", "Some letters."]
HOURS = [2, 3, 5, 35]


def bring(author, sheets):
    book = Workbook()
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.remove(book["Sheet"])
    written = io.BytesIO()
    book.save(written)
    file = {"name": "essai.xlsx", "mimeType": "application/octet-stream"}
    author.page.set_input_files("main input[type=file]", {**file, "buffer": written.getvalue()})
    author.press("Create the study and see its pages")


def begin(author):
    author.press("Create a study")
    for name, text in {
        "title_fr": "L’IA chez nous",
        "title_en": "AI at our place",
        "purpose_fr": "Comprendre.",
        "purpose_en": "To understand.",
        "slug": "essai",
        "contact": "nous@example.org",
        "retained_until": "2099-12-31",
        "controller": "Université du Val-de-Sève",
    }.items():
        author.page.locator(f"[name={name}]").fill(text)
    author.page.locator("[name=legal_basis]").select_option("consent")
    author.page.locator("[name=server_operator]").select_option("union")
    author.page.locator("[name=server_operator_name]").fill("Union du Val-de-Sève")


def mistakes(author):
    """Return sheet and cell of every error that the page tells."""
    rows = author.page.locator("main tbody tr").all()
    cells = [row.locator("th, td").all_inner_texts() for row in rows]
    errors = [cell for cell in cells if cell[0] == author.translated("error")]
    return {(cell[1], re.search(r"\((\w+)\)", cell[3])[1]) for cell in errors}


def add_relay(author, name):
    author.go("studies/essai/relays/")
    author.page.locator("[name=name]").fill(name)
    author.press("Add the relay")


def draw_cards(author):
    """Draw a batch and return the first code on its sheets."""
    author.go("studies/essai/relays/")
    author.page.locator("[name=count]").fill("20")
    with author.page.expect_download() as download:
        author.page.get_by_role("button", name=author.translated("Draw and download")).click()
    text = PdfReader(download.value.path()).pages[0].extract_text()
    author.go("studies/essai/relays/")
    return re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b", text)[0]


def answer(worker, words, hours):
    worker.choose("yes")
    worker.press("Continue")
    worker.write(words)
    worker.press("Continue")
    worker.write(str(hours))
    worker.press("Continue")
    worker.press("Send")
    worker.reads("Your answers have arrived.")


def answer_by_another_program(worker, words, hours):
    """Fill the form in ODK Web Forms, which knows nothing of our pages."""
    page = worker.page
    page.route("**/webforms/**", host)
    page.goto(f"{worker.site}/webforms/host.html#/openrosa/essai")
    page.get_by_label(re.compile("^(Yes|Oui)$")).check(timeout=60_000)
    page.locator("input[type=text]:not(.p-inputnumber-input)").first.fill(words)
    page.get_by_role("spinbutton").press_sequentially(str(hours))
    page.keyboard.press("Tab")
    page.get_by_role("button", name=re.compile("^(Send|Envoyer)")).click()
    expect(page.locator("#reply")).to_contain_text("201", timeout=30_000)


def taken_out(author, file_format, folder):
    """Download all answers in a format and return the file of people."""
    author.go("studies/essai/data/")
    author.choose(file_format)
    with author.page.expect_download() as download:
        author.page.get_by_role("button", name=author.translated("Download")).click()
    archive = zipfile.ZipFile(download.value.path())
    name = next(name for name in archive.namelist() if name.endswith(f".{file_format}"))
    return Path(archive.extract(name, folder))


def test_an_inquiry_from_ten_mistakes_to_files_that_other_programs_read(person, tmp_path):
    """In French, on a phone; test_authoring has an author in each language and on each screen."""
    make_member("author")
    User.objects.update(may_create_studies=True)
    author = sign_in(person, {"language": "fr", "phone": True}, "author")
    begin(author)
    bring(author, MISTAKEN)
    assert mistakes(author) == CELLS
    assert not Study.objects.exists()
    bring(author, MENDED)
    author.reads("This is a preview: nothing is sent or saved.")
    author.go("studies/essai/link/")
    press_open(author)

    add_relay(author, "Union des assistantes")
    add_relay(author, "Réseau du soin")
    card = draw_cards(author)
    press_open(author)

    ways = ("by/union-des-assistantes/", "by/reseau-du-soin/")
    for way, words, hours in zip(ways, WORDS, HOURS, strict=False):
        worker = person(language="fr", phone=True, scripts=way == ways[0])
        worker.go(f"take/essai/{way}")
        worker.press("Start")
        answer(worker, words, hours)
    worker = person(language="fr", phone=True)
    worker.go("take/essai/card/")
    worker.write(card)
    worker.press("Start or continue")
    answer(worker, WORDS[2], HOURS[2])
    answer_by_another_program(person(language="en", phone=False), WORDS[3], HOURS[3])
    assert Answer.objects.count() == 4

    author.go("studies/essai/stories/?words=EQUIPE")
    found = author.page.locator("main").inner_text()
    assert "Pour l’équipe." in found
    assert "Some letters." not in found

    said = sorted(zip(WORDS, HOURS, strict=True))
    labelled, meta = pyreadstat.read_sav(taken_out(author, "sav", tmp_path), output_format="dict")
    assert sorted(zip(labelled["why"], labelled["hours"], strict=True)) == said
    question = meta.column_names_to_labels["uses"].replace("\N{NO-BREAK SPACE}", " ")
    assert question == "Utilisez-vous l’IA ?"
    people = pyarrow.parquet.read_table(taken_out(author, "parquet", tmp_path)).to_pydict()
    assert sorted(zip(people["why"], people["hours"], strict=True)) == said
    sheet = load_workbook(taken_out(author, "xlsx", tmp_path)).worksheets[0]
    names, *rows = sheet.iter_rows(values_only=True)
    why, hours = names.index("why"), names.index("hours")
    assert sorted((row[why], row[hours]) for row in rows) == said
