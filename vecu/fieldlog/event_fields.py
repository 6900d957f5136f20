"""What the values of an event may be: one description, for parser and JSON Schema. Pure.

Each kind of field checks a decoded JSON value, and describes itself in JSON Schema 2020-12.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from vecu.messages import printable

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong in one field: where, which rule, what was found, what to do."""

    field: str
    rule: str
    found: str
    action: str

    def __str__(self) -> str:
        """Return all of it as one line."""
        found = f" Found: {self.found}." if self.found else ""
        return f"{self.field}: {self.rule}{found} {self.action}"


class EventField(Protocol):
    """One kind of value."""

    def check(self, value: object, path: str) -> Iterator[FieldProblem]:
        """Yield what is wrong with a decoded JSON value."""

    def describe(self) -> Schema:
        """Return the same rules as JSON Schema."""


@dataclass(frozen=True, slots=True)
class TextField:
    """A text of 1 to `longest` characters that fits `pattern`, a regular expression.

    `hint` says in words what fits. The pattern must mean the same in Python and in ECMAScript.
    """

    longest: int
    hint: str = ""
    pattern: str = ""

    def check(self, value: object, path: str) -> Iterator[FieldProblem]:
        """Yield what is wrong with a decoded JSON value."""
        fits = (
            isinstance(value, str)
            and 1 <= len(value) <= self.longest
            and (not self.pattern or re.fullmatch(self.pattern, value))
        )
        if not fits:
            rule = f"must be a text of 1 to {self.longest} characters"
            rule += f": {self.hint}." if self.hint else "."
            yield FieldProblem(path, rule, _describe(value), "Send it in this form.")

    def describe(self) -> Schema:
        """Return the same rules as JSON Schema."""
        schema: Schema = {"type": "string", "minLength": 1, "maxLength": self.longest}
        if self.pattern:
            # Python's $ also stands before a last newline; ECMAScript's does not.
            schema["pattern"] = f"^{self.pattern}(?!\\n)$"
        if self.hint:
            schema["description"] = self.hint
        return schema


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of some texts."""

    choices: tuple[str, ...]

    def check(self, value: object, path: str) -> Iterator[FieldProblem]:
        """Yield what is wrong with a decoded JSON value."""
        if not isinstance(value, str) or value not in self.choices:
            rule = f"must be one of {', '.join(self.choices)}."
            yield FieldProblem(path, rule, _describe(value), "Send one of these.")

    def describe(self) -> Schema:
        """Return the same rules as JSON Schema."""
        return {"enum": list(self.choices)}


@dataclass(frozen=True, slots=True)
class ChoicesField:
    """A list of different texts among some, which may be empty."""

    choices: tuple[str, ...]

    def check(self, value: object, path: str) -> Iterator[FieldProblem]:
        """Yield what is wrong with a decoded JSON value."""
        if not isinstance(value, list):
            yield FieldProblem(path, "must be a list.", _describe(value), "Send [] for none.")
            return
        for index, item in enumerate(value[: len(self.choices) + 1]):
            yield from ChoiceField(self.choices).check(item, f"{path}[{index}]")
        texts = [item for item in value if isinstance(item, str)]
        if len(value) > len(self.choices) or len(set(texts)) < len(texts):
            rule = "must not hold the same text twice."
            yield FieldProblem(path, rule, f"{len(value)} items", "Send each of them once.")

    def describe(self) -> Schema:
        """Return the same rules as JSON Schema."""
        items = ChoiceField(self.choices).describe()
        return {"type": "array", "items": items, "uniqueItems": True}


@dataclass(frozen=True, slots=True)
class MinutesField:
    """A number of minutes, from 0 to `most`."""

    most: int

    def check(self, value: object, path: str) -> Iterator[FieldProblem]:
        """Yield what is wrong with a decoded JSON value."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not (is_number and 0 <= value <= self.most):  # type: ignore[operator]
            rule = f"must be a number of minutes from 0 to {self.most}."
            yield FieldProblem(path, rule, _describe(value), "Send minutes, or leave it out.")

    def describe(self) -> Schema:
        """Return the same rules as JSON Schema."""
        return {"type": "number", "minimum": 0, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class RecordField:
    """An object with some fields; `exactly_one` of them, where it says so.

    Unless `open`, it has no others: what is not kept must not be sent either.
    """

    fields: Mapping[str, EventField]
    required: frozenset[str] = field(default_factory=frozenset)
    exactly_one: bool = False
    open: bool = False

    def check(self, value: object, path: str) -> Iterator[FieldProblem]:
        """Yield what is wrong with a decoded JSON value."""
        if not isinstance(value, dict):
            yield FieldProblem(path, "must be an object.", _describe(value), "Send {…}.")
            return
        if self.exactly_one and len(value) != 1:
            rule = f"must have exactly one of {', '.join(self.fields)}."
            yield FieldProblem(path, rule, f"{len(value)} fields", "Send one of them.")
        for name in sorted(self.required - value.keys()):
            yield FieldProblem(_join(path, name), "is required.", "", "Add it.")
        if not self.open:
            yield from self._check_names(value, path)
        for name, kind in self.fields.items():
            if name in value:
                yield from kind.check(value[name], _join(path, name))

    def _check_names(self, value: Mapping[str, object], path: str) -> Iterator[FieldProblem]:
        unknown = [name for name in value if name not in self.fields]
        if unknown:
            rule = f"may only have the fields {', '.join(self.fields)}: the log keeps nothing else."
            yield FieldProblem(path, rule, printable(unknown[0]), "Leave it out.")

    def describe(self) -> Schema:
        """Return the same rules as JSON Schema."""
        schema: Schema = {
            "type": "object",
            "properties": {name: kind.describe() for name, kind in self.fields.items()},
        }
        if self.required:
            schema["required"] = sorted(self.required)
        if self.exactly_one:
            schema |= {"minProperties": 1, "maxProperties": 1}
        if not self.open:
            schema["additionalProperties"] = False
        return schema


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _describe(value: object) -> str:
    return "null" if value is None else printable(value) or "an empty text"
