"""All answers of a study for export: shuffled, so that no row shows when it arrived."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from random import Random
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Sum
from django.db.models.functions import Length

from vecu.questionnaires import Questionnaire, Values
from vecu.surveys.models import Answer, AnswerFile, Fielding, Study
from vecu.surveys.queries.studies import get_fielding_questionnaire, get_last_arrival_day
from vecu.surveys.rules import FieldingState, Mode, allows_population_shares

_CHUNK = 900
"""Answers per query: any build of SQLite takes so many parameters."""


@dataclass(frozen=True)
class VersionAnswers:
    """The answers to one version of a study's questionnaire, from all its fieldings."""

    version: int
    questionnaire: Questionnaire
    fieldings: tuple[Fielding, ...]
    people: int

    @property
    def open_poll(self) -> bool:
        """Whether no population share may be computed from any of these answers."""
        return not all(allows_population_shares(Mode(each.mode)) for each in self.fieldings)


def list_answered_versions(study: Study) -> list[VersionAnswers]:
    """Return the answers of a study, one entry for each version that has any."""
    found = []
    for number, same in _by_version(study):
        people = Answer.objects.filter(fielding__in=same).count()
        if people:
            found.append(VersionAnswers(number, get_fielding_questionnaire(same[0]), same, people))
    return found


def list_current_version(study: Study) -> list[VersionAnswers]:
    """Return the newest version in a fielding, without answers: a codebook needs no answers."""
    return [
        VersionAnswers(number, get_fielding_questionnaire(same[0]), same, 0)
        for number, same in _by_version(study)[-1:]
    ]


def _by_version(study: Study) -> list[tuple[int, tuple[Fielding, ...]]]:
    """Return the fieldings of a study, by the number of their version."""
    fieldings = study.fieldings.select_related("version").order_by("version__number", "wave")
    groups = groupby(
        fieldings.defer("version__xform", "version__workbook"), key=lambda each: each.version.number
    )
    return [(number, tuple(group)) for number, group in groups]


@dataclass(frozen=True, slots=True)
class FilesSize:
    """The number of respondents' files, and their total size in bytes."""

    count: int
    bytes: int


def get_files_size(found: Iterable[VersionAnswers]) -> FilesSize:
    """Return the number and size of the answers' files, without reading any."""
    fieldings = [fielding.pk for answered in found for fielding in answered.fieldings]
    files = AnswerFile.objects.filter(answer__fielding__in=fieldings)
    sums = files.aggregate(count=Count("pk"), bytes=Sum(Length("content")))
    return FilesSize(sums["count"], sums["bytes"] or 0)


class ExportedAnswer(NamedTuple):
    """An answer for export: with details of its fielding, and without its receipt."""

    id: UUID
    values: Values
    day: date
    language: str
    wave: int
    mode: str
    promise: int | None


def iter_shuffled_answers(answered: VersionAnswers, chance: Random) -> Iterator[ExportedAnswer]:
    """Yield every answer once, in random order.

    Answers that are withdrawn meanwhile are left out.
    """
    answers = Answer.objects.filter(fielding__in=answered.fieldings)
    ids: list[UUID] = list(answers.values_list("id", flat=True))
    chance.shuffle(ids)
    fielding = ("fielding__wave", "fielding__mode")
    columns = ("id", "values", "day", "language", *fielding, "promise")
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        rows = Answer.objects.filter(pk__in=chunk).values_list(*columns)
        found = {given.id: given for given in map(ExportedAnswer._make, rows)}
        yield from (found[each] for each in chunk if each in found)


def iter_values(answered: VersionAnswers) -> Iterator[tuple[UUID, Values]]:
    """Yield every answer's id and content, by id, which is random.

    Answers that are withdrawn meanwhile are left out.
    """
    answers = Answer.objects.filter(fielding__in=answered.fieldings)
    ids = list(answers.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), _CHUNK):
        chunk = Answer.objects.filter(pk__in=ids[start : start + _CHUNK]).order_by("id")
        yield from chunk.values_list("id", "values")


def list_answer_ids(study: Study) -> list[UUID]:
    """Return the ids of a study's answers, in their random order."""
    answers = Answer.objects.filter(fielding__study=study).order_by("id")
    return list(answers.values_list("id", flat=True))


def can_answers_arrive(study: Study, today: date) -> bool:
    """Return whether anybody can still answer: now, later, or by sending what they began."""
    for fielding in study.fieldings.exclude(mode=Mode.IMPORTED):
        if fielding.state != FieldingState.CLOSED:
            return True
        last = get_last_arrival_day(fielding, today)
        if last is not None and last >= today:
            return True
    return False


def list_expired_studies(today: date) -> list[UUID]:
    """Return the ids of studies whose answers were not to be kept until today."""
    return list(Study.objects.filter(retained_until__lt=today).values_list("id", flat=True))
