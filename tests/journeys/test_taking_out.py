"""The team takes all data out in the browser, and brings a labelled file in."""

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pyreadstat
import pytest
from django.utils import timezone

from tests.journeys.test_reading import SEATS, sign_in
from tests.surveys.factories import answer, make_member
from tests.surveys.factories import make_study as make_small_study
from vecu.accounts.models import AuditEvent, User
from vecu.accounts.rules import Role
from vecu.datasets.actions import create_imported_study
from vecu.datasets.importing.reader import open_file
from vecu.datasets.queries import ImportOptions, get_study_plan
from vecu.site.commands.demo import STUDY, make_study
from vecu.surveys.models import Answer, AnswerFile, SearchEntry
from vecu.surveys.queries import get_study


@pytest.fixture
def study():
    """The demonstration's inquiry, with its 260 people."""
    make_study(timezone.localdate())
    return get_study(STUDY)


def download(person) -> zipfile.ZipFile:
    with person.page.expect_download() as found:
        button = person.page.locator("main form button.btn")
        assert button.inner_text() == person.translated("Download")
        button.click()
    return zipfile.ZipFile(found.value.path())


@pytest.mark.parametrize("seat", SEATS)
def test_a_researcher_takes_all_answers_out_for_a_spreadsheet(person, study, seat):
    make_member("researcher", study, Role.RESEARCHER)
    researcher = sign_in(person, seat, "researcher")
    researcher.go(f"studies/{STUDY}/")
    researcher.open_group("Publish")
    researcher.press("Export data")
    assert "%" not in researcher.page.locator("main").inner_text()

    archive = download(researcher)

    text = archive.read(f"{STUDY}-people.csv").decode("utf-8-sig")
    delimiter = ";" if seat["language"] == "fr" else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
    assert len(rows) == 260
    said = sum(a.values.get("work", {}).get("sector") == "health" for a in Answer.objects.all())
    assert sum(row["sector"] == "health" for row in rows) == said > 0
    opening = {"fr": "ENQUÊTE OUVERTE", "en": "OPEN POLL"}[seat["language"]]
    assert opening in archive.read("README.txt").decode()
    event = AuditEvent.objects.get(verb="took data out")
    assert (event.actor, event.detail["people"]) == ("researcher", 260)


def test_what_left_for_spss_comes_in_elsewhere_with_its_labels(person, study, tmp_path: Path):
    """Of those who told one story, so that the page of columns stays short."""
    SearchEntry.objects.all().delete()
    Answer.objects.filter(values__story__1__isnull=False).delete()
    people = Answer.objects.count()
    make_member("researcher", study, Role.RESEARCHER)
    researcher = sign_in(person, {"language": "en", "phone": False}, "researcher")
    researcher.go(f"studies/{STUDY}/data/")
    researcher.choose("sav")
    researcher.choose("wide")
    archive = download(researcher)
    path = Path(archive.extract(f"{STUDY}-people.sav", tmp_path))
    _found, meta = pyreadstat.read_sav(path, output_format="dict")
    assert "story_1_task" in meta.column_names
    opened = open_file(path.read_bytes())
    plan = get_study_plan(
        opened.table, ImportOptions(codes=opened.codes), title="T", today=timezone.localdate()
    )
    other = create_imported_study(plan, "other", title="Other")
    make_member("second", other, Role.RESEARCHER)

    second = sign_in(person, {"language": "fr", "phone": True}, "second")
    second.go("studies/other/import/")
    second.page.set_input_files("input[type=file]", str(path))
    second.press("Continue")
    sector = meta.column_names_to_labels["sector"]
    assert sector in second.page.locator("main form label", has_text="sector:").first.inner_text()
    second.press("Check the rows")
    second.page.locator("#origin").fill("Exporté de l’enquête « témoignages ».")
    second.page.locator("button[name=confirm]").click()
    second.look()

    assert Answer.objects.filter(fielding__study=other).count() == people > 100


CODES = """\
item_name,item_label,value_name,value_label
ia,Utilisez-vous l’IA ?,1,Oui
ia,Utilisez-vous l’IA ?,2,Non
ia,Utilisez-vous l’IA ?,9,[sans réponse]
"""


def two_sheets(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["about"])
    book.active.append(["a survey of 2023"])
    page = book.create_sheet("Réponses")
    page.append(["id", "ia", "debut"])
    for number in range(1, 7):
        page.append([number, 9 if number == 6 else 1 + number % 2, "09:30:00"])
    book.save(path)
    return path


@pytest.mark.parametrize("seat", SEATS)
def test_a_study_begins_from_a_workbook_of_answers(person, db, seat, tmp_path: Path):
    codes = tmp_path / "codes.csv"
    codes.write_text(CODES, encoding="utf-8")
    make_member("author")
    User.objects.update(may_create_studies=True)
    author = sign_in(person, seat, "author")
    author.press("Create a study from a file of answers")
    author.press("Continue")  # no file chosen yet
    assert author.page.get_by_role("alert").is_visible()
    author.page.set_input_files("#file", str(two_sheets(tmp_path / "enquête.xlsx")))
    author.page.set_input_files("#codes", str(codes))
    author.press("Continue")
    author.page.select_option("#sheet", "Réponses")
    author.press("Read the file again")
    author.reads("Its questions")
    line = author.page.locator("main tr", has_text="Utilisez-vous l’IA ?").inner_text()
    assert [part.strip() for part in line.split("\t")[-2:]] == ["Oui · Non", "9 [sans réponse]"]
    author.page.locator("#origin").fill("Enquête de 2023 auprès des élus du CSE.")
    author.page.locator("#slug").fill("Not an address")
    author.page.locator("button[name=confirm]").click()
    assert author.page.get_by_role("alert").is_visible()
    author.look()
    author.page.locator("#slug").fill("survey-2023")
    author.page.locator("button[name=confirm]").click()
    author.look()
    author.press("Go to the study")
    values = list(Answer.objects.values_list("values", flat=True))
    assert len(values) == 6
    assert sum(each.get("ia") == "1" for each in values) == 2
    assert {each["debut"] for each in values} == {"09:30:00"}


def test_files_that_people_gave_come_in_a_folder_of_the_archive(person, db):
    form = "| survey | | | |\n| | type | name | label |\n| | image | photo | A picture? |\n"
    study = make_small_study(form=form)
    name = "11111111-1111-4111-8111-111111111111.png"
    given = answer(study, {"photo": name})
    AnswerFile.objects.create(name=name, answer=given, content=b"a picture")
    make_member("researcher", study, Role.RESEARCHER)
    researcher = sign_in(person, {"language": "fr", "phone": True}, "researcher")
    researcher.go("studies/small/data/")
    researcher.choose("yes")
    researcher.choose("csv")
    archive = download(researcher)
    (row,) = csv.DictReader(io.StringIO(archive.read("small-people.csv").decode()))
    assert archive.read(f"files/{row['photo']}") == b"a picture"
    assert AuditEvent.objects.get(verb="took data out").detail["files"] == 1
