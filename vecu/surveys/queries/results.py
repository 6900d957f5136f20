"""What members read: which answers there are, their content, where respondents stopped."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet, Window

from vecu.questionnaires import AnswerValue, QuestionType, Values, Wording, get_answer
from vecu.surveys.models import Answer, BreakoffCount, Draft, Fielding, Study
from vecu.surveys.queries.search import find_matching_answers
from vecu.surveys.queries.studies import get_fielding_questionnaire
from vecu.surveys.results.answer_layout import PERMISSION
from vecu.surveys.results.frequencies import (
    ANSWERABLE_TYPES,
    AnswerFilter,
    SurveyFrequencies,
    Unit,
    count_frequencies,
    count_stories,
)
from vecu.surveys.rules import MIN_REPORTED_COUNT

CHUNK = 900
"""Rows per fetch when iterating over all answers."""


@dataclass(frozen=True, slots=True)
class FieldingTotals:
    """A fielding with its numbers of respondents and stories."""

    fielding: Fielding
    people: int
    stories: int


class StoredAnswer(NamedTuple):
    """The content of an answer, with its fielding and language."""

    fielding: UUID
    language: str
    values: Values


@dataclass(frozen=True, slots=True)
class IdentifyingChoice:
    """A choice that few respondents made, this one among them."""

    question: Wording
    choice: Wording
    people: int


@dataclass(frozen=True, slots=True)
class AnswerNeighbours:
    """The previous and next answer within a filter; `place` counts from 1."""

    previous: UUID | None
    following: UUID | None
    place: int
    among: int


def list_studies(ids: Iterable[UUID] | None = None) -> list[Study]:
    """Return the studies with these ids, or all, by slug; `people` is their number of answers."""
    chosen = Study.objects.all() if ids is None else Study.objects.filter(pk__in=list(ids))
    studies = chosen.annotate(people=Count("fieldings__answers", distinct=True))
    return list(studies.prefetch_related("fieldings").order_by("slug"))


def count_people_by_study(studies: Iterable[UUID]) -> Counter[UUID]:
    """Return how many answers each of these studies has."""
    answers = Answer.objects.filter(fielding__study__in=list(studies)).order_by()
    counted = answers.values("fielding__study").annotate(people=Count("pk"))
    return Counter(dict(counted.values_list("fielding__study", "people")))


def list_fieldings(study: Study) -> list[Fielding]:
    """Return the fieldings of a study, the last wave first, without their questionnaires."""
    fieldings = study.fieldings.select_related("version").order_by("-wave", "mode")
    return list(fieldings.defer("version__xform", "version__workbook"))


def list_fieldings_by_study(studies: Iterable[UUID]) -> dict[UUID, list[Fielding]]:
    """Return the fieldings of several studies; every study has an entry."""
    found: dict[UUID, list[Fielding]] = {study: [] for study in studies}
    for fielding in Fielding.objects.filter(study__in=found).order_by("-wave", "mode"):
        found[fielding.study_id].append(fielding)
    return found


def count_people(fielding: Fielding) -> int:
    """Return the number of answers, without loading them."""
    return Answer.objects.filter(fielding=fielding).count()


def list_fielding_totals(study: Study) -> list[FieldingTotals]:
    """Return how many respondents and stories each fielding has, in one pass over all answers."""
    volumes = []
    for fielding in list_fieldings(study):
        questionnaire = get_fielding_questionnaire(fielding)
        rows = _iter_columns(Answer.objects.filter(fielding=fielding), "values")
        counts = [count_stories(questionnaire, values) for (values,) in rows]
        volumes.append(FieldingTotals(fielding, len(counts), sum(counts)))
    return volumes


def list_languages(fielding: Fielding) -> list[str]:
    """Return the language codes of the answers."""
    answers = Answer.objects.filter(fielding=fielding).order_by("language")
    return list(answers.values_list("language", flat=True).distinct())


def find_answer_ids(
    fielding: Fielding, selection: AnswerFilter
) -> QuerySet[Answer, UUID] | list[UUID]:
    """Return the ids of the answers that match a filter, the latest day first.

    Within a day the order is by id, which is random and unrelated to arrival. Without choices
    the result is an unevaluated query, which the database can count and slice.
    """
    answers = _selected(fielding, selection).order_by("-day", "id")
    if not selection.choices:
        return answers.values_list("id", flat=True)
    questionnaire = get_fielding_questionnaire(fielding)
    rows = _iter_columns(answers, "day", "id", "values")
    found = [(day, id_) for day, id_, values in rows if selection.admits(questionnaire, values)]
    return [id_ for _day, id_ in sorted(found, key=lambda each: (-each[0].toordinal(), each[1]))]


def count_matching_answers(fielding: Fielding, selection: AnswerFilter) -> int:
    """Return the number of ids that `find_answer_ids` returns."""
    found = find_answer_ids(fielding, selection)
    return len(found) if isinstance(found, list) else found.count()


def list_answers_page(
    fielding: Fielding, selection: AnswerFilter, page: int, size: int
) -> tuple[list[UUID], int]:
    """Return the `page` (from 1) of `size` ids of `find_answer_ids`, and their total number.

    SQLite runs a search once for both, since most of its cost is finding all matches.
    PostgreSQL stops early when asked for a page alone.
    """
    found, start = find_answer_ids(fielding, selection), (page - 1) * size
    if isinstance(found, list):
        return found[start : start + size], len(found)
    if not selection.search or connection.vendor == "postgresql":
        return list(found[start : start + size]), found.count()
    counted = found.annotate(among=Window(Count("*"))).values_list("id", "among")
    rows = list(counted[start : start + size])
    among = rows[0][1] if rows else found.count() if start else 0
    return [each for each, _among in rows], among


def find_stories(study: Study, selection: AnswerFilter) -> set[tuple[UUID, str]]:
    """Return the stories that match a filter, in all fieldings, as (answer id, story path).

    A respondent without stories has the path ''.
    """
    found = set()
    for fielding in list_fieldings(study):
        questionnaire = get_fielding_questionnaire(fielding)
        for answer, values in _iter_columns(_selected(fielding, selection), "id", "values"):
            for story in selection.stories(questionnaire, values):
                found.add((answer, story))
    return found


def list_answers_by_id(ids: Iterable[UUID]) -> list[Answer]:
    """Return these answers in the order of `ids`; those withdrawn meanwhile are left out."""
    wanted = list(ids)
    found = Answer.objects.in_bulk(wanted)
    return [found[each] for each in wanted if each in found]


def get_answer_values(ids: Collection[UUID]) -> dict[UUID, StoredAnswer]:
    """Return the content of these answers by id; those withdrawn meanwhile are left out.

    For many thousands, twice as fast as model instances.
    """
    rows = Answer.objects.filter(pk__in=ids).values_list("id", "fielding", "language", "values")
    return {answer: StoredAnswer(*said) for answer, *said in rows}


def iter_study_answers(study: UUID, *, besides: QuerySet[Any, Any]) -> Iterator[Answer]:
    """Yield the answers of a study whose id is not in `besides`, each with its fielding.

    Sorted by id, which is random: the order is unrelated to arrival.
    """
    answers = Answer.objects.filter(fielding__study=study).exclude(pk__in=besides).order_by("id")
    ids = list(answers.values_list("id", flat=True))
    whole = Answer.objects.select_related("fielding").defer("receipt").order_by("id")
    for start in range(0, len(ids), CHUNK):
        yield from whole.filter(pk__in=ids[start : start + CHUNK])


def find_answers_for_update(ids: Collection[UUID]) -> set[UUID]:
    """Return which of these answers exist, locked against withdrawal until the transaction ends.

    A withdrawal waits, and then deletes whatever was written meanwhile as well.
    """
    held = Answer.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("id")
    return set(held.values_list("id", flat=True))


def list_identifying_choices(answer: Answer) -> list[IdentifyingChoice]:
    """Return choices so rare in the fielding that the respondent may be identified by them."""
    single = frozenset(kind for kind in QuestionType if kind.holds is AnswerValue.CHOICE)
    counts = count_answers(answer.fielding, AnswerFilter(), single)
    found = []
    for path, each in counts.tallies.items():
        if each.unit is Unit.PERSON and not path.endswith(PERMISSION):
            choice = get_answer(answer.values, path.split("/", 2)[2])
            label, people = each.question.choice_labels.get(choice), each.counts[choice]
            if label and people < MIN_REPORTED_COUNT:
                found.append(IdentifyingChoice(each.question.label, label, people))
    return found


def find_fielding_answer(fielding: Fielding, answer_id: UUID) -> Answer | None:
    """Return an answer of this fielding, None if it has no such answer."""
    return Answer.objects.filter(fielding=fielding, pk=answer_id).first()


def find_neighbours(
    fielding: Fielding, selection: AnswerFilter, answer: Answer
) -> AnswerNeighbours | None:
    """Return the answers before and after `answer` within a filter, None if it does not match."""
    if selection.choices:
        return _neighbours_in_list(list(find_answer_ids(fielding, selection)), answer.id)
    answers = _selected(fielding, selection)
    before = Q(day__gt=answer.day) | Q(day=answer.day, id__lt=answer.id)
    after = Q(day__lt=answer.day) | Q(day=answer.day, id__gt=answer.id)
    counted = answers.aggregate(
        there=Count("id", filter=Q(id=answer.id)),
        before=Count("id", filter=before),
        among=Count("id"),
    )
    if not counted["there"]:
        return None
    return AnswerNeighbours(
        previous=answers.filter(before).order_by("day", "-id").values_list("id", flat=True).first(),
        following=answers.filter(after).order_by("-day", "id").values_list("id", flat=True).first(),
        place=counted["before"] + 1,
        among=counted["among"],
    )


def _neighbours_in_list(ids: Sequence[UUID], answer_id: UUID) -> AnswerNeighbours | None:
    if answer_id not in ids:
        return None
    index = ids.index(answer_id)
    return AnswerNeighbours(
        previous=ids[index - 1] if index else None,
        following=ids[index + 1] if index + 1 < len(ids) else None,
        place=index + 1,
        among=len(ids),
    )


def count_answers(
    fielding: Fielding, selection: AnswerFilter, kinds: Collection[QuestionType] = ANSWERABLE_TYPES
) -> SurveyFrequencies:
    """Count the answers that match a filter, in one pass that loads `CHUNK` rows at a time."""
    questionnaire = get_fielding_questionnaire(fielding)

    def admitted() -> Iterator[tuple[Values, date]]:
        for values, day in _iter_columns(_selected(fielding, selection), "values", "day"):
            if not selection.choices or selection.admits(questionnaire, values):
                yield values, day

    return count_frequencies(questionnaire, admitted(), kinds)


def count_breakoffs(fielding: Fielding, today: date) -> Mapping[str, int]:
    """Return how many respondents have not sent, by the page where they are or broke off."""
    stopped: Counter[str] = Counter()
    drafts = Draft.objects.filter(fielding=fielding, expires__gte=today)
    for page, people in drafts.values_list("page").annotate(people=Count("token")):
        stopped[page] += people
    for page, people in BreakoffCount.objects.filter(fielding=fielding).values_list(
        "page", "people"
    ):
        stopped[page] += people
    return stopped


def _iter_columns(answers: QuerySet[Answer], *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield columns of answers, `CHUNK` of them in memory at a time, in any order.

    Those withdrawn meanwhile may be left out. No reading of SQLite lasts while others are counted:
    its write-ahead log could not be emptied.
    """
    if connection.vendor != "sqlite":
        yield from answers.values_list(*columns).iterator(chunk_size=CHUNK)
        return
    ids = list(answers.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = Answer.objects.filter(pk__in=ids[start : start + CHUNK])
        yield from chunk.values_list(*columns)


def _selected(fielding: Fielding, selection: AnswerFilter) -> QuerySet[Answer]:
    """Return the answers filtered by day, language and words, but not by choices."""
    answers = Answer.objects.filter(fielding=fielding)
    if selection.since:
        answers = answers.filter(day__gte=selection.since)
    if selection.until:
        answers = answers.filter(day__lte=selection.until)
    if selection.languages:
        answers = answers.filter(language__in=selection.languages)
    return find_matching_answers(answers, selection.search) if selection.search else answers
