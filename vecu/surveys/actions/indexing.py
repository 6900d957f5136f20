"""Keeping the index of people's words in step with the answers: written with them, deleted first.

Always inside the transaction that keeps or deletes the answers themselves.
"""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.db import connection
from django.db.models import QuerySet

from vecu.questionnaires import Questionnaire
from vecu.surveys.models import Answer, Passage
from vecu.surveys.reading import texts_of
from vecu.text import fold

BATCH = 500
"""Passages written by one statement."""


def index_answers(questionnaire: Questionnaire, answers: Iterable[Answer]) -> None:
    """Make the words of new answers to be found."""
    passages = list(_passages(questionnaire, answers))
    Passage.objects.bulk_create(passages, batch_size=BATCH)
    if connection.vendor == "sqlite":
        # In the order of identifiers: FTS5 begins a new segment wherever one goes back.
        rows = sorted((passage.id, passage.text) for passage in passages)
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO surveys_words(rowid, text) VALUES (%s, %s)", rows)


def _passages(questionnaire: Questionnaire, answers: Iterable[Answer]) -> Iterator[Passage]:
    for answer in answers:
        for _question, text in texts_of(questionnaire, answer.values):
            if folded := fold(text):
                yield Passage(answer=answer, text=folded)


def forget_words(answers: QuerySet[Answer]) -> None:
    """Take the words of answers out of the index, to be called before these are deleted.

    PostgreSQL's index goes on holding single words, without their answers, until `renew_index`.
    """
    passages = Passage.objects.filter(answer__in=answers.order_by())
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


def renew_index() -> None:
    """Write PostgreSQL's index anew, so that it holds no word of any other time.

    SQLite's never does. People go on sending meanwhile, unless it is done inside a transaction.
    """
    if connection.vendor == "postgresql":
        aside = "" if connection.in_atomic_block else "CONCURRENTLY"
        with connection.cursor() as cursor:
            cursor.execute(f"REINDEX INDEX {aside} surveys_words")
