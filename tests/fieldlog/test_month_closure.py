"""A month closes by itself, whoever comes between, and whatever ends in the middle."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from secrets import token_bytes
from threading import Barrier

import pytest
from click.testing import CliRunner
from django.db import connection, transaction

from tests.fieldlog.factories import make_log, write
from tests.fieldlog.full_log import NOVEMBER, at, make_month
from tests.register.factories import make_confirmed, make_system
from tests.surveys.actions.test_storage_traces import files_of, on_postgresql, purged, rows
from vecu.datasets.release_queries import get_extract
from vecu.fieldlog import month_closure
from vecu.fieldlog.actions import close_months, issue_token, suspend_log
from vecu.fieldlog.event_intake import BatchReceipt, take_batch
from vecu.fieldlog.models import CaseTruth, ClosedMonth, FieldLog, LogDecision, OpenMonth
from vecu.site.commands import worker
from vecu.site.commands.worker import DailyClosing, work

pytestmark = [pytest.mark.django_db, pytest.mark.data]
DUE = at(8, 12)


@pytest.fixture
def log() -> FieldLog:
    system = make_system()
    make_confirmed(system)
    return make_log(system)


@pytest.fixture
def token(log) -> str:
    return issue_token(log, by="lea", now=at(1), random_bytes=token_bytes)


def send(token: str, events: list[dict]) -> BatchReceipt:
    return take_batch(token, write(*events), now=at(20), random_bytes=token_bytes)


@pytest.fixture
def month(token) -> OpenMonth:
    """An open month with 96 decisions, and the truth of each."""
    send(token, make_month(NOVEMBER))
    return OpenMonth.objects.get()


def count_rows() -> list[int]:
    return [model.objects.count() for model in (OpenMonth, LogDecision, CaseTruth, ClosedMonth)]


CLOSED = [0, 0, 0, 1]


# ── who closes it ──


@pytest.mark.django_db(transaction=True)
def test_a_purge_closes_months_and_says_so(month):
    OpenMonth.objects.update(month="2026-08")  # over by any clock
    assert "Closed 1 month of logs of AI systems." in purged()
    assert count_rows() == CLOSED
    assert "Closed" not in purged()


@pytest.mark.django_db(transaction=True)
def test_the_worker_beside_the_server_closes_months_where_nobody_purges(month):
    OpenMonth.objects.update(month="2026-08")
    CliRunner().invoke(work, ["--once"], catch_exceptions=False)
    assert count_rows() == CLOSED


def test_the_worker_looks_once_a_day_and_outlives_a_failure(monkeypatch, caplog):
    looked = []

    def fail(now) -> int:
        looked.append(now)
        raise ZeroDivisionError

    monkeypatch.setattr(worker, "close_months", fail)
    closings = DailyClosing()
    with caplog.at_level(logging.ERROR):
        for now in (at(8), at(8, hour=23), at(9)):
            closings.run(now)
    assert looked == [at(8), at(9)]
    assert [record.getMessage() for record in caplog.records] == ["Months could not be closed"] * 2


def test_a_month_that_fails_keeps_no_other_open(log, month, monkeypatch):
    make_figures = month_closure.make_figures
    OpenMonth.objects.create(log=log, month="2026-10", key=b"k")

    def fail_on_empty(decisions):
        decisions = list(decisions)
        return make_figures(decisions) if decisions else 1 // 0

    monkeypatch.setattr(month_closure, "make_figures", fail_on_empty)
    with pytest.raises(ExceptionGroup) as failed:
        close_months(DUE)
    assert [type(each) for each in failed.value.exceptions] == [ZeroDivisionError]
    assert ClosedMonth.objects.get().month == "2026-11"

    monkeypatch.undo()
    assert close_months(DUE) == 1
    assert count_rows() == [0, 0, 0, 2]


@pytest.mark.django_db(transaction=True)
def test_no_file_of_postgresql_holds_a_pseudonym_of_a_closed_month(month):
    """Those of SQLite are searched with what else is erased there."""
    if not on_postgresql():
        return
    traces = {bytes(month.key), *(row.worker.encode() for row in month.decisions.all())}
    tables = ("fieldlog_openmonth", "fieldlog_logdecision", "fieldlog_casetruth")
    found = b"".join(files_of(table) for table in tables)
    assert all(trace in found for trace in traces), "they were never there: this shows nothing"

    close_months(DUE)

    left = b"".join(files_of(table) for table in tables)
    assert not any(trace in left for trace in traces)


@pytest.mark.django_db(transaction=True)
def test_no_sample_of_postgresql_holds_a_pseudonym_of_a_closed_month(month):
    if not on_postgresql():
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    decisions = list(month.decisions.all())
    traces = {each for row in decisions for each in (row.worker, row.case, row.proposal) if each}

    def find_sampled() -> set[str]:
        samples = "concat(most_common_vals, histogram_bounds)"
        found = rows(f"SELECT {samples} FROM pg_stats WHERE schemaname = 'public'")  # noqa: S608
        return {trace for trace in traces if any(trace in values for (values,) in found)}

    assert {row.worker for row in decisions} <= find_sampled(), "this shows nothing"

    close_months(DUE)

    assert find_sampled() == set()


# ── what ends in the middle ──


def test_few_rows_at_a_time_make_the_same_figures(log, month, monkeypatch):
    whole = month_closure.make_figures(month_closure._iter_decisions(month))
    monkeypatch.setattr(month_closure, "CHUNK", 10)
    close_months(DUE)
    assert get_extract(log.scope).counts == {"months": {"2026-11": whole}}
    assert count_rows() == CLOSED


class Killed(Exception):
    """The process ends here."""


def kill(*_arguments: object) -> None:
    raise Killed


@pytest.mark.parametrize("step", ["make_figures", "_store_figures", "_delete_decisions"])
def test_a_closing_that_was_killed_is_taken_up_by_the_next(step, log, month, monkeypatch):
    whole = month_closure.make_figures(month_closure._iter_decisions(month))
    with monkeypatch.context() as patched, suppress(ExceptionGroup):
        patched.setattr(month_closure, step, kill)
        close_months(DUE)
    assert bytes(OpenMonth.objects.get().key) == b""
    assert LogDecision.objects.exists()

    assert close_months(DUE) == 1
    assert get_extract(log.scope).counts == {"months": {"2026-11": whole}}
    assert count_rows() == CLOSED


def test_what_is_deleted_in_part_is_not_counted_again(log, month, monkeypatch):
    with monkeypatch.context() as patched, suppress(ExceptionGroup):
        patched.setattr(month_closure, "_delete_decisions", kill)
        close_months(DUE)
    stored = get_extract(log.scope).counts
    LogDecision.objects.filter(outcome="accepted").delete()

    close_months(DUE)
    assert get_extract(log.scope).counts == stored
    assert count_rows() == CLOSED


def test_a_month_that_is_being_closed_takes_nothing_whatever_the_clock_says(token, month):
    month_closure._stop_intake(month.pk)
    again = send(token, make_month(NOVEMBER, 3))
    assert (again.kept, again.repeated, len(again.refusals)) == (0, 0, 6)
    assert "closes on the 8th" in again.refusals[0].problems[0].rule


def test_of_a_log_that_was_deleted_meanwhile_nothing_is_stored(log, month, monkeypatch):
    def delete_log(_decisions: object) -> dict:
        FieldLog.objects.all().delete()
        return {}

    monkeypatch.setattr(month_closure, "make_figures", delete_log)
    assert close_months(DUE) == 0
    assert count_rows() == [0, 0, 0, 0]
    assert get_extract(log.scope) is None


# ── at the same time, on PostgreSQL ──


def run_at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each in a thread with a connection of its own, all from the same moment on."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(run, act) for act in acts]]


@pytest.mark.django_db(transaction=True)
def test_the_same_batch_sent_by_several_at_once_is_stored_once(token):
    if not on_postgresql():
        return
    events = make_month(NOVEMBER, 60)
    receipts = run_at_once(*[lambda: send(token, events)] * 4)
    assert sorted((each.kept, each.repeated) for each in receipts) == [(0, 120)] * 3 + [(120, 0)]
    assert (OpenMonth.objects.count(), LogDecision.objects.count()) == (1, 60)


@pytest.mark.django_db(transaction=True)
def test_a_month_closed_by_several_at_once_has_figures_once(log, month):
    if not on_postgresql():
        return
    whole = month_closure.make_figures(month_closure._iter_decisions(month))
    run_at_once(*[lambda: close_months(DUE)] * 3)
    assert count_rows() == CLOSED
    assert get_extract(log.scope).counts == {"months": {"2026-11": whole}}


@pytest.mark.django_db(transaction=True)
def test_batches_that_come_while_a_month_closes_are_counted_or_refused(log, token, month):
    """Nothing is kept that the figures do not count: 96 decisions, and 96 of each batch kept."""
    if not on_postgresql():
        return
    batches = [make_month(NOVEMBER.replace("12T", f"{day}T")) for day in (13, 14, 15)]
    acts = [lambda events=events: send(token, events) for events in batches]
    _closed, *receipts = run_at_once(lambda: close_months(DUE), *acts)
    kept = sum(each.kept for each in receipts) // 2
    assert kept % 96 == 0
    [version] = get_extract(log.scope).counts["months"]["2026-11"]["outcome"]["versions"]
    counted = version["decisions"]
    assert abs(counted - (96 + kept)) <= 2  # rounded to fives
    assert count_rows() == CLOSED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [suspend_log, close_months], ids=["suspended", "closed"])
def test_who_suspends_or_closes_waits_for_a_batch_that_is_being_stored(act, log, token):
    if not on_postgresql():
        return
    arguments = {"by": "rep"} if act is suspend_log else {}

    def run() -> None:
        try:
            act(*([log] if arguments else []), now=DUE, **arguments)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        send(token, make_month(NOVEMBER, 20))
        with transaction.atomic():
            assert send(token, make_month(NOVEMBER.replace("12T", "13T"), 20)).kept == 40
            acting = pool.submit(run)
            while not acting.done() and not rows("SELECT FROM pg_locks WHERE NOT granted"):
                time.sleep(0.01)
            assert not acting.done(), "it waited for nothing: this shows nothing"
        acting.result()
    if act is suspend_log:
        assert LogDecision.objects.count() == 40
    late = send(token, make_month(NOVEMBER.replace("12T", "16T"), 3))
    assert (late.kept, len(late.refusals)) == (0, 6)
