"""Leaving no copy of erased words in SQLite's write-ahead journal."""

from django.db import connection, transaction

PATIENCE = 200
"""Milliseconds to wait for readers; whoever wants to write waits meanwhile."""


def empty_journal() -> None:
    """Move the journal into the file once this transaction is over, and cut it to nothing.

    `secure_delete` overwrites erased words in the file only. Where somebody goes on reading, the
    journal stays until the next call, which any sending, leaving or purging makes.
    """
    if connection.vendor == "sqlite":
        # robust: what was sent has arrived, whatever becomes of the journal.
        transaction.on_commit(_truncate, robust=True)


def _truncate() -> None:
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout = {usual}")
