"""Parse the cells of one column as answers: choices by name or label, numbers, dates. Pure."""

import re
from collections import abc
from dataclasses import dataclass, field

from vecu.datasets.importing.mapping import ColumnMapping, MappedColumn, get_question_path
from vecu.datasets.importing.number_formats import NumberFormat, normalise_number
from vecu.datasets.slugs import fold_name
from vecu.questionnaires import (
    ACKNOWLEDGED,
    Question,
    Questionnaire,
    QuestionType,
    is_datetime,
    is_iso_date,
    is_time,
    parse_input,
    parse_path,
    parse_rank,
)
from vecu.tables import looks_like_formula

YES = frozenset({"x", "1", "yes", "y", "true", "ok", "oui", "vrai", "ja", "wahr", "si", *"✓✔☑"})
NO = frozenset({"", "0", "no", "n", "false", "non", "faux", "nein", "falsch", "-", "☐"})
"""Folded values that mean no in a yes/no column; unknown values are reported."""

NUMBERS = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE})
_WHOLE = re.compile(r"(-?\d+)[.,]0+")
_CLOCKS = {QuestionType.TIME: is_time, QuestionType.DATETIME: is_datetime}


class UnknownChoice(Exception):
    """A value is not on the list of choices."""


@dataclass(frozen=True, slots=True)
class ColumnTarget:
    """A column with its question, and the choices by folded name and label."""

    column: MappedColumn
    question: Question
    labels: dict[str, str]
    path: tuple[tuple[str, int], ...]
    numerals: NumberFormat = field(default_factory=NumberFormat)

    @classmethod
    def of(
        cls, column: MappedColumn, questionnaire: Questionnaire, numerals: NumberFormat
    ) -> "ColumnTarget":
        """Return the target of a mapped column whose numbers have this format."""
        question = questionnaire.questions[get_question_path(column.address, questionnaire)]
        return cls(column, question, index_choices(question), parse_path(column.address), numerals)

    def parse_cell(self, cell: str, language: str) -> str:
        """Return the answer in a cell, '' for none; raise `UnknownChoice` if it is not on the list.

        For a part, it is a rank or coordinate, or the choice if one is ticked.
        """
        kind, bare = self.question.kind, cell.strip()
        worded = self.question.is_open_ended or kind is QuestionType.HIDDEN
        if not worded and bare.startswith("'") and looks_like_formula(bare[1:]):
            bare = bare[1:]  # added for spreadsheets, where -1 in a text is a formula
        if not bare or bare in self.column.values:
            return self._mapped_value(bare)
        return cell if worded else self._read(bare, language)

    def _read(self, bare: str, language: str) -> str:
        """Return the answer in a cell that the mapping does not define, by question type."""
        kind = self.question.kind
        in_order = kind is QuestionType.RANK and not self.column.part and parse_rank(bare) is None
        if self.question.closed or in_order:
            return self._listed(bare)
        if kind is QuestionType.ACKNOWLEDGE:
            return _acknowledged(bare)
        if kind in _CLOCKS and (exact := _to_the_second(kind, bare)):
            return exact
        number = normalise_number(bare, self.numerals.comma, language) if kind in NUMBERS else bare
        in_doubt = (
            kind is QuestionType.INTEGER and "." in number and self.numerals.is_ambiguous(bare)
        )
        if in_doubt or not number:
            return bare  # not a number: it is ambiguous
        return parse_input(self.question, self._written(number), language)

    def _written(self, cell: str) -> str:
        """Return a cell without artefacts of programs with fewer types.

        An integer, or a rank, may come as 3.0; midnight as a date alone.
        """
        kind, part = self.question.kind, self.column.part
        if kind is QuestionType.INTEGER or (kind is QuestionType.RANK and part):
            whole = _WHOLE.fullmatch(cell)
            return whole[1] if whole else cell
        if kind is QuestionType.GEOPOINT and part:
            return cell.replace(",", ".")
        if kind is QuestionType.DATETIME and is_iso_date(cell):
            return f"{cell}T00:00:00"
        return cell

    def _listed(self, cell: str) -> str:
        if self.column.part:
            return self._ticked(cell)
        if self.question.kind is QuestionType.SELECT_ONE or self._known(cell):
            return self._choice(cell)
        parts = (part.strip() for part in cell.split(self.column.separator or None))
        return " ".join(dict.fromkeys(filter(None, map(self._part, filter(None, parts)))))

    def _ticked(self, cell: str) -> str:
        """Return the choice that a yes/no cell ticks; some exports write the choice for yes."""
        if fold_name(cell) in YES or self._known(cell) == self.column.part:
            return self.column.part
        if fold_name(cell) in NO:
            return ""
        raise UnknownChoice(cell)

    def _part(self, part: str) -> str:
        return self._mapped_value(part) if part in self.column.values else self._choice(part)

    def _mapped_value(self, cell: str) -> str:
        """Return the meaning of a cell in the mapping; an empty cell has none by default."""
        meant = self.column.values.get(cell, "")
        if meant is None:
            raise UnknownChoice(cell)
        return meant

    def _choice(self, cell: str) -> str:
        if known := self._known(cell):
            return known
        raise UnknownChoice(cell)

    def _known(self, cell: str) -> str:
        """Return the choice whose name or label, in any language, the cell is, else ''."""
        if cell in self.question.choice_labels:
            return cell
        whole = _WHOLE.fullmatch(cell)
        if whole and whole[1] in self.question.choice_labels:
            return whole[1]
        return self.labels.get(fold_name(cell), "")


def _to_the_second(kind: QuestionType, cell: str) -> str:
    """Return a time, or a date with time, that has seconds; '' for any other cell.

    On pages people type times to the minute and seconds are dropped; programs are exact.
    """
    if kind is QuestionType.DATETIME:
        cell = cell.replace(" ", "T", 1)
    return cell if _CLOCKS[kind](cell) and cell.count(":") > 1 else ""


def _acknowledged(cell: str) -> str:
    """Return a tick for yes and nothing for no; anything else is left to validation."""
    if fold_name(cell) in YES:
        return ACKNOWLEDGED
    return "" if fold_name(cell) in NO else cell


def find_number_columns(
    mapping: ColumnMapping, questionnaire: Questionnaire
) -> dict[str, abc.Collection[str]]:
    """Return the columns with numbers as answers, each with the cells that are none.

    Those are the cells whose meaning the mapping defines.
    """
    return {
        column.name: column.values
        for column in mapping.mapped_columns
        if questionnaire.questions[get_question_path(column.address, questionnaire)].kind in NUMBERS
    }


def index_choices(question: Question) -> dict[str, str]:
    """Return choice names by folded name and label; what two choices share identifies neither."""
    found: dict[str, str | None] = {}
    for choice in question.choices:
        for folded in {fold_name(text) for text in (choice.name, *choice.label.texts.values())}:
            found[folded] = choice.name if found.get(folded, choice.name) == choice.name else None
    return {folded: name for folded, name in found.items() if name is not None}
