"""A file is cleaned once, whatever else is wrong with what came with it, and is kept meanwhile."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from tests.surveys.conftest import TODAY
from tests.surveys.factories import describe_study
from tests.surveys.full_database import png
from tests.surveys.openrosa.test_openrosa import envelope, part, post
from vecu.file_sanitizer import cleaner_process, sanitize
from vecu.file_sanitizer.cleaner_process import CleanersBusy
from vecu.surveys.actions import create_study, open_fielding
from vecu.surveys.models import Answer, AnswerFile, Draft

pytestmark = [pytest.mark.django_db, pytest.mark.data]
FORM = """
| settings |
| | form_title | form_id | default_language |
| | Screens | screens | English (en) |

| survey |
| | type | name | label::English (en) | label::Français (fr) | appearance |
| | begin group | page | Your screen | Votre écran | field-list |
| | image | screen | A picture of it | Une image | |
| | file | paper | A document | Un document | |
| | integer | age | Your age | Votre âge | |
| | end group | | | | |
"""
PAGE = "/en/take/hours/q/page.block/"
XML = """<data id="screens" version="1"><meta><instanceID>uuid:1</instanceID></meta>
<page><screen>screen.png</screen><paper/><age>{age}</age></page></data>"""


@pytest.fixture
def screens(db, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    about = describe_study({"en": "Screens", "fr": "Écrans"})
    study = create_study("hours", about, workbook=FORM.encode(), workbook_name="screens.md")
    open_fielding(study.fieldings.get(), today=TODAY)
    return study


@pytest.fixture
def cleaned(monkeypatch):
    """The types of the files that were cleaned."""
    clean, types = sanitize.clean_content, []

    def counted(type_, content):
        types.append(type_)
        return clean(type_, content)

    monkeypatch.setattr(sanitize, "clean_content", counted)
    return types


def picture():
    return SimpleUploadedFile("screen.png", png())


def test_an_accepted_file_stays_when_another_answer_of_its_page_is_wrong(client, screens, cleaned):
    client.post("/en/take/hours/")
    response = client.post(PAGE, {"page.screen": picture(), "page.age": "old"})
    assert response.status_code == 422
    assert "a picture (PNG)" in response.content.decode()

    assert client.post(PAGE, {"page.age": "40"}).status_code == 303
    draft = Draft.objects.get()
    assert draft.values["page"]["age"] == "40"
    assert [file.name for file in AnswerFile.objects.all()] == [draft.values["page"]["screen"]]
    client.post("/en/take/hours/review/")
    assert AnswerFile.objects.get().answer == Answer.objects.get()
    assert cleaned == ["image/png"]


def test_a_refused_file_is_looked_at_once_though_the_language_changes(client, screens, cleaned):
    client.post("/en/take/hours/")
    broken = SimpleUploadedFile("paper.pdf", b"%PDF-1.7 nothing")
    sent = {"page.paper": broken, "page.screen": picture(), "page.age": "1,5", "speak": "fr"}
    response = client.post(PAGE, sent)
    assert response.status_code == 422
    assert "ce fichier est abîmé" in response.content.decode()
    assert sorted(cleaned) == ["application/pdf", "image/png"]
    assert AnswerFile.objects.count() == 1


def send(client, age):
    xml = part("xml_submission_file", XML.format(age=age).encode())
    return post(client, envelope(xml, part("screen.png", png(), filename="screen.png")))


def test_a_client_whose_answers_are_refused_has_its_files_cleaned_once(client, screens, cleaned):
    assert send(client, "old").status_code == 422
    assert cleaned == ["image/png"]


def test_a_client_that_sends_again_what_had_arrived_has_nothing_cleaned_again(
    client, screens, cleaned
):
    assert [send(client, "40").status_code for _time in range(2)] == [201, 202]
    assert cleaned == ["image/png"]
    assert AnswerFile.objects.count() == 1


def busy(_type, _content):
    return CleanersBusy()


def test_whoever_finds_all_cleaners_busy_keeps_the_page_and_sends_the_file_again(
    client, screens, monkeypatch
):
    monkeypatch.setattr(sanitize, "clean_content", busy)
    client.post("/en/take/hours/")
    response = client.post(PAGE, {"page.screen": picture(), "page.age": "40"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Send it again in a minute" in page
    assert 'value="40"' in page


def test_a_device_that_finds_all_cleaners_busy_keeps_its_form(client, screens, monkeypatch):
    monkeypatch.setattr(sanitize, "clean_content", busy)
    response = send(client, "40")
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert not Answer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_file_is_cleaned_while_the_database_is_locked(client, screens, monkeypatch):
    locked = []
    run = cleaner_process.run_bounded

    def watched(*what, **how):
        locked.append(connection.in_atomic_block)
        return run(*what, **how)

    monkeypatch.setattr(cleaner_process, "run_bounded", watched)
    monkeypatch.setattr(sanitize, "SMALL", 0)
    client.post("/en/take/hours/")
    assert client.post(PAGE, {"page.screen": picture(), "page.age": "40"}).status_code == 303
    assert send(client, "40").status_code == 201
    assert locked == [False, False]
