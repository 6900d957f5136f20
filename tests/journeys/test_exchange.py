"""Coding leaves in the browser, and comes in beside what is here, on a phone as at a desk."""

from pathlib import Path

import pytest

from tests.coding.factories import make_room
from tests.coding.interchange.files import assert_valid, file_of, foreign
from tests.journeys.test_reading import SEATS, sign_in
from tests.surveys.factories import make_member
from vecu.accounts.models import User
from vecu.accounts.rules import Role
from vecu.coding.models import Coding, CodingUpload
from vecu.surveys.models import Answer

LAWS = "It invents laws 😀."
TABLE = "name,parent,definition\nInvents,,It makes things up\nCourts,Invents,\n"


@pytest.fixture
def room():
    room = make_room({"limit": LAWS}, {"limit": "Trop long."})
    room.codes("ana", LAWS, room.code("Invents"))
    make_member("lea", room.study, Role.RESEARCHER)
    return room


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "interviews.qdpx"
    path.write_bytes(file_of(foreign(LAWS, "Not ours")).getvalue())
    return path


def bring(person, path):
    """Choose a file, and see what it would bring."""
    person.page.set_input_files("input[type=file]", str(path))
    person.press("Check the file")


@pytest.mark.parametrize("seat", SEATS)
def test_what_was_coded_elsewhere_is_looked_at_comes_in_and_leaves_again(
    person, room, project, seat, tmp_path
):
    lea = sign_in(person, seat, "lea")
    lea.go("studies/stories/coding/")
    lea.press("Import and export")
    bring(lea, project)
    said = lea.page.locator("main").inner_text()
    assert all(name in said for name in ("Max", "Doubt", "Interview 1"))
    assert Coding.objects.count() == 1
    lea.press("Import this file")
    assert Coding.objects.filter(coder__name="Max").get().code.name == "Doubt"
    assert not CodingUpload.objects.exists()

    bring(lea, project)
    lea.reads("The file holds nothing new: there is nothing to import.")
    lea.press("Cancel and delete the file")
    assert not CodingUpload.objects.exists()

    with lea.page.expect_download() as found:
        lea.page.get_by_role("button", name=lea.translated("Download")).click()
    path = tmp_path / found.value.suggested_filename
    found.value.save_as(path)
    assert_valid(path)


@pytest.mark.parametrize("seat", SEATS)
def test_codes_of_a_spreadsheet_change_existing_ones_only_where_ticked_and_mistakes_name_the_line(
    person, room, seat, tmp_path
):
    lea = sign_in(person, seat, "lea")
    table = tmp_path / "codes.csv"
    table.write_text("name,parent\nInvents,Nowhere\nA,B\nB,A\n")
    lea.go("studies/stories/coding/exchange/")
    bring(lea, table)
    summary = lea.page.get_by_role("alert").inner_text()
    assert "Nowhere" in summary
    assert "2" in summary

    table.write_text(TABLE)
    bring(lea, table)
    lea.page.locator("input[name=take]").check()
    lea.press("Import this file")
    assert room.codebook.codes.get(name="Invents").definition == "It makes things up"
    assert room.codebook.codes.get(name="Courts").parent.name == "Invents"


@pytest.mark.parametrize("seat", SEATS)
def test_a_study_begins_with_a_project(person, project, seat, tmp_path):
    make_member("author")
    User.objects.update(may_create_studies=True)
    author = sign_in(person, seat, "author")
    author.go("studies/new/")
    author.press("Or begin with a project that was coded in another program.")
    broken = tmp_path / "broken.qdpx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    bring(author, broken)
    assert author.page.get_by_role("alert").is_visible()
    bring(author, project)
    author.page.locator("[name=title]").fill("")
    author.press("Create the study")
    assert author.page.get_by_role("alert").first.is_visible()
    author.page.locator("[name=title]").fill("Interviews")
    author.page.locator("[name=slug]").fill("interviews")
    author.press("Create the study")
    assert "/studies/interviews/coding/" in author.page.url
    assert Answer.objects.count() == 2
