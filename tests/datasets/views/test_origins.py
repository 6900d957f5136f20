"""On the Data page the origin of imported files is stated and corrected."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.datasets.conftest import NOW, TODAY
from tests.datasets.views.test_importing import member
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.datasets import actions, queries
from vecu.datasets.models import ImportedFile, Released
from vecu.datasets.queries import ImportOptions
from vecu.datasets.release_actions import freeze_extract, release
from vecu.datasets.release_figures import get_count_figure
from vecu.datasets.releases.planning import FigureRequest
from vecu.datasets.rules import ImportSource
from vecu.surveys.actions import ensure_import_fielding, store_imported_answers
from vecu.surveys.queries import Study
from vecu.tables import read_table

pytestmark = [pytest.mark.data, pytest.mark.django_db]
DATA = "/en/studies/stories/data/"
ORIGIN = "The union asked its members, in 2023."


@pytest.fixture
def ada(study: Study) -> Client:
    return member(study, "ada", Role.RESEARCHER)


@pytest.fixture
def noted(study: Study) -> ImportedFile:
    """A file that was imported, with its origin."""
    table = read_table(b"task;sector\nmails;health\n")
    plan = queries.get_import_plan(study, table, ImportOptions(), today=TODAY)
    source = ImportSource("answers.csv", ORIGIN)
    actions.import_file(plan, study, source, actor="ada", now=NOW)
    return ImportedFile.objects.get()


def of(file: ImportedFile) -> str:
    return reverse("datasets:origin", args=["stories", file.pk])


def stored() -> list[tuple[str, str]]:
    return list(ImportedFile.objects.values_list("name", "origin"))


def test_a_study_without_imports_has_no_origins(ada: Client) -> None:
    assert ada.get(DATA).context["sources"] == []
    typed = {"source": "a.csv", "origin": ORIGIN}
    assert ada.post(reverse("datasets:origin-new", args=["stories"]), typed).status_code == 404
    assert stored() == []


def test_a_file_is_listed_with_its_origin_and_both_can_be_corrected(
    ada: Client, noted: ImportedFile, study: Study
) -> None:
    page = ada.get(DATA)
    assert f"“answers.csv”: {ORIGIN}" in page.text
    assert [row.open for row in page.context["sources"]] == [False, False]
    assert (
        ada.post(of(noted), {"source": "union.csv", "origin": "Asked in 2024."})["Location"] == DATA
    )
    assert stored() == [("union.csv", "Asked in 2024.")]
    event = list_audit(study.scope)[0]
    assert (event.actor, event.verb, event.target) == ("ada", "stated origin", str(noted.pk))


def test_a_file_imported_before_there_were_origins_is_added(ada: Client, study: Study) -> None:
    fielding = ensure_import_fielding(study)
    store_imported_answers(fielding, [({"story": [{"task": "letter"}]}, "en")], TODAY)
    (row,) = ada.get(DATA).context["sources"]
    assert row.open
    typed = {"source": "old.csv", "origin": ORIGIN}
    ada.post(reverse("datasets:origin-new", args=["stories"]), typed)
    assert stored() == [("old.csv", ORIGIN)]
    assert ImportedFile.objects.get().fielding == fielding.pk


def test_a_blank_origin_is_refused_where_it_was_typed_and_the_name_stays(
    ada: Client, noted: ImportedFile
) -> None:
    page = ada.post(of(noted), {"source": "other.csv", "origin": " "})
    assert page.status_code == 422
    assert '<a href="#origins">Say where these answers come from' in page.text
    first, last = page.context["sources"]
    assert (first.open, last.open) == (True, False)
    assert [field.value for field in first.fields] == ["", "other.csv"]
    assert stored() == [("answers.csv", ORIGIN)]


def test_a_file_of_another_study_is_404(ada: Client, noted: ImportedFile) -> None:
    address = reverse("datasets:origin", args=["stories", uuid4()])
    assert ada.post(address, {"source": "a.csv", "origin": ORIGIN}).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OWNER, 302), (Role.RESEARCHER, 302), (Role.CODER, 403), (Role.READER, 403), (None, 404)],
)
def test_those_who_import_say_where_files_come_from(
    study: Study, noted: ImportedFile, role: Role | None, status: int
) -> None:
    client = member(study, "someone", role)
    assert client.post(of(noted), {"source": "a.csv", "origin": ORIGIN}).status_code == status


def test_a_figure_names_the_file_and_its_origin_and_a_correction_with_the_next_count(
    study: Study,
) -> None:
    rows = "".join(f"{number};mails;health\n" for number in range(30))
    table = read_table(f"id;task;sector\n{rows}".encode())
    plan = queries.get_import_plan(study, table, ImportOptions(), today=TODAY)
    actions.import_file(plan, study, ImportSource("a.csv", ORIGIN), actor="ada", now=NOW)
    extract = freeze_extract(study, [], by="ada", now=NOW)
    request = FigureRequest("/data/work/sector", "")
    (line,) = release(study.scope, [request], group="The team", by="ada", now=NOW)

    said = "30 imported from “a.csv” (The union asked its members, in 2023.)"
    assert said in get_count_figure(line, "en").origin
    assert extract.counts["sources"] == [{"name": "a.csv", "origin": ORIGIN}]

    file = ImportedFile.objects.get()
    actions.state_origin(study, file, ImportSource("a.csv", "In 2024."), by="ada", now=NOW)
    extract = freeze_extract(study, [], by="ada", now=NOW)

    assert extract.counts["sources"] == [{"name": "a.csv", "origin": "In 2024."}]
    assert Released.objects.get().content["sources"] == [{"name": "a.csv", "origin": ORIGIN}]
