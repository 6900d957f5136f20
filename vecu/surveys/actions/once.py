"""Storing an answer together with the mark that it was sent, both or neither, once.

By two saves of Django this takes more trips to PostgreSQL and composes each statement anew; here
the mark, the answer and its passages are one statement, a transaction by itself. Names in it are
those of our own models.
"""

from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from vecu.surveys.actions.indexing import (
    COLUMNS,
    PASSAGES,
    columns_of,
    index_answers,
    passages_of,
)
from vecu.surveys.models import Answer, Submission
from vecu.surveys.queries import questionnaire_for


def keep_once(mark: Submission, answer: Answer) -> bool:
    """Store both unless the mark is there already; return whether they were stored.

    Whoever sends the same at the same moment waits here until it is known who was first.
    """
    questionnaire = questionnaire_for(answer.fielding)
    if connection.vendor == "postgresql":
        words = columns_of(passages_of(questionnaire, [answer]))
        with connection.cursor() as cursor:
            cursor.execute(_all_at_once(), [*_row(mark), *_row(answer), *words])
            return bool(cursor.fetchone()[0])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_insert(Submission), _row(mark))
        if new := bool(cursor.rowcount):
            answer.save(force_insert=True)
            index_answers(questionnaire, [answer])
        return new


@lru_cache(maxsize=1)
def _all_at_once() -> str:
    """Return the statement; PostgreSQL runs its three parts whether or not what they give is read.

    Foreign keys are looked at once all of it is done.
    """
    places = ", ".join(["%s"] * len(_columns(Answer)))
    return (
        f"WITH mark AS ({_insert(Submission)} RETURNING 1), "  # noqa: S608
        f"answer AS (INSERT INTO {_into(Answer)} SELECT {places} FROM mark), "
        f"passages AS ({PASSAGES} {COLUMNS} WHERE EXISTS (SELECT FROM mark)) "
        "SELECT count(*) FROM mark"
    )


@lru_cache(maxsize=1)
def _insert(model: type[Model]) -> str:
    places = ", ".join(["%s"] * len(_columns(model)))
    return f"INSERT INTO {_into(model)} VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608


def _into(model: type[Model]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(model._meta.db_table)} ({', '.join(map(quote, _columns(model)))})"


def _columns(model: type[Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def _row(instance: Model) -> list[Any]:
    return [
        field.get_db_prep_save(getattr(instance, field.attname), connection)
        for field in instance._meta.concrete_fields
    ]
