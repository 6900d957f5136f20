"""The functions of XPath 1.0 and ODK, except those on numbers (`math_functions`)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from vecu.questionnaires.expressions import dates
from vecu.questionnaires.expressions.coercion import (
    EvaluationScope,
    Value,
    XPathType,
    iter_values,
    parse_number,
    string_value,
    to_boolean,
    to_number,
    to_string,
)
from vecu.questionnaires.expressions.math_functions import round_half_up
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.expressions.regex import matches
from vecu.questionnaires.expressions.registry import register_function

_BLANKS = re.compile(r"[ \t\r\n]+")
"""White space in XML, which excludes no-break spaces."""


LONGEST = 100_000
"""Characters of a concatenated text: repeated doubling would fill the memory."""


# Conversions and logic

register_function("string", "string.", XPathType.STRING)(lambda text: text)
register_function("number", "number.", XPathType.NUMBER)(lambda number: number)
register_function("boolean", "boolean", XPathType.BOOLEAN)(lambda truth: truth)
register_function("not", "boolean", XPathType.BOOLEAN)(lambda truth: not truth)
register_function("true", "", XPathType.BOOLEAN)(lambda: True)
register_function("false", "", XPathType.BOOLEAN)(lambda: False)
register_function("boolean-from-string", "string", XPathType.BOOLEAN)(
    lambda text: text in {"1", "true"}
)


@register_function("coalesce", "value value", XPathType.STRING)
def _coalesce(first: Value, second: Value) -> str:
    """Return the first value that is not blank; NaN counts as blank."""
    for value in (first, second):
        if value == value and (text := to_string(value)):  # noqa: PLR0124 - NaN alone is not itself
            return text
    return ""


@register_function("once", "string", XPathType.STRING, scoped=True)
def _once(node: XPathNode, scope: EvaluationScope, text: str) -> str:
    return string_value(node) or text


_NO_BOUND = -1


@register_function("checklist", "number number value*", XPathType.BOOLEAN)
def _checklist(least: float, most: float, *answers: Value) -> bool:
    return _within(sum(map(_holds, iter_values(answers))), least, most)


@register_function("weighted-checklist", "number number value*", XPathType.BOOLEAN)
def _weighted_checklist(least: float, most: float, *pairs: Value) -> bool:
    """Weigh the answered items; two node sets in one pair are paired node by node."""
    weighed = (
        both
        for answers, weights in zip(pairs[::2], pairs[1::2], strict=True)
        for both in zip(iter_values([answers]), iter_values([weights]), strict=False)
    )
    return _within(sum(to_number(weight) for answer, weight in weighed if _holds(answer)),
                   least, most)  # fmt: skip


def _holds(answer: Value) -> bool:
    """Return whether an answer counts: any does, also 0 and “no”, as in ODK Web Forms.

    The specification counts numbers above 0; neither of ODK's engines does. Of a formula, which is
    no answer, its boolean value counts.
    """
    return bool(answer.strip()) if isinstance(answer, str) else to_boolean(answer)


def _within(total: float, least: float, most: float) -> bool:
    return (least == _NO_BOUND or total >= least) and (most == _NO_BOUND or total <= most)


# Nodes

register_function("count", "nodes", XPathType.NUMBER)(lambda nodes: float(len(nodes)))
register_function("last", "", XPathType.NUMBER, scoped=True)(lambda node, scope: float(scope.size))
register_function("current", "", XPathType.NODES, scoped=True)(lambda node, scope: [scope.current])
register_function("name local-name", "nodes.", XPathType.STRING)(
    lambda nodes: nodes[0].name if nodes else ""
)


@register_function("position", "nodes?", XPathType.NUMBER, scoped=True)
def _position(
    node: XPathNode, scope: EvaluationScope, nodes: Sequence[XPathNode] | None = None
) -> float:
    """Return the position in a predicate or, of a node, among its siblings of the same name."""
    if nodes is None:
        return float(scope.position)
    if not nodes:
        return math.nan
    first, parent = nodes[0], nodes[0].parent
    siblings = [node is first for node in parent.named(first.name)] if parent else []
    return siblings.index(True) + 1.0 if True in siblings else 1.0


@register_function("count-non-empty", "nodes", XPathType.NUMBER)
def _count_non_empty(nodes: Sequence[XPathNode]) -> float:
    return float(sum(bool(string_value(node)) for node in nodes))


@register_function("sum", "nodes", XPathType.NUMBER)
def _sum(nodes: Sequence[XPathNode]) -> float:
    return sum((parse_number(string_value(node)) for node in nodes), 0.0)


# Choices: names separated by spaces


@register_function("selected", "string string", XPathType.BOOLEAN)
def _selected(names: str, name: str) -> bool:
    """Return whether a name is among others; an empty name only if there are none."""
    return name.strip() in (names.split() or [""])


register_function("count-selected", "string", XPathType.NUMBER)(
    lambda text: float(len(text.split()))
)


@register_function("selected-at", "string number", XPathType.STRING)
def _selected_at(text: str, index: float) -> str:
    names = text.split()
    return names[int(index)] if 0 <= index < len(names) else ""


# Text


@register_function("join", "string value*", XPathType.STRING)
def _join(mark: str, *values: Value) -> str:
    """Join all values of all nodes; a result longer than `LONGEST` is blank."""
    texts = list(_texts(values))
    length = sum(map(len, texts)) + len(mark) * max(0, len(texts) - 1)
    return mark.join(texts) if length <= LONGEST else ""


register_function("concat", "value*", XPathType.STRING)(lambda *values: _join("", *values))
register_function("contains", "string string", XPathType.BOOLEAN)(lambda text, part: part in text)
register_function("starts-with", "string string", XPathType.BOOLEAN)(str.startswith)
register_function("ends-with", "string string", XPathType.BOOLEAN)(str.endswith)
register_function("string-length", "string.", XPathType.NUMBER)(lambda text: float(len(text)))
register_function("normalize-space", "string.", XPathType.STRING)(
    lambda text: _BLANKS.sub(" ", text).strip(" ")
)


@register_function("substring-before", "string string", XPathType.STRING)
def _substring_before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


@register_function("substring-after", "string string", XPathType.STRING)
def _substring_after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


@register_function("translate", "string string string", XPathType.STRING)
def _translate(text: str, old: str, new: str) -> str:
    table = {ord(char): new[index : index + 1] for index, char in reversed([*enumerate(old)])}
    return text.translate(table)


@register_function("substring", "string number number?", XPathType.STRING)
def _substring(text: str, start: float, length: float | None = None) -> str:
    """Follow XPath 1.0, 4.2: characters count from 1, both numbers are rounded, NaN gives ''.

    Without a length there is no end to compare with: −∞ + ∞ would be NaN.
    """
    first = round_half_up(start)
    end = math.inf if length is None else first + round_half_up(length)
    return "".join(char for position, char in enumerate(text, 1) if first <= position < end)


@register_function("substr", "string number number?", XPathType.STRING)
def _substr(text: str, start: float, end: float = math.inf) -> str:
    """Count from 0, from the end when negative; `end` is excluded."""
    return text[_index(start, len(text)) : _index(end, len(text))]


register_function("regex", "string string", XPathType.BOOLEAN)(matches)


def _texts(values: Sequence[Value]) -> Iterator[str]:
    return map(to_string, iter_values(values))


def _index(number: float, length: int) -> int:
    return 0 if math.isnan(number) else int(max(-length, min(number, length)))


# Dates


@register_function("today", "", XPathType.DATE, scoped=True)
def _today(node: XPathNode, scope: EvaluationScope) -> str:
    return dates.format_iso(scope.today)


@register_function("now", "", XPathType.DATE, scoped=True)
def _now(node: XPathNode, scope: EvaluationScope) -> str:
    return (
        dates.format_iso(scope.now)
        if scope.now
        else f"{dates.format_iso(scope.today)}T00:00:00.000"
    )


@register_function("date", "value", XPathType.DATE)
def _date(value: Value) -> str:
    moment = _moment(value)
    return dates.format_iso(moment.date()) if moment else ""


@register_function("date-time", "value", XPathType.DATE)
def _date_time(value: Value) -> str:
    moment = _moment(value)
    return dates.format_iso(moment) if moment else ""


@register_function("format-date format-date-time", "value string", XPathType.STRING, scoped=True)
def _format_date(node: XPathNode, scope: EvaluationScope, value: Value, pattern: str) -> str:
    moment = _moment(value)
    return dates.format_date(moment, pattern, scope.language) if moment else ""


register_function("decimal-date-time decimal-date", "number", XPathType.NUMBER)(lambda days: days)
register_function("decimal-time", "string", XPathType.NUMBER)(dates.day_fraction)


def _moment(value: Value) -> datetime | None:
    """Parse a date, or convert a number of days since 1970-01-01."""
    return dates.parse_iso_datetime(to_string(value)) or dates.from_epoch_days(to_number(value))
