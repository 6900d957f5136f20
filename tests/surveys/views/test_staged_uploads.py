"""Lists and media uploaded in the browser: reported, staged, published, downloaded."""

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.questionnaires.analysis.test_lint import MISTAKEN
from tests.questionnaires.xlsform.test_convert import xlsx
from tests.surveys.factories import DAY, make_member, make_study
from tests.surveys.uploads import FORM, TOWNS, files
from tests.surveys.views.test_authoring import ABOUT, mark
from tests.surveys.views.test_results import words_of
from vecu.accounts.actions import create_member
from vecu.accounts.rules import Role
from vecu.questionnaires import WorkbookRefused
from vecu.surveys.actions import (
    StudyInfo,
    accept_attachments,
    create_study,
    publish_version,
    purge_staged_uploads,
)
from vecu.surveys.actions.staged_uploads import MAX_DESK, WorkbookBundle, stage_upload
from vecu.surveys.models import Attachment, StagedUpload, Study
from vecu.surveys.queries import get_study
from vecu.surveys.queries.staged_uploads import get_staging_area

pytestmark = [pytest.mark.django_db, pytest.mark.data]
NEW = "/en/studies/new/"


def upload(name, content):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def sent(*names, **changed):
    """Return these files of the workbook as a browser sends them, some with other contents."""
    found = {**files(), **{name.replace("__", "."): one for name, one in changed.items()}}
    return [upload(name, found[name]) for name in names or found]


@pytest.fixture
def author(client):
    user = create_member("author", "a long enough password", may_create_studies=True)
    client.force_login(user)
    return user


def begin(client, **typed):
    return client.post(NEW, {"source": "own", **ABOUT, **typed})


def desk_on(page):
    """Return the staged files on a page, each with its description."""
    table = page.text.partition('id="desk"')[2].partition("</table>")[0]
    rows = table.split('<th scope="row">')[1:]
    return {row.partition("<")[0].strip(): "not named" in row for row in rows}


# ── beginning a study ──


def test_a_workbook_and_all_its_files_begin_a_study_in_one_go(client, author):
    response = begin(client, file=upload("heard.md", FORM), beside=sent())

    assert response.url == "/en/studies/ours/preview/"
    kept = {one.name: one.type for one in Attachment.objects.all()}
    assert kept == {
        "tea.png": "image/png", "drink.wav": "audio/wav", "boire.wav": "audio/wav",
        "tea.wav": "audio/wav", "the.wav": "audio/wav", "film.mp4": "video/mp4",
        "towns.csv": "text/csv",
    }  # fmt: skip
    assert b"Somebody" not in bytes(Attachment.objects.get(name="tea.png").content)
    assert bytes(Attachment.objects.get(name="towns.csv").content) == TOWNS.encode()
    assert not StagedUpload.objects.exists()


def test_files_that_lack_are_reported_by_cell_and_what_came_need_not_come_again(client, author):
    first = begin(client, file=upload("heard.md", FORM), beside=sent("tea.png", "towns.csv"))

    words = words_of(first)
    assert first.status_code == 422
    assert "error survey 2 media::audio::English (en) drink.wav" in words
    assert "error choices 2 media::audio::Français (fr) the.wav" in words
    assert "tea.png”" not in words
    assert desk_on(first) == {"heard.md": False, "tea.png": False, "towns.csv": False}
    assert not Study.objects.exists()

    rest = sent("drink.wav", "boire.wav", "tea.wav", "the.wav", "film.mp4")
    assert begin(client, beside=rest).status_code == 302
    assert Attachment.objects.count() == 7


def test_mistakes_inside_a_list_are_reported_by_file_row_and_column_and_mended_alone(
    client, author
):
    wrong = TOWNS.replace("Nancy;east", "Nancy;east;5").replace("l;Lyon", "m;Lyon")
    first = begin(client, file=upload("heard.md", FORM), beside=sent(towns__csv=wrong))
    assert "error towns.csv 3" in words_of(first)  # five cells under three headings

    wrong = TOWNS.replace("l;Lyon", "m;Lyon")
    second = begin(client, beside=sent("towns.csv", towns__csv=wrong))
    assert "error towns.csv 4 code (A4) m" in words_of(second)
    assert begin(client, beside=sent("towns.csv")).status_code == 302


def test_what_is_typed_and_pasted_stays_beside_files(client, author):
    response = begin(client, pasted=FORM, title_en="", beside=sent("tea.png"))

    assert "What do you drink?" in response.text
    assert desk_on(response) == {"pasted.md": False, "tea.png": False}


def test_a_workbook_chosen_among_the_other_files_is_the_workbook(client, author):
    assert begin(client, beside=[upload("heard.md", FORM), *sent()]).status_code == 302
    assert get_study("ours").versions.get().workbook_name == "heard.md"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("tea.png", b"%PDF-1.7 no picture", "“tea.png” is a document (PDF), which a questionnaire"),
        (
            "tea.py",
            b"words",
            "“tea.py” is a plain text, which a questionnaire cannot show",
        ),
        ("tea.zip", b"PK\x03\x04", "“tea.zip” is an archive, which"),
        ("tea.exe", b"MZ\x90\x00", "“tea.exe” is a program, which"),
        ("tea.bmp", b"BM" + bytes(60), "“tea.bmp” is a picture in another format, which"),
        ("tea.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "“tea.docx” is "),
        ("more.xlsx", xlsx(MISTAKEN), "“more.xlsx” is a workbook, and a questionnaire is made of"),
        ("tea.png", b"", "this file is empty"),
        ("tea.png", b"\x89PNG\r\n\x1a\n broken", "this file is damaged"),
        ("towns.csv", b"x" * 5_000_001, "“towns.csv” is larger than 5 MB"),
        ("tea.png", b"\x89PNG\r\n\x1a\n" + b"x" * 10_000_000, "larger than 10 MB"),
        (f"{'x' * 120}.png", b"x", "too long"),
    ],
)
def test_a_file_that_cannot_be_stored_is_reported_and_the_others_stay(
    client, author, name, content, said
):
    response = begin(
        client, file=upload("heard.md", FORM), beside=[upload(name, content), *sent("drink.wav")]
    )

    assert response.status_code == 422
    assert said in words_of(response)
    assert set(desk_on(response)) == {"heard.md", "drink.wav"}
    assert 'value="Ours"' in response.text


def test_what_was_brought_is_there_again_after_the_page_was_left(client, author):
    begin(client, file=upload("heard.md", FORM), beside=sent("tea.png"))

    assert set(desk_on(client.get(NEW))) == {"heard.md", "tea.png"}


def test_a_button_takes_one_file_off_without_trying_to_begin(client, author):
    begin(client, file=upload("heard.md", FORM), beside=sent("tea.png"))
    tea = StagedUpload.objects.get(name="tea.png")

    response = begin(client, off=str(tea.pk), title_en="Half writ", beside=sent("film.mp4"))

    assert response.status_code == 200
    assert set(desk_on(response)) == {"heard.md", "film.mp4"}
    assert 'value="Half writ"' in response.text
    assert begin(client, off="no identifier").status_code == 200


def test_nobody_sees_or_takes_off_what_another_brought(client, author):
    begin(client, file=upload("heard.md", FORM), beside=sent("tea.png"))
    other = create_member("other", "a long enough password", may_create_studies=True)
    client.force_login(other)

    assert desk_on(client.get(NEW)) == {}
    begin(client, off=str(StagedUpload.objects.get(name="tea.png").pk))
    assert StagedUpload.objects.filter(owner=author.pk).count() == 2


def test_a_file_that_the_workbook_does_not_name_is_reported_and_not_stored(client, author):
    unasked = [upload("towns2.csv", TOWNS)]
    first = begin(client, title_en="", file=upload("heard.md", FORM), beside=sent() + unasked)
    assert [name for name, idle in desk_on(first).items() if idle] == ["towns2.csv"]

    begin(client)
    assert not Attachment.objects.filter(name="towns2.csv").exists()


def test_accents_that_a_browser_sends_in_two_pieces_are_the_same_name(client, author):
    """As browsers do on macOS: e and a combining accent."""
    form = FORM.replace("tea.png", "thé.png")
    given = [upload("the\u0301.png", files()["tea.png"])]
    beside = given + sent("drink.wav", "boire.wav", "tea.wav", "the.wav", "film.mp4", "towns.csv")
    assert begin(client, file=upload("heard.md", form), beside=beside).status_code == 302


def test_a_desk_has_room_for_so_much_and_no_more(author):
    part = b"name,label\n" + b"x" * 4_900_000
    given = {f"{number}.csv": part for number in range(9)}
    told = stage_upload(author.pk, None, WorkbookBundle(files=given), today=DAY)

    assert [message.details["file"] for message in told] == ["8.csv"]
    assert get_staging_area(author.pk, None).size <= MAX_DESK
    assert stage_upload(author.pk, None, WorkbookBundle(files={"0.csv": b"a\n"}), today=DAY) == ()


def test_what_nobody_published_is_gone_after_a_day(author):
    stage_upload(author.pk, None, WorkbookBundle(files={"a.csv": b"a\nb\n"}), today=DAY)

    assert purge_staged_uploads(DAY + timedelta(days=1)) == 0
    assert purge_staged_uploads(DAY + timedelta(days=2)) == 1
    assert not StagedUpload.objects.exists()


# ── the next version ──


@pytest.fixture
def study(client):
    study = create_study(
        "heard", StudyInfo({"en": "Heard"}), workbook=FORM.encode(), workbook_name="heard.md",
        files=accept_attachments(files()),
    )  # fmt: skip
    client.force_login(make_member("lea", study, Role.OWNER))
    return study


PAGE = "/en/studies/heard/questionnaire/"


def test_the_next_version_keeps_the_files_of_the_one_before_and_says_so(client, study):
    changed = FORM.replace("Thank you.", "Many thanks.")
    looked = client.post(PAGE, {"file": upload("heard.md", changed), "beside": sent("tea.wav")})

    words = words_of(looked)
    assert "Ready to be published" in words
    assert "tea.png (picture, " in words
    assert words.count("kept from version 1") == 6
    published = client.post(PAGE, mark(looked))
    assert published.url == f"{PAGE}2/"
    assert Attachment.objects.filter(version__number=2).count() == 7
    assert not StagedUpload.objects.exists()


def test_a_list_of_the_version_before_can_be_replaced_alone(client, study):
    new = TOWNS.replace("Nancy", "Nancy-Ville")
    looked = client.post(
        PAGE, {"file": upload("heard.md", FORM), "beside": sent("towns.csv", towns__csv=new)}
    )
    assert "Nancy-Ville" in words_of(looked)  # a choice reads otherwise
    client.post(PAGE, mark(looked))
    assert "Nancy-Ville" in study.versions.get(number=2).xform
    assert "Nancy-Ville" not in study.versions.get(number=1).xform


def test_what_is_published_is_what_was_looked_at(client, study):
    looked = client.post(PAGE, {"file": upload("heard.md", FORM)})
    other = FORM.replace("Thank you.", "Changed elsewhere.")
    client.post(PAGE, {"file": upload("heard.md", other)})  # in another tab

    again = client.post(PAGE, mark(looked))
    assert again.status_code == 200
    assert "Your files have changed since" in words_of(again)
    assert study.versions.count() == 1
    client.post(PAGE, mark(again))
    assert "Changed elsewhere." in study.versions.get(number=2).xform


def test_the_desks_of_two_studies_are_two(client, study):
    client.post(PAGE, {"beside": sent("tea.png")})
    other = make_study("other")
    client.force_login(make_member("zoe", other, Role.OWNER))

    assert desk_on(client.get("/en/studies/other/questionnaire/")) == {}


def test_a_button_takes_a_file_off_and_the_rest_is_looked_at_again(client, study):
    client.post(PAGE, {"file": upload("heard.md", FORM), "beside": [upload("x.csv", TOWNS)]})
    held = StagedUpload.objects.get(name="x.csv")

    assert desk_on(client.post(PAGE, {"off": str(held.pk)})) == {"heard.md": False}


def test_authors_fetch_each_file_and_all_of_them_in_one_archive(client, study):
    response = client.get(f"{PAGE}1/files/towns.csv")
    assert response["Content-Type"] == "text/csv"
    assert response["Content-Disposition"] == 'attachment; filename="towns.csv"'
    assert response.content == TOWNS.encode()
    assert client.get(f"{PAGE}1/files/other.csv").status_code == 404

    archive = client.get(f"{PAGE}1/files/")
    assert archive["Content-Disposition"] == 'attachment; filename="heard-1.zip"'
    with ZipFile(io.BytesIO(b"".join(archive.streaming_content))) as packed:
        assert set(packed.namelist()) == {
            "heard-1.xlsx", *(f"heard-1-media/{name}" for name in files()),
        }  # fmt: skip
        fetched = {name: packed.read(name) for name in packed.namelist()}

    brought = [upload(name.rpartition("/")[2], content) for name, content in fetched.items()]
    looked = client.post(PAGE, {"beside": brought})
    assert "The questions have not changed." in words_of(looked)


def test_a_version_lists_its_files(client, study):
    words = words_of(client.get(PAGE))
    assert "7 files" in words
    assert "towns.csv (list, " in words


def test_by_command_too_what_lacks_refuses_the_version(study):
    more = FORM.replace("tea.png", "other.png")
    with pytest.raises(WorkbookRefused, match=r"other\.png"):
        publish_version(study, workbook=more.encode(), workbook_name="heard.md")
    with pytest.raises(WorkbookRefused, match=r"a document \(PDF\)"):
        accept_attachments({"tea.png": b"%PDF-1.7"})
