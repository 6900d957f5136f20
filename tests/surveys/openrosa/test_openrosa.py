"""OpenRosa by its standards: forms listed and downloaded, submissions stored exactly once."""

import re
from datetime import date
from hashlib import md5
from io import BytesIO
from uuid import uuid4

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection

from tests.surveys.conftest import TODAY
from tests.surveys.factories import describe_study
from vecu.questionnaires import QuestionType, read_xform
from vecu.surveys import actions
from vecu.surveys.consent.versions import PROMISE_NUMBER
from vecu.surveys.models import Answer, AnswerFile, SubmissionReceipt, Version
from vecu.surveys.queries import find_current_fielding, list_sent_by_programs

pytestmark = [pytest.mark.django_db, pytest.mark.data]
SERVER = "/openrosa/hours"
VERSIONED = {"X-OpenRosa-Version": "1.0"}
WORKBOOK = """
| settings | |
| | form_title | form_id | version | default_language |
| | Hours | hours_form | mine | en |

| survey |
| | type | name | label::en | label::fr | constraint | constraint_message | required |
| | deviceid | deviceid | | | | | |
| | start | start | | | | | |
| | begin group | work | Work | Travail | | | |
| | integer | hours | Hours a week? | Heures par semaine ? | . <= 168 | A week has 168 h. | yes |
| | text | why | Why? | Pourquoi ? | | | |
| | end group | | | | | | |
| | begin repeat | task | A task | Une tâche | | | |
| | text | name | Name? | Nom ? | | | |
| | end repeat | | | | | | |
"""


def open_hours(today):
    """Create a study about hours and open it."""
    about = describe_study({"en": "Hours", "fr": "Heures"}, purpose={"en": "To learn."})
    study = actions.create_study("hours", about, workbook=WORKBOOK.encode(), workbook_name="h.md")
    actions.open_fielding(find_current_fielding(study, today), today=today)
    return study


@pytest.fixture
def study(db, today):
    """A study about hours, open."""
    return open_hours(today)


def filled(
    hours="35", instance="", *, more="", meta="", form="hours_form", version="1", why="Rent"
) -> bytes:
    """Return a filled form as ODK Collect writes it."""
    instance = instance or f"uuid:{uuid4()}"
    return (
        f'<?xml version=\'1.0\' ?><data id="{form}" version="{version}" '
        'xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">'
        f"<work><hours>{hours}</hours><why>{why}</why></work>"
        "<task><name>Write</name></task><task><name>Read</name></task>"
        f"{more}<orx:meta><orx:instanceID>{instance}</orx:instanceID>{meta}</orx:meta></data>"
    ).encode()


BOUNDARY = "a-boundary"


def part(name: str, content: bytes, filename: str | None = "form.xml") -> bytes:
    named = f'; filename="{filename}"' if filename else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n'
    return head.encode() + b"Content-Type: text/xml\r\n\r\n" + content + b"\r\n"


def envelope(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def post(client, body: bytes, headers=VERSIONED, **extra):
    return client.generic(
        "POST",
        f"{SERVER}/submission",
        body,
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
        headers=headers,
        **extra,
    )


def send(client, xml: bytes, **rest):
    return post(client, envelope(part("xml_submission_file", xml)), **rest)


def message(response) -> str:
    root = fromstring(response.content)
    assert root.tag == "{http://openrosa.org/http/response}OpenRosaResponse"
    return root.findtext("{http://openrosa.org/http/response}message")


def forms(client, query="") -> list[dict[str, str]]:
    response = client.get(f"{SERVER}/formList{query}", headers=VERSIONED)
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
    root = fromstring(response.content)
    assert root.tag == "{http://openrosa.org/xforms/xformsList}xforms"
    return [{cell.tag.rpartition("}")[2]: cell.text for cell in form} for form in root]


# ── forms ──


def test_the_list_names_the_open_form_with_what_the_standard_asks(client, study):
    (form,) = forms(client)
    xform = client.get(form["downloadUrl"])

    assert set(form) == {"formID", "name", "version", "hash", "downloadUrl"}
    assert (form["formID"], form["name"], form["version"]) == ("hours_form", "Hours", "1")
    assert form["hash"] == f"md5:{md5(xform.content, usedforsecurity=False).hexdigest()}"
    assert form["downloadUrl"].startswith("http://testserver/openrosa/hours/")


def promise(client) -> dict[str, str]:
    """Return by language the note before the first question of the form."""
    xform = client.get(forms(client)[0]["downloadUrl"]).content.decode()
    first, *_rest = read_xform(xform).questions.values()
    assert first.kind is QuestionType.NOTE
    return dict(first.label.texts)


def test_the_promise_stands_before_the_first_question_in_the_languages_of_the_form(client, study):
    told = promise(client)
    assert set(told) == {"en", "fr"}
    for words in (
        "the day it arrives",
        "your name",
        "Answers are kept until 31 December 2099.",
        "receipt code",
        "we also keep two fingerprints of it",
        "They remain when you withdraw your answers",
        "What we cannot protect you from: this program keeps the form on the device",
        "Your employer may see, on its network or on a device it lends you",
        "The person who runs this server could see where you connect from",
        "Responsible for your data: University of Val-de-Sève.",
        "to carry out a task in the public interest (GDPR, article 6.1.e)",
        "write to us@example.org.",
        "complain to the CNIL",
    ):
        assert words in told["en"]
    assert "Nous ne demandons pas qui vous êtes" in told["fr"]


def test_the_promise_says_until_when_and_the_hash_is_that_of_what_is_served(client, study):
    before = forms(client)[0]["hash"]
    study.retained_until = date(2027, 11, 1)
    study.save()
    assert "Answers are kept until 1 November 2027." in promise(client)["en"]
    form = forms(client)[0]
    xform = client.get(form["downloadUrl"])
    assert form["hash"] == f"md5:{md5(xform.content, usedforsecurity=False).hexdigest()}" != before


def test_the_list_says_the_promise_in_the_default_language_of_the_form(client, study):
    response = client.get(
        f"{SERVER}/formList?verbose=true", headers={**VERSIONED, "Accept-Language": "fr"}
    )
    assert "What we cannot protect you from: this program" in response.content.decode()


def test_forms_with_the_note_and_without_it_are_stored_alike(client, study):
    """Whoever fetched the form before the note was there sends it as before."""
    for more in ("", "<vecu_promise/>", "<vecu_promise>typed over</vecu_promise>"):
        assert send(client, filled(more=more)).status_code == 201
    kept = [answer.values for answer in Answer.objects.all()]
    assert kept == [kept[0]] * 3
    assert "vecu_promise" not in kept[0]


def test_an_answer_keeps_the_number_of_the_promise_in_the_form_that_was_filled(client, study):
    xform = client.get(forms(client)[0]["downloadUrl"]).content.decode()
    node = re.search(r"<vecu_promise_number>\d+</vecu_promise_number>", xform)[0]
    assert node == f"<vecu_promise_number>{PROMISE_NUMBER}</vecu_promise_number>"

    assert send(client, filled(more=node)).status_code == 201

    assert Answer.objects.get().promise == PROMISE_NUMBER


@pytest.mark.parametrize("number", ["", "0", "999", "Ada"])
def test_a_form_that_names_no_promise_is_stored_without_a_number(client, study, number):
    more = f"<vecu_promise_number>{number}</vecu_promise_number>"
    reply = send(client, filled(more=more if number else ""))

    assert reply.status_code == 201
    assert "Not kept" not in message(reply)
    assert Answer.objects.get().promise is None


def test_the_name_is_in_the_language_requested(client, study):
    response = client.get(f"{SERVER}/formList", headers={**VERSIONED, "Accept-Language": "fr"})

    assert "<name>Heures</name>" in response.content.decode()


def test_the_list_honours_what_the_standard_lets_one_ask(client, study):
    assert forms(client, "?formID=another") == []
    assert forms(client, "?verbose=true")[0]["descriptionText"].startswith("To learn.\n")
    assert [form["version"] for form in forms(client, "?formID=hours_form")] == ["1"]
    assert [form["version"] for form in forms(client, "?listAllVersions=true")] == ["1"]
    assert [form["version"] for form in forms(client, "?deviceID=collect%3Aabc")] == ["1"]


def test_all_versions_are_those_of_every_wave_that_was_ever_open(client, study):
    first = study.fieldings.get()
    actions.close_fielding(first, today=TODAY)
    second = actions.publish_version(
        study, workbook=WORKBOOK.replace("Why?", "For what?").encode(), workbook_name="h.md"
    )
    fielding = study.fieldings.create(version=second, wave=2, mode="open")

    actions.open_fielding(fielding, today=TODAY)

    assert [form["version"] for form in forms(client)] == ["2"]
    for asked in ("?listAllVersions=true", "?listAllVersions", "?listAllVersions=1"):
        assert [form["version"] for form in forms(client, asked)] == ["2", "1"]


def test_the_form_is_fit_for_other_clients(client, study):
    (form,) = forms(client)
    xml = client.get(form["downloadUrl"]).content
    served, root = read_xform(xml.decode()), fromstring(xml)
    submission = next(root.iter("{http://www.w3.org/2002/xforms}submission"))

    assert (served.form_id, served.version, served.languages) == ("hours_form", "1", ("en", "fr"))
    assert submission.attrib == {
        "action": "http://testserver/openrosa/hours/submission",
        "method": "post",
    }
    assert b"deviceid" not in xml
    assert b"timestamp" not in xml
    assert client.get(form["downloadUrl"]).content == xml


def test_a_version_that_asks_the_device_who_it_is_is_served_without(client, study):
    """Version 1 as another program might have written it; the same nodes as pyxform makes."""
    xform = Version.objects.get().xform
    asking = xform.replace("<work>", "<dev/><work>", 1).replace(
        "<bind ",
        '<bind nodeset="/data/dev" type="string" jr:preload="property"/><bind ',
        1,
    )
    assert asking != xform
    version = Version.objects.create(study=study, number=2, xform=asking)
    study.fieldings.update(version=version)

    xml = client.get(f"{SERVER}/forms/2.xml").content.decode()

    assert "dev" not in re.sub(r"[\w-]*device|development|devenir", "", xml)
    assert "uid" in xml


def test_no_files_go_with_a_form(client, study):
    response = client.get(f"{SERVER}/forms/1/manifest", headers=VERSIONED)

    root = fromstring(response.content)
    assert (root.tag, len(root)) == ("{http://openrosa.org/xforms/xformsManifest}manifest", 0)
    assert client.get(f"{SERVER}/forms/9/manifest", headers=VERSIONED).status_code == 404
    assert client.get(f"{SERVER}/forms/9.xml").status_code == 404


# ── every response ──


def test_every_response_says_which_openrosa_it_speaks_and_when(client, study):
    responses = [
        client.get(f"{SERVER}/formList", headers=VERSIONED),
        client.get(f"{SERVER}/formList"),
        client.get(f"{SERVER}/forms/1.xml"),
        client.head(f"{SERVER}/submission"),
        client.get(f"{SERVER}/submission", headers=VERSIONED),
        client.get("/openrosa/nothing/formList", headers=VERSIONED),
        send(client, filled()),
        send(client, b"<"),
    ]

    assert [response.status_code for response in responses] == [
        200, 400, 200, 204, 405, 404, 201, 400,
    ]  # fmt: skip
    for response in responses:
        assert response["X-OpenRosa-Version"] == "1.0"
        assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT", response["Date"])
        assert response["X-OpenRosa-Accept-Content-Length"] == "12000000"
        assert not response.cookies


@pytest.mark.parametrize("method", ["formList", "submission"])
def test_a_request_without_the_version_header_is_400(client, study, method):
    response = (
        client.get(f"{SERVER}/formList")
        if method == "formList"
        else send(client, filled(), headers={})
    )

    assert response.status_code == 400
    assert "X-OpenRosa-Version" in message(response)
    assert Answer.objects.count() == 0


# ── submissions ──


def test_a_filled_form_becomes_an_answer_like_any_other(client, study):
    response = send(client, filled("35"))

    answer = Answer.objects.get()
    assert response.status_code == 201
    assert answer.values == {
        "work": {"hours": "35", "why": "Rent"},
        "task": [{"name": "Write"}, {"name": "Read"}],
    }
    assert (answer.day, answer.language) == (TODAY, "en")


def test_what_came_in_chunks_is_stored_too(client, study):
    """As a server hands it over: no length, and a body that ends by itself."""
    body = envelope(part("xml_submission_file", filled()))

    response = post(client, body, CONTENT_LENGTH="", **{"wsgi.input": BytesIO(body)})

    assert response.status_code == 201


def test_a_form_without_a_file_name_is_read_and_parts_that_it_does_not_name_are_listed(
    client, study
):
    """Collect sends whatever lies beside a form, Enketo a date and a token of its own."""
    body = envelope(
        part("xml_submission_file", filled(), filename=None),
        part("photo.jpg", b"\xff\xd8", filename="photo.jpg"),
        part("Date", b"Tue, 24 Nov 2026 10:42:07 GMT", filename=None),
    )

    response = post(client, body)
    assert response.status_code == 201
    assert "no question asks for it: photo.jpg, Date." in message(response)
    assert not AnswerFile.objects.exists()
    assert "10:42" not in stored_everywhere()


def test_the_receipt_code_in_the_response_reads_and_withdraws_the_answer(client, study):
    told = message(send(client, filled(why="Only here")))
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", told)[0]

    shown = client.post("/en/take/hours/mine/", {"code": code})
    assert "Only here" in shown.content.decode()
    assert "http://testserver/en/take/hours/mine/" in told
    actions.withdraw_answer(code, "hours")
    assert Answer.objects.count() == 0


def test_the_same_xml_again_is_accepted_and_stored_once(client, study):
    xml = filled()

    first, again = send(client, xml), send(client, xml)

    assert (first.status_code, again.status_code) == (201, 202)
    assert message(again).split("\n")[1] == message(first).split("\n")[1]
    assert Answer.objects.count() == 1


def test_the_same_xml_again_is_accepted_after_closing_and_brings_nothing_back(client, study):
    xml = filled()
    told = message(send(client, xml))
    actions.withdraw_answer(re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){2}", told)[0], "hours")
    actions.close_fielding(study.fieldings.get(), today=TODAY)

    assert_gone(send(client, xml))
    assert Answer.objects.count() == 0


def test_forms_that_programs_sent_are_counted_by_no_answers_id_and_stay_counted(client, study):
    fielding = study.fieldings.get()
    told = [
        message(send(client, filled(instance=f"uuid:{each}"))) for each in ("one", "two", "two")
    ]
    sent = list_sent_by_programs([fielding.pk])

    assert len(sent) == len(set(sent)) == 2
    assert not set(sent) & set(Answer.objects.values_list("id", flat=True))
    assert list_sent_by_programs([]) == []

    actions.withdraw_answer(re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){2}", told[0])[0], "hours")

    assert Answer.objects.count() == 1
    assert list_sent_by_programs([fielding.pk]) == sent


def assert_gone(response):
    """Check that the client stops sending, and that the message gives no receipt code."""
    told = message(response)
    assert response.status_code == 202
    assert "no longer kept: they were withdrawn, replaced" in told
    assert "Nothing that came now is kept" in told
    assert not re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-|kept once|Not here yet", told)


def test_the_same_instance_with_other_answers_is_409_and_the_first_stay(client, study):
    send(client, filled("35", "uuid:one"))

    response = send(client, filled("36", "uuid:one"))

    assert response.status_code == 409
    assert "instanceID" in message(response)
    assert not re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-", message(response))
    assert Answer.objects.get().values["work"]["hours"] == "35"


def test_a_correction_takes_the_place_of_what_it_corrects(client, study):
    first = filled("35", "uuid:one")
    send(client, first)

    corrected = filled("36", "uuid:two", meta="<orx:deprecatedID>uuid:one</orx:deprecatedID>")

    assert [send(client, corrected).status_code for _ in range(2)] == [201, 202]
    assert_gone(send(client, first))
    assert Answer.objects.get().values["work"]["hours"] == "36"


def test_a_form_that_says_that_it_corrects_itself_is_stored(client, study):
    itself = filled("35", "uuid:one", meta="<orx:deprecatedID>uuid:one</orx:deprecatedID>")

    assert [send(client, itself).status_code for _ in range(2)] == [201, 202]
    assert Answer.objects.count() == 1


def test_what_breaks_a_rule_is_422_with_the_question_and_the_rule(client, study):
    response = send(client, filled("999"))

    assert response.status_code == 422
    assert "A week has 168 h. [/data/work/hours: constraint]" in message(response)
    assert (Answer.objects.count(), SubmissionReceipt.objects.count()) == (0, 0)


def test_a_refusal_is_in_the_language_of_the_device(client, study):
    response = send(client, filled(""), headers={**VERSIONED, "Accept-Language": "fr"})

    assert "Heures par semaine" in message(response)
    assert "required" in message(response)
    assert response["Content-Language"] == "fr"


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("<salary>3000</salary>", "salary"),
        ("<work><hours>1</hours></work>", "work"),
        ("<task><name><first>A</first></name></task>", "task[3]/name"),
    ],
    ids=["a question that the form has not", "a group twice", "an answer with parts"],
)
def test_what_does_not_fit_the_form_is_422_by_name(client, study, more, named):
    response = send(client, filled(more=more))

    assert response.status_code == 422
    assert named in message(response)


def test_what_could_tell_who_answered_is_left_out_and_reported(client, study):
    canaries = "<deviceid>collect:CANARY1</deviceid><start>2026-11-24T10:42:07</start>"
    meta = (
        "<orx:userID>CANARY2</orx:userID><orx:phoneNumber>CANARY3</orx:phoneNumber>"
        "<orx:timeEnd>2026-11-24T10:59:00</orx:timeEnd><orx:audit>audit.csv</orx:audit>"
    )

    response = send(client, filled("35", "uuid:canary4", more=canaries, meta=meta))

    assert response.status_code == 201
    for name in ("deviceid", "start", "userID", "phoneNumber", "timeEnd", "audit"):
        assert name in message(response)
    stored = stored_everywhere()
    for canary in ("CANARY", "canary", "10:42", "10:59", "audit.csv"):
        assert canary not in stored


def stored_everywhere() -> str:
    """Return every row of every table as one text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows += cursor.fetchall()
    return repr(rows)


def test_a_question_that_the_form_asks_is_stored_whatever_its_name(client, today):
    rows = "| survey |\n| | type | name | label |\n| | text | email | How to reach you? |\n"
    settings_ = "| settings |\n| | form_id |\n| | f |\n\n"
    study = actions.create_study(
        "hours",
        describe_study({"en": "H"}),
        workbook=(settings_ + rows).encode(),
        workbook_name="h.md",
    )
    actions.open_fielding(find_current_fielding(study, today), today=today)
    meta = "<meta><instanceID>uuid:1</instanceID></meta>"
    xml = f'<data id="f" version="1"><email>a@b.c</email>{meta}</data>'

    assert send(client, xml.encode()).status_code == 201
    assert Answer.objects.get().values == {"email": "a@b.c"}


@pytest.mark.parametrize(
    ("form", "version"), [("another", "1"), ("hours_form", "2"), ("hours_form", "")]
)
def test_another_form_or_version_is_404_and_says_what_is_taken(client, study, form, version):
    response = send(client, filled(form=form, version=version))

    assert response.status_code == 404
    assert "It takes “hours_form” in version “1”" in message(response)


def test_a_door_that_is_not_open_has_its_status(client, study):
    fielding = study.fieldings.get()

    def statuses() -> tuple[int, int, int]:
        return (
            send(client, filled()).status_code,
            client.head(f"{SERVER}/submission").status_code,
            client.get(f"{SERVER}/formList", headers=VERSIONED).status_code,
        )

    actions.pause_fielding(fielding)
    assert statuses() == (403, 403, 403)
    study.fieldings.update(state="draft")
    assert statuses() == (404, 404, 404)
    study.fieldings.update(state="open", opens=date(2026, 12, 1))
    assert statuses() == (403, 403, 403)
    study.fieldings.update(state="closed", opens=None, closes=None)
    assert statuses() == (410, 410, 410)
