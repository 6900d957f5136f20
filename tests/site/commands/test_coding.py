"""`vecu code`: export and import coding by command."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.coding.factories import make_room
from tests.coding.interchange.files import file_of, foreign
from tests.surveys.factories import make_member
from vecu.accounts.queries import get_member, get_role, list_audit
from vecu.accounts.rules import Role
from vecu.coding.models import Coder, Coding
from vecu.coding.queries.codebook import find_codebook
from vecu.site.cli import vecu
from vecu.site.commands import commands
from vecu.surveys.queries import get_study

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LAWS = "It invents laws."


def run(*arguments: object) -> Result:
    for command in commands:
        vecu.add_command(command)
    return CliRunner().invoke(vecu, ["code", *map(str, arguments)])


@pytest.fixture
def room():
    room = make_room({"limit": LAWS}, {"limit": "Too long."})
    room.codes("ana", LAWS, room.code("Invents"))
    return room


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "interviews.qdpx"
    path.write_bytes(file_of(foreign(LAWS, "Not ours")).getvalue())
    return path


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("qdpx", {"stories-coding.qdpx"}),
        ("qdc", {"stories-codebook.qdc"}),
        ("xlsx", {"stories-coding.xlsx"}),
        (
            "csv",
            {
                *(
                    f"stories-{name}.csv"
                    for name in ("codebook", "texts", "codings", "suggestions", "quotations")
                ),
                "README.txt",
            },
        ),
    ],
)
def test_files_are_named_after_the_study_and_reported(room, tmp_path, form, names):
    result = run("export", "stories", "--format", form, "--out", tmp_path / "out")

    assert result.exit_code == 0, result.output
    assert {file.name for file in (tmp_path / "out").iterdir()} == names
    assert all(name in result.output for name in names)
    assert list_audit(room.study.scope)[0].actor == "command"


def test_a_folder_with_something_in_it_is_not_written_into(room, tmp_path):
    (tmp_path / "mine.txt").write_text("Mine")

    result = run("export", "stories", "--format", "qdpx", "--out", tmp_path)

    assert result.exit_code == 2
    assert "is not empty" in result.output


def test_a_dry_run_says_what_would_come_in_and_keeps_nothing(room, project):
    result = run("import", "stories", project, "--dry-run")

    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "Codes: 1 new, 0 as here, 0 different.",
        "Texts: 1 known again, 0 new.",
        "  left out, not of this study: Interview 1",
        "Coder Max: 1 new coding, 0 here already.",
    ]
    assert Coding.objects.count() == 1


def test_a_file_comes_in_once(room, project):
    first, second = run("import", "stories", project), run("import", "stories", project)

    assert "Imported: codes made: 1, codings: 1." in first.output
    assert "All of it was here already" in second.output
    assert Coding.objects.count() == 2


def test_codes_that_differ_change_only_on_request(room, tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("name,definition\nInvents,It makes things up\n")
    codes = find_codebook(room.study.id).codes

    assert "  Invents: definition" in run("import", "stories", path).output
    assert codes.get().definition == ""
    assert "codes changed: 1" in run("import", "stories", path, "--take").output
    assert codes.get().definition == "It makes things up"


def test_a_project_begins_a_study(project):
    make_member("lea")

    result = run(
        "import", "interviews", project, "--create", "--owner", "lea", "--language", "en"
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    assert "Texts: 0 known again, 2 new." in result.output
    assert "Imported: texts: 2, codes made: 1, codings: 2." in result.output
    study = get_study("interviews")
    assert get_role(get_member("lea"), study.scope) is Role.OWNER
    assert study.title == {"en": "Interviews"}
    assert Coder.objects.get().name == "Max"


def test_what_cannot_be_read_is_refused_in_one_sentence(room, tmp_path):
    path = tmp_path / "broken.qdpx"
    path.write_bytes(b"PK\x03\x04broken")

    result = run("import", "stories", path)

    assert result.exit_code == 2
    assert "not a REFI-QDA project" in result.output
    assert "Traceback" not in result.output


def test_a_file_that_only_its_name_calls_a_project_is_refused_as_one(room, tmp_path):
    path = tmp_path / "notes.QDPX"
    path.write_text("Not a project at all.")

    result = run("import", "stories", path)

    assert result.exit_code == 2
    assert "not a REFI-QDA project" in result.output
    assert "columns" not in result.output


def test_a_study_that_is_not_there_is_reported_and_one_that_is_is_not_begun_again(room, project):
    assert run("import", "nowhere", project).exit_code == 2
    again = run("import", "stories", project, "--create")
    assert again.exit_code == 2
    assert "There is already a study stories." in again.output
