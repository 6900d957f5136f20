"""Erase what was written before from the write-ahead log of either database.

The log holds every row as it was written: words withdrawn since, and drafts beside the answers that
they became. PostgreSQL removes its segments at checkpoints only, or renames them for later use with
all that is in them.
"""

from enum import Enum
from time import sleep

from django.db import ProgrammingError, connection

from vecu.surveys.actions.wal_checkpoint import PATIENCE, try_truncation

TRIES = 10
"""Attempts with SQLite, of `wal_checkpoint.PATIENCE` each."""
_SEGMENTS = "SELECT count(*) FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'"
_COPIED = (
    "SELECT current_setting('archive_mode') <> 'off' OR EXISTS (SELECT FROM pg_replication_slots)"
    " OR EXISTS (SELECT FROM pg_stat_replication)"
)


class WalOutcome(Enum):
    """What became of the write-ahead log."""

    ERASED = 0
    READ = 1
    """Another program reads SQLite's file, which keeps the log."""
    COPIED = 2
    """PostgreSQL archives it, or keeps it for another server."""
    NOT_ALLOWED = 3
    """The role may not have PostgreSQL begin a new segment, or make a checkpoint."""


def erase_wal() -> WalOutcome:
    """Erase from the log what was written before this call. Do not call it inside a transaction."""
    if connection.vendor == "sqlite":
        for _attempt in range(TRIES):
            if try_truncation():
                return WalOutcome.ERASED
            # While another checkpoint runs, such as our own after a submission, SQLite refuses at
            # once, whatever its timeout.
            sleep(PATIENCE / 1_000)
        return WalOutcome.READ
    with connection.cursor() as cursor:
        cursor.execute(_COPIED)
        if cursor.fetchone()[0]:
            return WalOutcome.COPIED
    try:
        _replace_segments()
    except ProgrammingError:
        return WalOutcome.NOT_ALLOWED
    return WalOutcome.ERASED


def _replace_segments() -> None:
    """Have PostgreSQL remove its segments, or fill with zeros those that it has renamed."""
    with connection.cursor() as cursor:
        _begin_segments(1)
        cursor.execute("CHECKPOINT")
        cursor.execute(_SEGMENTS)
        _begin_segments(cursor.fetchone()[0])
        cursor.execute("CHECKPOINT")


def _begin_segments(number: int) -> None:
    """Begin segments one after the other; the rest of each is filled with zeros."""
    with connection.cursor() as cursor:
        for _segment in range(number):
            cursor.execute("SELECT pg_logical_emit_message(false, 'vecu', '')")
            cursor.execute("SELECT pg_switch_wal()")
