"""Lay out one respondent's answers as typed rows of the tables. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from vecu.datasets.dictionary.variables import ExportTable, Variable, VariableRole, VariableType
from vecu.datasets.exporting.attachments import AttachmentWriter, Content, no_content
from vecu.datasets.exporting.cell_types import make_cell_converter
from vecu.datasets.exporting.codings import AnswerCoding
from vecu.questionnaires import EvaluatedForm, Group, Questionnaire, Values, get_answer
from vecu.tables import Cell

Row = list[Cell]
_MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One respondent's answers, with what is known of them: the day and no time.

    `promise` is the number of the promise that the respondent read, None if unknown. `content`
    returns the content of a respondent's file, None if it no longer exists. `codings` are those of
    the respondent's open answers.
    """

    values: Values
    day: date
    language: str
    wave: int
    mode: str
    promise: int | None
    content: Content = no_content
    codings: Sequence[AnswerCoding] = ()


@dataclass(frozen=True, slots=True)
class _Column:
    """How a variable is read from an instance: from which of its groups, under which name.

    `below` is the question's path within the instance. `blank` is the value if it was asked and
    nothing is stored: an unticked box is a no.
    """

    variable: Variable
    below: str
    groups: tuple[str, ...]
    name: str
    read: Callable[[str], Cell]
    tells_asked: bool
    blank: Cell

    @classmethod
    def of(cls, variable: Variable, below: str) -> "_Column":
        box = variable.role is VariableRole.ANSWER and variable.sort is VariableType.YESNO
        *groups, name = below.split("/")
        asked, blank = variable.role is VariableRole.ASKED, False if box else None
        return cls(
            variable, below, tuple(groups), name, make_cell_converter(variable), asked, blank
        )

    def cell(self, instance: Values, address: str, unasked: frozenset[str]) -> Cell:
        """Return the value of the variable in the instance at `address`."""
        if self.tells_asked:
            return self._where(address) not in unasked
        within: Any = instance
        for group in self.groups:
            within = within.get(group) or {}
        if text := within.get(self.name):
            return self.read(text)
        return None if self.blank is None or self._where(address) in unasked else self.blank

    def _where(self, address: str) -> str:
        return f"{address}/{self.below}" if address else self.below


class RowBuilder:
    """The tables of a questionnaire, ready to lay out one respondent after another.

    `enclosures` receives respondents' files.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        tables: tuple[ExportTable, ...],
        enclosures: AttachmentWriter | None = None,
    ) -> None:
        self.questionnaire = questionnaire
        self.enclosures = enclosures or AttachmentWriter()
        self.tables = {table.group.path: table for table in tables}
        self._columns = {table.group.path: _columns(table) for table in tables}
        self._files = {table.group.path: _files(table) for table in tables}
        self._routed = any(
            variable.role is VariableRole.ASKED for table in tables for variable in table.variables
        )
        self._read = _paths_read(questionnaire)
        self._known: dict[tuple[str, ...], frozenset[str]] = {}

    def iter_rows(self, reply: AnswerRecord, key: str) -> Iterator[tuple[ExportTable, Row]]:
        """Yield (table, row) for the respondent, then for each instance of each repeat."""
        unasked = self._skipped_paths(reply) if self._routed else frozenset()
        start: Row = [key, reply.day, reply.language, reply.wave, reply.mode, reply.promise]
        root = self.questionnaire.root
        for group, positions, address, instance in _instances(root, reply.values, (), ""):
            table = self.tables[group.path]
            columns = self._columns[group.path]
            cells = [column.cell(instance, address, unasked) for column in columns]
            row = [*(start if not positions else [key, *positions, reply.mode]), *cells]
            for at in self._files[group.path]:
                if cell := row[at]:
                    called = _called(table, table.variables[at], key, positions)
                    row[at] = self.enclosures.write(str(cell), called, reply.content)
            yield table, row

    def _skipped_paths(self, reply: AnswerRecord) -> frozenset[str]:
        """Return the paths of the questions that this respondent was not asked.

        Evaluating conditions is the costly part; respondents with the same values of all
        questions that conditions read were asked the same, unless repeats are involved.
        """
        if self._read is None:
            return self._worked_out(reply)
        key = (reply.day.isoformat(), *(get_answer(reply.values, path) for path in self._read))
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._worked_out(reply)
        return self._known[key]

    def _worked_out(self, reply: AnswerRecord) -> frozenset[str]:
        filled = EvaluatedForm(self.questionnaire, reply.values, reply.day, stored=True)
        return frozenset(cell.address for cell in filled.cells if not cell.relevant)


def _called(table: ExportTable, variable: Variable, key: str, positions: tuple[int, ...]) -> str:
    """Return the name of a file in this export, without its extension.

    The stored name would link two exports of the same respondent.
    """
    of = [table.name] if positions else []
    return "-".join([*of, variable.name, key, *map(str, positions)])


def _paths_read(questionnaire: Questionnaire) -> tuple[str, ...] | None:
    """Return the paths that conditions read; None if these depend on repeats or anything else."""
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


def _columns(table: ExportTable) -> tuple[_Column, ...]:
    prefix = len(table.group.path) + 1
    return tuple(
        _Column.of(variable, variable.path[prefix:])
        for variable in table.variables
        if variable.path
    )


def _files(table: ExportTable) -> tuple[int, ...]:
    """Return the indices of the columns that hold file names."""
    return tuple(n for n, each in enumerate(table.variables) if each.sort is VariableType.FILE)


def _instances(
    group: Group, values: Values, positions: tuple[int, ...], address: str
) -> Iterator[tuple[Group, tuple[int, ...], str, Values]]:
    """Yield the group with its answers, then every instance of the repeats below it."""
    yield group, positions, address, values
    yield from _below(group, values, positions, address)


def _below(
    group: Group, values: Values, positions: tuple[int, ...], address: str
) -> Iterator[tuple[Group, tuple[int, ...], str, Values]]:
    for child in group.children:
        if not isinstance(child, Group):
            continue
        within: Any = values.get(child.name)
        where = f"{address}/{child.name}".lstrip("/")
        if not child.repeats:
            yield from _below(child, within or {}, positions, where)
            continue
        for position, instance in enumerate(within or [], 1):
            yield from _instances(child, instance, (*positions, position), f"{where}[{position}]")
