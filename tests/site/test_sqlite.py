"""Threads and processes queue for the right to write to SQLite, and nobody keeps it by accident."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from threading import Thread

import pytest
from django import setup
from django.db import OperationalError, connections, transaction
from django.db.backends.utils import CursorWrapper

from vecu.site.sqlite.base import _WRITING, DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def laboratory(tmp_path):
    """Return the settings of a laboratory's database in a file of its own."""
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
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        with connection.cursor() as cursor:
            total = value_of(cursor)
            cursor.execute("UPDATE counter SET total = %s", [total + 1])
        connection.commit()
        connection.set_autocommit(True)
    connection.close()


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


def test_past_its_patience_a_writer_is_told_what_holds_the_database(laboratory, counter):
    counter.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    _WRITING.release()  # as if another process held it
    counter._writes = False
    options = {**laboratory["OPTIONS"], "timeout": 0.01}
    with pytest.raises(OperationalError, match="locked"):
        add({**laboratory, "OPTIONS": options}, 1)
    assert not _WRITING.locked()
    counter.rollback()


def test_the_right_to_write_is_given_back_after_a_failure_and_after_a_closed_connection(counter):
    counter.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert _WRITING.locked()
    counter.rollback()
    assert not _WRITING.locked()

    counter.set_autocommit(True)
    counter.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    counter.in_atomic_block = False
    counter.close()
    assert not _WRITING.locked()


@transaction.atomic
def fail() -> None:
    assert _WRITING.locked()
    raise ZeroDivisionError


def test_an_error_inside_a_transaction_gives_the_right_to_write_back():
    with pytest.raises(ZeroDivisionError):
        fail()
    assert not _WRITING.locked()
