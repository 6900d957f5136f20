"""Threads and processes wait for the right to write to SQLite, and none holds it by accident."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from threading import Event, Thread

import pytest
from django import setup
from django.db import OperationalError, connections
from django.db.backends.utils import CursorWrapper

from vecu.site.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def laboratory(tmp_path):
    """Return the settings of a database in a file of its own."""
    return {
        **connections["default"].settings_dict,
        "NAME": str(tmp_path / "lab.sqlite3"),
        "ENGINE": "vecu.site.sqlite",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10},
    }


def add(database, number: int) -> None:
    connection = DatabaseWrapper(database, "default")
    connection.connect()
    for _ in range(number):
        begin(connection)
        with connection.cursor() as cursor:
            total = value_of(cursor)
            cursor.execute("UPDATE counter SET total = %s", [total + 1])
        connection.commit()
        connection.set_autocommit(True)
    connection.close()


def set_to(database, total: int) -> None:
    connection = DatabaseWrapper(database, "default")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE counter SET total = %s", [total])
    connection.close()


def begin(connection) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def value_of(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT total FROM counter")
    return cursor.fetchone()[0]


@pytest.fixture
def counter(laboratory):
    connection = DatabaseWrapper(laboratory, "default")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("CREATE TABLE counter (total INTEGER)")
        cursor.execute("INSERT INTO counter VALUES (0)")
    yield connection
    connection.close()


def test_eight_threads_that_read_and_then_write_lose_nothing(laboratory, counter):
    threads = [Thread(target=add, args=(laboratory, 25)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with counter.cursor() as cursor:
        assert value_of(cursor) == 8 * 25


def test_processes_that_read_and_then_write_lose_nothing(laboratory, counter):
    with ProcessPoolExecutor(3, mp_context=get_context("spawn"), initializer=setup) as pool:
        list(pool.map(add, [laboratory] * 3, [25] * 3))

    with counter.cursor() as cursor:
        assert value_of(cursor) == 3 * 25


def test_a_statement_by_itself_waits_as_a_transaction_does(laboratory, counter, monkeypatch):
    waits, free = Event(), Event()

    def sleep(_seconds):
        waits.set()
        free.wait(timeout=60)

    monkeypatch.setattr("vecu.site.sqlite.base.time.sleep", sleep)
    begin(counter)
    with counter.cursor() as cursor:
        cursor.execute("UPDATE counter SET total = 3")
    writer = Thread(target=set_to, args=(laboratory, 7))
    writer.start()
    assert waits.wait(timeout=60)
    counter.commit()
    free.set()
    writer.join()

    with counter.cursor() as cursor:
        assert value_of(cursor) == 7


def test_past_its_patience_a_writer_learns_what_holds_the_database(laboratory, counter):
    begin(counter)
    hasty = {**laboratory, "OPTIONS": {**laboratory["OPTIONS"], "timeout": 0.01}}
    with pytest.raises(OperationalError, match="locked"):
        add(hasty, 1)
    counter.rollback()

    add(hasty, 1)
    with counter.cursor() as cursor:
        assert value_of(cursor) == 1


def test_what_is_wrong_is_not_tried_again(counter, monkeypatch):
    monkeypatch.setattr("vecu.site.sqlite.base.time.sleep", pytest.fail)
    with pytest.raises(OperationalError, match="no such table"), counter.cursor() as cursor:
        cursor.execute("UPDATE counters SET total = 1")


@pytest.mark.parametrize("end", ["rollback", "close"])
def test_a_transaction_that_failed_or_was_cut_off_keeps_nobody_from_writing(
    laboratory, counter, end
):
    begin(counter)
    counter.in_atomic_block = False
    getattr(counter, end)()
    add(laboratory, 1)
    counter.connect()
    with counter.cursor() as cursor:
        assert value_of(cursor) == 1
