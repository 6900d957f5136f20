"""Turn the rows of a file into answers, by a mapping: what each cell means, what is wrong. Pure.

Rows are checked as respondents' answers are, with one difference: a question that was required
on the page may be empty in a file, since nobody can go back and ask. Answers that the questionnaire
does not ask after such answers are left out, as at submit, and counted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from vecu.datasets.mapping import Column, Mapping, question_path
from vecu.datasets.names import fold
from vecu.datasets.rules import RowProblem
from vecu.questionnaires import (
    Kind,
    Message,
    Question,
    Questionnaire,
    Rule,
    Values,
    check,
    normalise,
    settle,
    shown,
    steps,
)
from vecu.tables import Row, Table
from vecu.text import _

YES = frozenset({"x", "1", "yes", "y", "true", "oui", "vrai", "ja", "wahr", "si", "✓", "✔", "☑"})
NO = frozenset({"", "0", "no", "n", "false", "non", "faux", "nein", "falsch", "-", "☐"})
"""What a cell of a yes/no column says, folded; anything else is reported."""

_WHOLE = re.compile(r"(-?\d+)[.,]0+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one row: the values to keep, or the problems for which it is left out.

    `key` is the cell of the key column. `not_asked` are the addresses of answers left out because
    the questionnaire does not ask them here. `unknown` are (column, value) pairs on no list.
    """

    row: Row
    key: str = ""
    values: Values = field(default_factory=dict)
    problems: tuple[RowProblem, ...] = ()
    not_asked: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Reader:
    """How the rows of one file are read: by which mapping, for which questionnaire.

    `language` is the one in which a person reads of problems, `wording` the one in which numbers
    and dates were written. `strict` also leaves out rows that lack a required answer.
    """

    mapping: Mapping
    questionnaire: Questionnaire
    today: date
    language: str = "en"
    wording: str = "en"
    strict: bool = False

    @cached_property
    def _targets(self) -> tuple["_Target", ...]:
        return tuple(_Target.of(column, self.questionnaire) for column in self.mapping.mapped)

    def read(self, table: Table) -> Iterator[Reading]:
        """Yield what became of each row, in order; every row yields exactly one reading."""
        places = {name: place for place, name in enumerate(table.columns)}
        first_seen: dict[str, int] = {}
        for row in table.rows():
            reading = self._read_row(row, places)
            earlier = first_seen.setdefault(reading.key, row.number) if reading.key else row.number
            if earlier != row.number:
                reading = self._refused(
                    reading,
                    "key",
                    self.mapping.key,
                    reading.key,
                    Message(
                        _("The key “%(found)s” is already on row %(row)s. Keys must differ."),
                        found=shown(reading.key),
                        row=str(earlier),
                    ),
                )
            yield reading

    def _read_row(self, row: Row, places: dict[str, int]) -> Reading:
        if row.problem:
            return self._refused(Reading(row), row.rule, "", "", row.problem)
        key = row.cells[places[self.mapping.key]].strip() if self.mapping.key else ""
        values: Values = {}
        unknown = []
        for target in self._targets:
            cell = row.cells[places[target.column.name]]
            try:
                if text := target.meaning(cell, self.wording):
                    target.put(values, text)
            except _Unlisted as error:
                unknown.append((target.column.name, str(error)))
        reading = Reading(row, key, unknown=tuple(unknown))
        if not (values or unknown):
            return self._refused(reading, "empty", "", "", Message(_("The row answers nothing.")))
        return self._checked(reading, _without_gaps(values))

    def _checked(self, reading: Reading, values: Values) -> Reading:
        row = reading.row
        problems = [
            RowProblem(
                row.number, row.line, "choice", column, shown(cell), self._unlisted(column, cell)
            )
            for column, cell in reading.unknown
        ]
        found = check(self.questionnaire, values, today=self.today, language=self.language)
        problems += [
            RowProblem(row.number, row.line, str(p.rule), p.question or p.path, p.found, p.message)
            for p in found
            if self.strict or p.rule is not Rule.REQUIRED
        ]
        settled = settle(self.questionnaire, values, today=self.today)
        not_asked = tuple(sorted(set(_leaves(values)) - set(_leaves(settled))))
        return Reading(row, reading.key, settled, tuple(problems), not_asked, reading.unknown)

    def _unlisted(self, column: str, cell: str) -> str:
        message = Message(
            _(
                "“%(column)s”: “%(found)s” is not a choice of this question. Say in the mapping "
                "which choice it is, or that it is no answer."
            ),
            column=shown(column),
            found=shown(cell),
        )
        return message.say(self.language)

    def _refused(
        self, reading: Reading, rule: str, where: str, found: str, message: Message
    ) -> Reading:
        row = reading.row
        problem = RowProblem(
            row.number, row.line, rule, where, shown(found), message.say(self.language)
        )
        return Reading(row, reading.key, problems=(*reading.problems, problem))


class _Unlisted(Exception):
    """A value is on no list."""


@dataclass(frozen=True, slots=True)
class _Target:
    """A column with the question that it answers, and its choices by folded name and label."""

    column: Column
    question: Question
    labels: dict[str, str]
    path: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, column: Column, questionnaire: Questionnaire) -> "_Target":
        question = questionnaire.questions[question_path(column.address, questionnaire)]
        return cls(column, question, choices_by_label(question), steps(column.address))

    def meaning(self, cell: str, language: str) -> str:
        """Return what the cell answers, '' for nothing; raise `_Unlisted` if it is on no list."""
        bare = cell.strip()
        known = self.column.values.get(bare, None if bare else "")
        if known is not None:
            return known
        if self.question.kind.closed:
            return self._listed(bare)
        if self.question.kind in {Kind.TEXT, Kind.HIDDEN}:
            return cell
        whole = _WHOLE.fullmatch(bare) if self.question.kind is Kind.INTEGER else None
        return normalise(self.question, whole[1] if whole else bare, language)

    def put(self, values: Values, text: str) -> None:
        """Put `text` at the column's address; a yes/no column adds to what others have ticked."""
        *above, (name, _position) = self.path
        place: Any = values
        for group, position in above:
            if position:
                instances = place.setdefault(group, [])
                instances.extend({} for _missing in range(position - len(instances)))
                place = instances[position - 1]
            else:
                place = place.setdefault(group, {})
        earlier = place.get(name, "") if self.column.choice else ""
        place[name] = f"{earlier} {text}".lstrip() if earlier else text

    def _listed(self, cell: str) -> str:
        if self.column.choice:
            return self._ticked(cell)
        if self.question.kind is Kind.SELECT_ONE or self._known(cell):
            return self._choice(cell)
        parts = (part.strip() for part in cell.split(self.column.separator or None))
        return " ".join(dict.fromkeys(filter(None, map(self._part, filter(None, parts)))))

    def _ticked(self, cell: str) -> str:
        """Return the choice that a yes/no cell ticks; some exports write the choice for yes."""
        if fold(cell) in YES or self._known(cell) == self.column.choice:
            return self.column.choice
        if fold(cell) in NO:
            return ""
        raise _Unlisted(cell)

    def _part(self, part: str) -> str:
        known = self.column.values.get(part)
        return self._choice(part) if known is None else known

    def _choice(self, cell: str) -> str:
        if known := self._known(cell):
            return known
        raise _Unlisted(cell)

    def _known(self, cell: str) -> str:
        """Return the choice whose name or label the cell is, in whatever language, else ''."""
        if cell in self.question.choice_labels:
            return cell
        whole = _WHOLE.fullmatch(cell)
        if whole and whole[1] in self.question.choice_labels:
            return whole[1]
        return self.labels.get(fold(cell), "")


def choices_by_label(question: Question) -> dict[str, str]:
    """Return choice names by folded name and label; what two choices share stands for neither."""
    found: dict[str, str | None] = {}
    for choice in question.choices:
        for folded in {fold(text) for text in (choice.name, *choice.label.texts.values())}:
            found[folded] = choice.name if found.get(folded, choice.name) == choice.name else None
    return {folded: name for folded, name in found.items() if name is not None}


def _without_gaps(values: Values) -> Values:
    """Return values without the instances of which nothing was told: the others move up."""
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
