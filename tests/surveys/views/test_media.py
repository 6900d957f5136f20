"""Media of a questionnaire: on pages, in previews, and with range requests."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from tests.surveys.factories import describe_study, make_member
from tests.surveys.uploads import FORM, files, wav
from tests.surveys.views.test_results import words_of
from vecu.accounts.rules import Role
from vecu.surveys.actions import accept_attachments, create_study, open_fielding
from vecu.surveys.models import Attachment

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TAKE = "/en/take/heard/"


@pytest.fixture
def study(db):
    study = create_study(
        "heard", describe_study({"en": "Heard"}), workbook=FORM.encode(), workbook_name="heard.md",
        files=accept_attachments(files()),
    )  # fmt: skip
    open_fielding(study.fieldings.get(), today=timezone.localdate())
    return study


@pytest.fixture
def begun(client, study):
    client.post(TAKE)
    return client


def players(page: str) -> list[tuple[str, str, str]]:
    """Return the element, accessible name and file name of each player."""
    found = re.findall(r"<(audio|video)\s([^>]*)>", page)
    return [
        (
            kind,
            re.search(r'aria-label="([^"]*)"', rest)[1],
            re.search(r'src="[^"]*/([^/"]+)"', rest)[1],
        )
        for kind, rest in found
    ]


def test_a_question_and_its_choices_are_heard_in_the_readers_language(begun):
    assert players(begun.get(f"{TAKE}q/drink/").text) == [
        ("audio", "Listen: What do you drink?", "drink.wav"),
        ("audio", "Listen: Tea", "tea.wav"),
    ]
    assert [one[2] for one in players(begun.get("/fr/take/heard/q/drink/").text)] == [
        "boire.wav", "the.wav",
    ]  # fmt: skip


def test_nothing_plays_or_is_fetched_before_somebody_asks(begun):
    page = begun.get(f"{TAKE}q/drink/").text
    assert "autoplay" not in page
    assert page.count('<audio controls preload="none"') == 2


def test_a_question_with_its_sounds_is_at_most_40_kilobytes_before_one_is_played(begun):
    """Uncompressed, with its styles and scripts; it is set in the typeface of the device."""
    page = begun.get(f"{TAKE}q/drink/").text
    parts = re.findall(r'<(?:link|script)[^>]* (?:href|src)="/static/([^"]+)"', page)
    files_of_page = [Path(finders.find(each)) for each in parts]

    assert "woff2" not in page
    assert len(page.encode()) + sum(each.stat().st_size for each in files_of_page) < 40_000


def test_a_recording_that_one_language_lacks_is_not_replaced_and_the_page_says_so(client):
    """Nor is one whose file was lost: the question can be read and answered."""
    form = FORM.replace("| drink.wav | boire.wav |", "| drink.wav | |")
    study = create_study(
        "heard", describe_study({"en": "Heard"}), workbook=form.encode(), workbook_name="heard.md",
        files=accept_attachments(files()),
    )  # fmt: skip
    open_fielding(study.fieldings.get(), today=timezone.localdate())
    Attachment.objects.filter(name="the.wav").delete()
    client.post(TAKE)

    page = client.get("/fr/take/heard/q/drink/").text
    assert players(page) == []
    assert page.count("Il n’y a pas de son ici dans cette langue.") == 2
    assert client.post("/fr/take/heard/q/drink/", {"drink": "tea"}).status_code == 303


def test_the_policy_of_pages_lets_sounds_and_films_of_our_own_play(begun):
    policy = begun.get(f"{TAKE}q/drink/")["Content-Security-Policy"]
    assert "media-src 'self'" in policy.split("; ")


def test_a_player_stands_beside_the_choice_and_not_inside_its_label(begun):
    """Pressing play must not choose."""
    page = begun.get(f"{TAKE}q/drink/").text
    labels = re.findall(r"<label.*?</label>", page, re.DOTALL)
    assert labels
    assert not any("<audio" in label for label in labels)


def test_a_note_shows_its_film_and_what_goes_with_it(begun):
    page = begun.get(f"{TAKE}q/thanks/").text
    assert players(page) == [("video", "Watch: Thank you.", "film.mp4")]
    assert "playsinline" in page
    assert "Thank you." in words_of(begun.get(f"{TAKE}q/thanks/"))


def test_the_preview_lets_hear_and_see_all_in_both_languages(client, study):
    client.force_login(make_member("lea", study, Role.OWNER))
    found = players(client.get("/en/studies/heard/preview/").text)
    assert {one[2] for one in found} == {
        "drink.wav", "boire.wav", "tea.wav", "the.wav", "film.mp4",
    }  # fmt: skip


def address(begun) -> str:
    return re.search(r'<audio[^>]*src="([^"]+drink\.wav)"', begun.get(f"{TAKE}q/drink/").text)[1]


# ── as players fetch it: RFC 9110, section 14 ──

SOUND = wav()
SIZE = len(SOUND)


def test_a_sound_comes_whole_with_the_type_of_its_content(begun):
    response = begun.get(address(begun))
    assert (response.status_code, response["Content-Type"]) == (200, "audio/wav")
    assert response.content == SOUND
    assert response["Accept-Ranges"] == "bytes"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),  # what Safari asks first
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=100-199", 100, 199),
        ("bytes=100-99999999999999999999999", 100, SIZE - 1),
        ("bytes=-10", SIZE - 10, SIZE - 1),
        (f"bytes=-{SIZE + 5}", 0, SIZE - 1),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
    ],
)
def test_a_part_is_given_to_whoever_asks_for_one(begun, asked, first, last):
    response = begun.get(address(begun), headers={"Range": asked})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response["Content-Length"] == str(last - first + 1)
    assert response.content == SOUND[first : last + 1]


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=-0", f"bytes={SIZE + 1}-{SIZE + 9}"])
def test_a_part_that_there_is_not_is_416_with_the_length(begun, asked):
    response = begun.get(address(begun), headers={"Range": asked})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "bytes=x-y", "bytes=-", "items=0-1", "bytes=9-3", "0-1", "bytes=²-"]
)
def test_what_is_no_single_part_gets_the_whole(begun, asked):
    response = begun.get(address(begun), headers={"Range": asked})
    assert (response.status_code, response.content) == (200, SOUND)


def test_a_part_of_another_state_of_the_file_and_head_get_the_whole(begun):
    wanted = {"Range": "bytes=0-1", "If-Range": '"an older one"'}
    assert begun.get(address(begun), headers=wanted).status_code == 200
    head = begun.head(address(begun), headers={"Range": "bytes=0-1"})
    assert (head.status_code, head["Content-Length"]) == (200, str(SIZE))


def test_lists_are_not_displayed_to_people(begun):
    towns = address(begun).replace("drink.wav", "towns.csv")
    assert begun.get(towns).status_code == 404


def test_no_sound_of_another_study_is_found_under_this_one(begun):
    elsewhere = address(begun).replace("/take/heard/", "/take/other/")
    assert begun.get(elsewhere).status_code == 404
