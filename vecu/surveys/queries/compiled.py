"""Queries that Django composes once, and the database plans once for each connection.

Composing one costs ten times what the database needs for it. For what every page of a respondent
reads and keeps; elsewhere a queryset says it more simply.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery

Row = TypeVar("Row", bound=Model)


def prepared_cursor() -> Any:
    """Return a cursor of our backends that prepares what it runs (see `vecu.site.postgresql`)."""
    return cast("Any", connection).prepared()


class Compiled(Generic[Row]):
    """A queryset with its parameters left open, in the order in which its SQL names them."""

    def __init__(self, queryset: QuerySet[Row]) -> None:
        self.queryset = queryset

    def all(self, *parameters: str) -> list[Row]:
        """Run the query with these parameters; return its rows, related ones included."""
        compiler, sql = self._composed
        with prepared_cursor() as cursor:
            cursor.execute(sql, parameters)
            rows = cursor.fetchall()
        return [self._row(values) for values in compiler.apply_converters(rows, self._converters)]

    def _row(self, values: Sequence[Any]) -> Row:
        place = self._own_fields
        row = self.queryset.model.from_db(DEFAULT_DB_ALIAS, self._names, values[place])
        for related in self._related:
            related.populate(values, row)
        return row

    @cached_property
    def _composed(self) -> tuple[Any, str]:
        compiler: Any = self.queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        return compiler, compiler.as_sql()[0]

    @cached_property
    def _own_fields(self) -> slice:
        fields = self._composed[0].klass_info["select_fields"]
        return slice(fields[0], fields[-1] + 1)

    @cached_property
    def _names(self) -> list[str]:
        return [field[0].target.attname for field in self._composed[0].select[self._own_fields]]

    @cached_property
    def _related(self) -> Any:
        compiler = self._composed[0]
        populators: Any = get_related_populators
        return populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)

    @cached_property
    def _converters(self) -> dict[int, Any]:
        compiler = self._composed[0]
        converters: dict[int, Any] = compiler.get_converters([item[0] for item in compiler.select])
        return converters


class CompiledUpdate:
    """An update of the rows of a queryset, parameters left open: those it sets, then those named.

    The values given here, and those of the queryset's filters, only stand for their kind.
    """

    def __init__(self, queryset: QuerySet[Any], **values: object) -> None:
        self.queryset = queryset
        self.values = values

    def run(self, *parameters: object) -> int:
        """Update the rows that these parameters name and return how many there were."""
        sql, fields = self._composed
        values = [
            field.get_db_prep_save(value, connection)
            for field, value in zip(fields, parameters, strict=True)
        ]
        with prepared_cursor() as cursor:
            cursor.execute(sql, values)
            changed: int = cursor.rowcount
        return changed

    @cached_property
    def _composed(self) -> tuple[str, list[Field[Any, Any]]]:
        query: Any = self.queryset.query.chain(UpdateQuery)
        query.add_update_values(self.values)
        updated = [field for field, _model, _value in query.values]
        named = [lookup.lhs.target for lookup in query.where.leaves()]
        return query.get_compiler(DEFAULT_DB_ALIAS).as_sql()[0], updated + named
