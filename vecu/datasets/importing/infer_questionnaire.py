"""Infer a questionnaire from the cells of a file and a codes file. Pure.

The original questions cannot be known from answers, so the questionnaire only claims what the file
shows: names and labels of columns, the type that fits every value, lists if a codes file has them
or if a few texts are repeated (these texts are then their own labels).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from vecu.datasets.importing.codebook_file import CodebookItem, CodebookItems
from vecu.datasets.importing.column_profile import ColumnProfile
from vecu.datasets.importing.mapping import ColumnMapping, MappedColumn
from vecu.datasets.slugs import make_slug
from vecu.tables import Table

_YES = {"fr": "Oui", "de": "Ja", "en": "Yes"}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_CHOICE_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_LONGEST_SCALE = 10
"""Largest difference between the ends of a scale: they are often 0 to 10, rarely longer."""
_MOST_CALLED = 12
_RESERVED = frozenset({"meta", "instanceid"})

Choices = tuple[tuple[str, str], ...]
"""Pairs of a choice's name and label."""


@dataclass(frozen=True, slots=True)
class InferredQuestion:
    """An inferred question: XLSForm type, name, label, and choices if it has a list.

    `hint` names some of its values, if these have labels but are not a list.
    """

    type: str
    name: str
    label: str
    choices: Choices = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class InferredQuestionnaire:
    """The inferred questions, and the mapping of columns to them."""

    questions: tuple[InferredQuestion, ...]
    mapping: ColumnMapping


@dataclass
class _Draft:
    language: str
    taken: set[str] = field(default_factory=lambda: set(_RESERVED))
    questions: list[InferredQuestion] = field(default_factory=list)
    columns: list[MappedColumn] = field(default_factory=list)

    def name(self, wanted: str) -> str:
        """Return a name for a question: the column's own if it is valid and free."""
        name = wanted if _NAME.fullmatch(wanted) and wanted.casefold() not in self.taken else ""
        name = name or make_slug(wanted, self.taken, fallback="column", longest=60)
        self.taken.add(name.casefold())
        return name


def infer_questions(
    table: Table, codes: CodebookItems | None, *, key: str, language: str
) -> InferredQuestionnaire:
    """Return the questions of a table whose answers are in `language`, and the mapping.

    The key column becomes no question: what identifies respondents is not stored with their
    answers.
    """
    codes = codes or {}
    profiles = _profiles(table, codes)
    draft = _Draft(language)
    for prefix, names in _runs(table, key, profiles, codes):
        if prefix:
            _add_tick_question(draft, prefix, names, codes)
        else:
            _add_question(draft, names[0], profiles[names[0]], codes.get(names[0], CodebookItem()))
    if key:
        draft.columns.append(MappedColumn(key))
    order = {name: index for index, name in enumerate(table.columns)}
    columns = tuple(sorted(draft.columns, key=lambda column: order[column.name]))
    return InferredQuestionnaire(tuple(draft.questions), ColumnMapping(columns, key))


def _profiles(table: Table, codes: CodebookItems) -> Mapping[str, ColumnProfile]:
    """Return the profile of each column, without its missing values."""
    profiles = [ColumnProfile() for _column in table.columns]
    missing = [codes.get(name, CodebookItem()).missing_meanings for name in table.columns]
    for row in table.rows():
        if not row.problem:
            for cell, profile, skipped in zip(row.cells, profiles, missing, strict=True):
                bare = cell.strip()
                if bare and bare not in skipped:
                    profile.add(bare)
    return dict(zip(table.columns, profiles, strict=True))


def _runs(
    table: Table, key: str, profiles: Mapping[str, ColumnProfile], codes: CodebookItems
) -> Iterator[tuple[str, list[str]]]:
    """Yield the columns in order: single ones, or ticked ones grouped by their common prefix."""

    def prefix(name: str) -> str:
        ticked = profiles[name].is_tick_column and not codes.get(name, CodebookItem()).values
        return name.rpartition("_")[0] if ticked else ""

    for shared, run in groupby((name for name in table.columns if name != key), key=prefix):
        names = list(run)
        if shared and len(names) > 1:
            yield shared, names
        else:
            yield from (("", [name]) for name in names)


def _add_tick_question(draft: _Draft, prefix: str, names: list[str], codes: CodebookItems) -> None:
    """Add one multiple choice for the columns that are ticked or blank."""
    question = draft.name(prefix)
    choices: dict[str, str] = {}
    for name in names:
        rest = name.removeprefix(f"{prefix}_")
        choice = make_slug(rest, choices)
        choices[choice] = codes.get(name, CodebookItem()).label or rest
        draft.columns.append(MappedColumn(name, question, choice))
    draft.questions.append(
        InferredQuestion("select_multiple", question, prefix, tuple(choices.items()))
    )


def _add_question(draft: _Draft, column: str, profile: ColumnProfile, item: CodebookItem) -> None:
    """Add the question of one column."""
    question = draft.name(column)
    label = item.label or column
    missing = item.missing_meanings
    listed = _listed(profile, item)
    if listed:
        names: dict[str, str] = {}
        for value, _label in listed:
            names[value] = _choice_name(value, list(names.values()))
        choices = tuple((names[value], text) for value, text in listed)
        values = {value: name for value, name in names.items() if value != name} | missing
        draft.questions.append(InferredQuestion("select_one", question, label, choices))
        draft.columns.append(MappedColumn(column, question, values=values))
    elif profile.is_tick_column:
        yes = _YES.get(draft.language, _YES["en"])
        draft.questions.append(InferredQuestion("select_one", question, label, (("yes", yes),)))
        draft.columns.append(MappedColumn(column, question, "yes"))
    else:
        draft.questions.append(InferredQuestion(profile.type, question, label, hint=_called(item)))
        draft.columns.append(MappedColumn(column, question, values=missing))


def _listed(profile: ColumnProfile, item: CodebookItem) -> list[tuple[str, str]]:
    """Return the (value, label) pairs to choose from, () if the column is not a list.

    Unlabelled values are their own labels. If they are numbers and more than the labelled ones,
    the column is a scale, or a quantity with some named values, which is not a list.
    """
    named = dict(item.values)
    added = [value for value in profile.values if value not in named]
    if named and not profile.many:
        few = len(added) <= len(named) or profile.type == "text"
        if few or (profile.type == "integer" and _is_scale(named, added)):
            return _in_order(named, added)
    if not named and profile.is_list and profile.type == "text" and not profile.is_tick_column:
        return [(value, value) for value in sorted(profile.values)]
    return []


def _is_scale(named: Collection[str], added: Collection[str]) -> bool:
    """Return whether unlabelled numbers lie close together between labelled ends, as 1 to 7."""
    ends = [int(value) for value in named if _WHOLE.fullmatch(value)]
    within = [int(value) for value in added]
    low = max((end for end in ends if end < min(within)), default=min(within))
    high = min((end for end in ends if end > max(within)), default=max(within))
    return high - low <= _LONGEST_SCALE and bool({low, high} & set(ends))


def _in_order(named: Mapping[str, str], added: Collection[str]) -> list[tuple[str, str]]:
    """Return all values with their labels: in the codes' order, or by number if some have none.

    Unlabelled texts come last.
    """
    pairs = [*named.items(), *((value, value) for value in sorted(added))]
    if added and all(_WHOLE.fullmatch(value) for value, _label in pairs):
        return sorted(pairs, key=lambda pair: int(pair[0]))
    return pairs


def _called(item: CodebookItem) -> str:
    """Return the first labels of an item, in a line."""
    labels = [f"{value} = {label}" for value, label in item.values]
    more = ["…"] if len(labels) > _MOST_CALLED else []
    return " · ".join([*labels[:_MOST_CALLED], *more])


def _choice_name(value: str, taken: Collection[str]) -> str:
    own = _CHOICE_NAME.fullmatch(value) and value not in taken
    return value if own else make_slug(value, taken)
