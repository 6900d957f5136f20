"""How rows, what members wrote, and states of a history become each other, whatever the table."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any, ClassVar, Protocol

from django.db.models import Field, Model

from vecu.deliberation.content import CollegePosition
from vecu.evidence.sources import Reference


class ColumnContent(Protocol):
    """A frozen dataclass whose fields have the names of columns."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


def fill_columns(row: Model, content: ColumnContent) -> None:
    """Write content into a row, which is not saved."""
    for each in fields(content):
        field, value = _get_field(row, each.name), _make_stored(getattr(content, each.name))
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


def _get_field(row: Model, name: str) -> Field[Any, Any]:
    return next(field for field in row._meta.concrete_fields if field.name == name)


def _make_stored(value: object) -> Any:
    """Return content as JSON and columns hold it; a reference that stands twice is stored once."""
    if isinstance(value, Reference):
        return value.to_json()
    if isinstance(value, CollegePosition):
        return {"stance": value.stance.value, "reason": dict(value.reason)}
    if isinstance(value, Mapping):
        return {str(key): _make_stored(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_make_stored(each) for each in dict.fromkeys(value)]
    return value
