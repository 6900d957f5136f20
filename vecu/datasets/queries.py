"""What an import would do, what has come in before, and what there is to take out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import islice
from random import SystemRandom
from uuid import UUID

from django.conf import settings

from vecu.datasets.answers import Reader, Reading
from vecu.datasets.codes import Codes
from vecu.datasets.exports.ddi import About
from vecu.datasets.exports.package import Source
from vecu.datasets.exports.rows import Reply
from vecu.datasets.infer import Asked, infer
from vecu.datasets.mapping import Mapping as ColumnMapping
from vecu.datasets.mapping import check_mapping
from vecu.datasets.meanings import with_labels
from vecu.datasets.models import ImportedRow, Upload
from vecu.datasets.numerals import numerals_in
from vecu.datasets.report import ImportReport, Tally
from vecu.datasets.rules import row_fingerprint
from vecu.datasets.suggest import suggest, suggest_key
from vecu.datasets.targets import columns_of_numbers
from vecu.datasets.workbook import write_workbook
from vecu.questionnaires import Questionnaire, read_workbook, read_xform
from vecu.surveys.queries import (
    Answered,
    Study,
    find_file,
    imported_fielding,
    latest_version,
    questionnaire_for,
    questionnaire_of,
    shuffled_answers,
)
from vecu.tables import Table

BATCH = 500
"""Rows looked up, and kept, at a time."""


@dataclass(frozen=True)
class ImportPlan:
    """A table with the way to read it: all that is decided before anything is kept.

    `doubtful` are the columns whose name was only alike, and which are therefore left out, with
    the addresses that were suggested for them.
    `workbook` is the inferred questionnaire of a study that does not exist yet, else empty, and
    `questions` what it asks.
    """

    table: Table
    reader: Reader
    doubtful: Mapping[str, str] = field(default_factory=dict)
    workbook: bytes = b""
    questions: tuple[Asked, ...] = ()

    @property
    def mapping(self) -> ColumnMapping:
        """Which column answers which question."""
        return self.reader.mapping


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asked for about an import, each left out to be found or defaulted.

    `key` is the column that tells rows apart: None looks for one, '' is none. `wording` is the
    language in which the answers were given, `language` the one in which problems are told.
    """

    mapping: ColumnMapping | None = None
    codes: Codes | None = None
    key: str | None = None
    wording: str = ""
    language: str = "en"
    strict: bool = False


def questionnaire_for_import(study: Study) -> Questionnaire:
    """Return what imported answers stand on: the version they came in under, else the latest."""
    fielding = imported_fielding(study)
    return questionnaire_for(fielding) if fielding else questionnaire_of(latest_version(study))


def plan_import(study: Study, table: Table, wishes: Wishes, *, today: date) -> ImportPlan:
    """Return how `table` becomes answers of a study; raise `FileRefused` where it cannot.

    Without a mapping the suggested one is used, doubtful columns left out.
    """
    questionnaire = questionnaire_for_import(study)
    doubtful: Mapping[str, str] = {}
    mapping = wishes.mapping
    if mapping is None:
        suggestion = suggest(table, questionnaire, wishes.codes, wishes.key)
        mapping, doubtful = suggestion.without_doubt(), suggestion.guesses()
    else:
        key = mapping.key if wishes.key is None else wishes.key
        mapping = with_labels(replace(mapping, key=key), questionnaire, wishes.codes or {})
    check_mapping(mapping, table.columns, questionnaire)
    wording = questionnaire.language_for(wishes.wording)
    reader = _reader(table, mapping, questionnaire, wishes, wording, today)
    return ImportPlan(table, reader, doubtful)


def plan_study(table: Table, wishes: Wishes, *, title: str, today: date) -> ImportPlan:
    """Return how `table` becomes a study of its own, its questionnaire inferred from it."""
    wording = wishes.wording or "en"
    key = suggest_key(table) if wishes.key is None else wishes.key
    inferred = infer(table, wishes.codes, key=key, language=wording)
    workbook = write_workbook(inferred.questions, form_id="imported", title=title, language=wording)
    questionnaire = read_xform(read_workbook(workbook, "imported.xlsx").xform)
    check_mapping(inferred.mapping, table.columns, questionnaire)
    reader = _reader(table, inferred.mapping, questionnaire, wishes, wording, today)
    return ImportPlan(table, reader, workbook=workbook, questions=inferred.questions)


def _reader(
    table: Table,
    mapping: ColumnMapping,
    questionnaire: Questionnaire,
    wishes: Wishes,
    wording: str,
    today: date,
) -> Reader:
    numerals = numerals_in(table, columns_of_numbers(mapping, questionnaire))
    return Reader(
        mapping,
        questionnaire,
        today,
        wishes.language,
        wording,
        wishes.strict,
        numerals,
        wishes.codes or {},
    )


def try_import(plan: ImportPlan, study: Study | None) -> ImportReport:
    """Return what importing would do, and keep nothing; `study` is None for one not begun yet."""
    fielding = imported_fielding(study) if study else None
    tally = Tally()
    for batch in batches(plan):
        known = known_keys(fielding.pk, [key for key, _ in batch]) if fielding else set()
        for key, reading in batch:
            count(tally, reading, already=key in known)
    return tally.report()


def count(tally: Tally, reading: Reading, *, already: bool) -> None:
    """Count a reading once: as known before, else as refused, else as kept.

    What came in before is known however it would be read today. A row whose key another row of its
    file has is refused each time: it is that other row which came in.
    """
    if already and not reading.repeats_key:
        tally.know()
    elif reading.problems:
        tally.refuse(reading)
    else:
        tally.keep(reading)


def batches(plan: ImportPlan) -> Iterator[list[tuple[str, Reading]]]:
    """Yield the readings of a plan's rows with their fingerprints, `BATCH` at a time."""
    readings = _fingerprinted(plan)
    while batch := list(islice(readings, BATCH)):
        yield batch


def _fingerprinted(plan: ImportPlan) -> Iterator[tuple[str, Reading]]:
    secret = settings.SECRET_KEY.encode()
    for reading in plan.reader.read(plan.table):
        yield (
            row_fingerprint(reading.key, plan.table.file_hash, reading.row.number, secret=secret),
            reading,
        )


def known_keys(fielding: UUID, keys: Collection[str]) -> set[str]:
    """Return which of the rows' fingerprints came into this fielding before."""
    found = ImportedRow.objects.filter(fielding=fielding, key__in=keys)
    return set(found.values_list("key", flat=True))


def get_upload(upload: UUID, study: UUID | None, owner: int) -> Upload | None:
    """Return a member's own unconfirmed file for a study, None when it is gone or another's.

    Without a study it is a file that is to begin one.
    """
    return Upload.objects.filter(pk=upload, study=study, owner=owner).first()


def describe_study(study: Study, found: Sequence[Answered], today: date) -> About:
    """Return what a codebook tells of a study: its words, and when it opened and closed."""
    days = [day for each in found for fielding in each.fieldings if (day := fielding.opens)]
    ends = [day for each in found for fielding in each.fieldings if (day := fielding.closes)]
    both = (min(days).isoformat(), max(ends).isoformat()) if days and ends else None
    return About(
        study.slug, today.isoformat(), study.title, study.asked_by, study.purpose, {}, both
    )


def source_of(study: Study, answered: Answered, *, several: bool) -> Source:
    """Return the answers to one version as they are taken out, named by it where there are more."""
    name = f"{study.slug}-v{answered.version}" if several else study.slug
    replies = (
        Reply(
            given.values,
            given.day,
            given.language,
            given.wave,
            given.mode,
            partial(find_file, given.id),
        )
        for given in shuffled_answers(answered, SystemRandom())
    )
    return Source(name, answered.questionnaire, replies, answered.people, answered.open_poll)
