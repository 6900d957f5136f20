"""Threads and processes wait for the right to write to SQLite, and none holds it by accident."""

from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from threading import Event, Thread

import pytest
from django import setup
from django.db import OperationalError, connections, models
from django.db.backends.utils import CursorWrapper
from django.test.utils import isolate_apps

from vecu.site.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 11, 24)


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


# ── tables ──


def described(connection, table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        return cursor.fetchone()[0]


def named(model: type[models.Model], name: str, field: models.Field) -> models.Field:
    field.set_attributes_from_name(name)
    field.model = model
    return field


@isolate_apps()
def test_a_table_has_no_row_numbers_however_it_is_altered(laboratory):
    """Most alterations write the table anew; what it holds, files included, comes along."""

    class Visit(models.Model):
        key = models.CharField(primary_key=True, max_length=9)
        words = models.CharField(max_length=9)
        file = models.BinaryField()

        class Meta:
            app_label = "throwaway"

    connection = DatabaseWrapper(laboratory, "default")
    old, new = Visit._meta.get_field("words"), named(Visit, "words", models.TextField(null=True))
    file = b"\0\xff" * 5000
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        with connection.schema_editor() as editor:
            editor.create_model(Visit)
        assert described(connection, "throwaway_visit").endswith("WITHOUT ROWID")
        for key in ("c", "a", "b"):
            cursor.execute("INSERT INTO throwaway_visit VALUES (%s, %s, %s)", [key, "said", file])
        with connection.schema_editor() as editor:
            editor.alter_field(Visit, old, new)
            editor.add_field(Visit, named(Visit, "day", models.DateField(default=DAY)))
        assert "NULL" in described(connection, "throwaway_visit")
        assert described(connection, "throwaway_visit").endswith("WITHOUT ROWID")
        with pytest.raises(OperationalError, match="no such column"):
            cursor.execute("SELECT rowid FROM throwaway_visit")
        cursor.execute("SELECT key, words, file, day FROM throwaway_visit")
        assert cursor.fetchall() == [(key, "said", file, DAY) for key in "abc"]
    connection.close()


@isolate_apps()
def test_a_key_that_is_an_integer_is_the_row_number_itself(laboratory):
    class Counted(models.Model):
        class Meta:
            app_label = "throwaway"

    class Drawn(models.Model):
        key = models.IntegerField(primary_key=True)

        class Meta:
            app_label = "throwaway"

    connection = DatabaseWrapper(laboratory, "default")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        for model in (Counted, Drawn):
            with connection.schema_editor() as editor:
                editor.create_model(model)
        cursor.execute("INSERT INTO throwaway_counted DEFAULT VALUES")
        cursor.execute("INSERT INTO throwaway_drawn VALUES (7)")
        cursor.execute("SELECT rowid FROM throwaway_drawn")
        assert cursor.fetchall() == [(7,)]
    connection.close()
