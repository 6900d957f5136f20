"""Suggest which column answers which question, for a person to confirm. Pure.

Names are compared first ("work/sector", "sector", "story[2]/task", "task_2", "tools/chatgpt"), then
labels in any language, both without case, accents and punctuation. A name that is a question's path
always means that question. Similar or ambiguous names are doubtful: they are shown as suggestions
and never applied without confirmation.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice

from vecu.datasets.importing import name_variants
from vecu.datasets.importing.cell_parser import index_choices
from vecu.datasets.importing.codebook_file import CodebookItem, CodebookItems
from vecu.datasets.importing.export_names import QuestionTarget, match_export_names
from vecu.datasets.importing.mapping import ColumnMapping, MappedColumn, get_question_path
from vecu.datasets.importing.reader import OpenedTable
from vecu.datasets.importing.value_labels import value_label_meanings
from vecu.datasets.slugs import fold_name
from vecu.questionnaires import Question, Questionnaire
from vecu.tables import Table

KEY_NAMES = frozenset(
    {
        "case",
        "id",
        "identifiant",
        "key",
        "numero",
        "person",
        "uuid",
        "instanceid",
        "respondent",
        "respondent id",
        "response id",
        "token",
    }
)
"""Folded names of columns that identify rows, if all their cells differ."""

SEPARATORS = (";", "|", ",", "/", "\n")
"""Possible separators of choices in one cell; otherwise it is a space."""

_LOOKED_AT = 500
_ALIKE = 0.75
_COMPARED = 80
_NEAREST = 5
_LATER_STORY = re.compile(r"\[(?!1\])")
Tier = Callable[[str], Collection[QuestionTarget]]
"""Returns the targets that a spelling names: none, one, or several."""


@dataclass(frozen=True, slots=True)
class MappingSuggestion:
    """A mapping to confirm; `doubtful` are the columns mapped by similarity only."""

    mapping: ColumnMapping
    doubtful: frozenset[str] = frozenset()

    def get_certain_mapping(self) -> ColumnMapping:
        """Return the mapping with the doubtful columns left out."""
        columns = tuple(
            MappedColumn(column.name) if column.name in self.doubtful else column
            for column in self.mapping.columns
        )
        return replace(self.mapping, columns=columns)

    def get_guesses(self) -> dict[str, str]:
        """Return the suggested targets of the doubtful columns, by name."""
        return {c.name: c.address for c in self.mapping.columns if c.name in self.doubtful}


def suggest_column_mapping(
    table: Table,
    questionnaire: Questionnaire,
    codes: CodebookItems | None = None,
    key: str | None = None,
) -> MappingSuggestion:
    """Return the likeliest mapping of a table's columns to a questionnaire's questions.

    `key` is the column that identifies rows: None detects it, '' is none.
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
    return MappingSuggestion(ColumnMapping(columns, key), frozenset(doubtful))


def suggest_key(table: Table) -> str:
    """Return the first column named as a key without blank or repeated cells, else ''."""
    for index, name in enumerate(table.columns):
        if fold_name(name) in KEY_NAMES:
            cells = [row.cells[index].strip() for row in table.rows() if not row.problem]
            if all(cells) and len(set(cells)) == len(cells):
                return name
    return ""


def change_column_target(
    column: MappedColumn, opened: OpenedTable, questionnaire: Questionnaire
) -> MappedColumn:
    """Return a column with the selected target, and the meanings of its values there."""
    target, cells = (column.address, column.part), _cells(opened.table)[column.name]
    return _column(column.name, target, questionnaire, cells, opened.codes.get(column.name))


def _cells(table: Table) -> Mapping[str, Sequence[str]]:
    rows = [row.cells for row in islice(table.rows(), _LOOKED_AT) if not row.problem]
    return {name: [cells[index] for cells in rows] for index, name in enumerate(table.columns)}


def _targets(
    names: Sequence[str], questionnaire: Questionnaire, titles: Mapping[str, str]
) -> tuple[dict[str, QuestionTarget], set[str]]:
    """Return the target of each column, and the columns matched by similarity; targets are unique.

    A column is matched by its name, else by its title, the label in a .sav or .dta file. If its
    name matches several questions, its title may decide.
    """
    addresses, called, parts, labels = (
        _spelled(spell(questionnaire))
        for spell in (
            name_variants.iter_addresses,
            name_variants.iter_names,
            name_variants.iter_parts,
            name_variants.iter_labels,
        )
    )
    worded = [_tier(spelled) for spelled in (addresses, called, parts, labels)]
    found: dict[str, QuestionTarget] = {}
    tiers = (*_exact(questionnaire, addresses, called), *worded)
    several = _find({name: name for name in names}, tiers, found)
    _find({name: titles.get(name, "") for name in names if name not in found}, worded, found)
    doubtful = {name for name in several if name in found and found[name] not in several[name]}
    whole = {address for address, part in found.values() if not part}
    found = {
        name: (address, part)
        for name, (address, part) in found.items()
        if not part or address not in whole  # a list and its ticks would be duplicates
    }
    free = {
        key[:_COMPARED]: target
        for spelled in (labels, called)
        for key, targets in spelled.items()
        for target in targets
        if len(targets) == 1 and not _LATER_STORY.search(target[0])
    }
    for name in names:
        if name not in found and (target := _alike(name, free, found.values())):
            found[name] = target
            doubtful.add(name)
    return found, doubtful & found.keys()


def _find(
    spelled: Mapping[str, str], tiers: Sequence[Tier], found: dict[str, QuestionTarget]
) -> dict[str, Collection[QuestionTarget]]:
    """Add the targets of columns to `found`; return the candidates of ambiguous ones.

    The first tier that matches a spelling decides: later ones do not resolve its ambiguities.
    """
    several, left = dict[str, Collection[QuestionTarget]](), dict(spelled)
    for tier in tiers:
        known = {name: targets for name, text in left.items() if (targets := tier(text))}
        for name, targets in known.items():
            del left[name]
            if len(targets) > 1:
                several[name] = targets
            elif (target := next(iter(targets))) not in found.values():
                found[name] = target
    return several


def _exact(
    questionnaire: Questionnaire,
    addresses: Mapping[str, Collection[QuestionTarget]],
    called: Mapping[str, Collection[QuestionTarget]],
) -> tuple[Tier, Tier]:
    """Return the tiers of exact names: those of our exports, and paths.

    A name from an export counts unless a question has it itself.
    """
    own = match_export_names(questionnaire)
    letters: dict[str, set[QuestionTarget]] = {}
    for spelling, target in name_variants.iter_addresses(questionnaire):
        letters.setdefault(spelling, set()).add(target)

    def taken_out(name: str) -> Collection[QuestionTarget]:
        spelling = fold_name(name)
        return () if spelling in addresses or spelling in called else own(name)

    return taken_out, lambda name: letters.get(name, ())


def _alike(
    name: str, free: Mapping[str, QuestionTarget], taken: Collection[QuestionTarget]
) -> QuestionTarget | None:
    """Return the free target whose spelling is most similar to a name, if any is similar enough."""
    alike = get_close_matches(fold_name(name)[:_COMPARED], free, n=_NEAREST, cutoff=_ALIKE)
    return next((free[key] for key in alike if free[key] not in taken), None)


def _spelled(pairs: Iterable[tuple[str, QuestionTarget]]) -> dict[str, set[QuestionTarget]]:
    """Return the targets by folded spelling."""
    found: dict[str, set[QuestionTarget]] = {}
    for spelling, target in pairs:
        if key := fold_name(spelling):
            found.setdefault(key, set()).add(target)
    return found


def _tier(spelled: Mapping[str, Collection[QuestionTarget]]) -> Tier:
    return lambda text: spelled.get(fold_name(text), ())


def _column(
    name: str,
    target: QuestionTarget | None,
    questionnaire: Questionnaire,
    cells: Sequence[str],
    item: CodebookItem | None,
) -> MappedColumn:
    if target is None:
        return MappedColumn(name)
    address, part = target
    question = questionnaire.questions[get_question_path(address, questionnaire)]
    several = question.kind.has_several and not part
    separator = _separator(question, cells) if several else ""
    values = value_label_meanings(question, part, item) if item else {}
    return MappedColumn(name, address, part, separator, values)


def _separator(question: Question, cells: Sequence[str]) -> str:
    """Return the separator that splits most cells into choices of the list, '' for blanks."""
    known = index_choices(question).keys() | {fold_name(name) for name in question.choice_labels}

    def understood(separator: str) -> int:
        return sum(
            all(
                fold_name(part.strip()) in known
                for part in cell.split(separator or None)
                if part.strip()
            )
            for cell in cells
            if cell.strip()
        )

    best = max(SEPARATORS, key=understood)
    return best if understood(best) > understood("") else ""
