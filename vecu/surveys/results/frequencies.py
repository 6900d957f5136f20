"""Count answers exactly, before any disclosure control. Pure: answers in, counts out.

A question inside a repeat is counted once per story, any other once per respondent. Nothing here
divides: a share of an open poll says nothing about any population.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from vecu.questionnaires import EvaluatedForm, Group, Question, Questionnaire, QuestionType, Values
from vecu.surveys.results.answer_layout import iter_texts
from vecu.surveys.results.search import Search
from vecu.surveys.results.type_counts import COUNTS, CountLayout

TABULATED_TYPES = frozenset(
    kind for kind, count in COUNTS.items() if count.layout is not CountLayout.NOTHING
)
"""Question types whose values are counted."""
ANSWERABLE_TYPES = frozenset(kind for kind in QuestionType if kind.has_input)
"""Question types with an input."""


class Unit(StrEnum):
    """What one answer to a question stands for."""

    PERSON = "person"
    STORY = "story"


@dataclass(slots=True)
class QuestionFrequencies:
    """The answers to one question. `counts` is by stored value, a choice's name or a number.

    Of a ranking the first choice is counted, of a date with time the date, of a time its hour
    ("14"). asked = answered + blank; `not_asked` counts where the question was not relevant.
    For a multiple choice the counts may add up to more than `answered`.
    """

    question: Question
    unit: Unit
    answered: int = 0
    blank: int = 0
    not_asked: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def presented(self) -> int:
        """How often the question was asked."""
        return self.answered + self.blank

    def by_choice(self) -> list[tuple[str, int]]:
        """Return (choice, count) in the list's order, zeros too; values not on it come last."""
        names = [choice.name for choice in self.question.choices]
        strays = sorted(self.counts.keys() - set(names))
        return [(name, self.counts[name]) for name in [*names, *strays]]


@dataclass(slots=True)
class SurveyFrequencies:
    """The numbers of respondents and stories, and the frequencies of each question, by path."""

    people: int = 0
    stories: int = 0
    tallies: dict[str, QuestionFrequencies] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnswerFilter:
    """Which answers to include: `choices` are (path of a closed question, choice's name).

    An empty filter includes all. Several choices of one question are alternatives; different
    questions must all match. Choices in one repeat must match within the same story, and the
    search within that story or outside of stories; days are inclusive.
    """

    choices: tuple[tuple[str, str], ...] = ()
    since: date | None = None
    until: date | None = None
    languages: tuple[str, ...] = ()
    search: Search | None = None

    @property
    def wanted(self) -> dict[str, set[str]]:
        """The accepted choices, by question."""
        wanted: dict[str, set[str]] = {}
        for path, name in self.choices:
            wanted.setdefault(path, set()).add(name)
        return wanted

    def admits(self, questionnaire: Questionnaire, values: Values) -> bool:
        """Return whether answers match choices and search; day and language are not checked.

        A search without choices is left to the database, which finds the same answers
        faster.
        """
        if not _meets(questionnaire.root, values, self.wanted):
            return False
        if self.search is None:
            return True
        texts = iter_texts(questionnaire, self.narrow(questionnaire, values))
        return any(self.search.matches(text) for _question, text in texts)

    def stories(self, questionnaire: Questionnaire, values: Values) -> Iterator[str]:
        """Yield the path of each matching story, '' for a respondent without stories.

        Choices of a question that this version does not ask match nothing.
        """
        if any(path not in questionnaire.questions for path, _choice in self.choices):
            return
        none_told = True
        for address, alone in _stories(questionnaire.root, values, ""):
            none_told = False
            if self.admits(questionnaire, alone):
                yield address
        if none_told and self.admits(questionnaire, values):
            yield ""

    def narrow(self, questionnaire: Questionnaire, values: Values) -> Values:
        """Return matching answers with matching stories only; all else stays."""
        return _narrowed(questionnaire.root, values, self.wanted)


def count_frequencies(
    questionnaire: Questionnaire,
    people: Iterable[tuple[Values, date]],
    kinds: Collection[QuestionType] = ANSWERABLE_TYPES,
) -> SurveyFrequencies:
    """Count normalized answers to questions of these types, each with its day, in one pass.

    Whether a blank was relevant is evaluated again, only for respondents with a blank at a
    conditional question: this is the costly part, so leave out types that are not needed.
    """
    tallies = {
        tally.question.path: tally
        for tally in _tallies(questionnaire.root)
        if tally.question.answer_type in kinds
    }
    counts = SurveyFrequencies(tallies=tallies)
    by_group: dict[str, list[QuestionFrequencies]] = {}
    for path, tally in counts.tallies.items():
        by_group.setdefault(path.rpartition("/")[0], []).append(tally)
    conditional = tallies.keys() & set(_conditional(questionnaire.root))
    for values, day in people:
        counts.people += 1
        blanks: Counter[str] = Counter()
        for group, instance in _iter_group_instances(questionnaire.root, values):
            counts.stories += group.repeats
            for tally in by_group.get(group.path, ()):
                _add(tally, instance.get(tally.question.name) or "", blanks)
        unclear = blanks.keys() & conditional
        if unclear:
            for path in _irrelevant(questionnaire, values, day, unclear):
                blanks[path] -= 1
                counts.tallies[path].not_asked += 1
        for path, number in blanks.items():
            counts.tallies[path].blank += number
    return counts


def count_stories(questionnaire: Questionnaire, values: Values) -> int:
    """Return the number of a respondent's stories: the instances of every repeat."""
    return sum(
        group.repeats for group, _instance in _iter_group_instances(questionnaire.root, values)
    )


def _add(tally: QuestionFrequencies, text: str, blanks: Counter[str]) -> None:
    question = tally.question
    if not text:
        blanks[question.path] += 1
        return
    tally.answered += 1
    tally.counts.update(COUNTS[question.answer_type].values(text))


def _tallies(group: Group, unit: Unit = Unit.PERSON) -> Iterator[QuestionFrequencies]:
    for child in group.children:
        if isinstance(child, Group):
            yield from _tallies(child, Unit.STORY if child.repeats else unit)
        elif child.kind.has_input:
            yield QuestionFrequencies(child, unit)


def _conditional(group: Group, *, above: bool = False) -> Iterator[str]:
    """Yield the paths of questions with a condition of their own or of a group above."""
    for child in group.children:
        sometimes = above or child.relevant is not None
        if isinstance(child, Group):
            yield from _conditional(child, above=sometimes)
        elif sometimes:
            yield child.path


def _iter_group_instances(
    group: Group, values: dict[str, Any]
) -> Iterator[tuple[Group, dict[str, Any]]]:
    """Yield every group with its answers, a repeat once per instance."""
    yield group, values
    for child in group.children:
        if isinstance(child, Group):
            for instance in _instances(child, values):
                yield from _iter_group_instances(child, instance)


def _stories(group: Group, values: dict[str, Any], prefix: str) -> Iterator[tuple[str, Values]]:
    """Yield the path of each instance of an outermost repeat, and the answers with it alone."""
    for child in group.children:
        if not isinstance(child, Group):
            continue
        within, address = values.get(child.name), f"{prefix}{child.name}"
        if child.repeats:
            for position, instance in enumerate(within or [], 1):
                yield f"{address}[{position}]", {**values, child.name: [instance]}
        else:
            for story, alone in _stories(child, within or {}, f"{address}/"):
                yield story, {**values, child.name: alone}


def _instances(group: Group, values: dict[str, Any]) -> list[dict[str, Any]]:
    within = values.get(group.name)
    if group.repeats:
        return within or []
    return [within or {}]


def _irrelevant(
    questionnaire: Questionnaire, values: Values, day: date, among: set[str]
) -> Iterator[str]:
    """Yield the path of each question not asked, once for each story in which it was not."""
    for cell in EvaluatedForm(questionnaire, values, day, stored=True).cells:
        if cell.item.path in among and not cell.relevant:
            yield cell.item.path


def _meets(group: Group, values: dict[str, Any], wanted: Mapping[str, set[str]]) -> bool:
    """Return whether all `wanted` below `group` match, those of a repeat in one instance."""
    for child in group.children:
        if isinstance(child, Question):
            names = wanted.get(child.path)
            if names and names.isdisjoint(_chosen(child, values)):
                return False
        elif any(path.startswith(f"{child.path}/") for path in wanted) and not any(
            _meets(child, instance, wanted) for instance in _instances(child, values)
        ):
            return False
    return True


def _narrowed(
    group: Group, values: dict[str, Any], wanted: Mapping[str, set[str]]
) -> dict[str, Any]:
    narrowed = dict(values)
    for child in group.children:
        if isinstance(child, Group):
            instances = [
                _narrowed(child, instance, wanted)
                for instance in _instances(child, values)
                if not child.repeats or _meets(child, instance, wanted)
            ]
            narrowed[child.name] = instances if child.repeats else instances[0]
    return narrowed


def _chosen(question: Question, values: dict[str, Any]) -> list[str]:
    text = values.get(question.name) or ""
    return question.kind.split_answer(text)
