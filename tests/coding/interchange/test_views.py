"""Import and export over HTTP: what is downloaded, what a file would bring, what is refused."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.coding.factories import make_room
from tests.coding.interchange.files import file_of, foreign, guid, take
from tests.surveys.factories import answer, make_member
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.coding.actions.annotate import CodeSpan, apply_code
from vecu.coding.actions.export_coding import CodingExportFormat
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.uploads import purge_uploads
from vecu.coding.forms.interchange import MAX_UPLOAD_BYTES
from vecu.coding.models import Coder, Coding, CodingUpload
from vecu.coding.queries.codebook import find_codebook, list_codes
from vecu.coding.queries.export_coding import TextSelection
from vecu.coding.refi import RefiCode, RefiProject, read_project
from vecu.surveys.models import Answer, Study

pytestmark = [pytest.mark.django_db, pytest.mark.data]

LAWS = "It invents laws."


@pytest.fixture
def room(client):
    room = make_room({"limit": LAWS}, {"limit": "Too long."})
    room.invents = room.code("Invents")
    room.codes("ana", LAWS, room.invents)
    room.lea = make_member("lea", room.study, Role.RESEARCHER)
    client.force_login(room.lea)
    return room


def address(step, *arguments):
    return reverse(f"coding:{step}", args=["stories", *arguments])


def chosen(**wishes):
    return {"form": "qdpx", "which": "finished", "delimiter": ";"} | wishes


def send(client, content, name="file.qdpx", where=None):
    content = content.getvalue() if isinstance(content, io.BytesIO) else content
    file = SimpleUploadedFile(name, content)
    return client.post(where or address("bring"), {"file": file})


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_lead_downloads_the_project(room, client):
    response = client.post(address("take-out"), chosen())

    assert response["Content-Disposition"] == 'attachment; filename="stories-coding.qdpx"'
    project = read_project(io.BytesIO(body(response))).project
    assert [source.text for source in project.sources] == [LAWS]


def test_tables_come_in_one_archive_with_a_text_that_says_what_they_are(room, client):
    response = client.post(address("take-out"), chosen(form="sheets", delimiter=","))

    assert response["Content-Disposition"] == 'attachment; filename="stories-coding-sheets.zip"'
    with zipfile.ZipFile(io.BytesIO(body(response))) as archive:
        assert set(archive.namelist()) == {
            *(
                "stories-codebook.csv",
                "stories-texts.csv",
                "stories-codings.csv",
                "stories-suggestions.csv",
                "stories-quotations.csv",
                "README.txt",
            ),
        }
        text = archive.read("stories-texts.csv").decode("utf-8-sig")
        assert "OPEN POLL" in archive.read("README.txt").decode()
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["words"], row["Invents"]) == (LAWS, "1")


def test_a_lead_who_codes_blindly_gets_nobody_s_unfinished_codes_over_http(room, client):
    room.give("Too long.", "ana", "bea")
    length = room.code("Length")
    ana, text = room.coder("ana"), room.text("Too long.")
    apply_code(ana, text.id, CodeSpan(length.id), ActionContext("ana", timezone.now()))

    for form in ("qdpx", "csv"):
        content = body(client.post(address("take-out"), chosen(form=form, which="all")))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = b"".join(archive.read(name) for name in archive.namelist())
        assert b"Too long." in inside
        assert str(Coding.objects.get(code=length).id).encode() not in inside
        if form == "csv":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                assert b"Length" not in archive.read("stories-codings.csv")


def test_texts_that_came_since_the_last_visit_leave_too(room, client):
    answer(room.study, {"story": [{"limit": "Just arrived."}]})

    content = body(client.post(address("take-out"), chosen(which="all")))

    texts = {source.text for source in read_project(io.BytesIO(content)).project.sources}
    assert "Just arrived." in texts


def test_nothing_to_take_out_is_reported_beside_the_choice_that_was_made(room, client):
    Coding.objects.all().delete()
    room.coder("ana").assignments.all().delete()

    page = client.post(address("take-out"), chosen(form="xlsx"))

    assert page.status_code == 422
    assert "No text has been finished by all of its coders yet." in page.text
    assert re.search(r'value="xlsx"[^>]*checked', page.text)


def test_what_was_not_chosen_is_refused_and_never_guessed(room, client):
    assert client.post(address("take-out"), chosen(form="pdf")).status_code == 422
    assert client.post(address("take-out"), {}).status_code == 422


def test_a_file_is_previewed_before_it_is_stored_and_then_stored_once(room, client):
    response = send(client, file_of(foreign(LAWS, "Not ours")))
    page = client.get(response["Location"])

    assert "1 of the 2 texts in the file belongs to this study." in page.text
    assert "Interview 1" in page.text
    assert "1 code is new" in page.text
    assert '<th scope="row">Max</th><td class="n">1</td>' in page.text
    assert not Coder.objects.filter(name="Max").exists()

    done = client.post(response["Location"], follow=True)

    assert "Imported: codes made: 1, codings: 1." in done.text
    assert not CodingUpload.objects.exists()
    assert Coder.objects.filter(name="Max").exists()
    again = client.get(send(client, file_of(foreign(LAWS)))["Location"])
    assert "there is nothing to import" in again.text


def test_a_codebook_is_compared_and_only_what_is_ticked_changes(room, client):
    table = "name,parent,definition\nInvents,,It makes things up\nCourts,Invents,\n"
    where = send(client, table.encode(), "codes.csv")["Location"]
    page = client.get(where)

    assert "1 code is defined differently in the file" in page.text
    assert "It makes things up" in page.text
    assert f'value="{room.invents.id}:{room.invents.revision}"' in page.text

    client.post(where, {"take": [f"{room.invents.id}:{room.invents.revision}", "nonsense", "x:y"]})

    codes = {code.name: code for code, _depth in list_codes(room.codebook).lines}
    assert codes["Invents"].definition == "It makes things up"
    assert codes["Courts"].parent_id == room.invents.id


def test_a_codebook_of_another_program_comes_in(room, client, tmp_path):
    path = take(room, tmp_path, CodingExportFormat.QDC)["stories-codebook.qdc"]
    content = path.read_bytes().replace(b"Invents", b"Makes up")

    page = client.get(send(client, content, "codes.qdc")["Location"])

    assert "<dt>Name</dt>" in page.text
    assert "<strong>Makes up</strong>" in page.text


def test_a_circle_is_reported_with_its_members_and_nothing_changes(room, client):
    table = b"name,parent\nA,B\nB,C\nC,A\n"

    page = send(client, table, "codes.csv")

    assert page.status_code == 422
    assert "A code would stand below itself: A → B → C → A." in page.text
    assert not CodingUpload.objects.exists()


def test_a_circle_with_what_is_here_is_reported_and_the_file_waits(room, client):
    room.code("Courts", parent=room.invents)
    project = RefiProject(
        "",
        codes=(
            RefiCode(guid(1), "Courts"),
            RefiCode(room.invents.id, "Invents", guid(1)),
        ),
    )
    where = send(client, file_of(project))["Location"]

    page = client.post(where, {"take": f"{room.invents.id}:{room.invents.revision}"})

    assert page.status_code == 422
    assert "A code cannot stand below itself: Invents → Courts → Invents." in page.text
    assert CodingUpload.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("codes.csv", b"", "The file is empty"),
        ("file.qdpx", b"", "not a REFI-QDA project"),
        ("file.qdpx", b"PK\x05\x06" + bytes(18), "no project"),
        ("file.qdpx", b"Not a project at all.", "not a REFI-QDA project"),
        ("file.qdc", b'<?xml version="1.0"?><!DOCTYPE a><CodeBook/>', "document type"),
        ("codes.csv", b"\xff\xd8\xff\xe0", "another format"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence_and_not_stored(
    room, client, name, content, said
):
    page = send(client, content, name)

    assert page.status_code == 422
    assert said in page.text
    assert not CodingUpload.objects.exists()


def test_a_zip_bomb_is_refused(room, client):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", b"<Project>" + b" " * 100_000_000)

    page = send(client, out)

    assert page.status_code == 422
    assert "is far larger than any project" in page.text


def test_a_large_file_is_explained_before_it_is_read(room, client):
    response = client.post(
        address("bring"),
        b"x",
        content_type="multipart/form-data; boundary=x",
        headers={"content-length": str(200_000_000)},
    )

    assert response.status_code == 413
    assert "vecu code import" in response.text
    assert MAX_UPLOAD_BYTES == 20_000_000


def test_a_file_belongs_to_whoever_brought_it_and_can_be_cancelled(room, client):
    where = send(client, file_of(foreign(LAWS)))["Location"]
    other = make_member("olga", room.study, Role.OWNER)
    client.force_login(other)
    assert client.get(where).status_code == 404
    assert client.post(f"{where}cancel/").status_code == 404

    client.force_login(room.lea)
    page = client.post(f"{where}cancel/", follow=True)

    assert "Nothing of it was kept" in page.text
    assert client.get(where).status_code == 404
    assert list_audit(room.study.scope)[0].verb == "uploaded a file"


def test_a_file_that_nobody_confirmed_is_deleted_after_a_day(room, client):
    send(client, file_of(foreign(LAWS)))
    today = timezone.localdate()

    assert purge_uploads(today + timedelta(days=1)) == 0
    assert purge_uploads(today + timedelta(days=2)) == 1


def test_a_code_that_a_table_named_and_that_is_gone_is_reported_when_it_is_looked_at_again(
    room, client
):
    where = send(client, b"name,parent\nCourts,Invents\n", "codes.csv")["Location"]
    room.invents.name = "Makes up"
    room.invents.save()

    page = client.get(where)

    assert page.status_code == 422
    assert "no code is called “Invents”" in page.text


def test_two_members_who_confirm_the_same_file_at_once_bring_it_once(room, client):
    first = send(client, file_of(foreign(LAWS)))["Location"]
    second = send(client, file_of(foreign(LAWS)))["Location"]

    client.post(first)
    done = client.post(second, follow=True)

    assert "nothing was added" in done.text
    assert Coder.objects.filter(name="Max").count() == 1


def test_the_project_of_the_study_comes_back_with_nothing_new(room, client, tmp_path):
    path = take(room, tmp_path, CodingExportFormat.QDPX, which=TextSelection.ALL)[
        "stories-coding.qdpx"
    ]

    page = client.get(send(client, path.read_bytes())["Location"])

    assert "The file holds nothing new" in page.text


@pytest.fixture
def author(client):
    member = make_member("mia")
    member.may_create_studies = True
    member.save()
    client.force_login(member)
    return member


def test_a_project_begins_a_study(author, client):
    where = send(client, file_of(foreign("One", "Two")), where=reverse("coding:project"))
    page = client.get(where["Location"])

    assert "2 texts become answers." in page.text
    assert 'value="Interviews"' in page.text
    assert 'value="interviews"' in page.text

    done = client.post(
        where["Location"],
        {"title": "Interviews", "slug": "interviews", "language": "en"},
        follow=True,
    )

    assert "Imported: texts: 2, codes made: 1, codings: 2." in done.text
    study = Study.objects.get(slug="interviews")
    assert find_codebook(study.id) is not None
    assert Answer.objects.count() == 2
    assert not CodingUpload.objects.exists()


def test_a_name_that_is_taken_or_no_title_is_reported_and_nothing_typed_is_lost(author, client):
    make_room({"limit": "x"})
    where = send(client, file_of(foreign("One")), where=reverse("coding:project"))["Location"]

    taken = client.post(where, {"title": "Mine", "slug": "stories", "language": "en"})
    blank = client.post(where, {"title": "", "slug": "Not An Address", "language": "en"})

    assert (taken.status_code, blank.status_code) == (422, 422)
    assert "is already an inquiry called “stories”" in taken.text
    assert 'value="Mine"' in taken.text
    assert "Give the study a title." in blank.text
    assert 'value="Not An Address"' in blank.text
    assert CodingUpload.objects.count() == 1


def test_a_file_without_texts_begins_no_study(author, client):
    codes = send(client, b"name\nA\n", "a.csv", where=reverse("coding:project"))
    empty = send(client, file_of(RefiProject("Empty")), where=reverse("coding:project"))

    for page in (codes, empty):
        assert page.status_code == 422
        assert "holds no text that could be an answer" in page.text


def test_names_in_another_language_leave_in_the_table_of_codes_and_come_back(room, client):
    room.code("Cold", translated_names={"fr": "Froid"})
    response = client.post(address("take-out"), chosen(form="sheets", delimiter=","))
    with zipfile.ZipFile(io.BytesIO(body(response))) as archive:
        table = archive.read("stories-codebook.csv").decode("utf-8-sig")
    named = {row["name"]: row["name_fr"] for row in csv.DictReader(io.StringIO(table, newline=""))}
    assert named == {"Invents": "", "Cold": "Froid"}

    where = send(client, b"name,name_fr\nInvents,Invente\nCold,\n", "codes.csv")["Location"]
    assert "fr : Invente" in client.get(where).text
    client.post(where, {"take": [f"{room.invents.id}:{room.invents.revision}"]})

    codes = {code.name: code for code, _depth in list_codes(room.codebook).lines}
    assert codes["Invents"].names.texts["fr"] == "Invente"
    assert codes["Cold"].names.texts["fr"] == "Froid"
