"""Import a file in the browser: nothing is stored before it is previewed and confirmed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.datasets.conftest import NOW, TODAY
from tests.datasets.importing.test_reader import workbook
from vecu.accounts.actions import create_member, give_role
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.datasets import actions
from vecu.datasets.models import ImportedFile, Upload
from vecu.surveys.models import Answer
from vecu.surveys.queries import Study

pytestmark = [pytest.mark.data, pytest.mark.django_db]
ORIGIN = "The union asked its members, in 2023, by mail."
CONFIRMED = {"confirm": "", "source": "answers.csv", "origin": ORIGIN}
FILE = b"id;task;sector;note\n1;mails;health;a\n2;plans;Social work;b\n3;ideas;moon;c\n"


def member(study: Study, name: str, role: Role | None) -> Client:
    user = create_member(name, "a long pass phrase of ours")
    if role:
        give_role(user, study.scope, role, by="test", now=NOW)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def ada(study: Study) -> Client:
    return member(study, "ada", Role.RESEARCHER)


def address(step: str, *arguments: object) -> str:
    return reverse(f"datasets:{step}", args=["stories", *arguments])


def send(client: Client, content: bytes, name: str = "answers.csv") -> HttpResponse:
    return client.post(address("upload"), {"file": SimpleUploadedFile(name, content)})


def as_suggested(page: HttpResponse) -> dict[str, str]:
    """Return the form data of an unchanged mapping page."""
    chosen = {
        column.field: next(option.value for option in column.options if option.chosen)
        for column in page.context["columns"]
    }
    return chosen | {"key": page.context["key"]}


def uploaded(client: Client, content: bytes = FILE) -> tuple[str, str]:
    """Upload a file and accept the mapping; return the URLs of the mapping and the check."""
    mapping = send(client, content)["Location"]
    check = client.post(mapping, as_suggested(client.get(mapping)))
    assert check.status_code == 302
    return mapping, check["Location"]


def test_a_file_is_mapped_tried_and_confirmed(ada: Client) -> None:
    mapping, check = uploaded(ada)
    page = ada.get(mapping)
    assert "semicolon (;)" in page.text
    assert "<td>mails</td>" in page.text
    tried = ada.get(check)
    assert (tried.context["report"].imported, tried.context["report"].refused) == (2, 1)
    assert tried.context["plan"].mapping.left_out == ("note",)
    assert "“moon” is not a choice" in tried.text
    assert not Answer.objects.exists()
    done = ada.post(check, CONFIRMED)
    assert done.status_code == 200
    assert Answer.objects.count() == 2
    assert not Upload.objects.exists()
    assert ada.post(check, CONFIRMED).status_code == 404


def test_a_value_on_no_list_can_be_given_its_meaning(ada: Client) -> None:
    _mapping, check = uploaded(ada)
    (row,) = ada.get(check).context["values"]
    assert (row.column, row.value, row.rows) == ("sector", "moon", 1)
    assert ada.post(check, {row.field: "other"}).status_code == 302
    assert ada.get(check).context["report"].imported == 3
    ada.post(check, CONFIRMED)
    assert Answer.objects.filter(values__work__sector="other").count() == 1


def list_sources() -> list[tuple[str, str]]:
    return list(ImportedFile.objects.values_list("name", "origin"))


def test_the_origin_is_requested_before_the_import_and_stored_with_the_name_of_the_file(
    ada: Client,
) -> None:
    _mapping, check = uploaded(ada)
    fields = {field.name: field.value for field in ada.get(check).context["source_fields"]}
    assert fields == {"origin": "", "source": "answers.csv"}
    ada.post(check, CONFIRMED | {"source": "members of\r\n 2023.csv"})
    assert list_sources() == [("members of 2023.csv", ORIGIN)]


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", {"origin": " "}, "Say where these answers come from: who asked whom"),
        ("fr", {"origin": ""}, "Indiquez d’où viennent ces réponses"),
        ("en", {"source": ""}, "Give the file a name: everybody will read it."),
        ("fr", {"source": ""}, "Donnez un nom au fichier"),
        ("en", {"origin": "é" * 501}, "At most 500 characters; these are 501."),
        ("en", {"source": "x" * 201}, "At most 200 characters; these are 201."),
    ],
)
def test_without_an_origin_or_a_name_nothing_is_imported_and_what_was_typed_stays(
    ada: Client, language: str, typed: dict[str, str], said: str
) -> None:
    _mapping, check = uploaded(ada)
    page = ada.post(check.replace("/en/", f"/{language}/"), CONFIRMED | typed)
    assert (page.status_code, said in page.text) == (422, True)
    shown = {field.name: field.value for field in page.context["source_fields"]}
    kept = {name: text.strip() for name, text in (CONFIRMED | typed).items() if name != "confirm"}
    assert shown == kept
    assert not Answer.objects.exists()
    assert list_sources() == []


def test_an_origin_typed_before_values_are_tried_again_stays(ada: Client) -> None:
    _mapping, check = uploaded(ada)
    ada.post(check, {"value-0": "other", "source": "a.csv", "origin": ORIGIN})
    fields = {field.name: field.value for field in ada.get(check).context["source_fields"]}
    assert fields == {"origin": ORIGIN, "source": "a.csv"}


def test_meanings_selected_at_the_last_moment_are_tried_before_they_are_imported(
    ada: Client,
) -> None:
    _mapping, check = uploaded(ada)
    assert ada.post(check, CONFIRMED | {"value-0": "other"}).status_code == 302
    assert not Answer.objects.exists()
    ada.post(check, CONFIRMED)
    assert Answer.objects.count() == 3


def test_the_person_may_send_a_column_elsewhere(ada: Client) -> None:
    mapping = send(ada, FILE)["Location"]
    page = ada.get(mapping)
    chosen = as_suggested(page) | {"column-3": "story[1]/goal", "column-2": ""}
    ada.post(mapping, chosen)
    ada.post(address("check", page.context["file"].pk), CONFIRMED)
    assert sorted(a.values["story"][0]["goal"] for a in Answer.objects.all()) == ["a", "b", "c"]


def test_exactly_one_place_is_chosen_for_each_column(ada: Client) -> None:
    page = ada.get(send(ada, FILE)["Location"])
    for column in page.context["columns"]:
        assert sum(option.chosen for option in column.options) == 1
        assert all(option.label for option in column.options)


def test_two_columns_for_one_question_are_refused_and_the_choice_stays(ada: Client) -> None:
    mapping = send(ada, FILE)["Location"]
    chosen = as_suggested(ada.get(mapping)) | {"column-3": "story[1]/task"}
    page = ada.post(mapping, chosen)
    assert page.status_code == 422
    assert "are both mapped to story[1]/task" in page.text
    assert as_suggested(page)["column-3"] == "story[1]/task"


def test_a_forged_target_is_refused(ada: Client) -> None:
    mapping = send(ada, FILE)["Location"]
    page = ada.post(mapping, as_suggested(ada.get(mapping)) | {"column-3": "no/such#thing"})
    assert page.status_code == 422


def test_a_mapping_that_no_longer_fits_is_requested_again(ada: Client) -> None:
    mapping, check = uploaded(ada)
    upload = Upload.objects.get()
    stale = '{"columns": [{"name": "task", "address": "gone"}]}'
    actions.update_upload(upload, mapping=stale)
    assert ada.get(check)["Location"] == mapping
    assert "no question of this study" in ada.get(mapping).text


def test_what_was_detected_can_be_changed(ada: Client) -> None:
    mapping = send(ada, b"task,a;goal\nmails,b;faster\n")["Location"]
    ada.post(mapping, {"read": "", "delimiter": ",", "encoding": "latin-1"})
    assert ada.get(mapping).context["table"].columns == ("task", "a;goal")
    assert Upload.objects.get().settings["encoding"] == "latin-1"


def test_an_encoding_that_cannot_read_the_file_is_refused_and_the_old_one_stays(
    ada: Client,
) -> None:
    mapping = send(ada, "task;goal\nmails;été\n".encode("cp1252"))["Location"]
    page = ada.post(mapping, {"read": "", "delimiter": ";", "encoding": "utf-8"})
    assert page.status_code == 422
    assert "Byte 16 (0xe9)" in page.text
    assert ada.get(mapping).context["table"].encoding == "cp1252"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04 workbook", "The workbook cannot be read"),
        (b"a;b\n", "no rows below"),
        (b"\x00\xff" * 50, "first line"),
        ((";".join(f"c{n}" for n in range(301)) + "\n1\n").encode(), "301 columns"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained(ada: Client, content: bytes, said: str) -> None:
    page = send(ada, content)
    assert page.status_code == 422
    assert said in page.text
    assert not Upload.objects.exists()


def test_a_form_without_a_file_is_explained(ada: Client) -> None:
    page = ada.post(address("upload"), {})
    assert (page.status_code, "Choose a file first" in page.text) == (422, True)


def test_a_file_that_is_too_large_is_413(ada: Client) -> None:
    page = send(ada, b"task\n" + b"x" * 20_100_000)
    assert page.status_code == 413
    assert "vecu import" in page.text


def test_cancelling_deletes_the_file(ada: Client) -> None:
    _mapping, check = uploaded(ada)
    upload = Upload.objects.get()
    assert ada.post(address("cancel", upload.pk)).status_code == 302
    assert not Upload.objects.exists()
    assert ada.get(check).status_code == 404


def test_nobody_sees_another_members_file(ada: Client, study: Study) -> None:
    mapping, check = uploaded(ada)
    colleague = member(study, "eve", Role.OWNER)
    assert colleague.get(mapping).status_code == 404
    assert colleague.post(check, CONFIRMED).status_code == 404
    assert ada.get(address("mapping", uuid4())).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.OWNER, 200),
        (Role.RESEARCHER, 200),
        (Role.CODER, 403),
        (Role.READER, 403),
        (None, 404),
    ],
)
def test_owners_and_researchers_bring_answers_in(
    study: Study, role: Role | None, status: int
) -> None:
    client = member(study, "someone", role)
    assert client.get(address("upload")).status_code == status


def test_uploading_and_importing_are_audited_by_name(ada: Client, study: Study) -> None:
    _mapping, check = uploaded(ada)
    ada.post(check, CONFIRMED)
    said = [(event.actor, event.verb) for event in list_audit(study.scope)]
    assert ("ada", "uploaded a file") in said
    assert ("ada", "brought answers in") in said


def test_a_file_that_nobody_confirmed_goes_after_a_day(study: Study) -> None:
    actions.store_upload(study, FILE, "f.csv", owner=1, actor="ada", now=NOW)
    assert actions.purge_uploads(TODAY + timedelta(days=1)) == 0
    assert actions.purge_uploads(TODAY + timedelta(days=2)) == 1


CODES = (
    b"item_name,item_label,value_name,value_label\n"
    b"sector,Where do you work?,moon,Social work\nsector,Where do you work?,9,[no answer]\n"
)


def test_a_codes_file_says_what_values_mean(ada: Client) -> None:
    files = {
        "file": SimpleUploadedFile("answers.csv", FILE + b"4;notes;9;d\n"),
        "codes": SimpleUploadedFile("codes.csv", CODES),
    }
    mapping = ada.post(address("upload"), files)["Location"]
    page = ada.get(mapping)
    assert "sector: Where do you work?" in page.text
    assert "9 [no answer]" in page.text
    check = ada.post(mapping, as_suggested(page))["Location"]
    assert ada.get(check).context["report"].imported == 4
    ada.post(check, CONFIRMED)
    assert Answer.objects.filter(values__work__sector="social_work").count() == 2


def test_a_codes_file_that_is_none_is_explained(ada: Client) -> None:
    files = {
        "file": SimpleUploadedFile("answers.csv", FILE),
        "codes": SimpleUploadedFile("codes.csv", b"a;b\n1;2\n"),
    }
    page = ada.post(address("upload"), files)
    assert (page.status_code, "no column “item_name”" in page.text) == (422, True)


def test_another_sheet_can_be_read_and_a_row_s_problem_names_its_cell(ada: Client) -> None:
    content = workbook(
        [["task"], ["mails"]], [["task", "sector"], ["plans", "health"], [], ["ideas", "moon"]]
    )
    mapping = send(ada, content, "answers.xlsx")["Location"]
    page = ada.get(mapping)
    assert [option.label for option in page.context["sheets"]] == ["Sheet", "Sheet1"]
    ada.post(mapping, {"read": "", "sheet": "Sheet1"})
    page = ada.get(mapping)
    assert page.context["table"].sheet == "Sheet1"
    check = ada.post(mapping, as_suggested(page))["Location"]
    tried = ada.get(check)
    (problem,) = tried.context["report"].problems
    assert (problem.cell, problem.column) == ("B4", "sector")
    assert "Sheet “Sheet1”:" in tried.text
    assert "<td>B4</td>" in tried.text


def test_a_sheet_that_is_not_there_is_explained_and_the_old_one_stays(ada: Client) -> None:
    mapping = send(ada, workbook([["task"], ["mails"]]), "answers.xlsx")["Location"]
    page = ada.post(mapping, {"read": "", "sheet": "Elsewhere"})
    assert (page.status_code, "no sheet “Elsewhere”" in page.text) == (422, True)
    assert ada.get(mapping).context["table"].columns == ("task",)


def test_cells_that_hold_an_error_are_reported_before_anything_is_stored(ada: Client) -> None:
    content = workbook([["task", "sector"], ["mails", "#N/A"], ["plans", "health"]])
    page = ada.get(send(ada, content, "answers.xlsx")["Location"])
    assert "come in empty (1): B2 #N/A." in page.text


def test_a_value_on_no_list_appears_with_its_label_in_the_file(ada: Client) -> None:
    codes = b"item_name,item_label,value_name,value_label\nsector,Field,7,Lunar\n"
    files = {
        "file": SimpleUploadedFile("answers.csv", b"task;sector\nmails;7\nplans;health\n"),
        "codes": SimpleUploadedFile("codes.csv", codes),
    }
    mapping = ada.post(address("upload"), files)["Location"]
    check = ada.post(mapping, as_suggested(ada.get(mapping)))["Location"]
    page = ada.get(check)
    assert [(row.value, row.label) for row in page.context["values"]] == [("7", "Lunar")]
    (problem,) = page.context["report"].problems
    assert "what the file calls the value “7” is not a choice" in problem.message
    ada.post(check, {"value-0": "health"})
    assert ada.get(check).context["report"].imported == 2
