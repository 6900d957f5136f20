"""After a purge neither files nor row order show how an answer arrived."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from django.db import connection, transaction
from django.test import Client

from tests.surveys.cards import TAKE, TASK, draw, enter, send
from tests.surveys.conftest import TODAY
from tests.surveys.openrosa.test_openrosa import filled, open_hours
from tests.surveys.openrosa.test_openrosa import send as send_form
from vecu.site.commands.maintenance import purge
from vecu.surveys import actions
from vecu.surveys.actions import storage_traces
from vecu.surveys.actions.row_order import rewrite_rows
from vecu.surveys.models import AccessCode, AccessCodeBatch, Answer, Draft, SubmissionReceipt
from vecu.surveys.queries import get_fingerprint, get_instance_fingerprint

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]
WORDS = "unmistakable words"
JOIN = "SELECT count(*) FROM surveys_submissionreceipt s JOIN surveys_answer a ON s.xmin = a.xmin"
FIGURES = "SELECT count(*), count(DISTINCT xmin::text) FROM surveys_submissionreceipt"


def on_postgresql() -> bool:
    """Deleted rows that remain, and transaction numbers, exist in PostgreSQL only."""
    assert connection.vendor in {"sqlite", "postgresql"}
    return connection.vendor == "postgresql"


def rows(statement: str, *parameters: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def files_of(table: str) -> bytes:
    """Return the bytes on the disk of a table with its indexes and TOAST."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "WITH heaps AS (SELECT oid, reltoastrelid FROM pg_class WHERE relname = %s), "
            "tables AS (SELECT oid FROM heaps UNION SELECT reltoastrelid FROM heaps), "
            "files AS (SELECT oid FROM tables "
            "UNION SELECT indexrelid FROM pg_index WHERE indrelid IN (SELECT oid FROM tables)) "
            "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM files WHERE oid <> 0",
            [table],
        )
        return b"".join(bytes(content) for (content,) in cursor.fetchall())


def purged() -> str:
    done = CliRunner().invoke(purge, ["--the-clock-is-right"], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


@contextmanager
def another_connection():
    """Another connection to the same database, in the middle of a transaction."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            yield cursor
            cursor.execute("ROLLBACK")  # the server would keep its locks a little after a close
    finally:
        other.close()


@pytest.fixture
def sent(testimonies) -> str:
    """The code of a card whose answer was sent, with a text too long for a row."""
    code = draw(testimonies)[0]
    visit = enter(code)
    actions.save_page(visit, TASK, {TASK: [WORDS]})
    long = "".join(get_fingerprint(str(number)) for number in range(200))
    Draft.objects.update(values=[long])  # stored apart (TOAST), until the next page is saved
    Draft.objects.update(values={"story": [{"task": WORDS}]})
    send(code, WORDS)
    return code


# ── cards ──


def test_after_a_purge_no_file_of_drafts_holds_words_or_cards_that_were_sent(sent):
    if not on_postgresql():
        return
    before = files_of("surveys_draft")
    assert WORDS.encode() in before, "the words were never there: this shows nothing"
    assert get_fingerprint(sent).encode() in before
    assert get_fingerprint("7").encode() in before, "nothing was kept apart: this shows nothing"

    assert "still holds" not in purged()

    after = files_of("surveys_draft")
    for trace in (WORDS, get_fingerprint(sent), get_fingerprint("7")):
        assert trace.encode() not in after
    assert Answer.objects.get().values["story"][0]["task"] == WORDS


def test_plain_vacuum_would_leave_them(sent):
    """Why the table is written into a new file."""
    if not on_postgresql():
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (TRUNCATE false) surveys_draft")

    assert get_fingerprint(sent).encode() in files_of("surveys_draft")


def test_after_a_purge_no_earlier_state_of_a_card_tells_when_it_was_taken(testimonies):
    """All cards of a batch are written at each change: the difference of two states is one card."""
    if not on_postgresql():
        return
    for code in (codes := draw(testimonies))[:3]:
        send(code)
    fingerprint = get_fingerprint(codes[0]).encode()
    once = 1 + 2  # a row, and an entry of the key's two indexes
    assert files_of("surveys_accesscode").count(fingerprint) > once

    purged()

    assert files_of("surveys_accesscode").count(fingerprint) == once
    assert AccessCode.objects.filter(taken=True).count() == 3


def test_drafts_on_their_way_are_sent_after_a_purge_as_before(testimonies):
    visit = enter(draw(testimonies)[0])
    actions.save_page(visit, TASK, {TASK: [WORDS]})

    purged()

    actions.submit_draft(visit)
    assert Answer.objects.get().values["story"][0]["task"] == WORDS


def test_closing_an_inquiry_erases_them_too(sent):
    actions.close_fielding(AccessCodeBatch.objects.get().fielding, today=TODAY)

    if on_postgresql():
        assert get_fingerprint(sent).encode() not in files_of("surveys_draft")


def test_a_table_in_use_holds_nobody_up_is_reported_and_done_the_next_time(sent, monkeypatch):
    if not on_postgresql():
        return
    monkeypatch.setattr(storage_traces, "PAUSE", 0.001)
    with another_connection() as somebody:
        somebody.execute("SELECT FROM surveys_draft")
        assert "surveys_draft" in actions.rewrite_tables()

    assert actions.rewrite_tables() == []
    assert WORDS.encode() not in files_of("surveys_draft")


def test_rows_that_an_older_transaction_may_still_read_are_reported_and_go_next_time(testimonies):
    """PostgreSQL takes them along into the new file, and says no error."""
    if not on_postgresql():
        return
    code = draw(testimonies)[0]
    visit = enter(code)
    actions.save_page(visit, TASK, {TASK: [WORDS]})
    with another_connection() as reader:
        reader.execute("SELECT count(*) FROM surveys_study")
        actions.submit_draft(visit)
        assert "surveys_draft" in actions.rewrite_tables()
        assert get_fingerprint(code).encode() in files_of("surveys_draft")

    assert actions.rewrite_tables() == []
    assert get_fingerprint(code).encode() not in files_of("surveys_draft")


def test_the_command_says_which_tables_are_left_for_the_next_time(sent, monkeypatch):
    monkeypatch.setattr("vecu.surveys.actions.rewrite_tables", lambda **_options: ["surveys_draft"])

    assert "still holds deleted rows of surveys_draft" in purged()


def test_who_comes_with_a_card_or_by_a_relay_learns_what_stays_until_then(client, testimonies):
    draw(testimonies)
    relay = actions.add_relay(testimonies, "Union")
    pages = {way: client.get(f"{TAKE}{way}").text for way in ("", "card/", "by/union/")}

    assert relay.slug == "union"
    told = [way for way, page in pages.items() if "on this server’s disk until they are" in page]
    assert told == ["card/", "by/union/"]


# ── filled forms ──


@pytest.fixture
def hours(today):
    """A study about hours, open to other programs."""
    return open_hours(today)


def lying() -> list[str]:
    """Return the fingerprints of forms in the physical order of their rows."""
    return [
        instance for instance, _xml in rows("SELECT instance, xml FROM surveys_submissionreceipt")
    ]


def came(count: int, name: str = "uuid") -> list[bytes]:
    forms = [filled("35", f"{name}:{number}") for number in range(count)]
    assert {send_form(Client(), form).status_code for form in forms} == {201}
    return forms


def joined() -> int:
    """Return how many submission receipts can be linked to an answer by transaction numbers."""
    return rows(JOIN)[0][0]


def test_after_a_purge_no_transaction_joins_a_mark_to_its_answer(hours):
    forms = came(12)
    if on_postgresql():
        assert joined() == len(forms)

    purged()

    assert SubmissionReceipt.objects.count() == Answer.objects.count() == len(forms)
    if on_postgresql():
        assert joined() == 0
        assert rows(FIGURES) == [(12, 1)]


def test_marks_lie_in_the_order_of_their_fingerprints(hours):
    came(12)
    arrived = [get_instance_fingerprint(hours, f"uuid:{number}") for number in range(12)]
    assert arrived != sorted(arrived)
    if not on_postgresql():
        assert lying() == sorted(arrived), "from the beginning"

    purged()

    assert lying() == sorted(arrived)


def test_the_few_of_one_day_are_joined_to_those_before(hours):
    """Else the only receipt between two purges would be that of the only answer between them."""
    if not on_postgresql():
        return
    came(3, "monday")
    purged()
    came(1, "tuesday")
    purged()

    assert rows(FIGURES) == [(4, 1)]
    assert joined() == 0


def test_nothing_is_written_where_nothing_came(hours):
    if not on_postgresql():
        return
    came(3)
    purged()
    before = rows("SELECT xmin::text FROM surveys_submissionreceipt")
    purged()

    assert rows("SELECT xmin::text FROM surveys_submissionreceipt") == before


def test_after_a_purge_the_files_hold_each_mark_once(hours):
    """A deleted one would bear the number of its answer's transaction."""
    if not on_postgresql():
        return
    came(5)
    xml = SubmissionReceipt.objects.first().xml.encode()  # in no index
    assert rewrite_rows(SubmissionReceipt)
    assert files_of("surveys_submissionreceipt").count(xml) == 2, (
        "as it came, and as it was written anew"
    )

    assert "still holds" not in purged()

    assert files_of("surveys_submissionreceipt").count(xml) == 1


def test_a_table_too_large_to_be_written_anew_each_day_loses_its_deleted_rows(hours, monkeypatch):
    if not on_postgresql():
        return
    monkeypatch.setattr(storage_traces, "QUICK", 3)
    came(5)
    where = "SELECT pg_relation_filepath('surveys_submissionreceipt')"
    before = rows(where)

    assert "still holds" not in purged()

    assert (rows(where), joined()) == (before, 0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pageinspect")
        cursor.execute(
            "SELECT count(t_xmin)"
            " FROM heap_page_items(get_raw_page('surveys_submissionreceipt', 0))"
        )
        assert cursor.fetchone() == (5,)


def test_a_form_sent_again_after_a_purge_is_reported_as_stored_and_stored_once(hours):
    forms = came(3)
    purged()

    assert [send_form(Client(), form).status_code for form in forms] == [202] * 3
    assert Answer.objects.count() == SubmissionReceipt.objects.count() == 3
    assert send_form(Client(), filled("36", "uuid:1")).status_code == 409


def test_a_form_that_comes_again_during_a_purge_waits_and_is_reported_as_stored(hours):
    if not on_postgresql():
        return
    form = came(3)[1]

    def again() -> int:
        try:
            return send_form(Client(), form).status_code
        finally:
            connection.close()

    waiting = "SELECT FROM pg_locks WHERE NOT granted"
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert rewrite_rows(SubmissionReceipt)
            told = pool.submit(again)
            while not told.done() and not rows(waiting):
                time.sleep(0.01)
            assert not told.done(), "it was told before anybody could know"
        assert told.result() == 202
    assert Answer.objects.count() == SubmissionReceipt.objects.count() == 3
