"""Damaged, hostile or too large OpenRosa requests get a message, never a 500."""

from io import BytesIO

import pytest
from django.db import InternalError, NotSupportedError, OperationalError, ProgrammingError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.surveys.openrosa.test_openrosa import (
    SERVER,
    VERSIONED,
    envelope,
    filled,
    message,
    open_hours,
    part,
    post,
    send,
)
from vecu.surveys.models import Answer, SubmissionReceipt
from vecu.surveys.openrosa.views import submission

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def study(db, today):
    """A study about hours, open."""
    return open_hours(today)


BOMB = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><data>&b;</data>'
OUTSIDE = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><data>&a;</data>'


@pytest.mark.parametrize(
    ("xml", "status"),
    [
        (BOMB, 400),
        (OUTSIDE, 400),
        (b"", 400),
        (b"\xff\xfe\x00", 400),
        (b'<?xml version="1.0" encoding="utf-99"?><data/>', 400),
        (filled()[:-20], 400),
        (b"<a>" * 5000 + b"</a>" * 5000, 400),
        (filled(instance="no scheme"), 400),
        (filled(instance="uuid:" + "x" * 300), 400),
        (b'<data id="hours_form" version="1"/>', 400),
        (filled(why="x" * 2_000_001), 413),
        (filled(why="x" * 20_001), 422),
    ],
    ids=[
        "entities", "a file of ours", "nothing", "no text", "an unknown encoding", "half of it",
        "5,000 levels", "no scheme", "a long id", "no id", "2 MB", "a long answer",
    ],
)  # fmt: skip
def test_hostile_xml_gets_a_clear_message_and_nothing_is_stored(client, study, xml, status):
    response = send(client, xml)

    assert response.status_code == status
    assert message(response)
    assert (Answer.objects.count(), SubmissionReceipt.objects.count()) == (0, 0)


def test_half_a_body_is_400(client, study):
    body = envelope(part("xml_submission_file", filled()))

    response = post(client, body, **{"wsgi.input": BytesIO(body[:300])})
    assert (response.status_code, Answer.objects.count()) == (400, 0)
    assert "incomplete" in message(response)


def test_a_connection_that_breaks_is_400(client, study):
    class Broken(BytesIO):
        def read(self, size=-1):
            raise ConnectionResetError

    response = post(client, b"x" * 99, **{"wsgi.input": Broken()})

    assert response.status_code == 400


@pytest.mark.parametrize("told", ["15000001", ""])
def test_more_than_the_limit_is_413_before_it_is_looked_at(client, study, told):
    body = envelope(part("xml_submission_file", b"x" * 15_000_001))
    response = post(client, body, CONTENT_LENGTH=told, **{"wsgi.input": BytesIO(body)})

    assert response.status_code == 413
    assert "10 MB" in message(response)


@pytest.mark.parametrize(
    "body",
    [
        envelope(),
        envelope(part("another", filled())),
        envelope(part("xml_submission_file", filled()), part("xml_submission_file", filled())),
        envelope(*[part(f"f{n}", b"") for n in range(200)]),
        b"nothing of the kind",
    ],
    ids=["no part", "another part", "two forms", "200 files", "no envelope"],
)
def test_anything_but_one_form_is_400(client, study, body):
    response = post(client, body)

    assert response.status_code == 400
    assert message(response)
    assert Answer.objects.count() == 0


def headed(header: bytes, line_end: bytes = b"\r\n") -> bytes:
    """Return a filled form with a part that has this header and these line ends."""
    beside = b"--a-boundary\r\n" + header + b"\r\n\r\nx\r\n"
    return envelope(part("xml_submission_file", filled()), beside).replace(b"\r\n", line_end)


NAMED = b'Content-Disposition: form-data; name="a"'


@pytest.mark.parametrize(
    "body",
    [
        headed(b"Content-Type: text/plain"),
        headed(b"Content-Disposition: form-data"),
        headed(NAMED.replace(b'"a"', b'"\xe9"')),
        headed(NAMED + b"\r\nContent-Length: 9"),
        headed(NAMED, line_end=b"\n"),
    ],
    ids=["no disposition", "no name", "not in UTF-8", "another length", "other ends of lines"],
)
def test_a_part_that_cannot_be_understood_is_400_and_nothing_is_dropped_in_silence(
    client, study, body
):
    response = post(client, body)

    assert response.status_code == 400
    assert message(response) == "What was sent could not be read. Please send it again."
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(
    "header",
    [
        NAMED + b"\r\nContent-Transfer-Encoding: binary\r\nContent-Length: 1",  # as OkHttp writes
        b"content-disposition: form-data; name=a",
        NAMED + b'; filename=""',  # a browser's empty box for a file
    ],
    ids=["with its length", "in small letters", "no file chosen"],
)
def test_what_clients_write_in_their_own_way_is_understood(client, study, header):
    response = post(client, headed(header))

    assert response.status_code == 201
    assert "no question asks for it: a." in message(response)


@pytest.mark.parametrize(
    "kind", ["text/xml", "multipart/form-data", "multipart/form-data; boundary=é", ""]
)
def test_another_kind_of_body_is_400(client, study, kind):
    response = client.generic(
        "POST", f"{SERVER}/submission", filled(), content_type=kind, headers=VERSIONED
    )

    assert response.status_code == 400


@pytest.mark.parametrize(
    "trouble",
    [
        OperationalError("database or disk is full"),
        OperationalError("database is locked"),
        InternalError("cannot execute INSERT in a read-only transaction"),
        NotSupportedError("cached plan must not change result type"),
        ProgrammingError("prepared statement does not exist"),
    ],
)
def test_a_database_that_cannot_just_now_is_503_and_the_device_keeps_the_form(
    client, study, monkeypatch, trouble
):
    def receive(*_args, **_rest):
        raise trouble

    monkeypatch.setattr(submission, "store_submission", receive)

    response = send(client, filled())
    assert (response.status_code, response["Retry-After"]) == (503, "60")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), whole=st.booleans())
def test_no_bytes_make_a_500(client, study, data, whole):
    """Changed anywhere in the form, or anywhere in the body with its envelope and a file."""
    file = part("photo.jpg", b"\xff\xd8\xff", filename="photo.jpg")
    text = bytearray(envelope(part("xml_submission_file", filled()), file) if whole else filled())
    for _change in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))

    response = post(client, bytes(text)) if whole else send(client, bytes(text))
    assert response.status_code in {201, 202, 400, 404, 409, 422}
    assert message(response)


def test_posts_from_another_sites_page_are_refused(client, study):
    response = send(client, filled(), headers={**VERSIONED, "Sec-Fetch-Site": "cross-site"})

    assert (response.status_code, Answer.objects.count()) == (403, 0)
