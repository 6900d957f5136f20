"""How SPSS and Stata store a sheet: numbers with value labels, and codes for what is missing. Pure.

A choice becomes its own name where all names of its list are numbers, else its place in the list.
Missing is kept apart: not asked, or asked and left blank. What a format cannot hold is never
dropped: texts are cut into columns that follow each other, codes are chosen that no answer has.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import chain, count
from typing import Any

from vecu.datasets.exports.naming import Names
from vecu.datasets.exports.programs import Program, told_apart
from vecu.datasets.exports.sheets import HIGHEST_CODE, Sheet, Stat
from vecu.datasets.exports.variables import Sort, Variable, label
from vecu.tables import Cell
from vecu.text import _, translate

Code = int | str
Stored = float | str | None
Cells = Sequence[Cell]
Encode = Callable[[Cells, Cells | None], Sequence[Stored]]
"""From some rows of a column, and whether each was asked (None: all were), to what a file holds."""

_PIECE = 32_000
_BEGIN = {"sav": datetime(1582, 10, 14), "dta": datetime(1960, 1, 1)}  # noqa: DTZ001 - no zone
"""Moment 0 of SPSS and of Stata."""
_SECOND, _MILLISECOND, _DAY = timedelta(seconds=1), timedelta(milliseconds=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Missing:
    """The codes of what is missing: numbers in SPSS, letters (.a and .b) in Stata."""

    not_asked: Code
    blank: Code


@dataclass(frozen=True)
class Column:
    """One column of the file. `width` is that of the longest text, 0 for numbers."""

    name: str
    variable: Variable
    label: str
    values: Mapping[Code, str]
    encode: Encode
    width: int = 0

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers."""
        return not self.width


@dataclass(frozen=True)
class Coded:
    """A sheet as one of the programs stores it, or the rows of it that one file holds (`span`)."""

    program: Program
    sheet: Sheet
    missing: Missing
    columns: tuple[Column, ...]
    span: range

    def lines(self) -> Iterator[tuple[Stored, ...]]:
        """Yield the rows as the file holds them."""
        places = {each.name: place for place, each in enumerate(self.sheet.variables)}
        plan = [
            (column.encode, places[column.variable.name], places.get(column.variable.asked))
            for column in self.columns
        ]
        for batch in self.sheet.batches(self.span):
            cells = [column.to_pylist() for column in batch.columns]
            stored = [
                encode(cells[place], None if asked is None else cells[asked])
                for encode, place, asked in plan
            ]
            yield from zip(*stored, strict=True)


def coded(sheet: Sheet, program: Program, language: str) -> Coded:
    """Return how a program stores a sheet, labels in `language`."""
    missing = missing_codes(sheet, program)
    further = further_columns(sheet, program)
    columns: list[Column] = []
    for variable in sheet.variables:
        stat = sheet.stats[variable.name]
        words = program.cut(label(variable.label, language), value=False)
        if variable.sort.worded:
            called = (variable.name, *further[variable.name])
            columns += _texts(variable, stat, program, words, called)
        else:
            shown = _shown_labels(variable, stat, program, missing, language)
            encode = _number(variable, stat, program, missing)
            columns.append(Column(variable.name, variable, words, shown, encode))
    return Coded(program, sheet, missing, tuple(columns), range(sheet.rows))


def further_columns(sheet: Sheet, program: Program) -> Mapping[str, Sequence[str]]:
    """Return the names of the columns in which a text goes on, by its variable, none for most.

    SPSS holds 32,767 bytes of a text.
    """
    names = Names(variable.name for variable in sheet.variables)
    return {
        variable.name: [
            names.take(f"{variable.name}_p{number}")
            for number in range(2, _pieces(variable, sheet.stats[variable.name], program) + 1)
        ]
        for variable in sheet.variables
    }


def _pieces(variable: Variable, stat: Stat, program: Program) -> int:
    if program is Program.SAV and variable.sort.worded and stat.bytes > _PIECE:
        return -(-stat.bytes // (_PIECE - 3))
    return 1


def _shown_labels(
    variable: Variable, stat: Stat, program: Program, missing: Missing, language: str
) -> Mapping[Code, str]:
    """Return the labels of values and of what is missing as the file has them: no two the same."""
    values = dict[Code, str](value_labels(variable, stat, language).items())
    if stat.missing and labels_missing(variable, program):
        values |= missing_labels(missing, language)
    names = dict[Code, str]()
    if variable.sort is Sort.CHOICE:
        names.update((code, name) for name, code in choice_codes(variable, stat).items())
    pairs = [(names.get(code, str(code)), text) for code, text in values.items()]
    return dict(zip(values, told_apart(program, pairs), strict=True))


def missing_codes(sheet: Sheet, program: Program) -> Missing:
    """Return the codes of a sheet: −98 and −99, with more nines where somebody gave that number."""
    if program is Program.DTA:
        return Missing("a", "b")
    given = set[float]().union(*(stat.low for stat in sheet.stats.values()))
    starts = chain((2 - 10**nines for nines in range(2, 10)), count(HIGHEST_CODE - 2, -2))
    first = next(code for code in starts if not {code, code - 1} & given)
    return Missing(first, first - 1)


def has_codes(variable: Variable, program: Program) -> bool:
    """Return whether what is missing has codes: never in texts, nor in days and hours of SPSS.

    There a code would be a day of 1582, and readers of .sav files take labelled days for numbers.
    """
    if variable.sort.worded:
        return False
    return not (variable.sort.of_time and program is Program.SAV)


def labels_missing(variable: Variable, program: Program) -> bool:
    """Return whether the file says what the codes of what is missing mean.

    Not for numbers and days of Stata: readers of .dta files, pandas for one, take a labelled number
    for a category. README.txt and the codebook say it.
    """
    return has_codes(variable, program) and (program is Program.SAV or variable.sort.counted)


def choice_codes(variable: Variable, stat: Stat) -> Mapping[str, int]:
    """Return the number of every choice by its name; names on no list come last."""
    names = [name for name, _label in variable.values]
    names += sorted(name for name in stat.counts if name not in set(names))
    if all(_is_code(name) for name in names):
        return {name: int(name) for name in names}
    return {name: number for number, name in enumerate(names, 1)}


def value_labels(variable: Variable, stat: Stat, language: str) -> Mapping[int, str]:
    """Return what the numbers of a choice or of yes and no mean."""
    if variable.sort is Sort.YESNO:
        return {0: translate(_("No"), language), 1: translate(_("Yes"), language)}
    if variable.sort is not Sort.CHOICE:
        return {}
    told = {name: label(labels, language) for name, labels in variable.values}
    return {code: told.get(name) or name for name, code in choice_codes(variable, stat).items()}


def missing_labels(missing: Missing, language: str) -> Mapping[Code, str]:
    """Return what the missing codes mean."""
    return {
        missing.not_asked: translate(_("Not asked"), language),
        missing.blank: translate(_("Left blank"), language),
    }


def _is_code(name: str) -> bool:
    return name.isascii() and name.isdigit() and str(int(name)) == name and len(name) < 10


def _number(variable: Variable, stat: Stat, program: Program, missing: Missing) -> Encode:
    """Return how values become numbers, or the codes of why there are none."""
    turn = _turn(variable, stat, program)
    blank: Stored = None
    not_asked: Stored = None
    if has_codes(variable, program):
        blank, not_asked = _stored(missing.blank), _stored(missing.not_asked)

    def encode(cells: Cells, asked: Cells | None) -> Sequence[Stored]:
        if asked is None:
            return [blank if cell is None else turn(cell) for cell in cells]
        return [
            (blank if put else not_asked) if cell is None else turn(cell)
            for cell, put in zip(cells, asked, strict=True)
        ]

    return encode


def _stored(code: Code) -> Stored:
    return code if isinstance(code, str) else float(code)


def _turn(variable: Variable, stat: Stat, program: Program) -> Callable[[Cell], float]:
    if variable.sort is Sort.CHOICE:
        codes = {name: float(code) for name, code in choice_codes(variable, stat).items()}
        return codes.__getitem__  # type: ignore[return-value]
    if variable.sort.of_time:
        return _clock(variable.sort, program)
    return float  # type: ignore[return-value]


def _clock(sort: Sort, program: Program) -> Callable[[Any], float]:
    """Return how days and hours are counted: SPSS has seconds, Stata days, else milliseconds.

    An hour of the day counts from midnight, in Stata from that of its moment 0.
    """
    begin = _BEGIN[program]
    unit = _SECOND if program is Program.SAV else _MILLISECOND
    if sort is Sort.TIME:
        return lambda cell: (datetime.combine(begin, cell) - begin) / unit
    if sort is Sort.MOMENT:
        return lambda cell: (cell - begin) / unit
    unit = _SECOND if program is Program.SAV else _DAY
    return lambda cell: (datetime.combine(cell, time()) - begin) / unit


def _texts(
    variable: Variable, stat: Stat, program: Program, words: str, names: Sequence[str]
) -> Iterator[Column]:
    """Yield a text's columns, under these names: several where SPSS needs them.

    SPSS pads texts with blanks, so blanks at the end are no part of what it holds.
    """
    pieces = len(names)
    width = max(1, min(stat.bytes, _PIECE)) if pieces > 1 else max(1, stat.bytes)
    for number, name in enumerate(names):
        yield Column(name, variable, words, {}, _piece(program, number, pieces), width)


def _piece(program: Program, number: int, pieces: int) -> Encode:
    if program is Program.DTA:
        return lambda cells, asked: cells  # type: ignore[return-value]
    if pieces == 1:
        return lambda cells, asked: [str(cell or "").rstrip(" ") or None for cell in cells]

    def encode(cells: Cells, _asked: Cells | None) -> Sequence[Stored]:
        cut = (cut_bytes(str(cell or ""), _PIECE)[number : number + 1] for cell in cells)
        return ["".join(piece).rstrip(" ") or None for piece in cut]

    return encode


def cut_bytes(text: str, most: int) -> Sequence[str]:
    """Return a text in pieces of at most `most` bytes of UTF-8, no character cut in two."""
    if len(text) * 4 <= most:
        return [text]
    content, parts = text.encode(), []
    while content:
        part = content[:most].decode(errors="ignore")
        parts.append(part)
        content = content[len(part.encode()) :]
    return parts
