"""PostgreSQL whose connections look, rather than ask, whether the server is still there.

Before the first query of each request Django asks `SELECT 1`: a fifteenth of what it takes to keep
an answer. A server that stops says so and closes its connections, which can be seen from here.
"""

from select import POLLIN, poll
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection given up once the server spoke unasked; after an error the server is asked."""

    errors_occurred: bool

    def is_usable(self) -> bool:
        """Return whether the server still listens."""
        if self.closed_by_server:
            return False
        return not self.errors_occurred or super().is_usable()

    @property
    def closed_by_server(self) -> bool:
        """Whether something has come, or the connection is known to be gone."""
        connection: Any = self.connection
        if connection is None or connection.closed:
            return True
        arrivals = poll()
        arrivals.register(connection.fileno(), POLLIN)
        return bool(arrivals.poll(0))
