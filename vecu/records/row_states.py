"""How rows, what members wrote, and states of a history become each other, whatever the table."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any, ClassVar, Protocol, runtime_checkable

from django.db.models import Field, Model


class ColumnContent(Protocol):
    """A frozen dataclass whose fields have the names of columns."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


@runtime_checkable
class JsonContent(Protocol):
    """Part of what somebody wrote, which a column holds as JSON."""

    def to_json(self) -> dict[str, Any]:
        """Return what the column holds."""


def fill_columns(row: Model, content: ColumnContent) -> None:
    """Write content into a row, which is not saved."""
    for each in fields(content):
        field, value = _get_field(row, each.name), make_stored(getattr(content, each.name))
        if value is None and not field.null:
            value = ""
        setattr(row, field.attname, value)


def read_columns(row: Model, without: Collection[str]) -> dict[str, Any]:
    """Return the state of a row for a history."""
    names = [each.attname for each in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in without}


def write_columns(row: Model, state: Mapping[str, Any]) -> None:
    """Write a state of a history into a row, which is not saved."""
    by_name = {each.attname: each for each in row._meta.concrete_fields}
    for name, value in state.items():
        setattr(row, name, by_name[name].to_python(value))


def make_stored(value: object) -> Any:
    """Return content as JSON and columns hold it; what stands twice in a list is stored once."""
    if isinstance(value, JsonContent):
        return value.to_json()
    if isinstance(value, Mapping):
        return {str(key): make_stored(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        stored = [make_stored(each) for each in value]
        return [each for index, each in enumerate(stored) if each not in stored[:index]]
    return value


def _get_field(row: Model, name: str) -> Field[Any, Any]:
    return next(field for field in row._meta.concrete_fields if field.name == name)
