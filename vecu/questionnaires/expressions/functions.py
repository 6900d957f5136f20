"""The functions of XPath 1.0 and of ODK, but for those on numbers (`mathematics`)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from vecu.questionnaires.expressions import dates
from vecu.questionnaires.expressions.mathematics import half_up
from vecu.questionnaires.expressions.patterns import matches
from vecu.questionnaires.expressions.register import function
from vecu.questionnaires.expressions.values import (
    Scope,
    Type,
    Value,
    number_of,
    spread,
    text_of,
    to_boolean,
    to_number,
    to_string,
)
from vecu.questionnaires.instance import Node

_BLANKS = re.compile(r"[ \t\r\n]+")
"""What XML takes for blanks: no-break spaces are none."""


LONGEST = 100_000
"""Characters of a text that is put together: a few that double it in turn would fill the memory."""


# Conversions and logic

function("string", "string.", Type.STRING)(lambda text: text)
function("number", "number.", Type.NUMBER)(lambda number: number)
function("boolean", "boolean", Type.BOOLEAN)(lambda truth: truth)
function("not", "boolean", Type.BOOLEAN)(lambda truth: not truth)
function("true", "", Type.BOOLEAN)(lambda: True)
function("false", "", Type.BOOLEAN)(lambda: False)
function("boolean-from-string", "string", Type.BOOLEAN)(lambda text: text in {"1", "true"})


@function("coalesce", "value value", Type.STRING)
def _coalesce(first: Value, second: Value) -> str:
    """Give the first that is something: what is no number is nothing, as a blank answer is."""
    for value in (first, second):
        if value == value and (text := to_string(value)):  # noqa: PLR0124 - NaN alone is not itself
            return text
    return ""


@function("once", "string", Type.STRING, scoped=True)
def _once(node: Node, scope: Scope, text: str) -> str:
    return text_of(node) or text


_NO_BOUND = -1


@function("checklist", "number number value*", Type.BOOLEAN)
def _checklist(least: float, most: float, *answers: Value) -> bool:
    return _within(sum(map(_holds, spread(answers))), least, most)


@function("weighted-checklist", "number number value*", Type.BOOLEAN)
def _weighted_checklist(least: float, most: float, *pairs: Value) -> bool:
    """Weigh what is answered; two sets of nodes in one pair are paired node by node."""
    weighed = (
        both
        for answers, weights in zip(pairs[::2], pairs[1::2], strict=True)
        for both in zip(spread([answers]), spread([weights]), strict=False)
    )
    return _within(sum(to_number(weight) for answer, weight in weighed if _holds(answer)),
                   least, most)  # fmt: skip


def _holds(answer: Value) -> bool:
    """Tell whether an answer counts: any does, also 0 and “no”, as in ODK Web Forms.

    The specification counts what is a number above 0; neither of ODK's engines does. Of what is no
    answer, a formula, its own truth counts.
    """
    return bool(answer.strip()) if isinstance(answer, str) else to_boolean(answer)


def _within(total: float, least: float, most: float) -> bool:
    return (least == _NO_BOUND or total >= least) and (most == _NO_BOUND or total <= most)


# Nodes

function("count", "nodes", Type.NUMBER)(lambda nodes: float(len(nodes)))
function("last", "", Type.NUMBER, scoped=True)(lambda node, scope: float(scope.size))
function("current", "", Type.NODES, scoped=True)(lambda node, scope: [scope.current])
function("name local-name", "nodes.", Type.STRING)(lambda nodes: nodes[0].name if nodes else "")


@function("position", "nodes?", Type.NUMBER, scoped=True)
def _position(node: Node, scope: Scope, nodes: Sequence[Node] | None = None) -> float:
    """Give the place in a predicate or, with a node, among its siblings of the same name."""
    if nodes is None:
        return float(scope.position)
    if not nodes:
        return math.nan
    first, parent = nodes[0], nodes[0].parent
    siblings = [node is first for node in parent.named(first.name)] if parent else []
    return siblings.index(True) + 1.0 if True in siblings else 1.0


@function("count-non-empty", "nodes", Type.NUMBER)
def _count_non_empty(nodes: Sequence[Node]) -> float:
    return float(sum(bool(text_of(node)) for node in nodes))


@function("sum", "nodes", Type.NUMBER)
def _sum(nodes: Sequence[Node]) -> float:
    return sum((number_of(text_of(node)) for node in nodes), 0.0)


# Choices: names separated by spaces


@function("selected", "string string", Type.BOOLEAN)
def _selected(names: str, name: str) -> bool:
    """Tell whether a name is among others; no name at all is among none, and only there."""
    return name.strip() in (names.split() or [""])


function("count-selected", "string", Type.NUMBER)(lambda text: float(len(text.split())))


@function("selected-at", "string number", Type.STRING)
def _selected_at(text: str, place: float) -> str:
    names = text.split()
    return names[int(place)] if 0 <= place < len(names) else ""


# Text


@function("join", "string value*", Type.STRING)
def _join(mark: str, *values: Value) -> str:
    """Join all values of all nodes; what would be longer than `LONGEST` is nothing."""
    texts = list(_texts(values))
    length = sum(map(len, texts)) + len(mark) * max(0, len(texts) - 1)
    return mark.join(texts) if length <= LONGEST else ""


function("concat", "value*", Type.STRING)(lambda *values: _join("", *values))
function("contains", "string string", Type.BOOLEAN)(lambda text, part: part in text)
function("starts-with", "string string", Type.BOOLEAN)(str.startswith)
function("ends-with", "string string", Type.BOOLEAN)(str.endswith)
function("string-length", "string.", Type.NUMBER)(lambda text: float(len(text)))
function("normalize-space", "string.", Type.STRING)(lambda text: _BLANKS.sub(" ", text).strip(" "))


@function("substring-before", "string string", Type.STRING)
def _substring_before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


@function("substring-after", "string string", Type.STRING)
def _substring_after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


@function("translate", "string string string", Type.STRING)
def _translate(text: str, old: str, new: str) -> str:
    table = {ord(char): new[place : place + 1] for place, char in reversed([*enumerate(old)])}
    return text.translate(table)


@function("substring", "string number number?", Type.STRING)
def _substring(text: str, start: float, length: float = math.inf) -> str:
    """Follow XPath 1.0, 4.2: characters count from 1, both numbers are rounded, NaN gives ''."""
    first = half_up(start)
    end = first + half_up(length)
    return "".join(char for place, char in enumerate(text, 1) if first <= place < end)


@function("substr", "string number number?", Type.STRING)
def _substr(text: str, start: float, end: float = math.inf) -> str:
    """Count from 0, from the end when negative; `end` is left out."""
    return text[_index(start, len(text)) : _index(end, len(text))]


function("regex", "string string", Type.BOOLEAN)(matches)


def _texts(values: Sequence[Value]) -> Iterator[str]:
    return map(to_string, spread(values))


def _index(number: float, length: int) -> int:
    return 0 if math.isnan(number) else int(max(-length, min(number, length)))


# Dates


@function("today", "", Type.DATE, scoped=True)
def _today(node: Node, scope: Scope) -> str:
    return dates.iso(scope.today)


@function("now", "", Type.DATE, scoped=True)
def _now(node: Node, scope: Scope) -> str:
    return dates.iso(scope.now) if scope.now else f"{dates.iso(scope.today)}T00:00:00.000"


@function("date", "value", Type.DATE)
def _date(value: Value) -> str:
    moment = _moment(value)
    return dates.iso(moment.date()) if moment else ""


@function("date-time", "value", Type.DATE)
def _date_time(value: Value) -> str:
    moment = _moment(value)
    return dates.iso(moment) if moment else ""


@function("format-date format-date-time", "value string", Type.STRING, scoped=True)
def _format_date(node: Node, scope: Scope, value: Value, pattern: str) -> str:
    moment = _moment(value)
    return dates.show(moment, pattern, scope.language) if moment else ""


function("decimal-date-time decimal-date", "number", Type.NUMBER)(lambda days: days)
function("decimal-time", "string", Type.NUMBER)(dates.day_fraction)


def _moment(value: Value) -> datetime | None:
    """Read a date from its text, or from a number of days since 1970-01-01."""
    return dates.read(to_string(value)) or dates.from_days(to_number(value))
