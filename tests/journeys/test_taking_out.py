"""The team takes all data out in the browser, and brings a labelled file in."""

import csv
import io
import zipfile
from pathlib import Path

import pyreadstat
import pytest
from django.utils import timezone

from tests.journeys.test_reading import SEATS, sign_in
from tests.surveys.laboratory import make_member
from vecu.accounts.models import AuditEvent
from vecu.accounts.rules import Role
from vecu.datasets.actions import create_imported_study
from vecu.datasets.opening import open_file
from vecu.datasets.queries import Wishes, plan_study
from vecu.site.commands.demo import STUDY, make_study
from vecu.surveys.models import Answer
from vecu.surveys.queries import get_study


@pytest.fixture
def study():
    """The demonstration's inquiry, with its 240 people."""
    make_study(timezone.localdate())
    return get_study(STUDY)


def download(person) -> zipfile.ZipFile:
    with person.page.expect_download() as found:
        button = person.page.locator("main form button.btn")
        assert button.inner_text() == person.said("Download")
        button.click()
    return zipfile.ZipFile(found.value.path())


@pytest.mark.parametrize("seat", SEATS)
def test_a_researcher_takes_all_answers_out_for_a_spreadsheet(person, study, seat):
    make_member("researcher", study, Role.RESEARCHER)
    researcher = sign_in(person, seat, "researcher")
    researcher.go(f"studies/{STUDY}/")
    researcher.press("Data")
    assert "%" not in researcher.page.locator("main").inner_text()

    archive = download(researcher)

    text = archive.read(f"{STUDY}-people.csv").decode("utf-8-sig")
    delimiter = ";" if seat["language"] == "fr" else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
    assert len(rows) == 240
    said = sum(a.values.get("work", {}).get("sector") == "health" for a in Answer.objects.all())
    assert sum(row["sector"] == "health" for row in rows) == said > 0
    opening = {"fr": "ENQUÊTE OUVERTE", "en": "OPEN POLL"}[seat["language"]]
    assert opening in archive.read("README.txt").decode()
    event = AuditEvent.objects.get(verb="took data out")
    assert (event.actor, event.detail["people"]) == ("researcher", 240)


def test_what_left_for_spss_comes_in_elsewhere_with_its_labels(person, study, tmp_path: Path):
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
    plan = plan_study(
        opened.table, Wishes(codes=opened.codes), title="T", today=timezone.localdate()
    )
    other = create_imported_study(plan, "other", title="Other")
    make_member("second", other, Role.RESEARCHER)

    second = sign_in(person, {"language": "fr", "phone": True}, "second")
    second.go("studies/other/import/")
    second.page.set_input_files("input[type=file]", str(path))
    second.press("Continue")
    sector = meta.column_names_to_labels["sector"]
    assert sector in second.page.locator("main form label", has_text="sector:").first.inner_text()
    second.press("See what would arrive")
    second.page.locator("button[name=confirm]").click()
    second.look()

    assert Answer.objects.filter(fielding__study=other).count() == 240
