"""Code a sheet for SPSS and Stata: numbers with value labels, and missing codes. Pure.

A choice is coded as its own name if all names of its list are whole numbers, such as −9 or 5, else
as its position in the list. Missing values are distinct: not asked, or asked and left blank. What a
format cannot hold is never dropped: long texts continue in further columns, missing codes differ
from all answers.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import chain, count
from typing import Any

from vecu.datasets.dictionary.spss_stata_limits import Program, deduplicate_labels
from vecu.datasets.dictionary.variable_names import NameAllocator
from vecu.datasets.dictionary.variables import Variable, VariableType, pick_label
from vecu.datasets.exporting.staging import HIGHEST_CODE, ColumnStats, Sheet
from vecu.tables import Cell
from vecu.translation import gettext_noop, translate

Code = int | str
Stored = float | str | None
Cells = Sequence[Cell]
Encode = Callable[[Cells, Cells | None], Sequence[Stored]]
"""From some rows of a column, and whether each was asked (None: all were), to the values stored."""

_CODE = re.compile(r"0|-?[1-9][0-9]{0,8}")
"""Whole numbers that a value label may have in both programs, as text that they are written as."""
_PIECE = 32_000
_BEGIN = {"sav": datetime(1582, 10, 14), "dta": datetime(1960, 1, 1)}  # noqa: DTZ001 - no zone
"""The epochs of SPSS and of Stata."""
_SECOND, _MILLISECOND, _DAY = timedelta(seconds=1), timedelta(milliseconds=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MissingCodes:
    """The missing codes: numbers in SPSS, letters (.a and .b) in Stata."""

    not_asked: Code
    blank: Code


@dataclass(frozen=True)
class EncodedColumn:
    """One column of the file. `width` is that of the longest text, 0 for numbers."""

    name: str
    variable: Variable
    label: str
    values: Mapping[Code, str]
    encode: Encode
    width: int = 0

    @property
    def is_numeric(self) -> bool:
        """Whether it holds numbers."""
        return not self.width


@dataclass(frozen=True)
class CodedTable:
    """A sheet as a program stores it, or those of its rows that one file holds (`span`)."""

    program: Program
    sheet: Sheet
    missing: MissingCodes
    columns: tuple[EncodedColumn, ...]
    span: range

    def iter_rows(self) -> Iterator[tuple[Stored, ...]]:
        """Yield the rows as the file stores them."""
        places = {each.name: index for index, each in enumerate(self.sheet.variables)}
        plan = [
            (column.encode, places[column.variable.name], places.get(column.variable.asked))
            for column in self.columns
        ]
        for batch in self.sheet.iter_batches(self.span):
            cells = [column.to_pylist() for column in batch.columns]
            stored = [
                encode(cells[index], None if asked is None else cells[asked])
                for encode, index, asked in plan
            ]
            yield from zip(*stored, strict=True)


def encode_table(sheet: Sheet, program: Program, language: str) -> CodedTable:
    """Return a sheet coded for a program, with labels in `language`."""
    missing = choose_missing_codes(sheet, program)
    further = get_continuation_columns(sheet, program)
    columns: list[EncodedColumn] = []
    for variable in sheet.variables:
        stat = sheet.stats[variable.name]
        words = program.truncate_label(pick_label(variable.label, language), value=False)
        if variable.sort.is_text:
            called = (variable.name, *further[variable.name])
            columns += _texts(variable, stat, program, words, called)
        else:
            labels = _unique_labels(variable, stat, program, missing, language)
            encode = _number(variable, stat, program, missing)
            columns.append(EncodedColumn(variable.name, variable, words, labels, encode))
    return CodedTable(program, sheet, missing, tuple(columns), range(sheet.rows))


def get_continuation_columns(sheet: Sheet, program: Program) -> Mapping[str, Sequence[str]]:
    """Return the names of the columns that continue a text, by its variable; most have none.

    SPSS holds 32,767 bytes of a text.
    """
    names = NameAllocator(variable.name for variable in sheet.variables)
    return {
        variable.name: [
            names.allocate(f"{variable.name}_p{number}")
            for number in range(2, _pieces(variable, sheet.stats[variable.name], program) + 1)
        ]
        for variable in sheet.variables
    }


def _pieces(variable: Variable, stat: ColumnStats, program: Program) -> int:
    if program is Program.SAV and variable.sort.is_text and stat.bytes > _PIECE:
        return -(-stat.bytes // (_PIECE - 3))
    return 1


def _unique_labels(
    variable: Variable, stat: ColumnStats, program: Program, missing: MissingCodes, language: str
) -> Mapping[Code, str]:
    """Return the labels of values and missing codes as in the file, all distinct."""
    values = dict[Code, str](get_value_labels(variable, stat, language).items())
    if stat.missing and has_missing_labels(variable, program):
        values |= get_missing_labels(missing, language)
    names = dict[Code, str]()
    if variable.sort is VariableType.CHOICE:
        names.update((code, name) for name, code in assign_choice_codes(variable, stat).items())
    pairs = [(names.get(code, str(code)), text) for code, text in values.items()]
    return dict(zip(values, deduplicate_labels(program, pairs), strict=True))


def choose_missing_codes(sheet: Sheet, program: Program) -> MissingCodes:
    """Return the missing codes of a sheet: −98 and −99, or with more nines if those are answers.

    What could be answered counts too: a choice keeps its code, and its label.
    """
    if program is Program.DTA:
        return MissingCodes("a", "b")
    given = set[float]().union(*(stat.low for stat in sheet.stats.values()))
    for variable in sheet.variables:
        if variable.sort is VariableType.CHOICE:
            given.update(assign_choice_codes(variable, sheet.stats[variable.name]).values())
    starts = chain((2 - 10**nines for nines in range(2, 10)), count(HIGHEST_CODE - 2, -2))
    first = next(code for code in starts if not {code, code - 1} & given)
    return MissingCodes(first, first - 1)


def has_missing_codes(variable: Variable, program: Program) -> bool:
    """Return whether missing values have codes: not in texts, nor in dates and times of SPSS.

    There a code would be a day of 1582, and readers of .sav files take labelled dates for
    numbers.
    """
    if variable.sort.is_text:
        return False
    return not (variable.sort.is_temporal and program is Program.SAV)


def has_missing_labels(variable: Variable, program: Program) -> bool:
    """Return whether the file labels the missing codes.

    Not for numbers and dates of Stata: readers of .dta files, pandas for one, take a labelled
    number for a category. README.txt and the codebook explain them.
    """
    return has_missing_codes(variable, program) and (
        program is Program.SAV or variable.sort.is_categorical
    )


def assign_choice_codes(variable: Variable, stat: ColumnStats) -> Mapping[str, int]:
    """Return the code of every choice by name; names that are not on the list come last."""
    names = [name for name, _label in variable.values]
    names += sorted(name for name in stat.counts if name not in set(names))
    if all(_is_code(name) for name in names):
        return {name: int(name) for name in names}
    return {name: number for number, name in enumerate(names, 1)}


def get_value_labels(variable: Variable, stat: ColumnStats, language: str) -> Mapping[int, str]:
    """Return the labels of the codes of a choice or yes/no variable."""
    if variable.sort is VariableType.YESNO:
        return {
            0: translate(gettext_noop("No"), language),
            1: translate(gettext_noop("Yes"), language),
        }
    if variable.sort is not VariableType.CHOICE:
        return {}
    texts = {name: pick_label(labels, language) for name, labels in variable.values}
    return {
        code: texts.get(name) or name for name, code in assign_choice_codes(variable, stat).items()
    }


def get_missing_labels(missing: MissingCodes, language: str) -> Mapping[Code, str]:
    """Return the labels of the missing codes."""
    return {
        missing.not_asked: translate(gettext_noop("Not asked"), language),
        missing.blank: translate(gettext_noop("Left blank"), language),
    }


def _is_code(name: str) -> bool:
    return bool(_CODE.fullmatch(name))


def _number(
    variable: Variable, stat: ColumnStats, program: Program, missing: MissingCodes
) -> Encode:
    """Return the function that codes values as numbers, or as missing codes."""
    turn = _turn(variable, stat, program)
    blank: Stored = None
    not_asked: Stored = None
    if has_missing_codes(variable, program):
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


def _turn(variable: Variable, stat: ColumnStats, program: Program) -> Callable[[Cell], float]:
    if variable.sort is VariableType.CHOICE:
        codes = {name: float(code) for name, code in assign_choice_codes(variable, stat).items()}
        return codes.__getitem__  # type: ignore[return-value]
    if variable.sort.is_temporal:
        return _clock(variable.sort, program)
    return float  # type: ignore[return-value]


def _clock(sort: VariableType, program: Program) -> Callable[[Any], float]:
    """Return the function that counts dates and times: seconds in SPSS, days or ms in Stata.

    A time of day counts from midnight, in Stata from that of its epoch.
    """
    begin = _BEGIN[program]
    unit = _SECOND if program is Program.SAV else _MILLISECOND
    if sort is VariableType.TIME:
        return lambda cell: (datetime.combine(begin, cell) - begin) / unit
    if sort is VariableType.MOMENT:
        return lambda cell: (cell - begin) / unit
    unit = _SECOND if program is Program.SAV else _DAY
    return lambda cell: (datetime.combine(cell, time()) - begin) / unit


def _texts(
    variable: Variable, stat: ColumnStats, program: Program, words: str, names: Sequence[str]
) -> Iterator[EncodedColumn]:
    """Yield the columns of a text, under these names: several if SPSS needs them.

    SPSS pads texts with blanks, so trailing blanks are not preserved.
    """
    pieces = len(names)
    width = max(1, min(stat.bytes, _PIECE)) if pieces > 1 else max(1, stat.bytes)
    for number, name in enumerate(names):
        yield EncodedColumn(name, variable, words, {}, _piece(program, number, pieces), width)


def _piece(program: Program, number: int, pieces: int) -> Encode:
    if program is Program.DTA:
        return lambda cells, asked: cells  # type: ignore[return-value]
    if pieces == 1:
        return lambda cells, asked: [str(cell or "").rstrip(" ") or None for cell in cells]

    def encode(cells: Cells, _asked: Cells | None) -> Sequence[Stored]:
        cut = (split_utf8(str(cell or ""), _PIECE)[number : number + 1] for cell in cells)
        return ["".join(piece).rstrip(" ") or None for piece in cut]

    return encode


def split_utf8(text: str, most: int) -> Sequence[str]:
    """Return a text in pieces of at most `most` bytes of UTF-8, with no character cut in two."""
    if len(text) * 4 <= most:
        return [text]
    content, parts = text.encode(), []
    while content:
        part = content[:most].decode(errors="ignore")
        parts.append(part)
        content = content[len(part.encode()) :]
    return parts
