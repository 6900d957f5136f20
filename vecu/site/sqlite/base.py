"""SQLite backend that retries soon, instead of sleeping until the database is free.

SQLite lets one connection write. The others' busy handler sleeps, up to 100 ms at a time, and the
one that wakes first wins, whichever came first. Here a busy connection retries every half a
millisecond, about as long as one answer takes to reach the disk.
"""

import sqlite3
import time
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.features import DatabaseFeatures
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor
from django.db.models import Model

_ASK_AGAIN = 0.0005
"""Seconds until a statement that found the database busy is repeated."""

_PASSING = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY, sqlite3.SQLITE_LOCKED_SHAREDCACHE}
)
"""Temporary errors.

Another connection writes, or recovers the log after a power cut; or, in a shared in-memory
database, another one reads.
"""


class Cursor(base.SQLiteCursorWrapper):
    """Repeats a statement while another connection writes, at most `times` times."""

    times: int

    def execute(self, query: str, params: Any = None) -> Any:
        """Run a statement. If the database is busy, it has had no effect yet."""
        for _asked in range(self.times):
            try:
                return super().execute(query, params)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode not in _PASSING:
                    raise
            time.sleep(_ASK_AGAIN)
        return super().execute(query, params)


class SchemaEditor(DatabaseSchemaEditor):
    """Creates tables whose rows are stored in the order of their keys.

    SQLite otherwise gives each row a hidden number, `rowid`, which shows in which order people
    answered. If the key has the type `integer`, that number is the key itself. Migrations that
    alter a table recreate it through here too.
    """

    def table_sql(self, model: type[Model]) -> tuple[str, list[Any]]:
        """Return the statement that creates the table of a model, and its parameters."""
        sql, parameters = super().table_sql(model)
        key = model._meta.pk
        is_row_number = key is not None and key.db_type(self.connection) == "integer"
        return (sql if is_row_number else f"{sql} WITHOUT ROWID"), parameters


class ShortReadings(DatabaseFeatures):
    """Has Django fetch all rows of a query at once, even for `iterator`.

    A query read bit by bit is a reading for as long as somebody works on its rows, and while one
    lasts, SQLite cannot empty its write-ahead log, which shows what was written together.
    """

    can_use_chunked_reads = False


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose cursors wait instead of SQLite."""

    features_class = ShortReadings
    SchemaEditorClass = SchemaEditor

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, and disable SQLite's own waiting."""
        connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA busy_timeout=0")
        return connection

    def create_cursor(self, name: Any = None) -> Any:
        """Return a cursor that retries for as long as the setting `timeout` says."""
        cursor = self.connection.cursor(factory=Cursor)
        cursor.times = round(self.settings_dict["OPTIONS"].get("timeout", 5) / _ASK_AGAIN)
        return cursor
