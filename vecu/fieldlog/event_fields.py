"""What the values of an event may be: one description, for parser and JSON Schema. Pure.

Each kind of field checks a decoded JSON value, and describes itself in JSON Schema 2020-12.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from vecu.messages import Message, printable
from vecu.translation import gettext_noop

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong in one field: where, which rule, what was found, what to do."""

    field: str
    rule: Message
    found: str
    action: Message

    def __str__(self) -> str:
        """Return all of it as one line."""
        found = f" Found: {self.found}." if self.found else ""
        return f"{self.field}: {self.rule}{found} {self.action}"

    def describe(self, language: str) -> dict[str, str]:
        """Return all of it for the one who sent the event; what was found is theirs as it is."""
        return {
            "field": self.field,
            "rule": self.rule.say(language),
            "found": self.found,
            "do": self.action.say(language),
        }


class EventField(Protocol):
    """One kind of value."""

    def check(self, value: object, path: str) -> Iterator[FieldProblem]:
        """Yield what is wrong with a decoded JSON value."""

    def describe(self) -> Schema:
        """Return the same rules as JSON Schema."""


@dataclass(frozen=True, slots=True)
class TextField:
    """A text of 1 to `longest` characters that fits `pattern`, a regular expression.

    `hint` says in words what fits, as msgid. The pattern must mean the same in Python and in
    ECMAScript.
    """

    longest: int
    hint: str
    pattern: str

    def check(self, value: object, path: str) -> Iterator[FieldProblem]:
        """Yield what is wrong with a decoded JSON value."""
        fits = isinstance(value, str) and len(value) <= self.longest
        if not fits or not re.fullmatch(self.pattern, str(value)):
            rule = Message(
                gettext_noop("must be a text of 1 to %(longest)s characters: %(hint)s."),
                longest=self.longest,
                hint=Message(self.hint),
            )
            action = Message(gettext_noop("Send it in this form."))
            yield FieldProblem(path, rule, _describe(value), action)

    def describe(self) -> Schema:
        """Return the same rules as JSON Schema."""
        return {
            "type": "string",
            "minLength": 1,
            "maxLength": self.longest,
            # Python's $ also stands before a last newline; ECMAScript's does not.
            "pattern": f"^{self.pattern}(?!\\n)$",
            "description": self.hint,
        }


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of some texts."""

    choices: tuple[str, ...]

    def check(self, value: object, path: str) -> Iterator[FieldProblem]:
        """Yield what is wrong with a decoded JSON value."""
        if not isinstance(value, str) or value not in self.choices:
            rule = Message(
                gettext_noop("must be one of: %(choices)s."), choices=", ".join(self.choices)
            )
            action = Message(gettext_noop("Send one of these."))
            yield FieldProblem(path, rule, _describe(value), action)

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
            rule = Message(gettext_noop("must be a list."))
            action = Message(gettext_noop("Send [] for none."))
            yield FieldProblem(path, rule, _describe(value), action)
            return
        for index, item in enumerate(value[: len(self.choices) + 1]):
            yield from ChoiceField(self.choices).check(item, f"{path}[{index}]")
        texts = [item for item in value if isinstance(item, str)]
        if len(value) > len(self.choices) or len(set(texts)) < len(texts):
            rule = Message(gettext_noop("must not hold the same text twice."))
            action = Message(gettext_noop("Send each of them once."))
            yield FieldProblem(path, rule, str(len(value)), action)

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
            rule = Message(
                gettext_noop("must be a number of minutes from 0 to %(most)s."), most=self.most
            )
            action = Message(gettext_noop("Send minutes, or leave it out."))
            yield FieldProblem(path, rule, _describe(value), action)

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
            rule = Message(gettext_noop("must be an object."))
            action = Message(gettext_noop("Send {…}."))
            yield FieldProblem(path, rule, _describe(value), action)
            return
        if self.exactly_one and len(value) != 1:
            rule = Message(
                gettext_noop("must have exactly one of: %(names)s."), names=", ".join(self.fields)
            )
            action = Message(gettext_noop("Send one of them."))
            yield FieldProblem(path, rule, str(len(value)), action)
        for name in sorted(self.required - value.keys()):
            rule = Message(gettext_noop("is required."))
            yield FieldProblem(_join(path, name), rule, "", Message(gettext_noop("Add it.")))
        if not self.open:
            yield from self._check_names(value, path)
        for name, kind in self.fields.items():
            if name in value:
                yield from kind.check(value[name], _join(path, name))

    def _check_names(self, value: Mapping[str, object], path: str) -> Iterator[FieldProblem]:
        unknown = [name for name in value if name not in self.fields]
        if unknown:
            rule = Message(
                gettext_noop("may only have the fields %(names)s: the log keeps nothing else."),
                names=", ".join(self.fields),
            )
            action = Message(gettext_noop("Leave it out."))
            yield FieldProblem(path, rule, printable(unknown[0]), action)

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
