"""Questions that are heard and seen, and choices made of what was just told."""

import pytest
from django.utils import timezone

from tests.journeys.test_reading import SEATS, sign_in
from tests.journeys.test_testimony import EVERYONE
from tests.surveys.factories import describe_study, make_member
from tests.surveys.uploads import FORM, files, wav
from vecu.accounts.models import User
from vecu.surveys.actions import accept_attachments, create_study, open_fielding
from vecu.surveys.models import Answer, Attachment, Study
from vecu.surveys.queries import find_current_fielding

TOLD = FORM.replace(
    "| | note | thanks",
    "| | begin repeat | story | A task | Une tâche | | | | | | |\n"
    "| | text | task | Which task? | Quelle tâche ? | | | | | | |\n"
    "| | end repeat | | | | | | | | | |\n"
    "| | select_one ${task} | hardest | The hardest? | La plus dure ? | | | | | | |\n"
    "| | note | thanks",
)


@pytest.fixture
def heard():
    study = create_study(
        "heard", describe_study({"fr": "Entendu", "en": "Heard"}), workbook=TOLD.encode(),
        workbook_name="heard.md", files=accept_attachments({**files(), "boire.wav": wav(3)}),
    )  # fmt: skip
    open_fielding(find_current_fielding(study, timezone.localdate()), today=timezone.localdate())
    return study


@pytest.mark.parametrize("seat", EVERYONE)
def test_a_person_hears_a_question_answers_and_chooses_among_their_own_answers(person, heard, seat):
    worker = person(**seat)
    worker.go("take/heard/")
    worker.press("Start")
    sounds = worker.page.locator("main audio")
    assert sounds.count() == 2  # the question and the choice that has one
    assert sounds.first.is_visible()
    width = worker.page.locator("main").bounding_box()["width"]
    assert sounds.first.bounding_box()["width"] <= width
    assert not worker.page.locator("main input:checked").count()
    worker.choose("tea")
    worker.press("Continue")

    for task, more in (("A letter", "yes"), ("A report", "no")):
        worker.write(task)
        worker.press("Continue")
        worker.choose(more)
        worker.press("Continue")
    worker.choose("A letter")
    worker.press("Continue")
    assert worker.page.locator("main video").is_visible()
    worker.press("Continue")
    worker.choose("m")
    worker.press("Continue")

    worker.page.locator("a[href*='story.1.task']").click()
    worker.write("A long letter")
    worker.press("Continue")
    assert "A letter" in worker.page.locator("dl strong").inner_text()
    worker.page.locator("a[href*='q/hardest']").click()
    worker.choose("A long letter")
    worker.press("Continue")
    worker.press("Send")
    values = Answer.objects.get().values
    assert (values["drink"], values["hardest"], values["town"]) == ("tea", "A long letter", "m")


def test_a_sound_is_played_by_the_keyboard_alone_and_chooses_nothing(person, heard):
    worker = person(language="fr", phone=False)
    parts = []
    worker.page.on("response", lambda got: parts.append((got.url, got.status)))
    worker.go("take/heard/")
    worker.press("Start")
    assert not [url for url, _status in parts if url.endswith(".wav")]  # nothing before it is asked

    sound = worker.page.locator("main audio").first
    assert sound.get_attribute("aria-label") == "Écouter\xa0: Que buvez-vous ?"
    sound.focus()
    worker.page.keyboard.press("Space")
    for _try in range(100):
        if sound.evaluate("heard => heard.currentTime") > 0:
            break
        worker.page.wait_for_timeout(100)
    assert sound.evaluate("heard => heard.currentTime") > 0
    assert ("boire.wav", 206) in [(url.rpartition("/")[2], status) for url, status in parts]
    assert not worker.page.locator("main input:checked").count()


@pytest.mark.parametrize("seat", SEATS)
def test_an_author_brings_a_workbook_and_its_files_in_two_goes(person, seat):
    make_member("author")
    User.objects.update(may_create_studies=True)
    author = sign_in(person, seat, "author")

    def bring(*names, **changed):
        given = {**files(), **{name.replace("__", "."): one for name, one in changed.items()}}
        author.page.set_input_files(
            "[name=beside]",
            [
                {"name": name, "mimeType": "application/octet-stream", "buffer": given[name]}
                for name in names
            ],
        )

    author.press("Create a study")
    author.page.locator("[name=title_fr]").fill("Entendu")
    author.page.set_input_files(
        "[name=file]",
        {"name": "heard.md", "mimeType": "text/markdown", "buffer": TOLD.encode()},
    )
    twice = b"code,town,region\nm,Metz,east\nm,Nancy,east\n"
    bring("tea.png", "towns.csv", "film.mp4", "drink.wav", "boire.wav", "tea.wav", towns__csv=twice)
    author.press("Create the study and see its pages")
    author.reads("This workbook cannot be published yet")
    rows = [row.inner_text() for row in author.page.locator("#found tbody tr").all()]
    assert ["towns.csv" in row and "A3" in row for row in rows] == [True, False]
    assert "the.wav" in rows[1]
    assert author.page.locator("#desk tbody tr").count() == 7
    assert not Study.objects.exists()

    bring("towns.csv", "the.wav")
    author.press("Create the study and see its pages")
    author.reads("This is a preview: nothing is sent or saved.")
    assert author.page.locator(".phone audio").count() == 4
    assert author.page.locator(".phone video").count() == 2
    assert Attachment.objects.count() == 7

    author.open_group("Prepare")
    author.press("Questionnaire")
    author.page.locator("summary").click()
    author.look()
    with author.page.expect_download() as saved:
        author.page.get_by_role("link", name="towns.csv").click()
    assert saved.value.suggested_filename == "towns.csv"
