"""Copy and replace a database of PostgreSQL, with the programs that come with it."""

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, cast

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.recorder import MigrationRecorder

from vecu.accounts.laboratory_keys import TABLE
from vecu.errors import VecuError
from vecu.site.backup.details import BackupDetails
from vecu.site.backup.errors import BackupFailed, RestoreRefused
from vecu.site.key_fingerprint import FORMER_TABLE, parse_key_comment

_WITH_STATISTICS = 18
"""From this version on pg_dump can write `pg_statistic`, with samples of deleted rows too."""
_VERSION = re.compile(r"\) (\d+)")
_TABLE_ENTRY = re.compile(r"^\d+; \d+ \d+ TABLE public (\S+) ", re.MULTILINE)


def copy_database(target: Path, *, without: Iterable[str]) -> None:
    """Write the database, as it is at one moment, in pg_dump's custom format.

    No row of the tables `without` is in it.
    """
    version = _check_version("pg_dump", BackupFailed)
    command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    command += [f"--exclude-table-data=public.{table}" for table in without]
    if version >= _WITH_STATISTICS:
        command.append("--no-statistics")
    _run([*command, *_get_address()], BackupFailed)


def read_details(source: Path) -> BackupDetails:
    """Read what a backup says of itself, without restoring it."""
    _check_version("pg_restore", RestoreRefused)
    migrations = _read_rows(source, MigrationRecorder.Migration._meta.db_table)
    keys = {int(number): int(mark) for number, mark, _day in _read_rows(source, TABLE)}
    if not keys:  # of an earlier release, which had one
        keys = parse_key_comment(_print_backup(source, "--schema-only", f"--table={FORMER_TABLE}"))
    return BackupDetails(keys, frozenset((app, name) for _id, app, name, _applied in migrations))


def _read_rows(source: Path, table: str) -> list[list[str]]:
    """Return the rows of a table in a backup, whose values hold no escaped character."""
    rows = _print_backup(source, "--data-only", f"--table={table}")
    _before, _copied, after = rows.partition(f"COPY public.{table} ")
    return [line.split("\t") for line in after.partition("\\.")[0].splitlines()[1:]]


def replace_database(source: Path) -> None:
    """Replace all tables by those in a backup, in one transaction."""
    contents = _run(["pg_restore", "--list", str(source)], RestoreRefused)
    tables = {*_TABLE_ENTRY.findall(contents), *_list_own_tables()}
    drop = f"DROP TABLE IF EXISTS {', '.join(map(_quote, sorted(tables)))} CASCADE"
    connection.close()
    # As a whole, before anything changes: psql would commit what a damaged file begins with.
    _run(["pg_restore", "--file=/dev/null", str(source)], RestoreRefused)
    script = ["pg_restore", "--no-owner", "--no-privileges", "--file=-", str(source)]
    command = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--output=/dev/null"]
    command += ["--set=ON_ERROR_STOP=1", "--command=SET client_min_messages = error"]
    command += [f"--command={drop}", "--file=-"]
    with subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading:  # noqa: S603 - PostgreSQL's own program
        _run([*command, *_get_address()], RestoreRefused, reading.stdout)
        _output, errors = reading.communicate()
    if reading.returncode:
        raise RestoreRefused(f"pg_restore failed: {errors.decode(errors='replace').strip()}")


def _print_backup(source: Path, *options: str) -> str:
    return _run(["pg_restore", *options, "--file=-", str(source)], RestoreRefused)


def _list_own_tables() -> Iterable[str]:
    own = connection.introspection.django_table_names(only_existing=True)
    return [*own, MigrationRecorder.Migration._meta.db_table]


def _quote(table: str) -> str:
    return connection.ops.quote_name(table)


def _get_address() -> list[str]:
    """Return the arguments that name server, role and database; the password is not among them."""
    arguments, _environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return ["--no-password", *arguments[1:]]


def _check_version(program: str, error: type[VecuError]) -> int:
    """Return the version of a program.

    Raise `error` if it is older than the server, whose backups it cannot handle.
    """
    version = _run([program, "--version"], error)
    number = _VERSION.search(version)
    found = int(number[1]) if number else 0
    connection.ensure_connection()
    server = cast("Any", connection).pg_version // 10_000
    if found < server:
        raise error(
            f"{program} is of version {found}, and the server of {server}. Install the programs "
            f"of PostgreSQL {server} (Debian: postgresql-client-{server}), and put them first in "
            "PATH."
        )
    return found


def _run(command: list[str], error: type[VecuError], feed: IO[bytes] | None = None) -> str:
    """Run a program, and return its output; raise `error` with what it says."""
    _arguments, secrets = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    environment = {**os.environ, "LC_ALL": "C", **(secrets or {})}
    try:
        done = subprocess.run(  # noqa: S603 - programs of PostgreSQL, and their options
            command,
            env=environment,
            stdin=feed or subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise error(
            f"The program {command[0]} is missing. Install PostgreSQL's programs (Debian: "
            "postgresql-client), of the server's version or later."
        ) from None
    if done.returncode:
        raise error(done.stderr.decode(errors="replace").strip())
    return done.stdout.decode(errors="replace")
