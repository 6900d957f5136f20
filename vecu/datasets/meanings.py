"""What the labels of a file say of a column's values: which choices, and what is missing. Pure."""

import re
from dataclasses import replace

from vecu.datasets.codes import Codes, Item
from vecu.datasets.exports.programs import Program, told_apart
from vecu.datasets.exports.variables import label
from vecu.datasets.mapping import Column, Mapping, question_path
from vecu.datasets.names import fold
from vecu.datasets.targets import NO, YES, choices_by_label
from vecu.questionnaires import Question, Questionnaire

_TICKED = frozenset({"0", "1"})
"""Codes by which files say no and yes, whatever they call it."""
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]*)?")


def meanings(question: Question, part: str, item: Item) -> dict[str, str | None]:
    """Return what a file says of a column's values: choices by label, and what is missing.

    A number whose label is that of no choice is on no list, though it may look like a choice. A
    label that two choices share contradicts neither of them, and a name is no choice by chance.
    """
    values: dict[str, str | None] = {**item.meanings}
    if not question.closed:
        return values
    labels = _choices_in_files(question)
    ticked = {value for value, _words in item.values} <= _TICKED if part else False
    for value, words in item.values:
        meant = labels.get(fold(words))
        if part and meant is None:
            meant = _ticks(words, part)
        if meant is not None and meant != value:
            values[value] = meant
        elif meant is None and not ticked and not _stands(question, value, words):
            values[value] = None
    return values


def unlisted(question: Question, part: str, item: Item) -> set[str]:
    """Return the values that are on no list because what the file calls them is no choice."""
    return {value for value, meant in meanings(question, part, item).items() if meant is None}


def _stands(question: Question, value: str, words: str) -> bool:
    """Return whether a value is the choice that it names, although its label tells none."""
    wording = question.choice_labels.get(value)
    if wording is None:
        return False
    return not _NUMBER.fullmatch(value) or fold(words) in map(fold, wording.texts.values())


def _ticks(words: str, part: str) -> str | None:
    """Return what a label in a column of ticks says, None where it says neither yes nor no."""
    folded = fold(words)
    return part if folded in YES else "" if folded in NO else None


def _choices_in_files(question: Question) -> dict[str, str]:
    """Return choice names by folded label, also as SPSS and Stata have it: cut, or with a name."""
    texts = {choice.name: choice.label.texts for choice in question.choices}
    languages = dict.fromkeys(language for each in texts.values() for language in each)
    shown: dict[str, set[str]] = {}
    for program in Program:
        for language in languages:
            pairs = [(name, label(each, language) or name) for name, each in texts.items()]
            for (name, _text), told in zip(pairs, told_apart(program, pairs), strict=True):
                shown.setdefault(fold(told), set()).add(name)
    alone = {folded: min(names) for folded, names in shown.items() if len(names) == 1}
    return alone | choices_by_label(question)


def with_labels(mapping: Mapping, questionnaire: Questionnaire, codes: Codes) -> Mapping:
    """Return a mapping that a person wrote, with what a file's labels say of values it left out."""
    return replace(
        mapping,
        columns=tuple(_labelled(each, questionnaire, codes) for each in mapping.columns),
    )


def _labelled(column: Column, questionnaire: Questionnaire, codes: Codes) -> Column:
    question = questionnaire.questions.get(question_path(column.address, questionnaire))
    if question is None or column.name not in codes:
        return column
    told = meanings(question, column.part, codes[column.name])
    return replace(column, values={**told, **column.values})
