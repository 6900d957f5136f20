"""When a background worker last showed that it works, without a row that would hold the time.

A time that is written every few seconds into the database would stand between the rows of
respondents, in its write-ahead log and by its transaction number: a clock for whoever copies the
disk. PostgreSQL knows in memory when a connection last did something, for all machines that share
it; SQLite serves one machine, where the last moment of a file is enough.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

from django.conf import settings
from django.db import connection

NAME = "vecu work"
"""What the connections of a worker are called in PostgreSQL."""
BEAT_SECONDS = 15
_STATEMENT = """
    SELECT max(state_change) FROM pg_stat_activity
    WHERE application_name = %s AND datname = current_database()
"""


@contextmanager
def worker_presence() -> Iterator[None]:
    """Show that this process is a worker, until the block ends.

    Enter it before the process opens its first connection.
    """
    os.environ["PGAPPNAME"] = NAME  # read by PostgreSQL's own library
    over = Event()
    if connection.vendor == "sqlite":
        Thread(target=_touch, args=(_get_file(), over), daemon=True).start()
    try:
        yield
    finally:
        over.set()
        del os.environ["PGAPPNAME"]


def get_last_presence() -> datetime | None:
    """Return when a worker last showed itself, None if none did.

    PostgreSQL forgets a worker that has ended; the file of SQLite stays.
    """
    if connection.vendor == "sqlite":
        with suppress(OSError):
            return datetime.fromtimestamp(_get_file().stat().st_mtime, UTC)
        return None
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [NAME])
        found: datetime | None = cursor.fetchone()[0]
    return found


def _get_file() -> Path:
    file: Path = settings.HOME / "worker_seen"
    return file


def _touch(file: Path, over: Event) -> None:
    while True:
        with suppress(OSError):
            file.touch(mode=0o600)
        if over.wait(BEAT_SECONDS):
            return
