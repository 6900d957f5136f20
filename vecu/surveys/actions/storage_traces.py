"""Erase what database files reveal, beside the values, about how and in which order answers came.

In PostgreSQL a deleted or updated row stays in its table's file, with its content and the numbers
of the transactions that wrote and ended it, until it is overwritten; each live row bears the number
of the transaction that wrote it, and is stored where there was room. In SQLite rows are stored in
the order of random keys, but within a page of the file in order of arrival. So recent rows are
rewritten from time to time: when a study closes, and by `vecu purge`.
"""

from collections.abc import Callable, Iterable
from enum import Enum
from functools import partial
from time import sleep
from typing import Any, cast

from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.models import Model

from vecu.surveys.actions.row_order import (
    PATIENCE,
    list_models_with_words,
    list_respondent_models,
    rewrite_rows,
)
from vecu.surveys.actions.search_index import merge_index_segments
from vecu.surveys.actions.wal_checkpoint import truncate_wal
from vecu.surveys.models import SearchEntry

QUICK = 100_000
"""Rows of a table that can be rewritten in about a second; larger tables are only vacuumed."""
QUICK_ENTRIES = 40_000
"""The same for search entries, whose index takes longer."""
QUICK_BYTES = 100_000_000
"""The same in bytes, for a table of PostgreSQL and for SQLite's whole file."""
TRIES = 20
PAUSE = 0.05
"""Seconds between two attempts to lock a table; nobody waits for us meanwhile."""
NOT_ALLOWED = "42501"
"""PostgreSQL's error code for a missing privilege."""


class _Outcome(Enum):
    DONE = 0
    BUSY = 1
    LEFT = 2
    """Not done, and another attempt now would be useless."""


def rewrite_tables(*, large: bool = False) -> list[str]:
    """Rewrite what could link answers to cards, relays or submission receipts, or show their order.

    Deleted rows leave the files of all tables that hold people's words. With `large`, that includes
    those that take seconds, for which others wait. Return the tables that PostgreSQL could not
    rewrite completely, because the table was in use all the time or an older transaction may still
    read deleted rows: the next call does. Do not call this inside a transaction.
    """
    if connection.vendor == "sqlite":
        merge_index_segments()
        _rewrite_file(large=large)
        truncate_wal()
        return []
    models = list_models_with_words()
    rewrite = partial(_rewrite, large=large)
    left = {*_try_each(_reorder, list_respondent_models()), *_try_each(rewrite, models)}
    left |= _forget_samples(models)
    return [model._meta.db_table for model in models if model in left]


def list_large_tables() -> list[str]:
    """Return the tables that are rewritten only on request; of SQLite, the name of its file."""
    if connection.vendor == "sqlite":
        return [str(connection.settings_dict["NAME"])] if _is_file_large() else []
    return [model._meta.db_table for model in list_models_with_words() if _is_large(model)]


def rewrite_tables_on_commit() -> None:
    """Call `rewrite_tables` after this transaction commits; an error there does not undo it."""
    transaction.on_commit(rewrite_tables, robust=True)


def _rewrite_file(*, large: bool) -> None:
    """Rewrite SQLite's file unless it is large: within its pages, rows are in order of arrival.

    The copy that SQLite makes meanwhile is in memory, and so leaves nothing on the disk.
    """
    if cast("Any", connection).is_in_memory_db() or (_is_file_large() and not large):
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA temp_store = MEMORY")
        try:
            cursor.execute("VACUUM")
        finally:
            cursor.execute("PRAGMA temp_store = DEFAULT")


def _is_file_large() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return bool(cursor.fetchone()[0] > QUICK_BYTES)


def _try_each(
    attempt: Callable[[type[Model]], _Outcome], models: Iterable[type[Model]]
) -> set[type[Model]]:
    """Call `attempt` for each model, repeatedly while it is busy; return those not done."""
    left, waiting = set(), list(models)
    for number in range(TRIES):
        if number:
            sleep(PAUSE)
        outcomes = {model: attempt(model) for model in waiting}
        left |= {model for model in waiting if outcomes[model] is _Outcome.LEFT}
        waiting = [model for model in waiting if outcomes[model] is _Outcome.BUSY]
        if not waiting:
            break
    return left | set(waiting)


def _reorder(model: type[Model]) -> _Outcome:
    return _Outcome.DONE if rewrite_rows(model) else _Outcome.BUSY


def _rewrite(model: type[Model], *, large: bool) -> _Outcome:
    """Rewrite a table with its indexes and TOAST into new files.

    A large one only loses its deleted rows, which PostgreSQL overwrites with the next ones, unless
    `large` is true.
    """
    if not large and _is_large(model):
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {model._meta.db_table}")
        return _Outcome.DONE
    if _was_never_used(model):
        return _Outcome.DONE
    details = _vacuum_full(model._meta.db_table)
    if not any(details):
        return _Outcome.BUSY
    whole = any(detail.startswith("0 ") for detail in details)
    return _Outcome.DONE if whole else _Outcome.LEFT


def _is_large(model: type[Model]) -> bool:
    most = QUICK_ENTRIES if model is SearchEntry else QUICK
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_table_size(%s)", [model._meta.db_table])
        size = cursor.fetchone()[0]
    return bool(size > QUICK_BYTES) or model._default_manager.count() > most


def _was_never_used(model: type[Model]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s)", [model._meta.db_table])
        return bool(cursor.fetchone()[0] == 0)


def _forget_samples(models: list[type[Model]]) -> set[type[Model]]:
    """Replace PostgreSQL's samples of values, which may be of deleted rows, and their old copies.

    Return the tables without rows whose samples stay. Another one in use, or of another role, is
    left out: PostgreSQL analyzes it sooner or later.
    """
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE (SKIP_LOCKED) {model._meta.db_table}")
    left = _try_each(_drop_samples, models)
    _vacuum_full("pg_catalog.pg_statistic")
    return left


def _drop_samples(model: type[Model]) -> _Outcome:
    """Delete the samples of a table without rows, of which ANALYZE keeps the last ones for ever.

    PostgreSQL deletes them with a change of the column's type, also to the same type.
    """
    table = model._meta.db_table
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            types = "" if model._default_manager.exists() else _list_sampled_types(table)
            if types:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
                cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE NOWAIT")
                if not model._default_manager.exists():
                    cursor.execute(f"ALTER TABLE {table} {types}")
    except OperationalError:  # this table, or one with a key of it, is in use
        return _Outcome.BUSY
    except ProgrammingError:  # it belongs to another role
        return _Outcome.LEFT
    return _Outcome.DONE


def _list_sampled_types(table: str) -> str:
    """Return the changes, each to the type it has, of columns of which there are samples."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(format('ALTER COLUMN %%I TYPE %%s', attname,"
            " format_type(atttypid, atttypmod)), ', ') FROM pg_attribute JOIN pg_stats USING"
            " (attname) WHERE attrelid = %s::regclass AND tablename = %s"
            " AND schemaname = current_schema()",
            [table, table],
        )
        return str(cursor.fetchone()[0] or "")


def _vacuum_full(table: str) -> list[str]:
    """Return what PostgreSQL reports: how many deleted rows were left, or a missing privilege.

    Without details, the table was in use: a lock timeout would hold others up, and through a
    pooler affect another session.
    """
    details: list[str] = []

    def listen(notice: Any) -> None:
        denied = notice.sqlstate == NOT_ALLOWED
        details.append(notice.message_detail or (NOT_ALLOWED if denied else ""))

    with connection.cursor() as cursor:
        server = cast("Any", connection).connection
        server.add_notice_handler(listen)
        try:
            cursor.execute(f"VACUUM (FULL, VERBOSE, SKIP_LOCKED) {table}")
        finally:
            server.remove_notice_handler(listen)
    return details
