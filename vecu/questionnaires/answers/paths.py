"""Addresses of answers, "story[2]/task": get and set one answer in nested values."""

from __future__ import annotations

import re
from typing import Any

from vecu.messages import scalar_text
from vecu.questionnaires.expressions.nodes import Values
from vecu.questionnaires.model import MAX_INSTANCES, MAX_STORED_INSTANCES

_STEP = re.compile(r"([^/\[\]]+)(?:\[([1-9][0-9]{0,3})\])?")
PathStep = tuple[str, int]
"""A name and a position from 1, or 0 where there is no repeat."""


def parse_path(address: str) -> tuple[PathStep, ...]:
    """Parse an address; ValueError when it is not one or exceeds `MAX_INSTANCES`."""
    return _parse(address, MAX_INSTANCES)


def _parse(address: str, most: int) -> tuple[PathStep, ...]:
    found = []
    for part in address.split("/"):
        match = _STEP.fullmatch(part)
        if match is None or int(match[2] or 0) > most:
            message = f"not an address of an answer: {address[:80]!r}"
            raise ValueError(message)
        found.append((match[1], int(match[2] or 0)))
    return tuple(found)


def get_answer(values: Values, address: str) -> str:
    """Return the answer at `address` as text, '' when there is none or it has another shape.

    ValueError when it is no address or exceeds `MAX_STORED_INSTANCES`.
    """
    value: Any = values
    for name, position in _parse(address, MAX_STORED_INSTANCES):
        value = value.get(name) if isinstance(value, dict) else None
        if position:
            within = isinstance(value, list) and position <= len(value)
            value = value[position - 1] if within else None
    if isinstance(value, bool | int | float):
        return scalar_text(value)
    return value if isinstance(value, str) else ""


def set_answer(values: Values, address: str, text: str) -> Values:
    """Return new values with the answer at `address` replaced; an empty text removes it.

    Nothing is mutated. Missing groups and instances on the way are created; values of another shape
    are replaced.
    """
    return _put(values, parse_path(address), text)


def _put(values: object, path: tuple[PathStep, ...], text: str) -> Values:
    (name, position), rest = path[0], path[1:]
    new = dict(values) if isinstance(values, dict) else {}
    if position:
        new[name] = _put_instance(new.get(name), position, rest, text)
    elif rest:
        new[name] = _put(new.get(name), rest, text)
    elif text:
        new[name] = text
    else:
        new.pop(name, None)
    return new


def _put_instance(
    instances: object, position: int, rest: tuple[PathStep, ...], text: str
) -> list[Any]:
    if not rest:
        message = "an answer stands below an instance, not in its place"
        raise ValueError(message)
    new = list(instances) if isinstance(instances, list) else []
    new += [{} for _missing in range(position - len(new))]
    new[position - 1] = _put(new[position - 1], rest, text)
    return new


def add_instance(values: Values, address: str, instance: Values | None = None) -> Values:
    """Return new values with one more instance of the repeat at `address` ("story"), at its end.

    `instance` is its initial content (see `add_repeat_instance`). Beyond `MAX_INSTANCES` nothing is
    added.
    """

    def added(instances: list[Any]) -> list[Any]:
        return instances + [dict(instance or {})] * (len(instances) < MAX_INSTANCES)

    return _change(values, parse_path(address), added)


def remove_instance(values: Values, address: str, position: int) -> Values:
    """Return new values without the instance at `position` (from 1); later ones move up."""
    return _change(
        values,
        parse_path(address),
        lambda instances: [item for number, item in enumerate(instances, 1) if number != position],
    )


def _change(values: object, path: tuple[PathStep, ...], change: Any) -> Values:
    """Replace the list of instances at the end of `path` by the result of `change`."""
    (name, position), rest = path[0], path[1:]
    new = dict(values) if isinstance(values, dict) else {}
    below = new.get(name)
    if not rest:
        new[name] = change(list(below) if isinstance(below, list) else [])
    elif position:
        instances = list(below) if isinstance(below, list) else []
        instances += [{} for _missing in range(position - len(instances))]
        instances[position - 1] = _change(instances[position - 1], rest, change)
        new[name] = instances
    else:
        new[name] = _change(below, rest, change)
    return new
