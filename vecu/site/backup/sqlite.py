"""Copy and replace a database of SQLite."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from django.db import DatabaseError, connection

from vecu.accounts.laboratory_keys import TABLE
from vecu.site.backup.details import BackupDetails
from vecu.site.backup.errors import BackupFailed, RestoreRefused


def copy_database(target: Path, *, without: Iterable[str]) -> None:
    """Write the database, as it is at one moment, into an empty file.

    No row of the tables `without` stays in it. Nobody waits meanwhile. SQLite's own `.backup`
    begins again whenever somebody writes.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
        _empty_tables(target, without)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise BackupFailed(f"SQLite could not copy the database: {error}.") from error


def _empty_tables(target: Path, tables: Iterable[str]) -> None:
    """Overwrite all rows of these tables in a copy, which nobody else opens yet.

    No journal repeats them: a copy that is not finished is deleted anyway.
    """
    with closing(sqlite3.connect(target)) as copy:
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA secure_delete = ON")
        for table in tables:
            copy.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
        copy.commit()


def read_details(source: Path) -> BackupDetails:
    """Read what a backup says of itself; raise `RestoreRefused` if it is damaged."""
    try:
        with closing(_open(source)) as database:
            (found,) = database.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok":
                raise RestoreRefused(f"{source} is damaged: {found}. Take an earlier backup.")
            keys = _read_keys(database)
            rows = database.execute("SELECT app, name FROM django_migrations").fetchall()
    except sqlite3.DatabaseError as error:
        raise RestoreRefused(
            f"{source} is no backup of a laboratory on SQLite: {error}. Name a file that “vecu "
            "backup” wrote."
        ) from error
    return BackupDetails(keys, frozenset(rows))


def _read_keys(database: sqlite3.Connection) -> dict[int, int]:
    """Return the fingerprints of keys by number, of an earlier release that of its one key."""
    table = database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [TABLE]).fetchone()
    if table:
        return dict(database.execute(f"SELECT number, fingerprint FROM {TABLE}"))  # noqa: S608
    key = database.execute("PRAGMA user_version").fetchone()[0]
    return {1: key} if key else {}


def replace_database(source: Path) -> None:
    """Replace everything in the database, in one transaction, by what is in a backup."""
    connection.ensure_connection()
    try:
        with closing(_open(source)) as database:
            database.backup(connection.connection)
    except sqlite3.DatabaseError as error:
        raise RestoreRefused(f"SQLite could not restore {source}: {error}.") from error
    connection.close()  # what it remembers of the tables is no longer true


def _open(source: Path) -> sqlite3.Connection:
    """Open a file that nobody writes to, without writing anything beside it."""
    return sqlite3.connect(f"file:{quote(str(source.resolve()))}?mode=ro&immutable=1", uri=True)
