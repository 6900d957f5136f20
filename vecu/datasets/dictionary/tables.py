"""The tables of a questionnaire: one for respondents and one for each repeat. Pure."""

from collections.abc import Iterator

from vecu.datasets.dictionary.question_variables import iter_question_variables
from vecu.datasets.dictionary.universe import Rules
from vecu.datasets.dictionary.variable_names import NameAllocator
from vecu.datasets.dictionary.variables import (
    PEOPLE,
    ExportTable,
    Variable,
    VariableRole,
    VariableType,
    localized,
)
from vecu.questionnaires import Group, Question, Questionnaire
from vecu.translation import gettext_noop


def describe_tables(questionnaire: Questionnaire) -> tuple[ExportTable, ...]:
    """Return the tables of a questionnaire in long format, respondents first."""
    return tuple(_tables(questionnaire, questionnaire.root, 0, (), NameAllocator({PEOPLE})))


def _tables(
    questionnaire: Questionnaire, group: Group, depth: int, rules: Rules, tables: NameAllocator
) -> Iterator[ExportTable]:
    names, languages = NameAllocator(), questionnaire.languages
    variables = [*_keys(names, languages, depth)]
    items = list(_within(group, rules))
    inner = [(item, above) for item, above in items if isinstance(item, Group)]
    questions = [(item, above) for item, above in items if isinstance(item, Question)]
    own = {
        item.path: names.allocate(item.name) for item, _above in questions
    }  # before names derived from them
    for item, above in questions:
        variables += iter_question_variables(item, above, own[item.path], names, languages)
    name = PEOPLE if not depth else tables.allocate(group.name)
    yield ExportTable(name, group, depth, tuple(variables))
    for repeat, above in inner:
        yield from _tables(questionnaire, repeat, depth + 1, above, tables)


def _within(group: Group, rules: Rules) -> Iterator[tuple[Question | Group, Rules]]:
    """Yield questions of a group and its plain groups, and repeats, with their conditions."""
    for child in group.children:
        under = (*rules, child.relevant) if child.relevant is not None else rules
        if isinstance(child, Group) and not child.repeats:
            yield from _within(child, under)
        elif isinstance(child, Group) or not (child.is_note or child.is_table_heading):
            yield child, under


def _keys(names: NameAllocator, languages: tuple[str, ...], depth: int) -> Iterator[Variable]:
    """Yield what identifies a row, and its context.

    Each table has the mode, without which nobody could tell whether its rows are of a sample.
    """
    key = localized(gettext_noop("Person: a key drawn for this export only"), languages)
    yield Variable(names.allocate("person"), VariableType.TEXT, VariableRole.KEY, key)
    for level in range(1, depth + 1):
        label = localized(gettext_noop("Position in the repeat, from 1"), languages)
        name = names.allocate("position" if level == depth else f"position_{level}")
        yield Variable(name, VariableType.INTEGER, VariableRole.POSITION, label)
    mode = ("mode", VariableType.TEXT, gettext_noop("Way of taking part"))
    context = (
        ("day", VariableType.DATE, gettext_noop("Day of sending or of the import")),
        ("language", VariableType.TEXT, gettext_noop("Language in which the person answered")),
        ("wave", VariableType.INTEGER, gettext_noop("Wave of the inquiry")),
        mode,
        (
            "promise",
            VariableType.INTEGER,
            gettext_noop("Number of the promise that the person read"),
        ),
    )
    for name, sort, words in (mode,) if depth else context:
        yield Variable(
            names.allocate(name), sort, VariableRole.CONTEXT, localized(words, languages)
        )
