"""Checks of the database: what it logs, what it copies, who else is on its server."""

from datetime import UTC, datetime
from typing import Any, cast

from django.db import connection

from vecu.site.doctor.check_outcome import CheckOutcome, doubtful, good, wrong
from vecu.site.health import count_pending_migrations

_OLDEST = 15
_SLACK_SECONDS = 120
_WANTED = {
    "log_statement": {"none"},
    "log_min_duration_statement": {"-1"},
    "log_min_duration_sample": {"-1"},
    "log_min_error_statement": {"panic"},
    "log_duration": {"off"},
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "remote_write", "remote_apply", "local"},
    "track_commit_timestamp": {"off"},
}
"""Promises depend on it: no statement in a log, no time of a commit, nothing stored is lost."""
_COPIES = """
    SELECT 'archive_mode is ' || current_setting('archive_mode')
    WHERE current_setting('archive_mode') <> 'off'
    UNION ALL SELECT 'the slot ' || slot_name FROM pg_replication_slots
    UNION ALL SELECT 'the standby or receiver ' || application_name FROM pg_stat_replication
"""
_NEIGHBOURS = """
    SELECT datname FROM pg_database WHERE NOT datistemplate
    AND datname NOT IN ('postgres', current_database()) ORDER BY datname
"""
_LIBRARIES = """
    SELECT trim(name) FROM unnest(string_to_array(
        current_setting('shared_preload_libraries') || ','
        || current_setting('session_preload_libraries'), ',')) AS name WHERE trim(name) <> ''
    UNION SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'
"""
_RIGHTS = """
    SELECT pg_has_role(current_user, 'pg_checkpoint', 'USAGE')
    AND has_function_privilege(current_user, 'pg_switch_wal()', 'EXECUTE')
    AND has_function_privilege(current_user, 'pg_ls_waldir()', 'EXECUTE')
"""
_CONNECTION = """
    SELECT ssl, inet_server_addr() IS NULL OR inet_server_addr() = inet_client_addr()
    FROM pg_stat_ssl WHERE pid = pg_backend_pid()
"""


def _ask(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def check_migrations(_now: datetime) -> CheckOutcome:
    """Look whether the database is one of this release."""
    if pending := count_pending_migrations():
        advice = "Run “vecu manage migrate”, or start “vecu serve”, which does so."
        return wrong(f"{pending} migrations of this release are missing", advice)
    return good("all of this release")


def check_server(_now: datetime) -> CheckOutcome:
    """Look at the version of PostgreSQL, and whether the role is one that can do everything."""
    if connection.vendor == "sqlite":
        return good("SQLite, in a file of this machine")
    connection.ensure_connection()
    version = cast("Any", connection).pg_version // 10_000
    if version < _OLDEST:
        return wrong(f"PostgreSQL {version}", f"Upgrade it: {_OLDEST} or later is needed.")
    if _ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")[0][0]:
        return doubtful(
            f"PostgreSQL {version}; the role that Vécu uses is a superuser",
            "Give it a role of its own that owns its database only.",
        )
    return good(f"PostgreSQL {version}")


def check_database_clock(now: datetime) -> CheckOutcome:
    """Compare the clock of the database's machine with this one's."""
    there = _ask("SELECT clock_timestamp()")[0][0]
    apart = abs((there - now).total_seconds())
    if apart > _SLACK_SECONDS:
        return wrong(
            f"{there.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC there, {now:%Y-%m-%d %H:%M:%S} here",
            "Have both machines follow a time server.",
        )
    return good("agrees with this machine's")


def check_log_settings(_now: datetime) -> CheckOutcome:
    """Look whether PostgreSQL logs what people write, or could lose it."""
    found = dict(_ask("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", list(_WANTED)))
    bad = {name: value for name, value in found.items() if value not in _WANTED[name]}
    if bad:
        listed = ", ".join(f"{name} is {value}" for name, value in sorted(bad.items()))
        return wrong(listed, "Take the lines of deploy/postgresql/vecu.conf, then restart it.")
    return good("no statement is logged, every commit is on the disk")


def check_copies(_now: datetime) -> CheckOutcome:
    """Look for archives and standbys, which keep what was withdrawn; the promise knows of none."""
    if copies := [each for (each,) in _ask(_COPIES)]:
        return wrong(
            f"copies of the write-ahead log: {', '.join(copies)}",
            "They keep what people withdrew, and when each answer came, while every study says "
            "that it is gone. Remove them, or say so to people, with how many days they keep it "
            "(docs/how-to/install.md).",
        )
    return good("no archive, slot or standby")


def check_neighbours(_now: datetime) -> CheckOutcome:
    """Look who else uses this instance: its superusers read samples of all columns."""
    if others := [each for (each,) in _ask(_NEIGHBOURS)]:
        return doubtful(
            f"other databases in this instance: {', '.join(others)}",
            "Give the laboratory an instance of its own: every superuser reads sample values of "
            "its columns in pg_statistic, also of what was deleted.",
        )
    return good("an instance of its own")


def check_extensions(_now: datetime) -> CheckOutcome:
    """Look for extensions and libraries: some keep statements, others copy rows."""
    if found := sorted(name for (name,) in _ask(_LIBRARIES)):
        return doubtful(
            f"extensions or libraries: {', '.join(found)}",
            "Vécu needs none. Remove what keeps statements (pg_stat_statements, auto_explain, "
            "pgaudit) or copies rows.",
        )
    return good("none")


def check_rights(_now: datetime) -> CheckOutcome:
    """Look whether a purge may have the write-ahead log erased."""
    if not _ask(_RIGHTS)[0][0]:
        return wrong(
            "the role may not erase the write-ahead log, which holds what was withdrawn",
            "Run the two GRANTs of docs/how-to/install.md.",
        )
    return good("a purge erases the write-ahead log")


def check_connection(_now: datetime) -> CheckOutcome:
    """Look whether words travel to the database in the open."""
    ((encrypted, near),) = _ask(_CONNECTION)
    if not (encrypted or near):
        return wrong(
            "without TLS, to another machine", "End VECU_DATABASE_URL in ?sslmode=verify-full."
        )
    return good("encrypted" if encrypted else "on this machine")
