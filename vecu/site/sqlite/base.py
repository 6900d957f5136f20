"""SQLite whose writers queue for the right to write, rather than sleep until it may be theirs.

SQLite lets one connection write. The others' busy handler sleeps, up to 100 ms at a time, and the
one that wakes first wins, whoever came first. Here the threads of a process stand in line for a
lock, and the first of each line asks SQLite every half a millisecond, about as long as one answer
takes to reach the disk.
"""

import time
from threading import Lock

from django.db import OperationalError
from django.db.backends.sqlite3 import base

_WRITING = Lock()
_ASK_AGAIN = 0.0005
"""Seconds until the first in line asks again whether another process has finished writing."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds the process's right to write from BEGIN IMMEDIATE to its end."""

    _writes = False

    def _start_transaction_under_autocommit(self) -> None:
        patience = self.settings_dict["OPTIONS"].get("timeout", 5)
        # Past the time-out SQLite is asked all the same, and says what holds the database.
        self._writes = _WRITING.acquire(timeout=patience)
        try:
            self.connection.execute("PRAGMA busy_timeout=0")
            try:
                self._begin(times=max(1, round(patience / _ASK_AGAIN)))
            finally:
                self.connection.execute(f"PRAGMA busy_timeout={patience * 1000:.0f}")
        except BaseException:
            self._let_others_write()
            raise

    def _begin(self, times: int) -> None:
        """Begin a transaction as soon as no other process writes, asking up to so many times."""
        for asked in range(1, times + 1):
            try:
                super()._start_transaction_under_autocommit()  # type: ignore[misc] # no stub
            except OperationalError as error:
                if "locked" not in str(error) or asked == times:
                    raise
                time.sleep(_ASK_AGAIN)
            else:
                return

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
