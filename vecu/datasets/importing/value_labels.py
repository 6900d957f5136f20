"""Interpret a file's value labels: which choices they are, and which values are missing. Pure."""

import re
from dataclasses import replace

from vecu.datasets.dictionary.spss_stata_limits import Program, deduplicate_labels
from vecu.datasets.dictionary.variables import pick_label
from vecu.datasets.importing.cell_parser import NO, YES, index_choices
from vecu.datasets.importing.codebook_file import CodebookItem, CodebookItems
from vecu.datasets.importing.mapping import ColumnMapping, MappedColumn, get_question_path
from vecu.datasets.slugs import fold_name
from vecu.questionnaires import Question, Questionnaire

_TICKED = frozenset({"0", "1"})
"""Codes for no and yes in files, whatever their labels."""
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]*)?")


def value_label_meanings(
    question: Question, part: str, item: CodebookItem
) -> dict[str, str | None]:
    """Return the meanings of a column's values: choices by label, and missing values.

    A number whose label is that of no choice is unknown, even if it looks like a choice's name.
    A label that two choices share contradicts neither; a nonnumeric choice name is never a
    coincidence.
    """
    values: dict[str, str | None] = {**item.missing_meanings}
    if not question.closed:
        return values
    labels = _choices_in_files(question)
    ticked = {value for value, _words in item.values} <= _TICKED if part else False
    for value, words in item.values:
        meant = labels.get(fold_name(words))
        if part and meant is None:
            meant = _ticks(words, part)
        if meant is not None and meant != value:
            values[value] = meant
        elif meant is None and not ticked and not _stands(question, value, words):
            values[value] = None
    return values


def find_unknown_values(question: Question, part: str, item: CodebookItem) -> set[str]:
    """Return the values that are unknown because their labels match no choice."""
    return {
        value
        for value, meant in value_label_meanings(question, part, item).items()
        if meant is None
    }


def _stands(question: Question, value: str, words: str) -> bool:
    """Return whether a value is the choice that it names, although its label matches none."""
    wording = question.choice_labels.get(value)
    if wording is None:
        return False
    return not _NUMBER.fullmatch(value) or fold_name(words) in map(
        fold_name, wording.texts.values()
    )


def _ticks(words: str, part: str) -> str | None:
    """Return the meaning of a label in a column of ticks, None if it is neither yes nor no."""
    folded = fold_name(words)
    return part if folded in YES else "" if folded in NO else None


def _choices_in_files(question: Question) -> dict[str, str]:
    """Return choice names by folded label, also as our exports to SPSS and Stata write them."""
    texts = {choice.name: choice.label.texts for choice in question.choices}
    languages = dict.fromkeys(language for each in texts.values() for language in each)
    names_by_label: dict[str, set[str]] = {}
    for program in Program:
        for language in languages:
            pairs = [(name, pick_label(each, language) or name) for name, each in texts.items()]
            for (name, _text), label in zip(pairs, deduplicate_labels(program, pairs), strict=True):
                names_by_label.setdefault(fold_name(label), set()).add(name)
    alone = {folded: min(names) for folded, names in names_by_label.items() if len(names) == 1}
    return alone | index_choices(question)


def apply_value_labels(
    mapping: ColumnMapping, questionnaire: Questionnaire, codes: CodebookItems
) -> ColumnMapping:
    """Return a hand-written mapping, completed with the meanings of value labels."""
    return replace(
        mapping,
        columns=tuple(_labelled(each, questionnaire, codes) for each in mapping.columns),
    )


def _labelled(
    column: MappedColumn, questionnaire: Questionnaire, codes: CodebookItems
) -> MappedColumn:
    question = questionnaire.questions.get(get_question_path(column.address, questionnaire))
    if question is None or column.name not in codes:
        return column
    meanings = value_label_meanings(question, column.part, codes[column.name])
    return replace(column, values={**meanings, **column.values})
