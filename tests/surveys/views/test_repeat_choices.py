"""Choices from the respondent's own answers: on pages, when sent, in counts, for programs."""

import pytest

from tests.surveys.factories import answer, make_member, make_study
from tests.surveys.openrosa.test_openrosa import envelope, message, part
from tests.surveys.views.test_results import words_of
from vecu.accounts.rules import Role
from vecu.surveys.models import Answer, Draft

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TAKE = "/en/take/tasks/"
FORM = """
| settings | | | |
| | form_title | form_id | default_language |
| | Tasks | tasks | English (en) |

| survey |
| | type | name | label::English (en) | label::Français (fr) | relevant |
| | begin repeat | story | A task | Une tâche | |
| | text | task | Which task? | Quelle tâche ? | |
| | end repeat | | | | |
| | select_one ${task} | hardest | The hardest? | La plus dure ? | |
| | text | why | Why ${hardest}? | Pourquoi ${hardest} ? | ${hardest} != '' |
"""


@pytest.fixture
def tasks(db):
    return make_study("tasks", FORM)


@pytest.fixture
def begun(client, tasks):
    """A respondent who described two tasks and chose the first as the hardest."""
    client.post(TAKE)
    for key, typed in [
        ("story.1.task", {"story.1.task": "A long report"}),
        ("story.more", {"more": "yes"}),
        ("story.2.task", {"story.2.task": "Mails"}),
        ("story.more", {"more": "no"}),
        ("hardest", {"hardest": "A long report"}),
        ("why", {"why": "It is dull."}),
    ]:
        assert client.post(f"{TAKE}q/{key}/", typed).status_code == 303
    return client


def test_answers_of_the_repeat_are_offered_word_for_word(begun):
    page = begun.get(f"{TAKE}q/hardest/").text
    assert 'value="A long report" checked' in page
    assert 'value="Mails"' in page
    assert "Why A long report?" in words_of(begun.get(f"{TAKE}q/why/"))


def test_what_nobody_answered_is_refused(begun):
    response = begun.post(f"{TAKE}q/hardest/", {"hardest": "Something else"})
    assert response.status_code == 422
    assert "“Something else” is not among your answers" in words_of(response)
    assert Draft.objects.get().values["hardest"] == "A long report"


def test_sending_keeps_the_words_of_the_time(begun):
    assert _sent(begun).values["hardest"] == "A long report"


def test_an_answer_whose_story_was_changed_is_announced_before_and_left_out_when_sent(begun):
    begun.post(f"{TAKE}q/story.1.task/?then=review", {"story.1.task": "A short report"})

    review = words_of(begun.get(f"{TAKE}review/"))
    assert "“A long report” is no longer among your answers: this is left out" in review
    assert "Why" not in review  # it hung on that answer
    page = words_of(begun.get(f"{TAKE}q/hardest/"))
    assert "“A long report” is no longer among your answers. Choose again" in page
    assert Draft.objects.get().values["hardest"] == "A long report"

    assert set(_sent(begun).values) == {"story"}


def test_a_story_taken_out_takes_along_what_points_to_it_only(begun):
    begun.post(f"{TAKE}review/", {"remove": "story[2]", "among": "2"})
    assert "is no longer among" not in words_of(begun.get(f"{TAKE}review/"))
    assert _sent(begun).values["hardest"] == "A long report"


def test_a_page_that_changes_what_it_points_to_is_not_a_dead_end(client):
    head, rest = FORM.split("| | begin repeat")
    block = "| | begin group | all | All | Tout | |\n| | begin repeat" + rest
    block = block.rstrip("\n") + "\n| | end group | | | | |\n"
    block = block.replace("| All | Tout | |", "| All | Tout | | field-list |")
    form = head.replace("relevant |", "relevant | appearance |") + block
    make_study("page", form)
    client.post("/en/take/page/")
    page = "/en/take/page/q/all.block/"
    told = {"all.story.1.task": "Mails"}
    assert client.post(page, told).status_code == 303
    assert client.post(page, {**told, "all.hardest": "Mails"}).status_code == 303
    changed = {"all.story.1.task": "Letters", "all.hardest": "Mails"}
    assert client.post(page, changed).status_code == 303


def test_with_an_empty_repeat_the_page_says_that_there_is_nothing_to_choose(client, tasks):
    client.post(TAKE)
    assert "There is nothing to choose from here" in words_of(client.get(f"{TAKE}q/hardest/"))
    assert client.post(f"{TAKE}q/hardest/", {}).status_code == 303


def _sent(client) -> Answer:
    client.post(f"{TAKE}review/", {"token": client.cookies["draft"].value})
    return Answer.objects.get()


def test_words_of_ones_own_are_neither_counted_by_value_nor_filtered_by(client, tasks):
    answer(tasks, {"story": [{"task": "A rare task"}], "hardest": "A rare task"})
    client.force_login(make_member("lea", tasks, Role.OWNER))

    assert "A rare task" not in words_of(client.get("/en/studies/tasks/figures/"))
    people = client.get("/en/studies/tasks/stories/").text
    assert 'name="a.hardest"' not in people
    completed = words_of(client.get("/en/studies/tasks/completion/"))
    assert "The hardest?" in completed


def test_the_preview_says_whose_answers_stand_there(client, tasks):
    client.force_login(make_member("lea", tasks, Role.OWNER))
    assert "… (Which task?)" in words_of(client.get("/en/studies/tasks/preview/"))


def _filled(hardest: str) -> bytes:
    return (
        '<data id="tasks" version="1" xmlns:orx="http://openrosa.org/xforms">'
        f"<story><task>Mails</task></story><hardest>{hardest}</hardest>"
        "<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>"
    ).encode()


@pytest.mark.parametrize(("hardest", "kept"), [("Mails", "Mails"), ("A report", None)])
def test_a_program_learns_what_was_left_out_since_it_points_nowhere(client, tasks, hardest, kept):
    response = client.generic(
        "POST", "/openrosa/tasks/submission",
        envelope(part("xml_submission_file", _filled(hardest))),
        content_type="multipart/form-data; boundary=a-boundary",
        headers={"X-OpenRosa-Version": "1.0"},
    )  # fmt: skip

    assert response.status_code == 201
    assert Answer.objects.get().values.get("hardest") == kept
    assert ("no longer there: hardest." in message(response)) is (kept is None)
