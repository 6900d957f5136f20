"""The staff draws diary codes once, says what they open, and makes all of them void."""

import io
import re

import pytest
from pypdf import PdfReader

from tests.fieldlog.factories import make_log
from tests.register.factories import make_confirmed, make_system
from vecu.accounts.models import AuditEvent
from vecu.fieldlog.diary_codes import derive_diary_token, find_diary_token
from vecu.fieldlog.models import DiaryCode, FieldLog

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ADDRESS = "/en/systems/job-offers/log/codes/"
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b")


@pytest.fixture
def log(client, django_user_model) -> FieldLog:
    """A log that may begin; its owner is signed in."""
    system = make_system()
    make_confirmed(system)
    client.force_login(django_user_model.objects.get(username="lea"))
    return make_log(system)


def test_a_pile_is_printed_once_and_its_codes_open_the_diary(client, log):
    response = client.post(ADDRESS, {"count": 20, "language": "fr"})

    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    pages = PdfReader(io.BytesIO(response.content)).pages
    printed = [CODE.findall(page.extract_text()) for page in pages]
    assert [len(codes) for codes in printed] == [10, 10]
    codes = [code for page in printed for code in page]
    assert "testserver/\nat-work/job-offers/diary" in pages[0].extract_text()
    assert all(find_diary_token(log, [derive_diary_token(log, code)]) for code in codes)
    assert codes != sorted(codes)
    assert "20 codes are valid." in client.get(ADDRESS).text
    assert not CODE.search(client.get(ADDRESS).text)


@pytest.mark.parametrize("count", ["19", "", "many"])
def test_a_pile_that_is_too_small_is_refused(client, log, count):
    response = client.post(ADDRESS, {"count": count, "language": "fr"})

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert not DiaryCode.objects.exists()


def test_without_papers_the_page_says_what_is_missing(client, log):
    FieldLog.objects.update(charter="")

    assert "charter of use" in client.get(ADDRESS).text
    assert client.post(ADDRESS, {"count": 20, "language": "fr"}).status_code == 409
    assert not DiaryCode.objects.exists()


def test_all_codes_become_void_together(client, log):
    client.post(ADDRESS, {"count": 20, "language": "fr"})
    client.post(f"{ADDRESS}void/")

    assert not DiaryCode.objects.exists()
    assert AuditEvent.objects.filter(verb="made diary codes void").count() == 1


def set_kinds(client, french: str, english: str, opens: str = "diary"):
    fields = {"opens": opens, "kinds_fr": french, "kinds_en": english}
    return client.post(f"{ADDRESS}settings/", fields)


def test_kinds_of_proposal_keep_their_key_while_one_label_stays(client, log):
    set_kinds(client, "Offre signalée\nTexte d’annonce", "Flagged offer\nText of an offer")
    log.refresh_from_db()
    first, second = (each["key"] for each in log.proposal_kinds)
    assert (first, second) == ("offre-signalee", "texte-dannonce")

    set_kinds(
        client, "Texte d’annonce\nOffre douteuse", "Text of an offer\nFlagged offer", "figures"
    )
    log.refresh_from_db()
    assert [each["key"] for each in log.proposal_kinds] == [second, first]
    assert not log.diary_open
    assert "Offre douteuse" in client.get(ADDRESS).text


@pytest.mark.parametrize(
    ("french", "english", "says"),
    [
        ("Une\nDeux", "One", "one has more lines"),
        ("\n".join("abcdefg"), "", "At most 6 kinds"),
        ("x" * 61, "", "at most 60 characters"),
    ],
)
def test_kinds_that_no_phone_can_show_are_refused_and_stay_typed(
    client, log, french, english, says
):
    response = set_kinds(client, french, english)

    assert response.status_code == 422
    assert says in response.text
    assert french.splitlines()[0] in response.text
    log.refresh_from_db()
    assert log.proposal_kinds == []
