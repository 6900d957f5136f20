"""No trace remains of who answered, from where, with what device and at what time."""

import logging
import re
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from tests.surveys.calls import (
    PageInputs,
    begin_call,
    make_called_study,
    press,
    sign_in_interviewer,
)
from tests.surveys.conftest import TODAY
from tests.surveys.uploads import make_heard_study
from vecu.accounts import failed_sign_ins
from vecu.site.logs import DayOnlyFormatter, DropRequestData
from vecu.site.metrics import write_metrics
from vecu.surveys.models import Answer

pytestmark = [pytest.mark.data]
TAKE = "/fr/take/testimonies/"
IP, FORWARDED = "203.0.113.77", "198.51.100.42"
AGENT, REFERER, COOKIE = "CanaryBrowser/7.3", "https://canary-referer.example/x", "canarycookie"
SCRAPED = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)
CANARIES = (IP, FORWARDED, "Canary", "canary", "de-CANARY", "xx-XX")


@pytest.fixture
def watched(caplog, settings, monkeypatch):
    """Every log record of the run, at all levels, and of the security log, which is on."""
    monkeypatch.setattr(
        failed_sign_ins.tally, "_counts", Counter()
    )  # wrong passwords of other tests
    settings.SECURITY_LOG = "stderr"
    caplog.set_level(logging.DEBUG)
    logging.getLogger("vecu.security").addHandler(caplog.handler)
    for name in ("django", "django.request", "django.db.backends", "django.security"):
        caplog.set_level(logging.DEBUG, logger=name)
    yield caplog
    logging.getLogger("vecu.security").removeHandler(caplog.handler)


@pytest.fixture
def person(settings) -> Client:
    """A browser that sends every identifying header."""
    client = Client(
        REMOTE_ADDR=IP,
        headers={
            "X-Forwarded-For": FORWARDED,
            "User-Agent": AGENT,
            "Referer": REFERER,
            "Accept-Language": "xx-XX,de-CANARY;q=0.9",
        },
    )
    client.cookies["visited"] = COOKIE
    return client


def journey(person: Client) -> str:
    """Answer, put aside, resume, make errors, send, read, leave; return the receipt code."""
    person.get("/fr/")
    person.get("/fr/take/")
    person.get(TAKE)
    address = person.post(TAKE)["Location"]
    person.post(f"{TAKE}q/story.1.task/", {"story.1.task": ""})
    code = _code(person.post(f"{TAKE}save/?page=story.1.task", {"story.1.task": "Un bilan"}))
    person.post(f"{TAKE}resume/", {"code": "BBBB-BBBB-BBBB"})
    address = person.post(f"{TAKE}resume/", {"code": code})["Location"]
    while "/q/" in address:
        key = address.rpartition("/q/")[2].strip("/")
        answer = {"more": "no"} if key == "story.more" else {}
        if key == "story.1.task":
            answer = {key: "Un bilan"}
        person.get(address)
        address = person.post(address, answer)["Location"]
    person.get(address)
    receipt = _code(person.post(address))
    person.get(f"{TAKE}q/nothing/")
    person.post(f"{TAKE}mine/", {"code": receipt})
    person.post(TAKE)
    person.get(f"{TAKE}leave/")
    person.post(TAKE)
    return receipt


def _code(response) -> str:
    return re.search(r'class="code">([^<]+)<', response.content.decode())[1]


def everything_stored() -> dict[str, list[tuple]]:
    """Return every row of every table of the database."""
    tables = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608
            tables[name] = cursor.fetchall()
    return tables


@pytest.mark.django_db
def test_a_whole_journey_leaves_nothing_of_the_person_in_database_or_logs(
    testimonies, person, watched
):
    before, figures = everything_stored(), write_metrics(SCRAPED)
    receipt = journey(person)
    tables = everything_stored()
    stored = repr(tables)
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in watched.records)

    assert Answer.objects.count() == 1
    assert tables["django_session"] == []
    for canary in CANARIES:
        assert canary not in stored, canary
        assert canary not in logged, canary
        assert canary not in _formatted(watched), canary
    assert receipt not in stored
    assert receipt not in logged
    assert "Un bilan" not in _formatted(watched)
    assert write_metrics(SCRAPED) == figures  # who asks every second does not learn when
    _assert_nothing_for_a_collector(watched)
    _assert_no_time(before, tables)


@pytest.mark.django_db
def test_a_call_leaves_nothing_of_who_called_and_no_hour_in_database_or_logs(settings, watched):
    """The interviewer's account is staff: it was there before, and no act of theirs is noted."""
    interviewer = Client(REMOTE_ADDR=IP, headers={"User-Agent": AGENT, "Referer": REFERER})
    sign_in_interviewer(interviewer, make_called_study())
    before, tokens = everything_stored(), []
    for mode, wording in (("telephone", "fr"), ("interpreter", "ar"), ("paper", "en")):
        cut_off, page = (begin_call(interviewer, mode=mode, wording=wording) for _call in range(2))
        press(interviewer, cut_off, step="ask", last="canary cut off")
        back = press(interviewer, page, explained="no", last="canary dropped")
        press(interviewer, back, step="drop")
        tokens += [PageInputs(each.text).sent["token"] for each in (cut_off, page)]
    tables = everything_stored()

    answers = {(each.fielding.mode, each.language) for each in Answer.objects.all()}
    assert answers == {("telephone", "fr"), ("interpreter", "fr"), ("paper", "fr")}
    for canary in CANARIES:
        assert canary not in repr(tables), canary
        assert canary not in _formatted(watched), canary
    assert not [token for token in tokens if token in repr(tables) + _formatted(watched)]
    assert {name for name in tables if tables[name] != before[name]} == {"surveys_answer"}
    _assert_nothing_for_a_collector(watched)
    _assert_no_time(before, tables)


@pytest.mark.django_db
def test_neither_the_language_that_is_read_nor_what_is_heard_is_stored_or_logged(person, watched):
    make_heard_study()
    take, reading = "/fr/take/heard/", "?wording=ar&type=large"
    before = everything_stored()
    person.get(f"{take}{reading}")
    address = person.post(f"{take}{reading}")["Location"]
    assert "wording=ar" in address
    while "/q/" in address:
        page = person.get(address)
        assert set(page.cookies) == set()
        for sound in re.findall(r'<audio[^>]* src="([^"]+)"', page.text):
            heard = person.get(sound, headers={"Range": "bytes=0-"})
            assert (heard.status_code, set(heard.cookies)) == (206, set())
        address = person.post(address, {"speak": "ar"})["Location"]
        assert not {"'ar'", "'large'"} & set(re.findall("'[a-z]+'", repr(everything_stored())))
        address = person.post(address)["Location"]
    person.post(address)

    tables = everything_stored()
    assert {each.language for each in Answer.objects.all()} == {"fr"}
    assert {name for name in tables if tables[name] != before[name]} == {"surveys_answer"}
    for canary in (*CANARIES, "wording=ar", ".wav"):
        assert canary not in _formatted(watched), canary
    _assert_nothing_for_a_collector(watched)
    _assert_no_time(before, tables)


def _formatted(watched) -> str:
    """Return the log as the site's own handlers would write it."""
    keep, form = DropRequestData(), DayOnlyFormatter()
    return "\n".join(form.format(record) for record in watched.records if keep.filter(record))


def _assert_nothing_for_a_collector(watched) -> None:
    """The security log is about members alone."""
    assert [each for each in watched.records if each.name == "vecu.security"] == []


def _assert_no_time(before: dict[str, list[tuple]], after: dict[str, list[tuple]]) -> None:
    """Fail on a value, written during the run, that is finer than a day.

    Of a wrong code, of which one is typed, the whole minute stands in one row until it is over.
    """
    clock = re.compile(r"\d{1,2}:\d{2}")
    for table, rows in after.items():
        for row in rows:
            if row in before.get(table, []):
                continue
            for value in row:
                if isinstance(value, bytes):  # SQLite's index of words: 0x3a there is no colon
                    continue
                assert not isinstance(value, datetime), (table, value)
                assert not clock.search(str(value)), (table, value)
                if not _is_minute_of_wrong_code(table, value):
                    assert not _is_timestamp(value), (table, value)


def _is_minute_of_wrong_code(table: str, value: object) -> bool:
    whole = isinstance(value, float) and value % 60 == 0
    return table == "rate_limits_countedtries" and whole


def _is_timestamp(value: object) -> bool:
    now = timezone.now().timestamp()
    return isinstance(value, int | float) and any(
        abs(value - now * scale) < 86_400 * scale * 366 for scale in (1, 1_000, 1_000_000)
    )


@pytest.mark.django_db
def test_no_page_of_the_journey_reads_or_sets_anything_but_the_draft_cookie(
    testimonies, person, settings
):
    for response in (person.get(TAKE), person.post(TAKE), person.get(f"{TAKE}review/")):
        assert set(response.cookies) <= {settings.DRAFT_COOKIE_NAME}
        assert "Cookie" not in response.get("Vary", "")
        assert "session" not in response.wsgi_request.__dict__ or not (
            response.wsgi_request.session.accessed
        )


@pytest.mark.parametrize("model", list(apps.get_app_config("surveys").get_models()))
def test_no_table_can_hold_a_time_an_address_or_an_ordered_identity(model):
    forbidden = (
        models.DateTimeField,
        models.TimeField,
        models.DurationField,
        models.GenericIPAddressField,
        models.AutoField,
    )
    for field in model._meta.get_fields():
        assert not isinstance(field, forbidden), field
    assert not isinstance(model._meta.pk, models.BigAutoField)
    if isinstance(model._meta.pk, models.UUIDField):
        assert model().pk.version == 4


def test_the_day_is_the_only_date_of_an_answer():
    dates = [field.name for field in Answer._meta.fields if isinstance(field, models.DateField)]
    assert dates == ["day"]
    assert isinstance(TODAY, date)
