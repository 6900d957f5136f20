"""One person's answers laid out as rows of the tables, each value in its type. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from vecu.datasets.exports.variables import Role, Sort, Table, Variable
from vecu.questionnaires import Filled, Group, Questionnaire, Values, get
from vecu.tables import Cell

Row = list[Cell]
_MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What one person said, with all that is known of them: the day and no time."""

    values: Values
    day: date
    language: str
    wave: int
    mode: str


@dataclass(frozen=True)
class _Column:
    """How a variable is read from an instance: in which of its groups, under which name."""

    variable: Variable
    groups: tuple[str, ...]
    name: str


class Layout:
    """The tables of a questionnaire, ready to lay out one person after another."""

    def __init__(self, questionnaire: Questionnaire, tables: tuple[Table, ...]) -> None:
        self.questionnaire = questionnaire
        self.tables = {table.group.path: table for table in tables}
        self._columns = {table.group.path: _columns(table) for table in tables}
        self._routed = any(
            variable.role is Role.ASKED for table in tables for variable in table.variables
        )
        self._read = _paths_read(questionnaire)
        self._known: dict[tuple[str, ...], frozenset[str]] = {}

    def rows(self, reply: Reply, key: str) -> Iterator[tuple[Table, Row]]:
        """Yield (table, row) for the person, then for each instance of each repeat."""
        unasked = self._unasked(reply) if self._routed else frozenset()
        start: Row = [key, reply.day, reply.language, reply.wave, reply.mode]
        root = self.questionnaire.root
        for group, place, address, instance in _instances(root, reply.values, (), ""):
            table = self.tables[group.path]
            head = start if not place else [key, *place]
            columns = self._columns[group.path]
            yield table, [*head, *_cells(columns, instance, address, unasked)]

    def _unasked(self, reply: Reply) -> frozenset[str]:
        """Return the addresses of the questions that this person was not asked.

        Working conditions out is what costs; people who agree on all that the conditions read
        were asked the same, where no repeat makes a difference.
        """
        if self._read is None:
            return self._worked_out(reply)
        key = (reply.day.isoformat(), *(get(reply.values, path) for path in self._read))
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._worked_out(reply)
        return self._known[key]

    def _worked_out(self, reply: Reply) -> frozenset[str]:
        filled = Filled(self.questionnaire, reply.values, reply.day)
        return frozenset(cell.address for cell in filled.cells if not cell.relevant)


def _paths_read(questionnaire: Questionnaire) -> tuple[str, ...] | None:
    """Return the addresses that conditions read; None where repeats or other things come in."""
    root, read = questionnaire.root.path, set[str]()
    for item in questionnaire.root.walk():
        if item.relevant is None:
            continue
        if item.relevant.instances or _in_repeat(item.path, questionnaire):
            return None
        for path in item.relevant.paths:
            if path not in questionnaire.questions or _in_repeat(path, questionnaire):
                return None
            read.add(path.removeprefix(f"{root}/"))
    return tuple(sorted(read))


def _in_repeat(path: str, questionnaire: Questionnaire) -> bool:
    """Return whether a path is that of a repeat, or lies below one."""
    return any(
        group.repeats and f"{path}/".startswith(f"{group.path}/")
        for group in questionnaire.groups.values()
    )


def _columns(table: Table) -> tuple[_Column, ...]:
    prefix = len(table.group.path) + 1
    columns = []
    for variable in table.variables:
        if variable.path:
            *groups, name = variable.path[prefix:].split("/")
            columns.append(_Column(variable, tuple(groups), name))
    return tuple(columns)


def _cells(
    columns: tuple[_Column, ...], instance: Values, address: str, unasked: frozenset[str]
) -> Iterator[Cell]:
    for column in columns:
        variable = column.variable
        if variable.role is Role.ASKED:
            where = "/".join(filter(None, (address, *column.groups, column.name)))
            yield where not in unasked
            continue
        within: Any = instance
        for group in column.groups:
            within = within.get(group) or {}
        yield typed(variable, within.get(column.name) or "")


def typed(variable: Variable, text: str) -> Cell:
    """Return a stored answer in the type of its variable, None where there is none.

    Stored answers were checked: one that is not of its type is a ValueError.
    """
    if not text:
        return None
    if variable.role is Role.TICK:
        return variable.choice in text.split()
    if variable.sort is Sort.INTEGER:
        return int(text)
    if variable.sort is Sort.DECIMAL:
        return float(text)
    return date.fromisoformat(text) if variable.sort is Sort.DATE else text


def _instances(
    group: Group, values: Values, place: tuple[int, ...], address: str
) -> Iterator[tuple[Group, tuple[int, ...], str, Values]]:
    """Yield the group with its answers, then every instance of the repeats below it."""
    yield group, place, address, values
    yield from _below(group, values, place, address)


def _below(
    group: Group, values: Values, place: tuple[int, ...], address: str
) -> Iterator[tuple[Group, tuple[int, ...], str, Values]]:
    for child in group.children:
        if not isinstance(child, Group):
            continue
        within: Any = values.get(child.name)
        where = f"{address}/{child.name}".lstrip("/")
        if not child.repeats:
            yield from _below(child, within or {}, place, where)
            continue
        for position, instance in enumerate(within or [], 1):
            yield from _instances(child, instance, (*place, position), f"{where}[{position}]")
