"""What a dataset of a questionnaire's answers consists of: tables and their variables. Pure.

One table for people and one for each repeat. Every answered question is a variable; a multiple
choice is its list and one yes/no variable for each choice. A question that is not always asked has
a yes/no companion that says whether it was, so that "not asked" and "left blank" stay apart in
every format, in those too that know one kind of empty cell.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from vecu.datasets.exports.naming import Names
from vecu.datasets.exports.routing import Rules
from vecu.questionnaires import Group, Kind, Question, Questionnaire, Wording
from vecu.text import _, translate

Labels = Mapping[str, str]
"""A text by language code."""
PEOPLE = "people"
"""The name of the table of people."""


class Sort(StrEnum):
    """What a column holds: YESNO is true or false, CHOICE the name of a choice."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    CHOICE = "choice"
    YESNO = "yes/no"


class Role(StrEnum):
    """What a variable is there for."""

    KEY = "key"
    POSITION = "position"
    CONTEXT = "context"
    ANSWER = "answer"
    TICK = "tick"
    ASKED = "asked"


_SORTS = {
    Kind.INTEGER: Sort.INTEGER,
    Kind.DECIMAL: Sort.DECIMAL,
    Kind.RANGE: Sort.DECIMAL,
    Kind.DATE: Sort.DATE,
    Kind.SELECT_ONE: Sort.CHOICE,
}


@dataclass(frozen=True)
class Variable:
    """One column. `name` is the same in every format (see `naming`).

    `path` is the question's; `choice` the choice that a TICK stands for; `asked` the name of the
    companion, '' where everybody is asked. `place` are the positions in the repeats above, in the
    wide shape only. `rules` are the conditions under which it is asked, the outermost first.
    """

    name: str
    sort: Sort
    role: Role
    label: Labels
    path: str = ""
    values: tuple[tuple[str, Labels], ...] = ()
    choice: str = ""
    asked: str = ""
    rules: Rules = ()
    hint: Labels = field(default_factory=dict)
    place: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """One file of a dataset: people (`group` is the root), or what was told in one repeat.

    `depth` counts the repeats that a row stands in: 0 for people.
    """

    name: str
    group: Group
    depth: int
    variables: tuple[Variable, ...]


def describe(questionnaire: Questionnaire) -> tuple[Table, ...]:
    """Return the tables of a questionnaire in the long shape, people first."""
    return tuple(_tables(questionnaire, questionnaire.root, 0, (), Names({PEOPLE})))


def label(labels: Labels, language: str) -> str:
    """Return a text in `language`, else in the first that has one."""
    return labels.get(language) or next((text for text in labels.values() if text), "")


def said(message: str, languages: tuple[str, ...]) -> Labels:
    """Return an interface message in each language."""
    return {language: translate(message, language) for language in languages}


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
        variables += _variables(item, above, own[item.path], names, languages)
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
        elif isinstance(child, Group) or child.kind is not Kind.NOTE:
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


def _variables(
    question: Question, rules: Rules, name: str, names: Names, languages: tuple[str, ...]
) -> Iterator[Variable]:
    words = _texts(question.label) or {languages[0]: question.name}
    asked = names.take(f"{question.name}_asked") if rules else ""
    values = tuple((choice.name, _texts(choice.label)) for choice in question.choices)
    whole = Variable(
        name,
        Sort.TEXT if question.in_own_words else _SORTS.get(question.kind, Sort.TEXT),
        Role.ANSWER,
        words,
        question.path,
        values,
        asked=asked,
        rules=rules,
        hint=_texts(question.hint),
    )
    yield whole
    if question.kind is Kind.SELECT_MULTIPLE:
        for choice, told in values:
            both = {code: f"{label(words, code)}: {label(told, code)}" for code in languages}
            yield replace(
                whole,
                name=names.take(f"{question.name}_{choice}"),
                sort=Sort.YESNO,
                role=Role.TICK,
                label=both,
                values=(),
                choice=choice,
            )
    if asked:
        told = said(_("Was it asked?"), languages)
        both = {code: f"{told[code]} {label(words, code)}" for code in languages}
        yield Variable(asked, Sort.YESNO, Role.ASKED, both, question.path, rules=rules)


def _texts(wording: Wording) -> Labels:
    return {language: wording.say(language) for language, text in wording.texts.items() if text}
