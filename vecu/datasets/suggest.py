"""Suggest which column answers which question; a person confirms. Pure.

Names speak first ("work/sector", "sector", "story[2]/task", "task_2", "tools/chatgpt"), then labels
in any language, both compared without case, accents and punctuation. What is only alike is
doubtful: it is shown as a suggestion and never applied unseen.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice

from vecu.datasets.answers import choices_by_label
from vecu.datasets.codes import Codes, Item
from vecu.datasets.mapping import Column, question_path
from vecu.datasets.mapping import Mapping as ColumnMapping
from vecu.datasets.names import fold
from vecu.questionnaires import MAX_INSTANCES, Kind, Question, Questionnaire
from vecu.tables import Table

KEY_NAMES = frozenset(
    {
        "case",
        "id",
        "identifiant",
        "key",
        "numero",
        "uuid",
        "instanceid",
        "respondent",
        "respondent id",
        "response id",
        "token",
    }
)
"""Folded names of columns that tell rows apart, where their cells all differ."""

SEPARATORS = (";", "|", ",", "/", "\n")
"""What may stand between the choices of one cell; else it is a space."""

_LOOKED_AT = 500
_ALIKE = 0.75
_COMPARED = 80
_NEAREST = 5
_LATER_STORY = re.compile(r"\[(?!1\])")
Target = tuple[str, str]
"""An answer's address, and the choice that a yes/no column ticks ('' for the whole answer)."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mapping to confirm; `doubtful` are the columns mapped because their names are alike."""

    mapping: ColumnMapping
    doubtful: frozenset[str] = frozenset()

    def without_doubt(self) -> ColumnMapping:
        """Return the mapping with the doubtful columns left out."""
        columns = tuple(
            Column(column.name) if column.name in self.doubtful else column
            for column in self.mapping.columns
        )
        return replace(self.mapping, columns=columns)

    def guesses(self) -> dict[str, str]:
        """Return where the doubtful columns may go, by name."""
        return {c.name: c.address for c in self.mapping.columns if c.name in self.doubtful}


def suggest(
    table: Table, questionnaire: Questionnaire, codes: Codes | None = None, key: str | None = None
) -> Suggestion:
    """Return the likeliest mapping of a table's columns to a questionnaire's questions.

    `key` is the column that tells rows apart: None looks for one, '' is none.
    """
    cells = _cells(table)
    key = suggest_key(table) if key is None else key
    titles = {name: item.label for name, item in (codes or {}).items()}
    wanted = [name for name in table.columns if name != key]
    found, doubtful = _targets(wanted, questionnaire, titles)
    columns = tuple(
        _column(name, found.get(name), questionnaire, cells[name], (codes or {}).get(name))
        for name in table.columns
    )
    return Suggestion(ColumnMapping(columns, key), frozenset(doubtful))


def suggest_key(table: Table) -> str:
    """Return the first column named as a key whose cells are all there and all differ, else ''."""
    for place, name in enumerate(table.columns):
        if fold(name) in KEY_NAMES:
            cells = [row.cells[place].strip() for row in table.rows() if not row.problem]
            if all(cells) and len(set(cells)) == len(cells):
                return name
    return ""


def remap(column: Column, table: Table, questionnaire: Questionnaire) -> Column:
    """Return a column sent where a person chose, with what stands between its choices."""
    question = questionnaire.questions[question_path(column.address, questionnaire)]
    if question.kind is not Kind.SELECT_MULTIPLE or column.choice:
        return column
    return replace(column, separator=_separator(question, _cells(table)[column.name]))


def _cells(table: Table) -> Mapping[str, Sequence[str]]:
    rows = [row.cells for row in islice(table.rows(), _LOOKED_AT) if not row.problem]
    return {name: [cells[place] for cells in rows] for place, name in enumerate(table.columns)}


def _targets(
    names: Sequence[str], questionnaire: Questionnaire, titles: Mapping[str, str]
) -> tuple[dict[str, Target], set[str]]:
    """Return where each column goes, and which of them only by likeness; no target twice.

    A column is known by its name, else by its title, the label it has in a .sav or .dta file.
    """
    tiers = [_unique(spell(questionnaire)) for spell in (_names, _ticks, _labels)]
    found: dict[str, Target] = {}
    for spelled in ({name: name for name in names}, titles):
        for name in (name for name in names if name not in found):
            spelling = fold(spelled.get(name, ""))
            target = next((tier[spelling] for tier in tiers if spelling in tier), None)
            if target and target not in found.values():
                found[name] = target
    whole = {address for address, choice in found.values() if not choice}
    found = {
        name: (address, choice)
        for name, (address, choice) in found.items()
        if not choice or address not in whole  # a list and its ticks would say the same twice
    }
    doubtful = set()
    free = {
        key[:_COMPARED]: target
        for tier in (tiers[2], tiers[0])
        for key, target in tier.items()
        if not _LATER_STORY.search(target[0])
    }
    for name in names:
        if name not in found and (target := _alike(name, free, found.values())):
            found[name] = target
            doubtful.add(name)
    return found, doubtful


def _alike(name: str, free: Mapping[str, Target], taken: Collection[Target]) -> Target | None:
    """Return the free target whose spelling is most like a column's name, if any is enough."""
    alike = get_close_matches(fold(name)[:_COMPARED], free, n=_NEAREST, cutoff=_ALIKE)
    return next((free[key] for key in alike if free[key] not in taken), None)


def _unique(pairs: Iterable[tuple[str, Target]]) -> dict[str, Target]:
    """Return targets by folded spelling; a spelling of two targets stands for neither."""
    found: dict[str, Target | None] = {}
    for spelling, target in pairs:
        key = fold(spelling)
        found[key] = target if found.get(key, target) == target else None
    return {key: target for key, target in found.items() if key and target}


def _places(questionnaire: Questionnaire) -> Iterator[tuple[Question, str, str, int]]:
    """Yield every question with its address, once for each position of its innermost repeat.

    With it go the address without positions and the position, 0 outside repeats.
    """
    for question in questionnaire.questions.values():
        if not question.kind.asked and question.kind is not Kind.HIDDEN:
            continue
        names = question.path.removeprefix(questionnaire.root.path + "/").split("/")
        path, parts, last_repeat = questionnaire.root.path, [], -1
        for place, name in enumerate(names):
            path = f"{path}/{name}"
            group = questionnaire.groups.get(path)
            parts.append(f"{name}[1]" if group and group.repeats else name)
            last_repeat = place if group and group.repeats else last_repeat
        if last_repeat < 0:
            yield question, "/".join(names), "/".join(names), 0
            continue
        for position in range(1, MAX_INSTANCES + 1):
            parts[last_repeat] = f"{names[last_repeat]}[{position}]"
            yield question, "/".join(parts), "/".join(names), position


def _names(questionnaire: Questionnaire) -> Iterator[tuple[str, Target]]:
    for question, address, plain, position in _places(questionnaire):
        root = questionnaire.root.name
        yield address, (address, "")
        yield f"{root}/{address}", (address, "")
        if position:
            yield f"{question.name} {position}", (address, "")
            yield f"{plain} {position}", (address, "")
        if position < 2:
            yield question.name, (address, "")
            yield plain, (address, "")


def _ticks(questionnaire: Questionnaire) -> Iterator[tuple[str, Target]]:
    for question, address, plain, position in _places(questionnaire):
        if question.kind is Kind.SELECT_MULTIPLE:
            for choice in question.choices:
                target = (address, choice.name)
                yield f"{address}/{choice.name}", target
                if position < 2:
                    yield f"{question.name} {choice.name}", target
                    yield f"{plain} {choice.name}", target


def _labels(questionnaire: Questionnaire) -> Iterator[tuple[str, Target]]:
    for question, address, _plain, position in _places(questionnaire):
        for text in question.label.texts.values():
            if position < 2:
                yield text, (address, "")
            if position:
                yield f"{text} {position}", (address, "")


def _column(
    name: str,
    target: Target | None,
    questionnaire: Questionnaire,
    cells: Sequence[str],
    item: Item | None,
) -> Column:
    if target is None:
        return Column(name)
    address, choice = target
    question = questionnaire.questions[question_path(address, questionnaire)]
    several = question.kind is Kind.SELECT_MULTIPLE and not choice
    separator = _separator(question, cells) if several else ""
    values = _values(question, item) if item else {}
    return Column(name, address, choice, separator, values)


def _separator(question: Question, cells: Sequence[str]) -> str:
    """Return what divides most cells into choices of the list, '' for blanks."""
    known = choices_by_label(question).keys() | {fold(name) for name in question.choice_labels}

    def understood(separator: str) -> int:
        return sum(
            all(
                fold(part.strip()) in known
                for part in cell.split(separator or None)
                if part.strip()
            )
            for cell in cells
            if cell.strip()
        )

    best = max(SEPARATORS, key=understood)
    return best if understood(best) > understood("") else ""


def _values(question: Question, item: Item) -> dict[str, str]:
    """Return what a codes file says of a column's values: choices by label, and what is missing."""
    values = dict.fromkeys(sorted(item.missing), "")
    if question.kind.closed:
        labels = choices_by_label(question)
        for value, label in item.values:
            choice = labels.get(fold(label))
            if choice and choice != value:
                values[value] = choice
    return values
