"""The wide shape: one row a person, what was told in repeats beside it, by position."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

from vecu.datasets.exports.naming import Names
from vecu.datasets.exports.sheets import Sheet, SheetWriter
from vecu.datasets.exports.variables import Role, Sort, Table, Variable, said
from vecu.tables import Cell
from vecu.text import _

Place = tuple[int, ...]
Line = tuple[Cell, ...]


@dataclass(frozen=True)
class _Repeat:
    """A repeat's sheet, with the places at which anybody told something, in order."""

    sheet: Sheet
    table: Table
    places: tuple[Place, ...]

    @property
    def told(self) -> tuple[Variable, ...]:
        """The variables that are not keys: person and positions come first."""
        return self.sheet.variables[self.table.depth + 1 :]


def widen(sheets: Sequence[Sheet], tables: Sequence[Table], folder: Path) -> Sheet:
    """Return one sheet of people in which what was told in repeats stands beside them.

    A repeat's variables come once for every place at which anybody told something: story_1_task,
    story_2_task. All sheets hold the people in the same order, so that they are read side by side.
    """
    people = sheets[0]
    repeats = [
        _Repeat(sheet, table, _places(sheet, table.depth))
        for sheet, table in zip(sheets[1:], tables[1:], strict=True)
    ]
    names = Names(variable.name for variable in people.variables)
    added = [_variables(repeat, place, names) for repeat in repeats for place in repeat.places]
    variables = (*people.variables, *chain.from_iterable(added))
    readers = [_Reader(repeat) for repeat in repeats]
    with SheetWriter(people.name, variables, folder / "people.wide") as writer:
        for line in people.lines():
            beside = (reader.beside(line[0]) for reader in readers)
            writer.add((*line, *chain.from_iterable(beside)))
        return writer.sheet()


def _places(sheet: Sheet, depth: int) -> tuple[Place, ...]:
    found: set[Place] = set()
    for batch in sheet.batches():
        columns = (column.to_pylist() for column in batch.columns[1 : depth + 1])
        found.update(zip(*columns, strict=True))
    return tuple(sorted(found))


def _variables(repeat: _Repeat, place: Place, names: Names) -> list[Variable]:
    """Return the variables of one place, under names and labels that say which.

    The first says whether anything was told there: where nothing was, nothing was asked.
    """
    where = "_".join(map(str, place))
    languages = tuple(repeat.sheet.variables[0].label)
    told = Variable(
        names.take(f"{repeat.sheet.name}_{where}_told"),
        Sort.YESNO,
        Role.ASKED,
        {
            code: f"[{'.'.join(map(str, place))}] {text}"
            for code, text in said(_("Was anything told here?"), languages).items()
        },
        repeat.table.group.path,
        place=place,
    )
    called = {
        variable.name: names.take(f"{repeat.sheet.name}_{where}_{variable.name}")
        for variable in repeat.told
    }
    shown = ".".join(map(str, place))
    return [told] + [
        replace(
            variable,
            name=called[variable.name],
            asked="" if variable.role is Role.ASKED else called.get(variable.asked, told.name),
            label={code: f"[{shown}] {text}" for code, text in variable.label.items()},
            place=place,
        )
        for variable in repeat.told
    ]


class _Reader:
    """Reads a repeat's rows beside the people's, person after person."""

    def __init__(self, repeat: _Repeat) -> None:
        self.repeat = repeat
        self.nothing: Line = (False, *(None,) * len(repeat.told))
        self.people = groupby(repeat.sheet.lines(), key=itemgetter(0))
        self.ahead = next(self.people, None)

    def beside(self, person: Cell) -> Iterator[Cell]:
        """Yield what this person told at every place, empty where they told nothing there."""
        told: dict[Line | Place, Line] = {}
        if self.ahead is not None and self.ahead[0] == person:
            depth = self.repeat.table.depth
            told = {line[1 : depth + 1]: (True, *line[depth + 1 :]) for line in self.ahead[1]}
            self.ahead = next(self.people, None)
        for place in self.repeat.places:
            yield from told.get(place, self.nothing)
