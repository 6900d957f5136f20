"""A connection that failed or that the server has closed is given up; others are not asked.

What runs over and over is prepared once for each connection, and nothing else is.
"""

import environ
import pytest
from django.db import DataError, InternalError, NotSupportedError, OperationalError, connections
from django.db.backends.postgresql import base
from django.test.utils import CaptureQueriesContext

from tests.postgres import temporary_postgres
from vecu.site.postgresql.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server():
    """Return the settings of a database on a server of its own."""
    with temporary_postgres() as url:
        yield {
            **connections["default"].settings_dict,
            **environ.Env.db_url_config(url),
            "ENGINE": "vecu.site.postgresql",
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {},
        }


@pytest.fixture
def connection(server, transactional_db):
    connection = DatabaseWrapper(server, "default")
    connection.connect()
    yield connection
    connection.close()


def process_of(connection: DatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def a_request_begins(connection: DatabaseWrapper) -> None:
    connection.close_if_unusable_or_obsolete()


def close_from_elsewhere(server, process: int) -> None:
    """Let the server end a connection, as it does with all when it stops."""
    other = DatabaseWrapper(server, "default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    other.close()


@pytest.fixture
def questions(monkeypatch):
    """Return whom Django asked whether they still stand."""
    asked = []
    django_asks = base.DatabaseWrapper.is_usable

    def ask(connection):
        asked.append(connection)
        return django_asks(connection)

    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", ask)
    return asked


def test_a_connection_that_stands_is_used_again_and_not_asked(connection, questions):
    before = process_of(connection)
    a_request_begins(connection)

    assert (process_of(connection), questions) == (before, [])


def test_one_that_the_server_closed_is_replaced_without_an_error(connection, server):
    before = process_of(connection)
    a_request_begins(connection)
    close_from_elsewhere(server, before)

    assert process_of(connection) != before


def test_one_that_broke_in_the_middle_is_replaced_at_the_next_request(connection, server):
    a_request_begins(connection)
    before = process_of(connection)
    close_from_elsewhere(server, before)
    with pytest.raises(OperationalError):
        process_of(connection)

    a_request_begins(connection)
    assert process_of(connection) != before


def test_after_an_error_there_is_a_new_one_and_the_server_is_not_asked(connection, questions):
    """What went wrong need not have closed the connection, nor left it whole."""
    before = process_of(connection)
    read_only = "SET transaction_read_only = on; CREATE TABLE never (made int)"
    with connection.cursor() as cursor, pytest.raises(InternalError):
        cursor.execute(read_only)
    a_request_begins(connection)

    assert process_of(connection) != before
    assert questions == []


def test_a_connection_that_is_not_there_is_not_usable(server):
    connection = DatabaseWrapper(server, "default")
    assert not connection.is_usable()
    connection.connect()
    connection.connection.close()
    assert not connection.is_usable()


def ask_prepared(connection: DatabaseWrapper, query: str, *parameters: object) -> list[tuple]:
    with connection.prepared() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


def prepared_by(connection: DatabaseWrapper) -> list[tuple]:
    """Return the statements that the server holds for a connection, and how often each ran."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements")
        return cursor.fetchall()


def test_a_statement_is_prepared_once_and_run_with_any_parameters(connection):
    double = "SELECT %s::int * 2"
    assert [ask_prepared(connection, double, number) for number in (1, 2, 3)] == [
        [(2,)],
        [(4,)],
        [(6,)],
    ]
    assert prepared_by(connection) == [("SELECT $1::int * 2", 3)]


def test_what_is_not_prepared_is_not_remembered(connection):
    """Its text holds what people wrote."""
    ask_prepared(connection, "SELECT %s::text", "prepared")
    for _time in range(10):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s", ["I never told anyone"])

    assert prepared_by(connection) == [("SELECT $1::text", 1)]
    assert "never told" not in repr(vars(connection.connection._prepared))


def test_one_that_fails_is_an_error_of_django_and_runs_again(connection):
    share = "SELECT 1 / %s::int"
    with pytest.raises(DataError, match="division by zero"):
        ask_prepared(connection, share, 0)
    assert ask_prepared(connection, share, 1) == [(1,)]


def test_it_is_prepared_anew_after_a_transaction_that_was_taken_back(connection):
    connection.set_autocommit(False)
    ask_prepared(connection, "SELECT %s::int", 1)
    connection.rollback()
    connection.set_autocommit(True)

    assert ask_prepared(connection, "SELECT %s::int", 2) == [(2,)]
    assert prepared_by(connection) == [("SELECT $1::int", 1)]


def test_a_table_that_gets_another_column_is_planned_anew(connection):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE told (day int)")
    insert = "INSERT INTO told (day) VALUES (%s) RETURNING day"
    assert ask_prepared(connection, insert, 1) == [(1,)]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE told ADD COLUMN place text DEFAULT 'here'")

    assert ask_prepared(connection, insert, 2) == [(2,)]
    assert ask_prepared(connection, "SELECT day, place FROM told") == [(1, "here"), (2, "here")]


def test_one_whose_table_changed_fails_once_and_is_planned_anew(connection):
    """An update that changes a column while the server goes on."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE said (word varchar(3)); INSERT INTO said VALUES ('yes')")
    read = "SELECT word FROM said"
    ask_prepared(connection, read)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE said ALTER word TYPE varchar(5)")

    with pytest.raises(NotSupportedError, match="cached plan"):
        ask_prepared(connection, read)
    a_request_begins(connection)
    assert ask_prepared(connection, read) == [("yes",)]
    assert len(prepared_by(connection)) == 1


def test_where_queries_are_logged_the_log_has_the_text(connection):
    with CaptureQueriesContext(connection) as log:
        assert ask_prepared(connection, "SELECT %s::int", 1) == [(1,)]
    assert [each["sql"] for each in log] == ["SELECT 1::int"]


def test_a_new_connection_prepares_anew(connection, server):
    before = process_of(connection)
    a_request_begins(connection)
    ask_prepared(connection, "SELECT %s::int", 1)
    close_from_elsewhere(server, before)
    a_request_begins(connection)

    assert ask_prepared(connection, "SELECT %s::int", 2) == [(2,)]
    assert prepared_by(connection) == [("SELECT $1::int", 1)]
