"""Erase what database files reveal, beside their rows, about how an answer arrived.

In PostgreSQL a deleted or updated row stays in its table's file, with its content and the numbers
of the transactions that wrote and ended it, until it is overwritten; and each live row bears the
number of the transaction that wrote it. An answer is written in the transaction that deletes its
draft, or that writes its submission receipt. So recent rows are rewritten from time to time: when a
study closes, and by `vecu purge`.
"""

from time import sleep
from typing import Any, cast

from django.db import connection, transaction

from vecu.surveys.actions.wal_checkpoint import truncate_wal
from vecu.surveys.models import SubmissionReceipt

MARKS = "surveys_submissionreceipt"
COMING = ("surveys_draft", "surveys_accesscode", "surveys_outreachpartner")
"""Tables that show how respondents came, and in deleted rows how those came who have sent."""
CROWD = 10_000
"""Lots of this many receipts written by one transaction are final; smaller ones are merged."""
QUICK = 100_000
"""Receipts that can be rewritten in a second, while forms wait; larger tables are only vacuumed."""
TRIES = 20
NOT_ALLOWED = "42501"
"""PostgreSQL's error code for a missing privilege."""
PAUSE = 0.05
"""Seconds between two attempts to lock a table; nobody waits for us meanwhile."""

GATHER = f"""
WITH lots AS MATERIALIZED (
    SELECT xmin AS written, count(*) AS marks FROM surveys_submissionreceipt
    GROUP BY xmin HAVING count(*) < {CROWD}
), gone AS (
    DELETE FROM surveys_submissionreceipt AS mark USING lots
    WHERE mark.xmin = lots.written AND EXISTS (SELECT FROM lots WHERE marks = 1)
    RETURNING mark.instance, mark.xml, mark.fielding_id
)
INSERT INTO surveys_submissionreceipt (instance, xml, fielding_id)
SELECT instance, xml, fielding_id FROM gone ORDER BY instance
"""  # noqa: S608
"""Merges single receipts, and small lots of earlier ones, into one lot by one transaction.

In the order of their fingerprints. A client that sends the same form meanwhile waits, and is then
told that it was stored. Large lots are left alone, so that a million is not rewritten every day.
"""


def rewrite_tables() -> list[str]:
    """Rewrite what could link sent answers to cards, relays or submission receipts.

    Return the tables whose deleted rows are still in PostgreSQL's files, because the table was
    in use all the time or an older transaction may still read them: they go the next time. Do
    not call this inside a transaction.

    On SQLite, deleted rows are overwritten at once and receipts are never stored in order of
    arrival; only the write-ahead journal, which holds together what was written together,
    remains.
    """
    if connection.vendor == "sqlite":
        truncate_wal()
        return []
    with connection.cursor() as cursor:
        cursor.execute(GATHER)
    marks = _clear_marks()
    rewritten = {table: _rewrite(table) for table in COMING}
    return [table for table, whole in {**rewritten, **marks}.items() if not whole]


def rewrite_tables_on_commit() -> None:
    """Call `rewrite_tables` after this transaction commits; an error there does not undo it."""
    transaction.on_commit(rewrite_tables, robust=True)


def _clear_marks() -> dict[str, bool]:
    """Erase deleted receipts; those of a very large table may stay in its file for a while.

    There PostgreSQL overwrites them with the next receipts.
    """
    if SubmissionReceipt.objects.count() <= QUICK:
        return {MARKS: _rewrite(MARKS)}
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM {MARKS}")
    return {}


def _rewrite(table: str) -> bool:
    """Rewrite a table with its indexes and TOAST into new files; return whether that worked.

    It did if PostgreSQL reports no deleted row left. Without details, the table was in use: a
    lock timeout would hold others up, and through a pooler affect another session. Without the
    privilege, retrying is useless.
    """
    told: list[str] = []

    def listen(notice: Any) -> None:
        told.append(notice.message_detail or (notice.sqlstate == NOT_ALLOWED and NOT_ALLOWED) or "")

    with connection.cursor() as cursor:
        server = cast("Any", connection).connection
        server.add_notice_handler(listen)
        try:
            for _try in range(TRIES):
                cursor.execute(f"VACUUM (FULL, VERBOSE, SKIP_LOCKED) {table}")
                if any(told):
                    break
                sleep(PAUSE)
        finally:
            server.remove_notice_handler(listen)
    return any(detail.startswith("0 ") for detail in told)
