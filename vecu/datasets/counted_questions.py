"""Which questions of a study figures can count: the choices of all its versions together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from vecu.datasets.releases.extract_counts import NO_ANSWER, Category, Labels
from vecu.datasets.releases.number_bands import Bands
from vecu.questionnaires import AnswerValue, Group, Question, Wording
from vecu.surveys.queries import Study, VersionAnswers, list_answered_versions
from vecu.surveys.results.answer_layout import PERMISSION, WHOLE_STORY
from vecu.surveys.rules import Mode

MOST_CHOICES = 100
"""The most choices of a question that is counted for release, and columns of a breakdown."""
_ALWAYS = "true()"


@dataclass(frozen=True)
class CountedQuestion:
    """A question that is counted, the choices of all versions together.

    `by_story`: inside a repeat. `may_stay_blank`: in some version an answer was not required, or
    answers came from a file, where one may be missing.
    """

    question: Question
    choices: Mapping[str, Labels]
    by_story: bool = False
    may_stay_blank: bool = True
    bands: Bands | None = None
    filtered: bool = False

    @property
    def label(self) -> Labels:
        """Its wording by language, else its name."""
        return _get_labels(self.question.label) or {"": self.question.name}

    @property
    def is_ranking(self) -> bool:
        """Whether people put its choices in order."""
        return self.question.kind.holds is AnswerValue.RANKING

    @property
    def is_number(self) -> bool:
        """Whether its answers are numbers, which are counted in bands."""
        return self.question.kind.is_number

    @property
    def divides_people(self) -> bool:
        """Whether everybody gave one answer at most."""
        return not self.by_story and self.question.kind.holds is not AnswerValue.CHOICES

    @property
    def can_break_down(self) -> bool:
        """Whether figures can be broken down by it."""
        one = self.question.kind.holds is AnswerValue.CHOICE
        return one and self.divides_people and len(self.choices) <= MOST_CHOICES

    @cached_property
    def rows(self) -> tuple[Category, ...]:
        """Its answers, and those who left it blank where they could."""
        blank = (Category(NO_ANSWER, {}),) if self.may_stay_blank else ()
        return (*(Category(name, label) for name, label in self.choices.items()), *blank)


def list_counted_questions(
    study: Study, wave: int | None = None, bands: Mapping[str, Bands] | None = None
) -> list[CountedQuestion]:
    """Return the questions of all answered versions that figures can count, newest wording first.

    Questions for numbers are among them; they are counted where `bands` has limits for them.
    """
    answered = list_answered_versions(study, wave)
    imported = any(Mode(each.mode) is Mode.IMPORTED for part in answered for each in part.fieldings)
    return _list_counted(answered, bands or {}, imported=imported)


def _list_counted(
    answered: Sequence[VersionAnswers], bands: Mapping[str, Bands], *, imported: bool
) -> list[CountedQuestion]:
    found: dict[str, tuple[Question, bool, dict[str, Labels]]] = {}
    blank: set[str] = set()
    filtered: set[str] = set()
    for part in reversed(answered):
        for question, by_story in _iter_countable(part.questionnaire.root):
            path = question.path
            _first, _within, choices = found.setdefault(path, (question, by_story, {}))
            for choice in question.choices:
                choices.setdefault(choice.name, _get_labels(choice.label))
            if imported or question.required is None or question.required.source != _ALWAYS:
                blank.add(path)
            if question.choice_filter is not None:
                filtered.add(path)
    return [
        CountedQuestion(
            question,
            {name: {} for name in bands[path].names} if path in bands else choices,
            by_story,
            may_stay_blank=path in blank,
            bands=bands.get(path),
            filtered=path in filtered,
        )
        for path, (question, by_story, choices) in found.items()
    ]


def _iter_countable(group: Group, *, repeated: bool = False) -> Iterator[tuple[Question, bool]]:
    """Yield the questions that figures can count, and whether they are asked for each story."""
    for child in group.children:
        if isinstance(child, Group):
            yield from _iter_countable(child, repeated=repeated or child.repeats)
        elif child.path.endswith((PERMISSION, *WHOLE_STORY)):
            continue
        elif (child.closed and child.choices) or (not repeated and _is_ranked_or_number(child)):
            yield child, repeated


def _is_ranked_or_number(question: Question) -> bool:
    if question.kind.holds is AnswerValue.RANKING:
        return bool(question.choices)
    return question.kind.is_number and question.is_validated and question.calculate is None


def _get_labels(wording: Wording) -> Labels:
    return {language: wording.say(language) for language, text in wording.texts.items() if text}
