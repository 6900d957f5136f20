"""Parse the cells of one column as answers: choices by name or label, numbers, dates. Pure."""

import re
from collections import abc
from dataclasses import dataclass, field

from vecu.datasets.importing.mapping import ColumnMapping, MappedColumn, get_question_path
from vecu.datasets.importing.number_formats import NumberFormat, normalise_number
from vecu.datasets.slugs import fold_name
from vecu.questionnaires import (
    ACKNOWLEDGED,
    AnswerValue,
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

_WHOLE = re.compile(r"(-?\d+)[.,]0+")


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
        bare = cell.strip()
        read = CELLS[self.question.answer_type]
        if read and bare.startswith("'") and looks_like_formula(bare[1:]):
            bare = bare[1:]  # added for spreadsheets, where -1 in a text is a formula
        if not bare or bare in self.column.values:
            return self._mapped_value(bare)
        return read(self, bare, language) if read else cell

    def read_typed(self, cell: str, language: str) -> str:
        """Return an answer written as people type it."""
        return parse_input(self.question, cell, language)

    def read_number(self, cell: str, language: str) -> str:
        """Return a number in the format of the column; what is none stays as it is."""
        number = normalise_number(cell, self.numerals.comma, language)
        return self.read_typed(number, language) if number else cell

    def read_integer(self, cell: str, language: str) -> str:
        """Return a whole number, which some programs write as 3.0; unless 1.234 is ambiguous."""
        number = normalise_number(cell, self.numerals.comma, language)
        if not number or ("." in number and self.numerals.is_ambiguous(cell)):
            return cell
        return self.read_typed(_whole(number), language)

    def read_time(self, cell: str, language: str) -> str:
        """Return a time; pages drop seconds, programs are exact."""
        exact = is_time(cell) and cell.count(":") > 1
        return cell if exact else self.read_typed(cell, language)

    def read_moment(self, cell: str, language: str) -> str:
        """Return a date with time, to the second if it has any; midnight may be a date alone."""
        exact = cell.replace(" ", "T", 1)
        if is_datetime(exact) and exact.count(":") > 1:
            return exact
        return self.read_typed(f"{cell}T00:00:00" if is_iso_date(cell) else cell, language)

    def read_point(self, cell: str, language: str) -> str:
        """Return a place, or one of its coordinates."""
        return self.read_typed(cell.replace(",", ".") if self.column.part else cell, language)

    def read_tick(self, cell: str, _language: str) -> str:
        """Return a tick for yes and nothing for no; anything else is left to validation."""
        if fold_name(cell) in YES:
            return ACKNOWLEDGED
        return "" if fold_name(cell) in NO else cell

    def read_ranking(self, cell: str, language: str) -> str:
        """Return choices in order, or ranks; in a column of its own, the rank of one choice."""
        if self.column.part:
            return self.read_typed(_whole(cell), language)
        ranks = parse_rank(cell) is not None
        return self.read_typed(cell, language) if ranks else self.read_choices(cell, language)

    def read_choices(self, cell: str, _language: str) -> str:
        """Return the choice that a cell is, those in it, or the one that it ticks."""
        if self.column.part:
            return self._ticked(cell)
        if self.question.kind.holds is AnswerValue.CHOICE or self._known(cell):
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


CELLS: abc.Mapping[QuestionType, abc.Callable[[ColumnTarget, str, str], str] | None] = {
    QuestionType.TEXT: None,
    QuestionType.INTEGER: ColumnTarget.read_integer,
    QuestionType.DECIMAL: ColumnTarget.read_number,
    QuestionType.DATE: ColumnTarget.read_typed,
    QuestionType.TIME: ColumnTarget.read_time,
    QuestionType.DATETIME: ColumnTarget.read_moment,
    QuestionType.RANGE: ColumnTarget.read_number,
    QuestionType.GEOPOINT: ColumnTarget.read_point,
    QuestionType.SELECT_ONE: ColumnTarget.read_choices,
    QuestionType.SELECT_MULTIPLE: ColumnTarget.read_choices,
    QuestionType.RANK: ColumnTarget.read_ranking,
    QuestionType.ACKNOWLEDGE: ColumnTarget.read_tick,
    QuestionType.IMAGE: ColumnTarget.read_typed,
    QuestionType.AUDIO: ColumnTarget.read_typed,
    QuestionType.VIDEO: ColumnTarget.read_typed,
    QuestionType.FILE: ColumnTarget.read_typed,
    QuestionType.NOTE: ColumnTarget.read_typed,
    QuestionType.CALCULATE: ColumnTarget.read_typed,
    QuestionType.HIDDEN: None,
}
"""How cells are read by type, unless the mapping defines them; None: words, exactly as written."""


def _whole(cell: str) -> str:
    """Return 3 for 3.0, and other cells unchanged."""
    whole = _WHOLE.fullmatch(cell)
    return whole[1] if whole else cell


def find_number_columns(
    mapping: ColumnMapping, questionnaire: Questionnaire
) -> dict[str, abc.Collection[str]]:
    """Return the columns with numbers as answers, each with the cells that are none.

    Those are the cells whose meaning the mapping defines.
    """
    return {
        column.name: column.values
        for column in mapping.mapped_columns
        if questionnaire.questions[get_question_path(column.address, questionnaire)].kind.is_number
    }


def index_choices(question: Question) -> dict[str, str]:
    """Return choice names by folded name and label; what two choices share identifies neither."""
    found: dict[str, str | None] = {}
    for choice in question.choices:
        for folded in {fold_name(text) for text in (choice.name, *choice.label.texts.values())}:
            found[folded] = choice.name if found.get(folded, choice.name) == choice.name else None
    return {folded: name for folded, name in found.items() if name is not None}
