"""The tables of a questionnaire: one for people and one for each repeat. Pure."""

from collections.abc import Iterator

from vecu.datasets.exports.naming import Names
from vecu.datasets.exports.questions import variables_of
from vecu.datasets.exports.routing import Rules
from vecu.datasets.exports.variables import PEOPLE, Role, Sort, Table, Variable, said
from vecu.questionnaires import Group, Kind, Question, Questionnaire
from vecu.text import _


def describe(questionnaire: Questionnaire) -> tuple[Table, ...]:
    """Return the tables of a questionnaire in the long shape, people first."""
    return tuple(_tables(questionnaire, questionnaire.root, 0, (), Names({PEOPLE})))


def _tables(
    questionnaire: Questionnaire, group: Group, depth: int, rules: Rules, tables: Names
) -> Iterator[Table]:
    names, languages = Names(), questionnaire.languages
    variables = [*_keys(names, languages, depth)]
    items = list(_within(group, rules))
    inner = [(item, above) for item, above in items if isinstance(item, Group)]
    asked = [(item, above) for item, above in items if isinstance(item, Question)]
    own = {item.path: names.take(item.name) for item, _above in asked}  # before those made of them
    for item, above in asked:
        variables += variables_of(item, above, own[item.path], names, languages)
    name = PEOPLE if not depth else tables.take(group.name)
    yield Table(name, group, depth, tuple(variables))
    for repeat, above in inner:
        yield from _tables(questionnaire, repeat, depth + 1, above, tables)


def _within(group: Group, rules: Rules) -> Iterator[tuple[Question | Group, Rules]]:
    """Yield the questions of a group and its plain groups, and the repeats, with their rules."""
    for child in group.children:
        under = (*rules, child.relevant) if child.relevant is not None else rules
        if isinstance(child, Group) and not child.repeats:
            yield from _within(child, under)
        elif isinstance(child, Group) or not (child.kind is Kind.NOTE or child.heads):
            yield child, under


def _keys(names: Names, languages: tuple[str, ...], depth: int) -> Iterator[Variable]:
    key = said(_("Person: a key drawn for this export only"), languages)
    yield Variable(names.take("person"), Sort.TEXT, Role.KEY, key)
    for level in range(1, depth + 1):
        told = said(_("Position in the repeat, from 1"), languages)
        name = names.take("position" if level == depth else f"position_{level}")
        yield Variable(name, Sort.INTEGER, Role.POSITION, told)
    if depth:
        return
    context = (
        ("day", Sort.DATE, _("Day of sending or of the import")),
        ("language", Sort.TEXT, _("Language in which the person answered")),
        ("wave", Sort.INTEGER, _("Wave of the inquiry")),
        ("mode", Sort.TEXT, _("Way of taking part")),
    )
    for name, sort, words in context:
        yield Variable(names.take(name), sort, Role.CONTEXT, said(words, languages))
