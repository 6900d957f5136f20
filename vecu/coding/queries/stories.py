"""Published stories: what everybody may read of one story, together, for those who read one by one.

Nothing here leads to the person, and two stories of one person are two. A story is known by one of
its quotations, which is random, as is their order.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from vecu.coding.analysis.guide_comparison import group_practice_codes
from vecu.coding.deidentification.redaction import ReleasedQuotation
from vecu.coding.models import Codebook, Quotation
from vecu.coding.queries.codebook import Codes, find_codebook, list_codes
from vecu.coding.queries.consensus import list_text_codes_of
from vecu.coding.queries.guides import get_mapping, list_guides
from vecu.coding.queries.quotations import list_public_quotations
from vecu.coding.queries.whole_stories import StoryPart, get_whole_stories
from vecu.labelled_enum import LabelledEnum
from vecu.questionnaires import Wording, get_answer
from vecu.search_folding import fold_for_search
from vecu.surveys.queries.results import list_answers_by_id
from vecu.translation import TranslatedWords, gettext_noop

FEWEST_STORIES = 3
"""A stance with fewer stories joins those without AI; other things with fewer are no choice."""
_STANCE, _TASK = "stance", "task"
"""The question about one's stance; how the name of a question about the task of a story ends."""


class StoryStance(LabelledEnum):
    """Where the author of a story stands, in three words: more would tell people apart."""

    WITH = "with", gettext_noop("With AI")
    WITHOUT = "without", gettext_noop("Without AI")
    IMPOSED = "imposed", gettext_noop("Imposed AI")


_STANCES: Mapping[str, StoryStance] = {
    "use": StoryStance.WITH,
    "use_imposed": StoryStance.IMPOSED,
    "imposed": StoryStance.IMPOSED,
    "measured": StoryStance.IMPOSED,
}
"""The answers of the ready questionnaire; all others are without AI."""


@dataclass(frozen=True, slots=True)
class PublicStory:
    """What everybody may read of one story, and what it is about, by codes and practices.

    It is read as its quotations, or as all of its `parts`, which hold them: nothing twice.
    """

    id: UUID
    quotations: tuple[ReleasedQuotation, ...]
    stance: StoryStance | None
    about: frozenset[UUID]
    language: str
    parts: Sequence[StoryPart] = ()

    @property
    def translations(self) -> tuple[TranslatedWords, ...]:
        """Those of its first words, which decide whether it is read first."""
        return () if self.parts else self.quotations[0].translations


@dataclass(frozen=True)
class PublicStories:
    """The published stories of a study, and what they can be chosen by, each by its name."""

    stories: Sequence[PublicStory]
    tasks: Mapping[UUID, Wording]
    practices: Mapping[UUID, Wording]

    @cached_property
    def stances(self) -> list[StoryStance]:
        """The stances that can be chosen, none where all stories have the same."""
        found = {story.stance for story in self.stories}
        return [each for each in StoryStance if each in found] if len(found) > 1 else []

    def choose(self, stance: str, about: Collection[UUID]) -> list[PublicStory]:
        """Return the stories of a stance, '' for any, that are about all of these."""
        return [
            each
            for each in self.stories
            if stance in ("", each.stance or "") and each.about.issuperset(about)
        ]


def get_public_stories(study: UUID) -> PublicStories:
    """Return the stories of which everybody may read something."""
    codebook = find_codebook(study)
    if codebook is None:
        return PublicStories((), {}, {})
    codes = list_codes(codebook)
    quotations = {each.id: each for each in list_public_quotations(codebook, codes)}
    stories = _group_by_story(codebook, codes, quotations)
    counted = Counter(each for story in stories for each in story.about)
    tasks = {each: codes.by_id[each].names for each in _list_task_codes(codes)}
    practices = {
        each.id: each.names for guide in list_guides(codebook) for each in guide.practices.all()
    }
    return PublicStories(
        _join_rare_stances(stories), _keep(tasks, counted), _keep(practices, counted)
    )


def _group_by_story(
    codebook: Codebook, codes: Codes, quotations: Mapping[UUID, ReleasedQuotation]
) -> list[PublicStory]:
    """Return one for each story that has quotations or is whole."""
    by_story, whole = _list_unread(quotations), get_whole_stories(codebook)
    keys = dict.fromkeys([*by_story, *whole])
    stances = _map_stances({answer for answer, _story in keys})
    tasks = _map_codes(codebook, codes, {answer for answer, _story in keys})
    groups = _map_practices(codebook, codes)
    stories = []
    for key in keys:
        words = tuple(quotations[each.pk] for each in by_story.get(key, ()))
        quoted = {each.code for each in words}
        practices = {each for each, stand in groups.items() if not stand.isdisjoint(quoted)}
        about = frozenset(tasks[key] | practices)
        stance = stances.get(key[0])
        if key in whole:
            story, language, parts = whole[key]
            stories.append(PublicStory(story.pk, words, stance, about, language, parts))
        else:
            first = min(each.id for each in words)
            stories.append(PublicStory(first, words, stance, about, words[0].language))
    return stories


def _list_unread(
    quotations: Mapping[UUID, ReleasedQuotation],
) -> dict[tuple[UUID, str], list[Quotation]]:
    """Return the quotations of each story; the same words stand in one of them only."""
    rows = Quotation.objects.filter(pk__in=quotations).select_related("verbatim")
    by_story: dict[tuple[UUID, str], list[Quotation]] = defaultdict(list)
    read = set[str]()
    for row in rows.order_by("verbatim__address", "start", "id"):
        words = fold_for_search(quotations[row.pk].text)
        if words not in read:
            read.add(words)
            by_story[row.verbatim.answer_id, row.verbatim.story].append(row)
    return by_story


def _map_stances(answers: Collection[UUID]) -> dict[UUID, StoryStance]:
    return {
        each.id: _STANCES.get(stance, StoryStance.WITHOUT)
        for each in list_answers_by_id(answers)
        if (stance := get_answer(each.values, _STANCE))
    }


def _map_codes(
    codebook: Codebook, codes: Codes, answers: Collection[UUID]
) -> Mapping[tuple[UUID, str], frozenset[UUID]]:
    """Return the codes of tasks that the texts of each story carry."""
    tasks, found = (
        _list_task_codes(codes),
        defaultdict[tuple[UUID, str], frozenset[UUID]](frozenset),
    )
    for text in list_text_codes_of(codebook, codes, answers) if tasks else ():
        found[text.answer, text.story] |= text.codes & tasks
    return found


def _list_task_codes(codes: Codes) -> frozenset[UUID]:
    """Return the codes below a top code that is for questions about a task only."""
    return frozenset(
        code.id
        for code, depth in codes.lines
        if depth
        and (questions := codes.questions(code))
        and all(path.rpartition("/")[2].endswith(_TASK) for path in questions)
    )


def _map_practices(codebook: Codebook, codes: Codes) -> dict[UUID, frozenset[UUID]]:
    return {
        group.id: group.codes
        for guide in list_guides(codebook)
        for group in group_practice_codes(get_mapping(guide, codes), codes.parents)
    }


def _join_rare_stances(stories: Sequence[PublicStory]) -> list[PublicStory]:
    number = Counter(story.stance for story in stories)
    rare = {each for each in StoryStance if number[each] < FEWEST_STORIES}
    return [
        replace(story, stance=StoryStance.WITHOUT) if story.stance in rare else story
        for story in stories
    ]


def _keep(names: Mapping[UUID, Wording], counted: Mapping[UUID, int]) -> dict[UUID, Wording]:
    return {each: name for each, name in names.items() if counted[each] >= FEWEST_STORIES}
