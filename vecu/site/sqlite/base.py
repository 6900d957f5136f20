"""SQLite whose threads queue for the right to write, rather than ask for it again and again.

SQLite lets one connection write. The others' busy handler sleeps, up to 100 ms at a time, and the
one that wakes first wins, whoever came first. A lock of the process wakes the next in line at once.
Another process (a command, say) is still waited for as SQLite does.
"""

from threading import Lock

from django.db.backends.sqlite3 import base

_WRITING = Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds the process's right to write from BEGIN IMMEDIATE to its end."""

    _writes = False

    def _start_transaction_under_autocommit(self) -> None:
        # Past the time-out SQLite is asked all the same, and says what holds the database.
        self._writes = _WRITING.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 5))
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc] # not in the stubs
        except BaseException:
            self._let_others_write()
            raise

    def commit(self) -> None:
        """Commit and end the turn; a commit that fails is rolled back, which ends it then."""
        super().commit()
        self._let_others_write()

    def rollback(self) -> None:
        """Roll back and end the turn."""
        try:
            super().rollback()
        finally:
            self._let_others_write()

    def close(self) -> None:
        """Close and end the turn."""
        try:
            super().close()
        finally:
            self._let_others_write()

    def _let_others_write(self) -> None:
        if self._writes:
            self._writes = False
            _WRITING.release()
