"""Leaving no copy of erased words in SQLite's write-ahead journal."""

from threading import Lock, Timer
from typing import Any, cast

from django.db import connection, transaction

PATIENCE = 200
"""Milliseconds to wait for readers; whoever wants to write waits meanwhile."""
SOON = 1.0
"""Seconds until the journal is emptied after answers were sent, once for all that came."""

_waiting = Lock()


def truncate_wal() -> None:
    """Move the journal into the file once this transaction is over, and cut it to nothing.

    `secure_delete` overwrites erased words in the file only. Where somebody goes on reading, the
    journal is emptied a second later.
    """
    if connection.vendor == "sqlite":
        # robust: what was sent has arrived, whatever becomes of the journal.
        transaction.on_commit(_truncate, robust=True)


def schedule_wal_truncation() -> None:
    """Empty the journal within seconds: where many send at once, not after each of them."""
    backend = cast("Any", connection)
    if connection.vendor == "sqlite" and not backend.is_in_memory_db():
        transaction.on_commit(_truncate_soon, robust=True)


def _truncate_soon() -> None:
    if _waiting.acquire(blocking=False):
        timer = Timer(SOON, _truncate_now)
        timer.daemon = True
        timer.start()


def _truncate_now() -> None:
    _waiting.release()
    try:
        _truncate()
    finally:
        connection.close()


def _truncate() -> None:
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        (busy, *_frames) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {usual}")
    if busy:
        _truncate_soon()
