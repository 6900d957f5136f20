"""Create a study from a file in the browser: previewed first, with labels and codes."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.datasets.exports import export
from tests.datasets.importing.test_reader import TWO
from vecu.accounts.actions import create_member
from vecu.accounts.queries import get_member, get_role, list_audit
from vecu.accounts.rules import Role
from vecu.datasets.exporting.package import Format
from vecu.datasets.models import ImportedFile, Upload
from vecu.datasets.queries import get_import_questionnaire
from vecu.datasets.rules import estimate_dry_run_seconds, estimate_import_seconds
from vecu.questionnaires import QuestionType
from vecu.surveys.models import Answer
from vecu.surveys.queries import Study, get_study

pytestmark = [pytest.mark.data, pytest.mark.django_db]
BEGIN = "/en/studies/new/import/"
FILE = b"id;age;q1;when\n1;36;1;09:30:00\n2;41;2;14:00:00\n3;x;9;\n"
CODES = (
    b"item_name,item_label,value_name,value_label\n"
    b"q1,Do you use it?,1,Yes\nq1,Do you use it?,2,No\nq1,Do you use it?,9,[no answer]\n"
)


@pytest.fixture
def ada(db: None) -> Client:
    user = create_member("ada", "a long pass phrase of ours", may_create_studies=True)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def send(client: Client, content: bytes, codes: bytes = b"", **sent: str) -> HttpResponse:
    files: dict[str, Any] = {"file": SimpleUploadedFile("Survey of 2023.csv", content)}
    if codes:
        files["codes"] = SimpleUploadedFile("codes.csv", codes)
    return client.post(BEGIN, {"wording": "en", **files, **sent})


def unchanged_fields(page: HttpResponse, **changed: str) -> dict[str, str]:
    """Return the form data of an unchanged page."""
    named = {field.name: field.value for field in page.context["fields"] if field.kind == "text"}
    said = {"source": "survey.csv", "origin": "Asked by the union in 2023."}
    return {**named, **said, "wording": "en", "key": page.context["key"], **changed}


def test_a_file_with_codes_becomes_a_study_with_its_labels(ada: Client):
    where = send(ada, FILE, CODES)["Location"]
    page = ada.get(where)
    rows = {row.columns: row for row in page.context["questions"]}
    assert (rows[("q1",)].label, rows[("q1",)].choices) == ("Do you use it?", ("Yes", "No"))
    assert rows[("q1",)].missing == ("9 [no answer]",)
    assert [rows[(name,)].type for name in ("age", "when")] == ["text", "hour"]
    assert page.context["key"] == "id"
    assert not Study.objects.exists()
    done = ada.post(where, unchanged_fields(page, confirm=""))
    assert done.status_code == 200, done.text
    study = get_study("survey-of-2023")
    assert study.title == {"en": "Survey of 2023"}
    asked = get_import_questionnaire(study).questions["/data/q1"]
    assert [choice.label.say("en") for choice in asked.choices] == ["Yes", "No"]
    kept = sorted(Answer.objects.values_list("values", flat=True), key=lambda each: each["age"])
    assert kept == [
        {"age": "36", "q1": "1", "when": "09:30:00"},
        {"age": "41", "q1": "2", "when": "14:00:00"},
        {"age": "x"},
    ]
    assert not Upload.objects.exists()


@pytest.mark.parametrize("field", ["title", "slug", "sheet"])
def test_a_nul_that_a_database_cannot_keep_is_left_out_of_what_was_typed(ada: Client, field: str):
    where = send(ada, FILE)["Location"]
    typed = unchanged_fields(ada.get(where)) | {"read": "", field: "mine\x00"}

    assert ada.post(where, typed).status_code == 302
    assert Upload.objects.get().settings[field] == "mine"


def test_no_study_begins_without_the_origin_of_its_answers_and_what_was_typed_stays(ada: Client):
    where = send(ada, FILE)["Location"]
    typed = unchanged_fields(ada.get(where), confirm="", title="Mine", origin="")
    page = ada.post(where, typed)
    assert page.status_code == 422
    assert '<a href="#origin">Say where these answers come from' in page.text
    assert page.context["fields"][0].value == "Mine"
    assert page.context["source_fields"][1].value == "survey.csv"
    assert not Study.objects.exists()
    ada.post(where, typed | {"origin": "Asked by the union in 2023."})
    (file,) = ImportedFile.objects.all()
    assert (file.name, file.origin) == ("survey.csv", "Asked by the union in 2023.")
    assert file.fielding == get_study("mine").fieldings.get().pk


def test_who_begins_it_owns_it_and_the_audit_says_so(ada: Client):
    where = send(ada, FILE)["Location"]
    ada.post(where, unchanged_fields(ada.get(where), confirm="", slug="mine", title="Mine"))
    study = get_study("mine")
    assert get_role(get_member("ada"), study.scope) is Role.OWNER
    said = [(event.actor, event.verb) for event in list_audit(study.scope)]
    assert {("ada", "began study"), ("ada", "brought answers in")} <= set(said)
    assert str(study.fieldings.get().mode) == "imported"


@pytest.mark.parametrize("kind", [Format.SAV, Format.DTA])
def test_a_labelled_file_keeps_its_labels_values_and_what_is_missing(
    ada: Client, tmp_path: Path, kind: Format
):
    content = export(tmp_path, kind, language="fr")[f"kinds-people.{kind}"].read_bytes()
    where = send(ada, content)["Location"]
    page = ada.get(where)
    rows = {row.columns[0]: row for row in page.context["questions"]}
    assert (rows["use"].label, rows["use"].choices) == ("L’utilisez-vous ?", ("Oui", "Non"))
    assert rows["hours"].label == "Combien d’heures ?"
    assert [rows[name].type for name in ("years", "hours", "since")] == [
        "whole number", "number", "day"
    ]  # fmt: skip
    if kind is Format.SAV:
        assert rows["years"].missing == ("-98 Non posée", "-99 Sans réponse")
    ada.post(where, unchanged_fields(page, confirm="", slug="again"))
    found = {each["years"]: each for each in Answer.objects.values_list("values", flat=True) if
             "years" in each}  # fmt: skip
    assert found["7"]["use"] == "1"
    assert "hours" not in found["-3"]  # declared missing, so nothing


def test_another_sheet_is_read_when_it_is_chosen(ada: Client):
    where = send(ada, TWO)["Location"]
    page = ada.get(where)
    assert [option.label for option in page.context["sheets"]] == ["Sheet1", "Sheet2"]
    assert page.context["table"].columns == ("years",)
    again = ada.post(where, unchanged_fields(page, sheet="Sheet2", read="", title="Kept title"))
    assert again.status_code == 302
    page = ada.get(where)
    assert page.context["table"].columns == ("words", "hours")
    assert page.context["fields"][0].value == "Kept title"
    ada.post(where, unchanged_fields(page, confirm="", slug="second"))
    assert sorted(each["words"] for each in Answer.objects.values_list("values", flat=True)) == [
        "a", "b"
    ]  # fmt: skip


def test_the_key_can_be_changed_and_none_be_chosen(ada: Client):
    where = send(ada, FILE)["Location"]
    ada.post(where, unchanged_fields(ada.get(where), key=""))
    page = ada.get(where)
    assert page.context["key"] == ""
    assert ("id",) in {row.columns for row in page.context["questions"]}


@pytest.mark.parametrize(
    ("slug", "said"),
    [("taken", "There is already an inquiry"), ("no spaces", "no spaces"), ("new", "address of")],
)
def test_an_address_that_cannot_be_is_explained_and_nothing_is_lost(
    ada: Client, slug: str, said: str
):
    first = send(ada, FILE)["Location"]
    ada.post(first, unchanged_fields(ada.get(first), confirm="", slug="taken"))
    where = send(ada, FILE)["Location"]
    page = ada.post(where, unchanged_fields(ada.get(where), confirm="", slug=slug, title="Mine"))
    assert page.status_code == 422
    assert said in page.text
    assert [field.value for field in page.context["fields"][:2]] == ["Mine", slug]
    assert Study.objects.count() == 1
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "codes", "said"),
    [
        (b"", b"", "The file is empty"),
        (b"a;b\n", b"", "no rows below"),
        (FILE, b"a;b\n1;2\n", "The codes file has no column “item_name”"),
        (FILE, b"\x89PNG", "not a CSV file"),
    ],
)
def test_what_cannot_be_read_is_explained(ada: Client, content: bytes, codes: bytes, said: str):
    page = send(ada, content, codes, title="My title")
    assert page.status_code == 422
    assert said in page.text
    assert "My title" in page.text
    assert not Upload.objects.exists()


def test_a_form_without_a_file_is_explained(ada: Client):
    page = ada.post(BEGIN, {"wording": "en"})
    assert (page.status_code, "Choose a file first" in page.text) == (422, True)


def test_cancelling_deletes_the_file(ada: Client):
    where = send(ada, FILE)["Location"]
    upload = Upload.objects.get()
    assert upload.study is None
    assert ada.post(reverse("datasets:begin-cancel", args=[upload.pk])).status_code == 302
    assert not Upload.objects.exists()
    assert ada.get(where).status_code == 404


def test_nobody_sees_another_members_file(ada: Client):
    where = send(ada, FILE)["Location"]
    eve = Client()
    eve.force_login(create_member("eve", "a long pass phrase of ours", may_create_studies=True))
    assert eve.get(where).status_code == 404
    assert eve.post(where, {"confirm": ""}).status_code == 404
    assert Upload.objects.count() == 1


def test_members_who_may_not_begin_studies_get_an_explanation(db: None):
    client = Client()
    client.force_login(create_member("bob", "a long pass phrase of ours"))
    assert client.get(BEGIN).status_code == 403


def test_a_file_that_is_too_large_is_413(ada: Client):
    assert send(ada, b"task\n" + b"x" * 20_100_000).status_code == 413


@pytest.mark.parametrize(("tried", "seconds"), [(0.2, 0), (1.6, 0), (2.0, 5), (28.0, 85)])
def test_how_long_keeping_takes_follows_from_how_long_trying_took(tried: float, seconds: int):
    """Three times as long, in steps of five seconds; what is over in five is not worth saying."""
    assert estimate_import_seconds(tried) == seconds


def test_how_long_a_dry_run_takes_is_announced_before_it():
    """100,000 cells a second: 100,000 rows of 30 columns are three million."""
    assert estimate_dry_run_seconds(100_000, 30) == 30
    assert estimate_dry_run_seconds(240, 30) == 0


def test_the_page_says_how_long_a_long_import_takes(ada: Client, monkeypatch: pytest.MonkeyPatch):
    ticks = iter([0.0, 20.0])
    monkeypatch.setattr("vecu.datasets.views.new_study.monotonic", lambda: next(ticks))
    page = ada.get(send(ada, FILE)["Location"])
    assert "This takes about 60 seconds." in page.text


def test_numbers_that_could_be_read_otherwise_are_reported(ada: Client):
    where = send(ada, b'id;pay\n1;"1,234"\n2;"12,500"\n')["Location"]
    assert "“pay”: “1,234” is read as 1234." in ada.get(where).text


def test_names_of_a_few_numbers_stay_in_the_hint_and_appear_on_the_page(ada: Client):
    codes = b"item_name,item_label,value_name,value_label\nage,Age,99,99 and more\n"
    where = send(ada, b"id;age\n1;18\n2;44\n3;99\n", codes)["Location"]
    page = ada.get(where)
    assert "Kept in the hint: 99 = 99 and more" in " ".join(page.text.split())
    ada.post(where, unchanged_fields(page, confirm=""))
    asked = get_import_questionnaire(get_study("survey-of-2023")).questions["/data/age"]
    assert (asked.kind, asked.hint.say("en")) == (QuestionType.INTEGER, "99 = 99 and more")
