"""Wide format: one row per respondent, with repeats in columns by position."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

from vecu.datasets.dictionary.variable_names import NameAllocator
from vecu.datasets.dictionary.variables import (
    ExportTable,
    Variable,
    VariableRole,
    VariableType,
    localized,
)
from vecu.datasets.exporting.staging import Sheet, SheetWriter
from vecu.tables import Cell
from vecu.translation import gettext_noop

RepeatPosition = tuple[int, ...]
WideRow = tuple[Cell, ...]


@dataclass(frozen=True)
class _Repeat:
    """A repeat's sheet, with the positions at which there are instances, in order."""

    sheet: Sheet
    table: ExportTable
    places: tuple[RepeatPosition, ...]

    @property
    def answer_variables(self) -> tuple[Variable, ...]:
        """The variables of the answers: respondent, positions and mode come first."""
        return self.sheet.variables[self.table.depth + 2 :]


def to_wide(sheets: Sequence[Sheet], tables: Sequence[ExportTable], folder: Path) -> Sheet:
    """Return one sheet of respondents, with the repeats in further columns.

    A repeat's variables occur once for every position at which there are instances:
    story_1_task, story_2_task. All sheets list respondents in the same order, so that they can
    be read side by side.
    """
    people = sheets[0]
    repeats = [
        _Repeat(sheet, table, _places(sheet, table.depth))
        for sheet, table in zip(sheets[1:], tables[1:], strict=True)
    ]
    names = NameAllocator(variable.name for variable in people.variables)
    added = [
        _variables(repeat, positions, names) for repeat in repeats for positions in repeat.places
    ]
    variables = (*people.variables, *chain.from_iterable(added))
    readers = [_RepeatRowReader(repeat) for repeat in repeats]
    with SheetWriter(people.name, variables, folder / "people.wide") as writer:
        for line in people.iter_rows():
            beside = (reader.iter_cells(line[0]) for reader in readers)
            writer.add((*line, *chain.from_iterable(beside)))
        return writer.finish()


def _places(sheet: Sheet, depth: int) -> tuple[RepeatPosition, ...]:
    found: set[RepeatPosition] = set()
    for batch in sheet.iter_batches():
        columns = (column.to_pylist() for column in batch.columns[1 : depth + 1])
        found.update(zip(*columns, strict=True))
    return tuple(sorted(found))


def _variables(repeat: _Repeat, positions: RepeatPosition, names: NameAllocator) -> list[Variable]:
    """Return the variables of one position, which their names and labels contain.

    The first says whether there is an instance: if not, nothing was asked.
    """
    where = "_".join(map(str, positions))
    languages = tuple(repeat.sheet.variables[0].label)
    exists = Variable(
        names.allocate(f"{repeat.sheet.name}_{where}_told"),
        VariableType.YESNO,
        VariableRole.ASKED,
        {
            code: f"[{'.'.join(map(str, positions))}] {text}"
            for code, text in localized(gettext_noop("Was a story given here?"), languages).items()
        },
        repeat.table.group.path,
        place=positions,
    )
    called = {
        variable.name: names.allocate(f"{repeat.sheet.name}_{where}_{variable.name}")
        for variable in repeat.answer_variables
    }
    number = ".".join(map(str, positions))
    return [exists] + [
        replace(
            variable,
            name=called[variable.name],
            asked=""
            if variable.role is VariableRole.ASKED
            else called.get(variable.asked, exists.name),
            label={code: f"[{number}] {text}" for code, text in variable.label.items()},
            place=positions,
        )
        for variable in repeat.answer_variables
    ]


class _RepeatRowReader:
    """Reads a repeat's rows alongside the respondents'."""

    def __init__(self, repeat: _Repeat) -> None:
        self.repeat = repeat
        self.nothing: WideRow = (False, *(None,) * len(repeat.answer_variables))
        self.people = groupby(repeat.sheet.iter_rows(), key=itemgetter(0))
        self.ahead = next(self.people, None)

    def iter_cells(self, person: Cell) -> Iterator[Cell]:
        """Yield this respondent's values at every position, empty where there is no instance."""
        rows: dict[WideRow | RepeatPosition, WideRow] = {}
        if self.ahead is not None and self.ahead[0] == person:
            depth = self.repeat.table.depth
            rows = {line[1 : depth + 1]: (True, *line[depth + 2 :]) for line in self.ahead[1]}
            self.ahead = next(self.people, None)
        for positions in self.repeat.places:
            yield from rows.get(positions, self.nothing)
