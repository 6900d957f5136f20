"""Files that come with a filled form, as ODK Collect and Enketo send them, at once or in parts."""

import re
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.file_sanitizer.test_sanitize import JPEG, SECRET, exif
from tests.surveys.conftest import TODAY
from tests.surveys.factories import PASSWORD, describe_study, make_member
from tests.surveys.full_database import chunk, png
from tests.surveys.openrosa.test_openrosa import (
    VERSIONED,
    assert_gone,
    envelope,
    message,
    part,
    post,
    stored_everywhere,
)
from vecu.accounts.rules import Role
from vecu.surveys import actions
from vecu.surveys.actions import submit
from vecu.surveys.models import Answer, AnswerFile, SubmissionReceipt
from vecu.surveys.queries import find_current_fielding

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PHOTO = JPEG[:2] + exif(1) + JPEG[2:]
"""A picture by a phone, with location and author."""
CLEAN = JPEG[:2] + JPEG[JPEG.index(b"\xff\xdb") :]
"""The same without metadata: what precedes its quantisation tables is removed."""
WORKBOOK = """
| settings | |
| | form_title | form_id | default_language |
| | Screens | screens | en |

| survey |
| | type | name | label::en | label::fr | required | relevant |
| | text | why | Why? | Pourquoi ? | | |
| | image | photo | A picture of your screen? | Une image de votre écran ? | yes | |
| | file | paper | The notice? | Le mode d’emploi ? | | |
| | image | fear | What do you fear? | Que craignez-vous ? | | ${why} = 'fear' |
| | begin repeat | task | A task | Une tâche | | |
| | image | shot | A shot? | Une vue ? | | |
| | end repeat | | | | | |
"""


@pytest.fixture
def study(db, today):
    """A study about screens, open at the URL that the OpenRosa helpers use."""
    about = describe_study({"en": "Screens"})
    study = actions.create_study("hours", about, workbook=WORKBOOK.encode(), workbook_name="s.md")
    actions.open_fielding(find_current_fielding(study, today), today=today)
    return study


def form(*, photo="photo.jpg", paper="", fear="", shots=(), why="", instance="", meta="") -> bytes:
    """Return a filled form in which questions name their files."""
    tasks = "".join(f"<task><shot>{name}</shot></task>" for name in shots)
    instance = instance or f"uuid:{uuid4()}"
    return (
        f'<data id="screens" version="1"><why>{why}</why><photo>{photo}</photo>'
        f"<paper>{paper}</paper><fear>{fear}</fear>{tasks}"
        f"<meta><instanceID>{instance}</instanceID>{meta}</meta></data>"
    ).encode()


def send(client, xml: bytes, files: dict[str, bytes] | None = None, *, more=False, **rest):
    """Post a form with files as ODK Collect does; `more` says that others follow."""
    parts = [part("xml_submission_file", xml)]
    parts += [part(name, content, filename=name) for name, content in (files or {}).items()]
    if more:
        parts.append(part("*isIncomplete*", b"yes", filename=None))
    return post(client, envelope(*parts), **rest)


def stored_files() -> dict[str, bytes]:
    """Return the files of the only answer by name."""
    return {each.name: bytes(each.content) for each in Answer.objects.get().enclosures.all()}


def code_in(response) -> str:
    return re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){2}", message(response))[0]


NAME = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
"""A random UUID (RFC 9562, 5.4)."""


# ── at once ──


def test_a_file_is_stored_clean_under_a_generated_name(client, study):
    response = send(client, form(photo="1764067327000.jpg"), {"1764067327000.jpg": PHOTO})

    assert response.status_code == 201
    assert "Not" not in message(response)
    name = Answer.objects.get().values["photo"]
    assert re.fullmatch(NAME + r"\.jpg", name)
    assert stored_files() == {name: CLEAN}
    stored = stored_everywhere()
    assert SECRET not in stored_files()[name]
    assert "1764067327000" not in stored


def test_the_type_is_that_of_the_content_whatever_it_is_called(client, study):
    send(client, form(photo="photo.jpg"), {"photo.jpg": png()})

    assert Answer.objects.get().values["photo"].endswith(".png")


def test_files_in_repeats_find_their_places(client, study):
    shots = {f"{n}.png": png(chunk(b"tEXt", b"n\0%d" % n)) for n in range(3)}
    xml = form(shots=["0.png", "", "2.png"])

    send(client, xml, {"photo.jpg": PHOTO, "0.png": shots["0.png"], "2.png": shots["2.png"]})

    tasks = Answer.objects.get().values["task"]
    assert [bool(task.get("shot")) for task in tasks] == [True, False, True]
    assert set(stored_files()) == {Answer.objects.get().values["photo"], *(
        task["shot"] for task in tasks if task)}  # fmt: skip


def test_two_questions_that_name_the_same_file_have_one_each(client, study):
    send(client, form(paper="photo.jpg"), {"photo.jpg": PHOTO})

    values = Answer.objects.get().values
    assert values["photo"] != values["paper"]
    assert stored_files() == {values["photo"]: CLEAN, values["paper"]: CLEAN}


def test_a_name_with_a_quotation_mark_is_found_as_browsers_send_it(client, study):
    """HTML, 4.10.22.8: in the name of a part a quotation mark is written %22."""
    response = send(client, form(photo="my &quot;own&quot;.png"), {"my %22own%22.png": png()})

    assert response.status_code == 201
    assert len(stored_files()) == 1


@pytest.mark.parametrize("found", ["photo", "fear"])
def test_nobody_can_name_a_file_that_is_there_already(client, study, found):
    send(client, form(), {"photo.jpg": PHOTO})
    theirs = Answer.objects.get().values["photo"]

    response = send(client, form(photo=theirs, fear=theirs, why="fear"))

    assert response.status_code == 201
    mine = Answer.objects.exclude(values__photo=theirs).get()
    assert mine.values[found] != theirs
    assert not mine.enclosures.exists()


def test_a_file_for_a_question_that_is_not_relevant_is_not_stored(client, study):
    response = send(client, form(fear="fear.png"), {"photo.jpg": PHOTO, "fear.png": png()})

    assert response.status_code == 201
    assert "fear" not in Answer.objects.get().values
    assert len(stored_files()) == 1


def test_files_that_the_form_does_not_name_are_not_stored_and_reported(client, study):
    response = send(client, form(), {"photo.jpg": PHOTO, "audit.csv": b"event,10:42:07"})

    assert "no question asks for it: audit.csv." in message(response)
    assert len(stored_files()) == 1
    assert "10:42:07" not in stored_everywhere()


def test_as_many_files_come_at_once_as_collect_sends(client, study):
    """Its chunks hold 101 files at most (`SubmissionChunker`), and the form."""
    files = {"photo.jpg": PHOTO, **{f"{n}.tmp": b"x" for n in range(100)}}
    assert send(client, form(), files, more=True).status_code == 201

    files["101.tmp"] = b"x"
    response = send(client, form(), files)
    assert response.status_code == 400
    assert "At most 101 files" in message(response)


def test_a_file_whose_part_has_no_filename_is_stored_for_the_question_that_names_it(client, study):
    """RFC 7578, 4.2: a filename is recommended for a file, not required."""
    xml, photo = form(photo="a.png"), part("a.png", png(), filename=None)

    response = post(client, envelope(part("xml_submission_file", xml), photo))

    assert response.status_code == 201
    assert "Not here yet" not in message(response)
    assert "Not kept" not in message(response)
    assert [*stored_files().values()] == [png()]


def test_two_files_of_one_name_are_400(client, study):
    twice = [part("photo.jpg", content, filename="photo.jpg") for content in (PHOTO, png())]

    response = post(client, envelope(part("xml_submission_file", form()), *twice))
    assert response.status_code == 400
    assert "Two files are called “photo.jpg”" in message(response)
    assert not Answer.objects.exists()


# ── refused ──


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "a document (PDF)"),
        (b"", "empty"),
        (PHOTO[:200], "damaged"),
        (b"\0" * 10_000_001, "larger than 10 MB"),
        (b"just text", "a plain text"),
    ],
    ids=["a PDF", "nothing", "half a picture", "too large", "text for a picture"],
)
def test_a_file_that_cannot_be_stored_is_422_with_question_and_rule_and_nothing_stays(
    client, study, content, said
):
    response = send(client, form(), {"photo.jpg": content})

    assert response.status_code == 422
    assert "Nothing was kept" in message(response)
    assert "“A picture of your screen?”" in message(response)
    assert said in message(response)
    assert "[/data/photo: type]" in message(response)
    assert not Answer.objects.exists()
    assert not SubmissionReceipt.objects.exists()
    assert not AnswerFile.objects.exists()


def test_what_is_wrong_with_files_and_with_answers_is_reported_together(client, study):
    response = send(client, form(why="x" * 20_001), {"photo.jpg": b"%PDF-1.7"})

    assert "[/data/photo: type]" in message(response)
    assert "[/data/why: length]" in message(response)


def test_a_refusal_is_in_the_language_of_the_device(client, study):
    headers = {**VERSIONED, "Accept-Language": "fr"}

    response = send(client, form(), {"photo.jpg": b"%PDF-1.7"}, headers=headers)

    assert "« Une image de votre écran ? »" in re.sub("[\xa0\u202f]", " ", message(response))


def test_a_file_for_a_question_that_is_not_relevant_refuses_nothing(client, study):
    response = send(client, form(fear="a.pdf"), {"photo.jpg": PHOTO, "a.pdf": b"%PDF-1.7"})

    assert response.status_code == 201


# ── in several posts ──


def test_a_form_split_over_three_posts_becomes_one_answer_with_all_its_files(client, study):
    xml = form(paper="notice.txt", shots=["shot.png"])

    first = send(client, xml, {"photo.jpg": PHOTO}, more=True)
    second = send(client, xml, {"notice.txt": b"Read me"}, more=True)
    third = send(client, xml, {"shot.png": png()})

    assert [each.status_code for each in (first, second, third)] == [201, 202, 202]
    assert "the files for “The notice?”, “A shot?”" in message(first)
    assert "have joined them" in message(second)
    assert "Not here yet: the files for “A shot?”." in message(second)
    assert "Not here yet" not in message(third)
    assert code_in(first) == code_in(second) == code_in(third)
    values = Answer.objects.get().values
    assert stored_files() == {
        values["photo"]: CLEAN,
        values["paper"]: b"Read me",
        values["task"][0]["shot"]: png(),
    }


def test_the_same_post_again_keeps_nothing_twice(client, study):
    xml = form(paper="notice.txt")
    both = {"photo.jpg": PHOTO, "notice.txt": b"Read me"}
    send(client, xml, {"photo.jpg": PHOTO}, more=True)

    statuses = [send(client, xml, both).status_code for _time in range(3)]

    assert statuses == [202, 202, 202]
    assert len(stored_files()) == AnswerFile.objects.count() == 2


def test_a_file_that_is_there_stays_as_it_is(client, study):
    xml = form()
    send(client, xml, {"photo.jpg": PHOTO})

    response = send(client, xml, {"photo.jpg": png()})

    assert response.status_code == 202
    assert [*stored_files().values()] == [CLEAN]


def test_a_file_that_never_comes_leaves_an_answer_that_says_so(client, study):
    response = send(client, form(why="Only words"))

    answer = Answer.objects.get()
    assert response.status_code == 201
    assert "Not here yet: the files for “A picture of your screen?”" in message(response)
    assert re.fullmatch(NAME, answer.values["photo"])

    mine = client.post("/en/take/hours/mine/", {"code": code_in(response)}).text
    assert "a file that has not come" in mine
    make_member("anna", study, Role.OWNER)
    client.login(username="anna", password=PASSWORD)
    page = f"/en/studies/hours/stories/{answer.id}/"
    assert "has not come from the device" in client.get(page).text
    assert "Download the file" not in client.get(page).text
    assert client.get(f"{page}{answer.values['photo']}").status_code == 404


def test_a_refused_file_of_a_later_post_leaves_the_answer_and_says_that_it_is_stored(client, study):
    xml = form(paper="a.pdf")
    send(client, xml, {"photo.jpg": PHOTO}, more=True)

    response = send(client, xml, {"a.pdf": b"%PDF-1.7"})

    assert response.status_code == 422
    assert "are kept. The files that came now are not" in message(response)
    assert "[/data/paper: type]" in message(response)
    assert len(stored_files()) == 1
    assert send(client, xml, {"a.pdf": b"Read me"}).status_code == 202
    assert len(stored_files()) == 2


def test_files_come_after_the_closing_for_a_form_that_came_before(client, study):
    xml = form()
    send(client, xml, more=True)
    study.fieldings.update(state="closed")

    response = send(client, xml, {"photo.jpg": PHOTO})

    assert response.status_code == 202
    assert [*stored_files().values()] == [CLEAN]


def test_files_of_other_bytes_under_the_same_instance_are_409_and_not_stored(client, study):
    send(client, form(instance="uuid:one"))

    response = send(client, form(instance="uuid:one", why="other"), {"photo.jpg": PHOTO})

    assert response.status_code == 409
    assert not AnswerFile.objects.exists()


# ── corrected, withdrawn ──


def test_a_correction_brings_its_own_files_and_the_former_go(client, study):
    send(client, form(instance="uuid:one"), {"photo.jpg": PHOTO})
    meta = "<deprecatedID>uuid:one</deprecatedID>"

    response = send(client, form(instance="uuid:two", meta=meta), {"photo.jpg": png()})

    assert response.status_code == 201
    assert [*stored_files().values()] == [png()]
    assert AnswerFile.objects.count() == 1


def test_files_for_an_answer_that_was_corrected_are_accepted_and_not_stored(client, study):
    first = form(instance="uuid:one")
    send(client, first, more=True)
    meta = "<deprecatedID>uuid:one</deprecatedID>"
    send(client, form(instance="uuid:two", meta=meta), {"photo.jpg": png()})

    assert_gone(send(client, first, {"photo.jpg": PHOTO}))
    assert [*stored_files().values()] == [png()]


def test_files_leave_with_the_answer_and_no_post_brings_them_back(client, study):
    xml = form(paper="notice.txt")
    receipt = code_in(send(client, xml, {"photo.jpg": PHOTO}, more=True))

    actions.withdraw_answer(receipt, "hours")
    response = send(client, xml, {"photo.jpg": PHOTO, "notice.txt": b"Read me"})

    assert_gone(response)
    assert not Answer.objects.exists()
    assert not AnswerFile.objects.exists()


def test_files_are_purged_with_the_answers(client, study):
    send(client, form(), {"photo.jpg": PHOTO})
    study.retained_until = TODAY.replace(day=1)
    study.save()

    assert actions.purge_answers(TODAY) == 1
    assert not AnswerFile.objects.exists()


def test_a_purge_deletes_little_in_one_transaction_as_a_full_disk_has_no_room_for_more(
    client, study, monkeypatch
):
    for _person in range(2):
        send(client, form(), {"photo.jpg": PHOTO})
    for _person in range(3):
        send(client, form(), {})
    study.retained_until = TODAY.replace(day=1)
    study.save()
    sizes, delete = [], submit.delete_answers
    monkeypatch.setattr(submit, "PURGED_AT_ONCE", 2)
    monkeypatch.setattr(
        submit, "delete_answers", lambda some: sizes.append(some.count()) or delete(some)
    )

    assert actions.purge_answers(TODAY) == 5
    assert sizes == [1, 1, 2, 1]


# ── whatever is sent ──


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    told=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20),
    name=st.binary(max_size=30).filter(lambda name: b"\r" not in name and b"\n" not in name),
    content=st.binary(max_size=60) | st.just(PHOTO),
)
def test_no_name_and_no_content_make_a_500(client, study, told, name, content):
    escaped = told.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    disposition = b'form-data; name="%s"; filename="%s"' % (name, name)
    odd = b"--a-boundary\r\nContent-Disposition: %s\r\n\r\n%s\r\n" % (disposition, content)

    response = post(client, envelope(part("xml_submission_file", form(photo=escaped)), odd))

    assert response.status_code in {201, 400, 422}
    assert message(response)
    for answer in Answer.objects.all():
        assert answer.enclosures.count() <= 1
