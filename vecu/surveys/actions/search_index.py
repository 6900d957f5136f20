"""Keeping the index of people's words in step with the answers: written with them, deleted first.

Always inside the transaction that keeps or deletes the answers themselves.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from vecu.questionnaires import Questionnaire
from vecu.search_folding import fold_for_search
from vecu.surveys.models import (
    Answer,
    SearchEntry,
    draw_search_entry_id,
)
from vecu.surveys.results.answer_layout import iter_texts

Row = tuple[int, UUID, str]
"""A passage as it is stored: its identifier, the answer it is of, the folded text."""

PASSAGES = "INSERT INTO surveys_searchentry (id, answer_id, text)"
FROM_JSON = (
    "SELECT * FROM json_to_recordset(%s::json) AS passage(id bigint, answer_id uuid, text text)"
)
"""PostgreSQL takes all passages as one parameter: three lists cost Python three times as much."""


def index_answers(questionnaire: Questionnaire, answers: Iterable[Answer]) -> None:
    """Make the words of new answers to be found."""
    store_entries(build_entries(questionnaire, answers))


def store_entries(passages: Sequence[Row]) -> None:
    """Write passages and make their words to be found."""
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
    """Return all that people wrote in new answers.

    In the order of identifiers: FTS5 begins a new segment wherever one goes back.
    """
    return sorted(
        (draw_search_entry_id(), answer.pk, folded)
        for answer in answers
        for _question, text in iter_texts(questionnaire, answer.values)
        if (folded := fold_for_search(text))
    )


def serialise_entries(passages: Iterable[Row]) -> str:
    """Return passages as the parameter of `FROM_JSON`."""
    return json.dumps(
        [{"id": row, "answer_id": by.hex, "text": text} for row, by, text in passages]
    )


def delete_from_index(answers: QuerySet[Answer]) -> None:
    """Take the words of answers out of the index, to be called before these are deleted.

    PostgreSQL's index goes on holding single words, without their answers, until `renew_index`.
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
    """Return whether this SQLite erases deleted words at once; an older one when it optimises."""
    version: tuple[int, ...] = cast("Any", connection).Database.sqlite_version_info
    return version >= (3, 42)


def rebuild_index() -> None:
    """Write PostgreSQL's index anew, so that it holds no word of any other time.

    SQLite's never does. People go on sending meanwhile, unless it is done inside a transaction.
    """
    if connection.vendor == "postgresql":
        aside = "" if connection.in_atomic_block else "CONCURRENTLY"
        with connection.cursor() as cursor:
            cursor.execute(f"REINDEX INDEX {aside} surveys_words")
