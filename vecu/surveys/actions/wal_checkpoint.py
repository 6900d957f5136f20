"""Leave no copy of erased words in SQLite's write-ahead log.

The log shows what was written together: the draft of a card, and the answer that it became. While
any program reads the file, it cannot be emptied; our database backend keeps our own readings short.
"""

from threading import Lock, Timer
from typing import Any, cast

from django.db import connection, transaction

PATIENCE = 200
"""Milliseconds to wait for readers; writers wait meanwhile."""
SOON = 1.0
"""Seconds from a submission to the next checkpoint, one for all submissions in between."""

_waiting = Lock()


def truncate_wal() -> None:
    """Checkpoint and truncate the write-ahead log once this transaction has committed.

    `secure_delete` overwrites erased words in the database file only. If a reader blocks the
    checkpoint, it is repeated a second later.
    """
    if connection.vendor == "sqlite":
        # robust: the submission is stored, whatever happens to the log.
        transaction.on_commit(_truncate, robust=True)


def schedule_wal_truncation() -> None:
    """Checkpoint within seconds: with many submissions at once, not after each of them."""
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
    if not try_truncation():
        _truncate_soon()


def try_truncation() -> bool:
    """Checkpoint and truncate the log; return False if a reader prevents it for `PATIENCE`."""
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        (busy, *_frames) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {usual}")
    return not busy
