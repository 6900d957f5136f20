"""Convert the rows of a file to answers by a mapping, and validate them. Pure.

Rows are validated like respondents' answers, with one difference: a required question may be empty
in a file, since nobody can go back and ask. Answers that the questionnaire does not ask, given the
row's other answers, are left out, as on submission, and counted.
"""

from collections import abc
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from vecu.datasets.importing.cell_parser import ColumnTarget, UnknownChoice
from vecu.datasets.importing.codebook_file import CodebookItems
from vecu.datasets.importing.mapping import ColumnMapping
from vecu.datasets.importing.multi_column import combine_parts
from vecu.datasets.importing.number_formats import NumberFormat
from vecu.datasets.importing.value_labels import find_unknown_values
from vecu.datasets.rules import RowProblem
from vecu.messages import Message, printable
from vecu.questionnaires import (
    ConstraintRule,
    Questionnaire,
    Values,
    matches_type,
    normalize_answers,
    validate_answers,
)
from vecu.tables import Row, Table
from vecu.translation import gettext_noop

_NOT_A_CHOICE = gettext_noop(
    "“%(column)s”: “%(found)s” is not a choice of this question. Say in the mapping which choice "
    "it is, or that it is no answer."
)
_NO_SUCH_LABEL = gettext_noop(
    "“%(column)s”: what the file calls the value “%(found)s” is not a choice of this question. Say "
    "in the mapping which choice it is, or that it is no answer."
)


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """The result of one row: the values to store, or the problems for which it is rejected.

    `key` is the cell of the key column. `not_asked` are the paths of answers left out because
    the questionnaire does not ask them here. `unknown` are (column, value) pairs not on the
    list.
    """

    row: Row
    key: str = ""
    values: Values = field(default_factory=dict)
    problems: tuple[RowProblem, ...] = ()
    not_asked: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()

    @property
    def has_duplicate_key(self) -> bool:
        """Whether an earlier row of the file has the same key."""
        return any(problem.rule == "key" for problem in self.problems)


@dataclass(frozen=True)
class RowParser:
    """Parses the rows of one file by a mapping for a questionnaire.

    `language` is that of messages, `wording` that in which numbers and dates were written.
    `strict` also rejects rows that lack a required answer. `numerals` are the number formats of
    columns, `codes` the labels of values in the file.
    """

    mapping: ColumnMapping
    questionnaire: Questionnaire
    today: date
    language: str = "en"
    wording: str = "en"
    strict: bool = False
    numerals: abc.Mapping[str, NumberFormat] = field(default_factory=dict)
    codes: CodebookItems = field(default_factory=dict)

    @cached_property
    def doubts(self) -> tuple[tuple[str, str, str], ...]:
        """Numbers that could be read differently: (column, cell, as what it is read).

        Cells that are rejected either way are reported with their row.
        """
        return tuple(
            (target.column.name, cell, number)
            for target in self._targets
            if (cell := target.numerals.doubtful)
            and (number := target.parse_cell(cell, self.wording))
            and matches_type(target.question, number)
        )

    @cached_property
    def _targets(self) -> tuple[ColumnTarget, ...]:
        return tuple(
            ColumnTarget.of(
                column, self.questionnaire, self.numerals.get(column.name, NumberFormat())
            )
            for column in self.mapping.mapped_columns
        )

    @cached_property
    def _columns(self) -> dict[str, str]:
        """The columns by the path that they answer; of several, the first."""
        return {column.address: column.name for column in reversed(self.mapping.mapped_columns)}

    @cached_property
    def _by_label(self) -> dict[str, set[str]]:
        """The values of each column whose labels in the file are not those of any choice."""
        return {
            target.column.name: find_unknown_values(target.question, target.column.part, item)
            for target in self._targets
            if (item := self.codes.get(target.column.name))
        }

    def iter_rows(self, table: Table) -> Iterator[ParsedRow]:
        """Yield the result of each row, in order; every row yields exactly one.

        Empty rows, which spreadsheets leave below a table, are skipped; row numbers include
        them.
        """
        places = {name: index for index, name in enumerate(table.columns)}
        first_seen: dict[str, int] = {}
        for row in table.rows():
            if row.cells and not any(cell.strip() for cell in row.cells):
                continue
            reading = self._read_row(row, places)
            earlier = first_seen.setdefault(reading.key, row.number) if reading.key else row.number
            if earlier != row.number:
                reading = self._reject(
                    reading,
                    "key",
                    self.mapping.key,
                    reading.key,
                    Message(
                        gettext_noop(
                            "The key “%(found)s” is already on row %(row)s. Keys must differ."
                        ),
                        found=printable(reading.key),
                        row=str(earlier),
                    ),
                )
            yield _with_cells(reading, table) if table.sheet else reading

    def _read_row(self, row: Row, places: dict[str, int]) -> ParsedRow:
        if row.problem:
            return self._reject(ParsedRow(row), row.rule, "", "", row.problem)
        key = row.cells[places[self.mapping.key]].strip() if self.mapping.key else ""
        values, unknown = self._parse_cells(row, places)
        reading = ParsedRow(row, key, unknown=tuple(unknown))
        if not (values or unknown):
            return self._reject(
                reading, "empty", "", "", Message(gettext_noop("The row answers nothing."))
            )
        closed_up = _without_gaps(values)
        return self._validate(reading, closed_up, moved=closed_up != values)

    def _parse_cells(
        self, row: Row, places: dict[str, int]
    ) -> tuple[Values, list[tuple[str, str]]]:
        """Return the answers in a row, and the (column, value) pairs that are not on the list."""
        answers: dict[str, list[tuple[ColumnTarget, str]]] = {}
        unknown = []
        for target in self._targets:
            name = target.column.name
            try:
                if text := target.parse_cell(row.cells[places[name]], self.wording):
                    answers.setdefault(target.column.address, []).append((target, text))
            except UnknownChoice as error:
                unknown.append((name, str(error)))
        values: Values = {}
        for pairs in answers.values():
            target, text = pairs[0]
            if target.column.part or len(pairs) > 1:
                parts = [(each.column.part, text) for each, text in pairs]
                text = combine_parts(target.question, parts, self.wording)
            _put(values, target.path, text)
        return values, unknown

    def _validate(self, reading: ParsedRow, values: Values, *, moved: bool) -> ParsedRow:
        row = reading.row
        problems = [
            self._problem(row, "choice", column, cell, self._unlisted(column, cell))
            for column, cell in reading.unknown
        ]
        found = validate_answers(
            self.questionnaire, values, today=self.today, language=self.language
        )
        problems += [
            self._problem(row, str(p.rule), self._column(p.path, moved=moved), p.found, p.message)
            for p in found
            if self.strict or p.rule is not ConstraintRule.REQUIRED
        ]
        settled = normalize_answers(self.questionnaire, values, today=self.today)
        not_asked = tuple(sorted(set(_leaves(values)) - set(_leaves(settled))))
        return ParsedRow(row, reading.key, settled, tuple(problems), not_asked, reading.unknown)

    def _column(self, path: str, *, moved: bool) -> str:
        """Return the column that answers the question at a path, '' if that is uncertain.

        If instances of a repeat moved up, positions no longer identify columns.
        """
        address = path.removeprefix(f"{self.questionnaire.root.path}/")
        return "" if moved and "[" in address else self._columns.get(address, "")

    def _unlisted(self, column: str, cell: str) -> str:
        msgid = _NOT_A_CHOICE if cell not in self._by_label.get(column, ()) else _NO_SUCH_LABEL
        return Message(msgid, column=printable(column), found=printable(cell)).say(self.language)

    def _reject(
        self, reading: ParsedRow, rule: str, column: str, found: str, message: Message
    ) -> ParsedRow:
        text = message.say(self.language)
        problem = self._problem(reading.row, rule, column, found, text)
        return ParsedRow(reading.row, reading.key, problems=(*reading.problems, problem))

    def _problem(self, row: Row, rule: str, column: str, found: str, message: str) -> RowProblem:
        return RowProblem(row.number, row.line, rule, column, "", printable(found), message)


def _with_cells(reading: ParsedRow, table: Table) -> ParsedRow:
    """Return a result whose problems name the cell of the sheet."""
    problems = (replace(each, cell=table.cell(each.column, each.line)) for each in reading.problems)
    return replace(reading, problems=tuple(problems))


def _put(values: Values, path: tuple[tuple[str, int], ...], text: str) -> None:
    """Set `text` at a path, creating groups and repeats on the way."""
    *above, (name, _position) = path
    container: Any = values
    for group, position in above:
        if position:
            instances = container.setdefault(group, [])
            instances.extend({} for _missing in range(position - len(instances)))
            container = instances[position - 1]
        else:
            container = container.setdefault(group, {})
    container[name] = text


def _without_gaps(values: Values) -> Values:
    """Return values without empty instances of repeats: the others move up."""
    return {
        name: [_without_gaps(instance) for instance in value if instance]
        if isinstance(value, list)
        else _without_gaps(value)
        if isinstance(value, dict)
        else value
        for name, value in values.items()
    }


def _leaves(values: Values, above: str = "") -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{above}{name}/")
        elif isinstance(value, list):
            for position, instance in enumerate(value, 1):
                yield from _leaves(instance, f"{above}{name}[{position}]/")
        elif value:
            yield f"{above}{name}"
