"""After a purge no file of PostgreSQL's server holds what was withdrawn, its log included."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection

from tests.surveys.actions.test_cards import TASK, draw, enter
from tests.surveys.actions.test_storage_traces import (
    another_connection,
    files_of,
    on_postgresql,
    purged,
    rows,
)
from tests.surveys.factories import answer, make_study
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.coding.models import Codebook, Quotation, Verbatim
from vecu.site.commands.maintenance import purge
from vecu.surveys import actions
from vecu.surveys.actions import WalOutcome, storage_traces
from vecu.surveys.models import AccessCode, Answer, Draft, Study
from vecu.surveys.queries import get_fingerprint

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]
WORDS = "unmistakable words"
CODE = "ABCDEFGHJKMN"


@pytest.fixture
def withdrawn(today: date) -> None:
    """An answer that was indexed, analyzed, coded, quoted, and then withdrawn."""
    study = make_study()
    for number in range(30):
        answer(study, {"story": [{"task": f"{WORDS} {number}"}]})
    answer(study, {"story": [{"task": WORDS}]})
    Answer.objects.update(receipt=None)
    if on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE surveys_answer")
    codebook = Codebook.objects.create(study=study, language="en")
    ingest_verbatims(codebook)
    for verbatim in Verbatim.objects.all():
        Quotation.objects.create(verbatim=verbatim, start=0, end=5, text=WORDS, proposed_by="lea")
    for place, each in enumerate(Answer.objects.all()):
        code = f"{CODE}{place}"
        Answer.objects.filter(pk=each.pk).update(receipt=get_fingerprint(code))
        actions.withdraw_answer(code, study.slug)
    assert not Answer.objects.exists()


def files_with(words: str) -> set[str]:
    """Return the files of the whole server that hold these words."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    folder = Path(rows("SHOW data_directory")[0][0])
    found = set()
    for path in folder.rglob("*"):
        try:
            if path.is_file() and words.encode() in path.read_bytes():
                found.add(path.relative_to(folder).parts[0])
        except FileNotFoundError:  # PostgreSQL removes files of its own
            continue
    return found


def test_after_a_purge_no_file_of_the_server_holds_withdrawn_words(withdrawn):
    if not on_postgresql():
        return
    assert files_with(WORDS) == {"base", "pg_wal"}, "they were never there: this shows nothing"
    samples = rows(
        "SELECT count(*) FROM pg_stats WHERE histogram_bounds::text LIKE %s", f"%{WORDS}%"
    )
    assert samples != [(0,)], "there were no samples: this shows nothing"

    said = purged()

    assert files_with(WORDS) == set()
    assert "write-ahead log" not in said


def find_samples(words: str) -> set[str]:
    """Return the tables and indexes of which PostgreSQL has samples with these words."""
    samples = "concat(most_common_vals, histogram_bounds, most_common_elems)"
    found = rows(f"SELECT tablename FROM pg_stats WHERE {samples} LIKE %s", f"%{words}%")  # noqa: S608
    return {table for (table,) in found}


def test_after_a_purge_no_table_that_was_emptied_has_samples_of_its_values(today, testimonies):
    """ANALYZE leaves the samples of a table without rows as they were."""
    if not on_postgresql():
        return
    study = make_study("stories")
    codes = [f"{CODE}{number}" for number in range(30)]
    for code in codes:
        answer(study, {"story": [{"task": f"{WORDS} {code}"}]})
    for each, code in zip(Answer.objects.all(), codes, strict=True):
        Answer.objects.filter(pk=each.pk).update(receipt=get_fingerprint(code))
    card = draw(testimonies)[0]
    actions.save_page(enter(card), TASK, {TASK: [WORDS]})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    traces = (WORDS, get_fingerprint(codes[7]), get_fingerprint(card))
    assert all(find_samples(trace) for trace in traces), "none were there: this shows nothing"
    for code in codes:
        actions.withdraw_answer(code, study.slug)
    Draft.objects.all().delete()
    AccessCode.objects.all().delete()
    assert not Answer.objects.exists()

    assert "still holds" not in purged()

    assert [find_samples(trace) for trace in traces] == [set()] * 3
    answer(study, {"story": [{"task": "the table is as it was"}]})


def test_an_emptied_table_in_use_is_reported_and_its_samples_go_next_time(withdrawn, monkeypatch):
    if not on_postgresql():
        return
    monkeypatch.setattr(storage_traces, "PAUSE", 0.001)
    with another_connection() as somebody:
        somebody.execute("SELECT FROM surveys_answer")
        assert "surveys_answer" in actions.rewrite_tables()
        assert find_samples(WORDS)

    assert actions.rewrite_tables() == []
    assert not find_samples(WORDS)


def test_a_role_that_may_not_is_named_and_nothing_else_fails(withdrawn):
    if not on_postgresql():
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE nobody")
        try:
            cursor.execute("SET ROLE nobody")
            assert actions.erase_wal() is WalOutcome.NOT_ALLOWED
            cursor.execute("RESET ROLE")
            cursor.execute("GRANT pg_checkpoint TO nobody")
            cursor.execute("GRANT EXECUTE ON FUNCTION pg_switch_wal(), pg_ls_waldir() TO nobody")
            cursor.execute("SET ROLE nobody")
            assert actions.erase_wal() is WalOutcome.ERASED, "what the guide grants is not enough"
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute("DROP OWNED BY nobody")
            cursor.execute("DROP ROLE nobody")


def test_a_log_that_goes_elsewhere_is_reported(today):
    if not on_postgresql():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_create_physical_replication_slot('standby')")
        try:
            assert actions.erase_wal() is WalOutcome.COPIED
        finally:
            cursor.execute("SELECT pg_drop_replication_slot('standby')")


def test_a_large_table_is_named_and_rewritten_on_request(withdrawn, monkeypatch):
    if not on_postgresql():
        return
    monkeypatch.setattr(storage_traces, "QUICK", -1)
    answer(Study.objects.get(), {"story": [{"task": "stays"}]})  # an empty table is cut off
    said = purged()
    assert "surveys_answer" in said
    assert "vecu purge --large" in said
    assert WORDS.encode() in files_of("surveys_answer"), "it was rewritten after all"

    done = CliRunner().invoke(purge, ["--large"], catch_exceptions=False)

    assert "too large" not in done.output
    assert WORDS.encode() not in files_of("surveys_answer")


def test_the_command_says_what_stays_in_the_log(today, monkeypatch):
    monkeypatch.setattr("vecu.surveys.actions.erase_wal", lambda: WalOutcome.NOT_ALLOWED)

    assert "may not empty PostgreSQL's write-ahead log" in purged()
