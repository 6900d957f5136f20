"""Pages of second looks: a question, a paper, a receipt, a code; what is typed wrongly."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from tests.register.factories import make_public_system
from tests.safeguards.second_looks.factories import make_code, make_look, make_look_office
from vecu.credentials import LocalRateLimiter, TokenBucket
from vecu.records.actions import add_record
from vecu.register.content import StageContent
from vecu.register.rules import Stage
from vecu.safeguards import person_codes
from vecu.safeguards.models import PersonCode
from vecu.safeguards.rules import PersonCodeState
from vecu.surveys.guess_limits import CodeGuessLimiter

pytestmark = pytest.mark.django_db
PUBLIC = "/en/at-work/job-offers/second-look/"
MEMBERS = "/en/systems/job-offers/second-looks/"
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b")
SENTENCE = "Do not rely on this request to keep your deadline for a legal appeal."
ALL_TRUE = ["no part", "power", "read"]


@pytest.fixture(autouse=True)
def limiter(monkeypatch):
    """Wrong codes of one test do not slow another, and no test sleeps."""
    fresh = CodeGuessLimiter(LocalRateLimiter(TokenBucket(allowed=3)), sleep=lambda _seconds: None)
    monkeypatch.setattr(person_codes, "guesses", fresh)


@pytest.fixture
def office():
    return make_look_office()


@pytest.fixture
def member(client, office, django_user_model):
    client.force_login(django_user_model.objects.get(username="lea"))
    return client


def test_one_question_heads_the_page_and_sentence_ten_stands_above_it(client, office):
    page = client.get(PUBLIC).text

    heads = [SENTENCE, "Do you contest a written decision?", ">Yes<", ">No<", ">I do not know<"]
    assert [page.index(each) for each in heads] == sorted(page.index(each) for each in heads)
    assert "tel:0400000012" in page
    assert "<textarea" not in page  # no request is received here


def test_where_nobody_is_named_the_page_says_so_and_still_explains_appeals(client):
    make_public_system()

    assert "not yet named anybody" in client.get(PUBLIC).text
    assert client.get(f"{PUBLIC}paper/").status_code == 404
    assert "Point-justice" in client.get(f"{PUBLIC}appeals/").text


def test_a_printed_paper_stores_nothing_and_each_has_its_own_code(client, office):
    first, second = (client.get(f"{PUBLIC}paper/") for _each in range(2))

    assert SENTENCE in first.text
    assert "12 rue du Pont" in first.text
    assert set(CODE.findall(first.text)) != set(CODE.findall(second.text))
    assert first["Cache-Control"] == "no-store"
    assert not PersonCode.objects.exists()


def test_from_the_paper_to_the_answer(client, member, office):
    code = CODE.search(member.get(f"{PUBLIC}paper/").text)[0]
    fresh = make_code()
    sent = {"channel": "paper", "code": code, "in_time": "yes", "fresh": fresh}
    receipt = member.post(f"{MEMBERS}receive/", sent)
    assert (receipt.status_code, CODE.search(receipt.text)[0]) == (200, code)
    assert SENTENCE in receipt.text
    assert "Point-justice" in receipt.text
    assert "To answer by" in member.get(MEMBERS).text

    answer = {"code": code, "state": "upheld", "conditions": ALL_TRUE[:2]}
    refused = member.post(f"{MEMBERS}answer/", answer)
    assert refused.status_code == 422
    assert "Nobody has looked yet. Missing: the reply says what was read." in refused.text
    assert member.post(f"{MEMBERS}answer/", answer | {"conditions": ALL_TRUE}).status_code == 302

    member.logout()
    read = member.post(f"{PUBLIC}follow/", {"code": code.lower()}).text
    assert "Nothing changes." in read
    assert "The answer came in time." in read


def test_without_paper_the_receipt_has_a_new_code(member):
    page = member.get(f"{MEMBERS}receive/").text
    fresh = re.search(r'name="fresh" value="([^"]+)"', page)[1]
    sent = {"channel": "telephone", "code": "", "in_time": "yes", "fresh": fresh}

    assert fresh in member.post(f"{MEMBERS}receive/", sent).text
    assert fresh in member.post(f"{MEMBERS}receive/", sent).text  # a double tap
    assert PersonCode.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"channel": ""}, "Say how it came."),
        ({"code": ""}, "Type the code that stands on the paper."),
        ({"code": "KD7M-3XQP-TR9B"}, "a character is wrong, missing or extra"),
        ({"code": "'; drop"}, "a character is wrong, missing or extra"),
    ],
)
def test_typing_errors_are_explained_and_stay_typed(member, changed, message):
    sent = {"channel": "paper", "code": make_code(), "in_time": "yes", "fresh": make_code()}
    response = member.post(f"{MEMBERS}receive/", sent | changed)

    assert response.status_code == 422
    assert message in response.text
    assert not PersonCode.objects.exists()


def test_a_wrong_code_is_no_typing_error_and_is_limited(client, office):
    assert client.post(f"{PUBLIC}follow/", {"code": "KD7M"}).status_code == 422
    statuses = [
        client.post(f"{PUBLIC}follow/", {"code": make_code()}).status_code for _each in range(5)
    ]
    assert statuses == [404, 404, 404, 429, 429]

    code = make_code()
    make_look(office, localdate(), code=code)
    assert client.post(f"{PUBLIC}follow/", {"code": code}).status_code == 200


def test_the_person_and_members_read_that_an_answer_is_late(member, office):
    code = make_code()
    make_look(office, localdate() - timedelta(days=15), code=code)

    assert "The answer is late." in member.post(f"{PUBLIC}follow/", {"code": code}).text
    assert "Late: the answer was due" in member.get(MEMBERS).text


@pytest.mark.parametrize(("days", "words"), [(10, "you can still ask"), (70, "has passed. Call")])
def test_of_a_system_that_is_switched_off_one_can_ask_for_a_while(client, office, days, words):
    day = localdate() - timedelta(days=days)
    ended = StageContent(stage=Stage.ABANDONED, day=day, reason={"en": "It ended."})
    add_record(office.system, ended, by="lea", now=now())

    assert words in client.get(PUBLIC).text


def test_the_last_day_of_an_appeal_is_computed_and_the_day_typed_is_not_stored(client, office):
    page = client.post(f"{PUBLIC}appeals/rsa/", {"received": "2026-12-31"}).text
    assert "Until 28 February 2027, to be sure." in page
    assert client.post(f"{PUBLIC}appeals/rsa/", {"received": "yesterday"}).status_code == 422
    assert client.get(f"{PUBLIC}appeals/none/").status_code == 404
    assert "to be checked" in client.get(f"{PUBLIC}appeals/housing/").text
    assert "CRPA L114-2" in client.get(f"{PUBLIC}appeals/rsa/paper/").text


def test_nobody_but_members_notes_requests_and_answers(client, office):
    make_look(office)
    for page in ("receive/", "answer/"):
        client.post(f"{MEMBERS}{page}", {"state": "changed"})
    assert PersonCode.objects.get().state == PersonCodeState.RECEIVED
