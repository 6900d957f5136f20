"""Erase what database files reveal, beside their rows, about how and in which order answers came.

In PostgreSQL a deleted or updated row stays in its table's file, with its content and the numbers
of the transactions that wrote and ended it, until it is overwritten; each live row bears the number
of the transaction that wrote it, and lies where there was room at that moment. In SQLite rows are
stored in the order of random keys, but the pages of the file in order of arrival. So recent rows
are rewritten from time to time: when a study closes, and by `vecu purge`.
"""

from collections.abc import Callable, Iterable
from enum import Enum
from time import sleep
from typing import Any, cast

from django.db import connection, transaction
from django.db.models import Model

from vecu.surveys.actions.row_order import list_respondent_models, rewrite_rows
from vecu.surveys.actions.search_index import merge_index_segments
from vecu.surveys.actions.wal_checkpoint import truncate_wal
from vecu.surveys.models import SearchEntry

QUICK = 100_000
"""Rows that are rewritten in about a second, while others wait; larger tables are left."""
QUICK_ENTRIES = 40_000
"""The same for the table with the search index."""
QUICK_BYTES = 100_000_000
"""The same in bytes, for a table of PostgreSQL or the whole file of SQLite."""
TRIES = 20
PAUSE = 0.05
"""Seconds between two attempts to lock a table; nobody waits for us meanwhile."""
NOT_ALLOWED = "42501"
"""PostgreSQL's error code for a missing privilege."""


class _Outcome(Enum):
    DONE = 0
    BUSY = 1
    LEFT = 2
    """Trying again today is useless."""


def rewrite_tables() -> list[str]:
    """Rewrite what could link sent answers to cards, relays or receipts, or show their order.

    Return the tables of which PostgreSQL still shows the order, or has deleted rows in its files,
    because the table was in use all the time or an older transaction may still read them: they go
    the next time. Do not call this inside a transaction.
    """
    if connection.vendor == "sqlite":
        merge_index_segments()
        _rewrite_file()
        truncate_wal()
        return []
    models = list_respondent_models()
    left = {*_try_each(_reorder, models), *_try_each(_rewrite, models)}
    return [model._meta.db_table for model in models if model in left]


def rewrite_tables_on_commit() -> None:
    """Call `rewrite_tables` after this transaction commits; an error there does not undo it."""
    transaction.on_commit(rewrite_tables, robust=True)


def _rewrite_file() -> None:
    """Rewrite SQLite's file unless it is large: its pages are in order of arrival.

    SQLite's temporary copy is kept in memory, so that it leaves nothing on the disk.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        if cursor.fetchone()[0] > QUICK_BYTES or cast("Any", connection).is_in_memory_db():
            return
        cursor.execute("PRAGMA temp_store = MEMORY")
        try:
            cursor.execute("VACUUM")
        finally:
            cursor.execute("PRAGMA temp_store = DEFAULT")


def _try_each(
    attempt: Callable[[type[Model]], _Outcome], models: Iterable[type[Model]]
) -> set[type[Model]]:
    """Try each table until it is free; return those that failed."""
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


def _rewrite(model: type[Model]) -> _Outcome:
    """Rewrite a table with its indexes and TOAST into new files.

    A large table is only vacuumed; PostgreSQL overwrites deleted rows with the next ones.
    """
    if _is_large(model):
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {model._meta.db_table}")
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


def _vacuum_full(table: str) -> list[str]:
    """Return what PostgreSQL says of it: how many deleted rows came along, or that we may not.

    It says no detail where the table was not free; a limit on waiting would hold others up, and
    through a pooler reach another session.
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
