"""Stories that their authors let everybody read whole, for members to check and all to read."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.analysis.text_units import iter_text_units
from vecu.coding.deidentification.detect import Flag, find_identifying_words
from vecu.coding.models import Codebook, Quotation, Verbatim, WholeStory
from vecu.coding.queries.quotation_review import get_ordinary_words
from vecu.coding.rules import QuotationState, WholeStoryState, may_publish_whole
from vecu.questionnaires import Wording
from vecu.surveys.queries import Answer, get_fielding_questionnaire
from vecu.surveys.queries.results import iter_study_answers, list_answers_by_id
from vecu.surveys.results.answer_layout import may_publish_story

_NOBODY = Verbatim.objects.none().values("answer")
Key = tuple[UUID, str]
"""An answer, and the path of a story in it."""


@dataclass(frozen=True, slots=True)
class StoryPart:
    """What somebody wrote to one question of a story, and the question."""

    question: Wording
    text: str


@dataclass(frozen=True, slots=True)
class StoryReview:
    """A story that may become public whole, as members see it before they decide.

    `cut` says that a released quotation leaves something out of it: the whole would show what.
    """

    answer: UUID
    story: str
    language: str
    parts: Sequence[tuple[StoryPart, Sequence[Flag]]]
    stored: WholeStory | None
    cut: bool

    @property
    def key(self) -> str:
        """What identifies it in a form."""
        return f"{self.answer}/{self.story}"


def list_story_reviews(codebook: Codebook) -> list[StoryReview]:
    """Return the stories whose authors let everybody read them, under a promise that says so."""
    stored = {(each.answer_id, each.story): each for each in codebook.whole_stories.all()}
    permitted = [
        (answer, story, parts)
        for answer in iter_study_answers(codebook.study_id, besides=_NOBODY)
        if may_publish_whole(answer.promise)
        for story, parts in _list_parts(answer).items()
        if may_publish_story(answer.values, story)
    ]
    ordinary = get_ordinary_words(codebook.study_id) if permitted else frozenset[str]()
    cut = _list_cut({answer.id for answer, _story, _parts in permitted})
    return [
        StoryReview(
            answer.id,
            story,
            answer.language,
            [(part, find_identifying_words(part.text, ordinary)) for part in parts],
            stored.get((answer.id, story)),
            (answer.id, story) in cut,
        )
        for answer, story, parts in permitted
    ]


def find_story_review(codebook: Codebook, key: str) -> StoryReview | None:
    """Return the story of a form, None if it was withdrawn or may not be published."""
    return next((each for each in list_story_reviews(codebook) if each.key == key), None)


def get_whole_stories(codebook: Codebook) -> dict[Key, tuple[WholeStory, str, Sequence[StoryPart]]]:
    """Return the whole stories that everybody reads: each with its language and what it says.

    Permission and promise are read anew.
    """
    rows = list(codebook.whole_stories.filter(state=WholeStoryState.PUBLISHED).order_by("id"))
    answers = {each.id: each for each in list_answers_by_id({row.answer_id for row in rows})}
    return {
        (row.answer_id, row.story): (row, answer.language, parts)
        for row in rows
        if (answer := answers.get(row.answer_id))
        and may_publish_whole(answer.promise)
        and may_publish_story(answer.values, row.story)
        and (parts := _list_parts(answer).get(row.story))
    }


def count_whole_stories(answer: UUID) -> int:
    """Return how many stories of an answer everybody reads whole."""
    return WholeStory.objects.filter(answer=answer, state=WholeStoryState.PUBLISHED).count()


def count_taken_down(studies: Collection[UUID]) -> dict[UUID, int]:
    """Return how many stories readers took down that no member has looked at, by study."""
    down = WholeStory.objects.filter(
        codebook__study__in=studies, state=WholeStoryState.TAKEN_DOWN
    ).values_list("codebook__study", flat=True)
    found = defaultdict[UUID, int](int)
    for study in down:
        found[study] += 1
    return dict(found)


def _list_cut(answers: Collection[UUID]) -> set[Key]:
    released = Quotation.objects.filter(
        verbatim__answer__in=answers, state=QuotationState.RELEASED, text__contains="["
    )
    return set(released.values_list("verbatim__answer", "verbatim__story"))


def _list_parts(answer: Answer) -> Mapping[str, list[StoryPart]]:
    return _group_parts(_iter_parts(answer))


def _iter_parts(answer: Answer) -> Iterator[tuple[str, StoryPart]]:
    questionnaire = get_fielding_questionnaire(answer.fielding)
    for unit in iter_text_units(questionnaire, answer.values):
        if unit.story:
            yield unit.story, StoryPart(questionnaire.questions[unit.question].label, unit.text)


def _group_parts(parts: Iterator[tuple[str, StoryPart]]) -> dict[str, list[StoryPart]]:
    found = defaultdict[str, list[StoryPart]](list)
    for story, part in parts:
        found[story].append(part)
    return found
