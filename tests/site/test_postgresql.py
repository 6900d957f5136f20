"""A connection that the server has closed is given up; only after an error is the server asked."""

import environ
import pytest
from django.db import InternalError, OperationalError, connections
from django.db.backends.postgresql import base

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


def test_a_connection_that_stands_is_used_again_without_a_query(connection, questions):
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


def test_after_an_error_the_server_is_checked_once(connection, questions):
    """What went wrong need not have closed the connection."""
    before = process_of(connection)
    with connection.cursor() as cursor, pytest.raises(InternalError):
        cursor.execute("SET LOCAL transaction_read_only = on; CREATE TABLE never (made int)")
    a_request_begins(connection)
    a_request_begins(connection)

    assert process_of(connection) == before
    assert questions == [connection]


def test_a_connection_that_is_not_there_is_not_usable(server):
    connection = DatabaseWrapper(server, "default")
    assert not connection.is_usable()
    connection.connect()
    connection.connection.close()
    assert not connection.is_usable()
