"""Make and restore backups, on either database."""

from datetime import date
from functools import partial
from pathlib import Path
from types import ModuleType

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from vecu.accounts.laboratory_keys import TABLE
from vecu.site.backup import postgresql, sqlite
from vecu.site.backup.details import BackupDetails
from vecu.site.backup.errors import BackupFailed, RestoreRefused
from vecu.site.backup.files import write_new_file
from vecu.site.key_fingerprint import KeyMismatch, adopt_keys, check_keys, find_wrong_key

_SESSIONS = (Session, UserSession)
"""Whoever finds a copy must not be signed in by it; after restoring, everybody signs in anew."""

_PREPARED = ("django_", "auth_", "last_runs_", TABLE)
"""What tables begin with in which `migrate`, `serve` and `purge` write rows of their own."""


def make_backup(folder: Path, day: date) -> Path:
    """Write a copy of the database into `folder`, named by the day, and return its path.

    Other people work on meanwhile. The copy holds fingerprints of the keys and no key, and no rows
    of sessions, or of models that declare `excluded_from_backups = True`. Raise `BackupFailed`.
    """
    suffix = "sqlite3" if connection.vendor == "sqlite" else "dump"
    write = partial(_get_database().copy_database, without=_list_excluded_tables())
    try:
        return write_new_file(folder, f"lab-{day}", suffix, write)
    except OSError as error:
        raise BackupFailed(f"Nothing can be written in {folder}: {error.strerror}.") from error


def restore_backup(
    source: Path, *, today: date, replace: bool = False, accept_key: bool = False
) -> None:
    """Put a backup in place of the database, and migrate it to this release.

    `replace` allows that for a database that is not empty, `accept_key` where the backup belongs
    to another key. Raise `RestoreRefused` or `KeyMismatch`; nothing has changed then.
    """
    if not source.is_file():
        raise RestoreRefused(f"There is no file {source}.")
    details = _get_database().read_details(source)
    _check_release(source, details)
    wrong = find_wrong_key(details.keys)
    if wrong is not None and not accept_key:
        raise KeyMismatch(f"the backup {source}", wrong, "restore it with --accept-key")
    if not replace and not _is_empty():
        raise RestoreRefused(
            "This laboratory is not empty, and restoring replaces all that is in it. Make a backup "
            "of it first, then add --replace; or name an empty folder in VECU_HOME (with "
            "PostgreSQL: an empty database in VECU_DATABASE_URL)."
        )
    _get_database().replace_database(source)
    call_command("migrate", verbosity=0)
    (check_keys if wrong is None else adopt_keys)(today)


def _list_excluded_tables() -> list[str]:
    return [
        model._meta.db_table
        for model in apps.get_models()
        if model in _SESSIONS or getattr(model, "excluded_from_backups", False)
    ]


def _get_database() -> ModuleType:
    return sqlite if connection.vendor == "sqlite" else postgresql


def _check_release(source: Path, details: BackupDetails) -> None:
    if not details.migrations:
        raise RestoreRefused(
            f"{source} is no backup of a laboratory: nothing in it says a release."
        )
    known = MigrationLoader(None).disk_migrations
    if later := sorted(details.migrations - set(known or ())):
        app, name = later[0]
        raise RestoreRefused(
            f"{source} was made by a later release, which has the migration {app} {name}. Install "
            "that release first."
        )


def _is_empty() -> bool:
    """Return whether nobody has stored anything yet."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    own = [table for table in tables if not table.startswith(_PREPARED)]
    with connection.cursor() as cursor:
        for table in own:
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})")  # noqa: S608
            if cursor.fetchone()[0]:
                return False
    return True
