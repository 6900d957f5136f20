"""Rewrite respondents' rows in the order of their random keys, so that none shows when it came.

For PostgreSQL, where a row lies where there was room when it was written, and bears the number of
the transaction that wrote it. The rows of one transaction are a lot. Small lots are merged: their
rows are rewritten by few transactions, each in the order of keys.
"""

from collections.abc import Iterator
from itertools import accumulate, groupby
from operator import itemgetter

from django.db import OperationalError, connection, transaction
from django.db.models import AutoField, ForeignObjectRel, Model

from vecu.surveys.models import (
    AccessCode,
    Answer,
    BreakoffCount,
    Draft,
    OutreachPartner,
    SubmissionReceipt,
)

CROWD = 2_000
"""Rows that one transaction rewrites at least, if there are as many; such a lot is final."""
HEAVY = 32_000_000
"""Bytes that count as a crowd: of respondents' files, fewer rows are enough."""
PATIENCE = "200ms"
"""How long to wait for a locked row that ours refer to; its owner may be waiting for us."""

Row = tuple[object, float]
"""The key of a row and its weight, as a fraction of a crowd."""


def list_respondent_models() -> list[type[Model]]:
    """Return the models that respondents' actions write, and those with a row for each answer.

    The latter are found by their foreign key to an answer, in whatever room.
    """
    own = [Answer, Draft, AccessCode, OutreachPartner, BreakoffCount, SubmissionReceipt]
    following = {
        field.related_model
        for field in Answer._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel)
    }
    return [*own, *sorted(following, key=lambda model: model._meta.db_table)]


def rewrite_rows(model: type[Model]) -> bool:
    """Rewrite the rows of small lots; return False if somebody else held the table.

    Other writers wait for one lot at a time. Do not call this where somebody waits for a lock of
    the current transaction.
    """
    try:
        for keys in _split_rows(_find_rows(model)):
            _rewrite_lot(model, keys)
    except OperationalError:  # somebody holds the table, or a row to which these refer
        return False
    return True


def _find_rows(model: type[Model]) -> list[Row]:
    """Return the rows of small lots, by key; none if nothing came since the last time.

    A larger lot is merged too if the small ones are no crowd together, so that no row is alone.
    """
    sizes = " + ".join(f"coalesce(pg_column_size({name}), 0)" for name in _get_columns(model))
    weight = f"1 / {CROWD}::float8 + ({sizes}) / {HEAVY}::float8"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH weighed AS (SELECT {_get_key(model)} AS key, xmin AS lot, {weight} AS weight "  # noqa: S608
            f"FROM {_get_table(model)}), "
            "lots AS (SELECT lot, count(*) AS members, sum(weight) AS total "
            "FROM weighed GROUP BY lot), "
            "ranked AS (SELECT *, count(*) OVER () AS among, "
            "sum(total) OVER (ORDER BY total, lot::text) - total AS before FROM lots) "
            "SELECT key, weight FROM weighed JOIN ranked USING (lot) "
            "WHERE (members = 1 OR total < 0.5 OR before < 1) "
            "AND EXISTS (SELECT FROM ranked WHERE members = 1 OR (total < 0.5 AND among > 1)) "
            "ORDER BY key"
        )
        rows: list[Row] = cursor.fetchall()
    return rows


def _split_rows(rows: list[Row]) -> Iterator[list[object]]:
    """Yield the keys of rows in lots of at least a crowd, in the order of keys.

    Lots follow each other by key too, so that their order shows nothing either.
    """
    total = sum(weight for _key, weight in rows)
    lots = max(1, int(total))
    before = accumulate((weight for _key, weight in rows), initial=0.0)
    numbered = [
        (min(int(lots * weight / total), lots - 1), key)
        for (key, _weight), weight in zip(rows, before, strict=False)
    ]
    for _number, lot in groupby(numbered, key=itemgetter(0)):
        yield [key for _number, key in lot]


@transaction.atomic
def _rewrite_lot(model: type[Model], keys: list[object]) -> None:
    """Rewrite those of the rows that still exist, as they are now.

    The table is locked against other writers: a row that somebody deletes meanwhile would otherwise
    come back. Values stored apart (TOAST) are rewritten too.
    """
    table, key, columns = _get_table(model), _get_key(model), ", ".join(_get_columns(model))
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE NOWAIT")
        cursor.execute(
            f"WITH gone AS (DELETE FROM {table} WHERE {key} = ANY(%s) RETURNING {columns}) "  # noqa: S608
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM gone ORDER BY {key}",
            [keys],
        )


def _get_table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _get_key(model: type[Model]) -> str:
    key = model._meta.pk
    if key is None or isinstance(key, AutoField):
        raise TypeError(
            f"{model._meta.label} has a key that is counted: its order shows the order of arrival."
        )
    return connection.ops.quote_name(str(key.column))


def _get_columns(model: type[Model]) -> list[str]:
    return [connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields]
