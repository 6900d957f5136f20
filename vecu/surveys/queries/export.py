"""All answers of a study, for export and for counting: in an order that shows no arrival."""

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
from vecu.surveys.models import Answer, AnswerFile, Fielding, Study, SubmissionReceipt
from vecu.surveys.queries.studies import get_fielding_questionnaire
from vecu.surveys.rules import Mode, allows_population_shares

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


def list_answered_versions(study: Study, wave: int | None = None) -> list[VersionAnswers]:
    """Return the answers of a study, or of one wave, one entry for each version that has any."""
    found = []
    for number, same in _by_version(study, wave):
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


def _by_version(study: Study, wave: int | None = None) -> list[tuple[int, tuple[Fielding, ...]]]:
    """Return the fieldings of a study, or of one wave, by the number of their version."""
    fieldings = study.fieldings.select_related("version").order_by("version__number", "wave")
    if wave is not None:
        fieldings = fieldings.filter(wave=wave)
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


class DatedValues(NamedTuple):
    """The content of an answer, with its fielding and day."""

    id: UUID
    fielding: UUID
    day: date
    values: Values


def iter_dated_values(answered: VersionAnswers) -> Iterator[DatedValues]:
    """Yield the content of every answer once, by id, which is random.

    Answers that are withdrawn meanwhile are left out.
    """
    answers = Answer.objects.filter(fielding__in=answered.fieldings)
    ids = list(answers.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), _CHUNK):
        chunk = Answer.objects.filter(pk__in=ids[start : start + _CHUNK]).order_by("id")
        yield from map(DatedValues._make, chunk.values_list("id", "fielding", "day", "values"))


def list_sent_by_programs(fieldings: Iterable[UUID]) -> list[UUID]:
    """Return an identifier of each filled form that a program sent, withdrawn ones included.

    None tells which answer it became.
    """
    marks = SubmissionReceipt.objects.filter(fielding__in=list(fieldings))
    return [UUID(hex=mark[:32]) for mark in marks.order_by("pk").values_list("pk", flat=True)]


def list_waves(study: Study) -> list[int]:
    """Return the waves of a study that have answers."""
    answers = Answer.objects.filter(fielding__study=study).order_by("fielding__wave")
    return list(answers.values_list("fielding__wave", flat=True).distinct())


def list_answer_ids(study: Study, wave: int | None = None) -> list[UUID]:
    """Return the ids of the answers of a study, or of one wave, in their random order."""
    answers = Answer.objects.filter(fielding__study=study).order_by("id")
    if wave is not None:
        answers = answers.filter(fielding__wave=wave)
    return list(answers.values_list("id", flat=True))
