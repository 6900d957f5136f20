"""PostgreSQL whose connections look, rather than ask, whether the server is still there.

Before the first query of each request Django asks `SELECT 1`: a fifteenth of what it takes to keep
an answer. A server that stops says so and closes its connections, which can be seen from here.

What runs over and over is prepared, which Django leaves out: the server reads and plans it once for
each connection, a third of its work to keep an answer, and takes the parameters as they are.
"""

from collections.abc import Callable
from select import POLLIN, poll
from typing import Any, Self

import psycopg
from django.db.backends.postgresql import base


class PreparedCursor(psycopg.Cursor[Any]):
    """Prepares each statement the first time that its connection runs it."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        """Run a statement.

        Only meanwhile does psycopg take note of statements: it would keep the texts of all others,
        people's words among them.
        """
        self.connection.prepare_threshold = 0
        try:
            return super().execute(query, params, **options)
        finally:
            self.connection.prepare_threshold = None


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that prepares; given up after an error, or once the server spoke unasked."""

    errors_occurred: bool
    queries_logged: bool
    _prepare_cursor: Callable[[Any], Any]

    def prepared(self) -> Any:
        """Return a cursor for statements that never change but in their parameters.

        Where Django logs queries it is Django's own: of a prepared one the log would have no text.
        """
        if self.queries_logged:
            return self.cursor()
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor = PreparedCursor(self.connection)
        return self._prepare_cursor(cursor)

    def is_usable(self) -> bool:
        """Return whether nothing has gone wrong and the server still listens.

        After an error a new connection is the safe one: what was prepared may be of no use since a
        table changed, and psycopg would run it on and on; what failed at first would stay prepared.
        """
        return not (self.errors_occurred or self.closed_by_server)

    @property
    def closed_by_server(self) -> bool:
        """Whether something has come, or the connection is known to be gone."""
        connection: Any = self.connection
        if connection is None or connection.closed:
            return True
        arrivals = poll()
        arrivals.register(connection.fileno(), POLLIN)
        return bool(arrivals.poll(0))
