"""The table of codings: who applied which code to which answer. Pure.

It is joined to the answers by the export's own keys. Columns of keys and positions are called as in
the tables of answers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vecu.datasets.dictionary.variable_names import NameAllocator
from vecu.datasets.dictionary.variables import (
    ExportTable,
    Variable,
    VariableRole,
    VariableType,
    localized,
)
from vecu.tables import Cell
from vecu.translation import gettext_noop

_POSITION = re.compile(r"\[([0-9]+)\]")
_COLUMNS = (
    ("table", VariableType.TEXT, gettext_noop("Table with the answer that was coded")),
    ("variable", VariableType.TEXT, gettext_noop("Column of that table with the answer")),
    ("coder", VariableType.TEXT, gettext_noop("Coder")),
    ("coder_kind", VariableType.TEXT, gettext_noop("Kind of coder")),
    ("code", VariableType.TEXT, gettext_noop("Code applied; empty: no code applies")),
    ("start", VariableType.INTEGER, gettext_noop("First coded character, from 0")),
    ("end", VariableType.INTEGER, gettext_noop("Character after the last coded one")),
    ("in_the_end", VariableType.TEXT, gettext_noop("Whether the answer carries the code")),
    ("because", VariableType.TEXT, gettext_noop("How that was decided")),
)


@dataclass(frozen=True, slots=True)
class AnswerCoding:
    """A code that a coder applied to one open answer; no `code` if they applied none.

    `path` is the question's, `address` the answer's ("story[2]/limit"). It names nobody.
    """

    path: str
    address: str
    coder: str
    coder_kind: str
    code: str | None
    start: int | None
    end: int | None
    outcome: str | None
    basis: str | None


class CodingTable:
    """The table of codings beside the tables of answers: its name, its columns, its rows."""

    def __init__(self, tables: Sequence[ExportTable]) -> None:
        languages = tuple(tables[0].variables[0].label)
        self.depth = max(table.depth for table in tables)
        self.name = NameAllocator(table.name for table in tables).allocate("codings")
        self.variables = tuple(self._variables(tables[0], languages))
        self._columns = {
            variable.path: (table, variable)
            for table in tables
            for variable in table.variables
            if variable.role is VariableRole.ANSWER
        }

    def _variables(self, people: ExportTable, languages: tuple[str, ...]) -> Iterator[Variable]:
        """Yield the columns; positions are called as in the tables of repeats."""
        of_people = {variable.name: variable for variable in people.variables}
        yield of_people["person"]
        position = localized(gettext_noop("Position in the repeat, from 1"), languages)
        for name in _position_names(self.depth):
            yield Variable(name, VariableType.INTEGER, VariableRole.POSITION, position)
        yield of_people["mode"]
        for name, sort, words in _COLUMNS:
            yield Variable(name, sort, VariableRole.CONTEXT, localized(words, languages))

    def iter_rows(
        self, codings: Sequence[AnswerCoding], key: str, mode: str
    ) -> Iterator[Sequence[Cell]]:
        """Yield the rows of one person's codings."""
        for coding in codings:
            table, variable = self._columns[coding.path]
            yield [
                key,
                *self._positions(table, coding.address),
                mode,
                *(table.name, variable.name, coding.coder, coding.coder_kind, coding.code),
                *(coding.start, coding.end, coding.outcome, coding.basis),
            ]

    def _positions(self, table: ExportTable, address: str) -> Sequence[int | None]:
        """Return the positions of an answer in the columns of its own table, None in the others."""
        places = map(int, _POSITION.findall(address))
        known = dict(zip(_position_names(table.depth), places, strict=True))
        return [known.get(name) for name in _position_names(self.depth)]


def _position_names(depth: int) -> list[str]:
    """Return the columns of positions in a table of repeats, the innermost one last."""
    outer = [f"position_{level}" for level in range(1, depth)]
    return [*outer, "position"] if depth else []
