"""PostgreSQL whose connections look, rather than ask, whether the server is still there.

Before the first query of each request Django asks `SELECT 1`: a fifteenth of what it takes to keep
an answer. A server that stops says so and closes its connections, which can be seen from here.
"""

from select import POLLIN, poll
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is given up once the server has spoken to it unasked."""

    errors_occurred: bool

    def is_usable(self) -> bool:
        """Return whether the server still listens: asked after an error, looked at otherwise."""
        usable: bool = not self.closed_by_server and (
            not self.errors_occurred or super().is_usable()
        )
        return usable

    @property
    def closed_by_server(self) -> bool:
        """Whether something has come, or the connection is known to be gone."""
        connection: Any = self.connection
        if connection is None or connection.closed:
            return True
        arrivals = poll()
        arrivals.register(connection.fileno(), POLLIN)
        return bool(arrivals.poll(0))
