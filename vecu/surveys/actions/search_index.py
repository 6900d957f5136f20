"""Keep the full-text index in step with the answers: entries are inserted and deleted with them.

Always called inside the transaction that stores or deletes the answers.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from vecu.questionnaires import Questionnaire
from vecu.search_folding import fold_for_search
from vecu.surveys.models import Answer, SearchEntry, draw_search_entry_id
from vecu.surveys.results.answer_layout import iter_texts

Row = tuple[int, UUID, str]
"""A search entry as stored: its id, the id of its answer, the folded text."""

PASSAGES = "INSERT INTO surveys_searchentry (id, answer_id, text)"
FROM_JSON = (
    "SELECT * FROM json_to_recordset(%s::json) AS passage(id bigint, answer_id uuid, text text)"
)
"""PostgreSQL takes all entries as one parameter; three lists take Python three times as long."""

MERGED_PAGES = 500
"""Pages of SQLite's index to merge in one step, which takes some milliseconds."""


def index_answers(questionnaire: Questionnaire, answers: Iterable[Answer]) -> None:
    """Add the texts of new answers to the index."""
    store_entries(build_entries(questionnaire, answers))


def store_entries(passages: Sequence[Row]) -> None:
    """Insert entries into the table and the index."""
    if not passages:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"{PASSAGES} {FROM_JSON}", [serialise_entries(passages)])
            return
        cursor.executemany(
            f"{PASSAGES} VALUES (%s, %s, %s)", [(row, by.hex, text) for row, by, text in passages]
        )
        cursor.executemany(
            "INSERT INTO surveys_words(rowid, text) VALUES (%s, %s)",
            [(row, text) for row, _by, text in passages],
        )


def build_entries(questionnaire: Questionnaire, answers: Iterable[Answer]) -> list[Row]:
    """Return an entry for each text in new answers.

    Sorted by id: FTS5 begins a new segment whenever an id is smaller than the last.
    """
    return sorted(
        (draw_search_entry_id(), answer.pk, folded)
        for answer in answers
        for _question, text in iter_texts(questionnaire, answer.values)
        if (folded := fold_for_search(text))
    )


def serialise_entries(passages: Iterable[Row]) -> str:
    """Return entries as the JSON parameter of `FROM_JSON`."""
    return json.dumps(
        [{"id": row, "answer_id": by.hex, "text": text} for row, by, text in passages]
    )


def delete_from_index(answers: QuerySet[Answer]) -> None:
    """Remove answers from the index; call it before they are deleted.

    PostgreSQL's index keeps single words, without their answers, until `rebuild_index`.
    """
    passages = SearchEntry.objects.filter(answer__in=answers.order_by())
    if connection.vendor == "sqlite":
        rows = list(passages.order_by("id").values_list("id", "text"))
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO surveys_words(surveys_words, rowid, text) VALUES ('delete', %s, %s)",
                rows,
            )
            if rows and not _erases():
                cursor.execute("INSERT INTO surveys_words(surveys_words) VALUES ('optimize')")
    passages.delete()


def _erases() -> bool:
    """Return whether this SQLite erases deleted words at once; older ones do so when optimizing."""
    version: tuple[int, ...] = cast("Any", connection).Database.sqlite_version_info
    return version >= (3, 42)


def merge_index_segments() -> None:
    """Merge the segments of SQLite's index, which are in order of arrival, into one.

    In small steps, so that answers can be sent in between.
    """
    steps = -MERGED_PAGES
    with connection.cursor() as cursor:
        database = cast("Any", connection).connection
        while True:
            changes = database.total_changes
            cursor.execute(
                "INSERT INTO surveys_words(surveys_words, rank) VALUES ('merge', %s)", [steps]
            )
            if database.total_changes - changes < 2:  # as FTS5 reports that nothing is left to do
                return
            steps = MERGED_PAGES


def rebuild_index() -> None:
    """Rebuild PostgreSQL's index, so that it holds no words of deleted answers.

    SQLite's never does. Answers can be sent meanwhile, unless this runs inside a transaction.
    """
    if connection.vendor == "postgresql":
        aside = "" if connection.in_atomic_block else "CONCURRENTLY"
        with connection.cursor() as cursor:
            cursor.execute(f"REINDEX INDEX {aside} surveys_words")
