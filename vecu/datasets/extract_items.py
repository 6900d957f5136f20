"""Read a study into what an extract holds: items to release, and counts of people by them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from itertools import islice
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from vecu.coding.queries import CodedLine, CodedList, CodedListKind, list_coded_people
from vecu.datasets.releases.extract_counts import (
    CODE_ALONE,
    NO,
    NO_ANSWER,
    YES,
    Category,
    CountedVariable,
    ExtractCounts,
    Item,
    ItemKind,
    Labels,
    count_tables,
    find_nestings,
)
from vecu.datasets.releases.planning import MOST_COLUMNS
from vecu.questionnaires import Group, Question, QuestionType, Values, Wording
from vecu.stats import EVERYBODY, Nesting, Routing
from vecu.surveys.queries import Study, VersionAnswers, iter_values, list_answered_versions
from vecu.surveys.results.answer_layout import PERMISSION

MOST_CHOICES = 100
"""The most choices of a question that is counted for release."""
_KINDS = {
    CodedListKind.CODES: ItemKind.CODES,
    CodedListKind.PRACTICES: ItemKind.PRACTICES,
    CodedListKind.BEYOND: ItemKind.BEYOND,
}
_YES_NO = (Category(YES, {}), Category(NO, {}))


Column = tuple[CountedVariable, NDArray[np.integer[Any]]]
"""A variable, and the index of each person's category."""
_SAID = 0
"""The index of `YES`."""


@dataclass(frozen=True)
class CountedQuestion:
    """A closed question, the choices of all versions together; `by_story`: inside a repeat."""

    question: Question
    choices: Mapping[str, Labels]
    by_story: bool

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The index of each choice."""
        return {name: place for place, name in enumerate(self.choices)}

    @property
    def divides_people(self) -> bool:
        """Whether everybody gave one answer at most."""
        return self.question.kind is QuestionType.SELECT_ONE and not self.by_story

    @property
    def can_break_down(self) -> bool:
        """Whether figures can be broken down by it."""
        return self.divides_people and len(self.choices) <= MOST_COLUMNS


def list_counted_questions(study: Study) -> list[CountedQuestion]:
    """Return the closed questions of all versions that were answered, the newest wording first."""
    found: dict[str, tuple[Question, bool, dict[str, Labels]]] = {}
    for answered in reversed(list_answered_versions(study)):
        for question, by_story in _iter_closed(answered.questionnaire.root):
            _first, _within, choices = found.setdefault(question.path, (question, by_story, {}))
            for choice in question.choices:
                choices.setdefault(choice.name, _get_labels(choice.label))
    return [
        CountedQuestion(question, choices, by_story)
        for question, by_story, choices in found.values()
    ]


def count_study(study: Study, breakdowns: Collection[str]) -> tuple[ExtractCounts, list[UUID]]:
    """Count the people of a study for an extract, and return whose answers were counted.

    One answer counts as one person: who answered in two waves counts twice. `breakdowns` are paths
    of questions that `can_break_down`; others are left out.
    """
    answered = list_answered_versions(study)
    questions = [
        each for each in list_counted_questions(study) if len(each.choices) <= MOST_CHOICES
    ]
    counters = [_count_question(each, sum(part.people for part in answered)) for each in questions]
    ids = []
    for person, (answer, values) in enumerate(_iter_people(answered)):
        ids.append(answer)
        for counter in counters:
            counter.add(person, values)
    lists = list_coded_people(study.id)
    columns = [(name, index) for each in counters for name, index in each.columns(len(ids))]
    columns += [column for each in lists for column in _count_lines(each, ids)]
    variables = {variable.name: variable for variable, _index in columns}
    chosen = tuple(
        each.question.path
        for each in questions
        if each.can_break_down and each.question.path in breakdowns
    )
    indexes = {variable.name: index for variable, index in columns}
    items = [*map(_question_item, questions), *map(_coded_item, lists)]
    counts = ExtractCounts(
        people=len(ids),
        items={item.key: item for item in items},
        variables=variables,
        breakdowns=chosen,
        tables=count_tables(variables, chosen, indexes, len(ids)),
        nestings=(
            *_find_line_nestings(lists),
            *(
                Nesting(EVERYBODY, each.names, covered=True)
                for each in counters
                if each.is_complete(len(ids))
            ),
        ),
        routings=tuple(_find_routings(counters, len(ids))),
    )
    return counts, ids


def _find_line_nestings(lists: Sequence[CodedList]) -> tuple[Nesting, ...]:
    return find_nestings(
        {_name_line(each.kind, line): line.codes for each in lists for line in each.lines}
    )


def _iter_people(answered: Sequence[VersionAnswers]) -> Iterator[tuple[UUID, Values]]:
    """Yield every answer once, as many as there were at the beginning at most."""
    for part in answered:
        yield from islice(iter_values(part), part.people)


def _iter_closed(group: Group, *, repeated: bool = False) -> Iterator[tuple[Question, bool]]:
    for child in group.children:
        if isinstance(child, Group):
            yield from _iter_closed(child, repeated=repeated or child.repeats)
        elif child.closed and child.choices and not child.path.endswith(PERMISSION):
            yield child, repeated


def _get_labels(wording: Wording) -> Labels:
    return {language: wording.say(language) for language, text in wording.texts.items() if text}


def _list_answers(values: Values, question: Question) -> set[str]:
    """Return what a person chose, in all their stories together."""
    found: list[Any] = [values]
    for name in question.path.split("/")[2:]:
        below = [each.get(name) for each in found if isinstance(each, dict)]
        found = [
            part
            for each in below
            if each not in (None, "")
            for part in (each if isinstance(each, list) else [each])
        ]
    texts = [str(each) for each in found]
    several = question.kind is QuestionType.SELECT_MULTIPLE
    return {name for text in texts for name in (text.split() if several else [text])}


@dataclass(frozen=True, eq=False)
class _QuestionCounter:
    """The category of each person in the variables of one question, while answers are read.

    A stored value that is on no list counts as no answer.
    """

    counted: CountedQuestion
    variables: Sequence[CountedVariable]
    indexes: Sequence[NDArray[np.integer[Any]]]

    def add(self, person: int, values: Values) -> None:
        """Note what a person chose."""
        for name in _list_answers(values, self.counted.question):
            place = self.counted.places.get(name)
            if place is None:
                continue
            if self.counted.divides_people:
                self.indexes[0][person] = place
            else:
                self.indexes[place][person] = _SAID

    @property
    def names(self) -> frozenset[str]:
        """The names of its variables."""
        return frozenset(variable.name for variable in self.variables)

    def has_answered(self, people: int) -> NDArray[np.bool_]:
        """Return which of so many people chose anything."""
        if self.counted.divides_people:
            answered: NDArray[np.bool_] = self.indexes[0][:people] < len(self.counted.choices)
            return answered
        return np.asarray((np.stack(self.indexes)[:, :people] == _SAID).any(axis=0))

    def is_complete(self, people: int) -> bool:
        """Return whether each of so many people chose one of several at least.

        Readers know it of a question that had to be answered.
        """
        return not self.counted.divides_people and bool(people and self.has_answered(people).all())

    def list_answers(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Return all its answers, each as a variable and its category."""
        if self.counted.divides_people:
            name = self.variables[0].name
            return tuple((name, (place,)) for place in range(len(self.counted.choices)))
        return tuple((variable.name, (_SAID,)) for variable in self.variables)

    def columns(self, people: int) -> Iterator[Column]:
        """Yield each variable with the category of each of so many people.

        Readers know that nobody lacks an answer where one was required of everybody: it is then no
        category, which could be anything from 0 to 10.
        """
        for variable, index in zip(self.variables, self.indexes, strict=True):
            needless = self.counted.divides_people and self.counted.question.required is not None
            if needless and people and self.has_answered(people).all():
                yield replace(variable, categories=variable.categories[:-1]), index[:people]
            else:
                yield variable, index[:people]


def _count_question(counted: CountedQuestion, people: int) -> _QuestionCounter:
    """Return a counter of one variable that divides all people, or of one for each choice."""
    path = counted.question.path
    if counted.divides_people:
        choices = [Category(name, label) for name, label in counted.choices.items()]
        label = _get_labels(counted.question.label)
        variable = CountedVariable(path, label, (*choices, Category(NO_ANSWER, {})))
        nobody = np.full(people, len(choices), dtype=np.int16)
        return _QuestionCounter(counted, [variable], [nobody])
    variables = [
        CountedVariable(f"{path}={name}", label, _YES_NO) for name, label in counted.choices.items()
    ]
    indexes = [np.full(people, 1 - _SAID, dtype=np.int8) for _variable in variables]
    return _QuestionCounter(counted, variables, indexes)


def _find_routings(counters: Sequence[_QuestionCounter], people: int) -> Iterator[Routing]:
    """Yield which questions were answered by all in some categories of another, and nobody else.

    Readers who know the questionnaire know it, or may guess it.
    """
    filters = [each for each in counters if each.counted.divides_people]
    for first in filters:
        index = first.indexes[0][:people]
        size = len(first.variables[0].categories)
        everybody = np.bincount(index, minlength=size)
        for second in counters:
            answered = second.has_answered(people)
            if second is first or answered.all():
                continue
            some = np.bincount(index[answered], minlength=size)
            if some.any() and ((some == 0) | (some == everybody)).all():
                asked = (first.variables[0].name, tuple(map(int, np.flatnonzero(some))))
                yield Routing(asked, second.list_answers(), second.counted.divides_people)


def _count_lines(listed: CodedList, ids: Sequence[UUID]) -> Iterator[Column]:
    for line in listed.lines:
        name = _name_line(listed.kind, line)
        index = np.array([answer not in line.people for answer in ids], dtype=np.int8)
        yield CountedVariable(name, line.names, _YES_NO), index


def _name_line(kind: CodedListKind, line: CodedLine) -> str:
    """Return the variable of a line; a practice that other codes stand for is another variable."""
    if kind is CodedListKind.PRACTICES:
        codes = " ".join(sorted(map(str, line.codes)))
        return f"practice:{line.id}:{sha256(codes.encode()).hexdigest()[:8]}"
    return f"{CODE_ALONE}{line.id}" if line.own else f"code:{line.id}"


def _question_item(counted: CountedQuestion) -> Item:
    path = counted.question.path
    names = [path] if counted.divides_people else [f"{path}={name}" for name in counted.choices]
    return Item(
        key=path,
        kind=ItemKind.QUESTION,
        label=_get_labels(counted.question.label) or {"": counted.question.name},
        variables=tuple(names),
        single=counted.divides_people,
        ordered=counted.divides_people,
    )


def _coded_item(listed: CodedList) -> Item:
    kind = _KINDS[listed.kind]
    names = [_name_line(listed.kind, line) for line in listed.lines]
    ordered = kind is ItemKind.PRACTICES
    return Item(f"{kind}:{listed.id}", kind, listed.names, tuple(names), ordered=ordered)
