"""Storing an answer together with the mark that it was sent, both or neither, once.

By two saves of Django this takes more trips to PostgreSQL and composes each statement anew; here
the mark, the answer and its passages are one statement, a transaction by itself. On SQLite all is
worked out before the lock that others wait for. Names in statements are those of our own models.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Model

from vecu.surveys.actions.indexing import (
    FROM_JSON,
    PASSAGES,
    json_of,
    passages_of,
    store,
)
from vecu.surveys.models import Answer, Fielding, Submission
from vecu.surveys.queries import questionnaire_for
from vecu.surveys.queries.compiled import prepared_cursor


def keep_once(mark: Submission, answer: Answer) -> bool:
    """Store both unless the mark is there already; return whether they were stored.

    Nor are they where the fielding is no longer what `answer.fielding` says, as when it was closed
    meanwhile. Whoever sends the same at the same moment waits here until it is known who was first.
    """
    marked, row = [*_row(mark), *_known(answer.fielding)], _row(answer)
    passages = passages_of(questionnaire_for(answer.fielding), [answer])
    if connection.vendor == "postgresql":
        with prepared_cursor() as cursor:
            cursor.execute(_all_at_once(), [*marked, *row, json_of(passages)])
            return bool(cursor.fetchone()[0])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_mark(), marked)
        if new := bool(cursor.rowcount):
            cursor.execute(_insert(Answer), row)
            store(passages)
        return new


@lru_cache(maxsize=1)
def _all_at_once() -> str:
    """Return the statement; PostgreSQL runs its three parts whether or not what they give is read.

    Foreign keys are looked at once all of it is done.
    """
    return (
        f"WITH mark AS ({_mark()} RETURNING 1), "  # noqa: S608
        f"answer AS ({_insert(Answer)} FROM mark), "
        f"passages AS ({PASSAGES} {FROM_JSON} WHERE EXISTS (SELECT FROM mark)) "
        "SELECT count(*) FROM mark"
    )


@lru_cache(maxsize=1)
def _mark() -> str:
    """Return how the mark is stored, where nobody has changed the fielding."""
    quote = connection.ops.quote_name
    same = "IS NOT DISTINCT FROM" if connection.vendor == "postgresql" else "IS"
    # The identifier is never empty, and no index is looked up by what might be.
    unchanged = " AND ".join(
        f"{quote(field.column)} {'=' if field.primary_key else same} %s" for field in _decisive()
    )
    return (
        f"{_insert(Submission)} WHERE EXISTS "  # noqa: S608
        f"(SELECT 1 FROM {quote(Fielding._meta.db_table)} WHERE {unchanged}) ON CONFLICT DO NOTHING"
    )


@lru_cache(maxsize=2)
def _insert(model: type[Model]) -> str:
    quote = connection.ops.quote_name
    columns = [quote(str(field.column)) for field in model._meta.concrete_fields]
    places = ", ".join(["%s"] * len(columns))
    into = f"{quote(model._meta.db_table)} ({', '.join(columns)})"
    return f"INSERT INTO {into} SELECT {places}"


def _decisive() -> list[Any]:
    """Return the columns of a fielding that say what it asks and whether it takes answers."""
    names = ("id", "version", "state", "opens", "closes")
    return [Fielding._meta.get_field(name) for name in names]


def _known(fielding: Fielding) -> list[Any]:
    return _values(fielding, _decisive())


def _row(instance: Model) -> list[Any]:
    return _values(instance, instance._meta.concrete_fields)


def _values(instance: Model, fields: Iterable[Any]) -> list[Any]:
    backend = connections[DEFAULT_DB_ALIAS]
    return [field.get_db_prep_save(getattr(instance, field.attname), backend) for field in fields]
