"""Map the columns of a file to questions, and their values to choices. Pure.

A mapping is confirmed by a person, so it is small and immutable, and converts to JSON and back: a
column without an address is left out, and only values that need explanation are listed.
"""

import json
from collections import abc
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from vecu.datasets.importing.multi_column import is_importable, list_parts
from vecu.questionnaires import Questionnaire, parse_path
from vecu.tables import FileRefused, make_refusal
from vecu.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of the file, by its `name` in the header, and its target.

    `address` is an answer's path ("work/sector", "story[2]/task"), or '' to leave the column
    out. `part` is set if the column holds one part of the answer: the choice that a yes ticks
    or whose rank the cell is, or a coordinate ("latitude"). `separator` separates choices in
    one cell. `values` gives the meaning of cells that are neither the name nor the label of a
    choice; '' means no answer, None (null in JSON) that it is not on the list, even if it looks
    like a choice's name.
    """

    name: str
    address: str = ""
    part: str = ""
    separator: str = ""
    values: abc.Mapping[str, str | None] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the column for JSON, without empty fields."""
        everything = {
            "name": self.name,
            "address": self.address,
            "part": self.part,
            "separator": self.separator,
            "values": dict(self.values),
        }
        return {name: value for name, value in everything.items() if value or name == "name"}


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The columns of a file in order, and the one (`key`) that identifies its rows.

    The key is never stored as an answer: only its fingerprint is, so that no row is imported
    twice. Without a key a row is identified by its position in the file.
    """

    columns: tuple[MappedColumn, ...] = ()
    key: str = ""

    @property
    def mapped_columns(self) -> tuple[MappedColumn, ...]:
        """The columns that answer a question."""
        return tuple(column for column in self.columns if column.address)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The names of the columns that answer none, except the key."""
        return tuple(c.name for c in self.columns if not c.address and c.name != self.key)

    def to_json(self) -> str:
        """Return the mapping as JSON for a file."""
        columns = [column.as_dict() for column in self.columns]
        return json.dumps({"key": self.key, "columns": columns}, ensure_ascii=False, indent=1)


def read_mapping(text: str | bytes) -> ColumnMapping:
    """Return a mapping from JSON, from `to_json` or hand-written; raise `FileRefused`."""
    try:
        data = json.loads(text)
        columns = tuple(_column(item) for item in data["columns"])
        key = data.get("key", "")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _not_a_mapping() from error
    if not isinstance(key, str):
        raise _not_a_mapping()
    return ColumnMapping(columns, key)


def _column(item: abc.Mapping[str, Any]) -> MappedColumn:
    texts = {name: item.get(name, "") for name in ("name", "address", "part", "separator")}
    values = dict(item.get("values", {}))
    if unknown := item.keys() - texts.keys() - {"values"}:
        message = f"unknown {unknown}"
        raise ValueError(message)
    meanings = [text for text in values.values() if text is not None]
    if not all(isinstance(text, str) for text in (*texts.values(), *values, *meanings)):
        message = "a text was expected"
        raise TypeError(message)
    return MappedColumn(**texts, values=values)


def _not_a_mapping() -> FileRefused:
    return make_refusal(
        gettext_noop(
            "This is not a mapping. It must be JSON such as "
            '{"key": "id", "columns": [{"name": "Sector", "address": "work/sector"}]}.'
        )
    )


def check_mapping(
    mapping: ColumnMapping, columns: Iterable[str], questionnaire: Questionnaire
) -> None:
    """Raise `FileRefused` if the mapping names an unknown column, question or choice.

    Also if nothing is mapped, or if two columns answer the same question.
    """
    present = set(columns)
    if mapping.key and mapping.key not in present:
        raise make_refusal(
            gettext_noop("The key “%(found)s” is not a column of this file."), found=mapping.key
        )
    if not mapping.mapped_columns:
        raise make_refusal(
            gettext_noop("No column answers a question of this study. Give a mapping.")
        )
    taken: dict[tuple[str, str], str] = {}
    for column in mapping.mapped_columns:
        if column.name not in present:
            raise make_refusal(
                gettext_noop("“%(found)s” is not a column of this file."), found=column.name
            )
        _check_target(column, questionnaire)
        other = taken.setdefault((column.address, column.part), column.name)
        if other != column.name:
            raise make_refusal(
                gettext_noop(
                    "“%(one)s” and “%(other)s” are both mapped to %(address)s. Leave one out."
                ),
                one=other,
                other=column.name,
                address=column.address,
            )


def _check_target(column: MappedColumn, questionnaire: Questionnaire) -> None:
    question = questionnaire.questions.get(get_question_path(column.address, questionnaire))
    if question is None or not _has_right_positions(column.address, questionnaire):
        raise make_refusal(
            gettext_noop(
                "“%(found)s” is mapped to %(address)s, which is no question of this study."
            ),
            found=column.name,
            address=column.address,
        )
    if question.kind.is_file:
        raise make_refusal(
            gettext_noop(
                "“%(found)s” is mapped to %(address)s, which takes a file. Files do not come in as "
                "cells."
            ),
            found=column.name,
            address=column.address,
        )
    if not is_importable(question):
        raise make_refusal(
            gettext_noop("“%(found)s” is mapped to %(address)s, which takes no answer."),
            found=column.name,
            address=column.address,
        )
    possible = list_parts(question)
    named = [column.part] if column.part else []
    named += [name for name in column.values.values() if name] if question.closed else []
    for name in named:
        if name not in possible:
            raise make_refusal(
                gettext_noop(
                    "“%(found)s” is mapped to the choice %(choice)s, which %(address)s has not."
                ),
                found=column.name,
                choice=name,
                address=column.address,
            )


def get_question_path(address: str, questionnaire: Questionnaire) -> str:
    """Return the path, without positions, of the question at an address; '' for no address."""
    try:
        names = [name for name, _position in parse_path(address)]
    except ValueError:
        return ""
    return "/".join([questionnaire.root.path, *names])


def _has_right_positions(address: str, questionnaire: Questionnaire) -> bool:
    """Return whether the address has a position at every repeat, and nowhere else."""
    path = questionnaire.root.path
    for name, position in parse_path(address):
        path = f"{path}/{name}"
        group = questionnaire.groups.get(path)
        if bool(position) != bool(group and group.repeats):
            return False
    return True
