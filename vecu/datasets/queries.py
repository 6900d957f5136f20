"""Plan and dry-run imports, find rows imported before, and prepare exports."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import islice
from random import SystemRandom
from uuid import UUID

from vecu.accounts.key_ring import get_key
from vecu.coding.queries import iter_finished_codings
from vecu.datasets.exporting.codings import AnswerCoding
from vecu.datasets.exporting.ddi import StudyDescription
from vecu.datasets.exporting.package import VersionData
from vecu.datasets.exporting.row_builder import AnswerRecord
from vecu.datasets.importing.cell_parser import find_number_columns
from vecu.datasets.importing.codebook_file import CodebookItems
from vecu.datasets.importing.infer_questionnaire import InferredQuestion, infer_questions
from vecu.datasets.importing.mapping import ColumnMapping, check_mapping
from vecu.datasets.importing.number_formats import detect_number_formats
from vecu.datasets.importing.report import ImportReport, ImportTally
from vecu.datasets.importing.row_parser import ParsedRow, RowParser
from vecu.datasets.importing.suggest_mapping import suggest_column_mapping, suggest_key
from vecu.datasets.importing.value_labels import apply_value_labels
from vecu.datasets.importing.xlsform_writer import write_xlsform
from vecu.datasets.models import ImportedFile, ImportedRow, Upload
from vecu.datasets.rules import fingerprint_row
from vecu.questionnaires import Questionnaire, convert_workbook, read_xform
from vecu.surveys.queries import (
    Study,
    VersionAnswers,
    find_file,
    find_imported_fielding,
    get_fielding_questionnaire,
    get_latest_version,
    get_questionnaire,
    iter_shuffled_answers,
)
from vecu.tables import Table

BATCH = 500
"""Rows per query, and per transaction."""


@dataclass(frozen=True)
class ImportPlan:
    """A table with all decisions on how to import it.

    `doubtful` are the columns with a merely similar name, which are left out, with their
    suggested targets. `workbook` is the inferred questionnaire of a new study, else empty, and
    `questions` its questions.
    """

    table: Table
    reader: RowParser
    doubtful: Mapping[str, str] = field(default_factory=dict)
    workbook: bytes = b""
    questions: tuple[InferredQuestion, ...] = ()

    @property
    def mapping(self) -> ColumnMapping:
        """The mapping of columns to questions."""
        return self.reader.mapping


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options of an import; those left out are detected or have defaults.

    `key` is the column that identifies rows: None detects it, '' is none. `wording` is the
    language of the answers, `language` that of messages.
    """

    mapping: ColumnMapping | None = None
    codes: CodebookItems | None = None
    key: str | None = None
    wording: str = ""
    language: str = "en"
    strict: bool = False


def get_import_questionnaire(study: Study) -> Questionnaire:
    """Return the questionnaire for imported answers: that of the first import, else the latest."""
    fielding = find_imported_fielding(study)
    return (
        get_fielding_questionnaire(fielding)
        if fielding
        else get_questionnaire(get_latest_version(study))
    )


def get_import_plan(
    study: Study, table: Table, wishes: ImportOptions, *, today: date
) -> ImportPlan:
    """Return the plan to import `table` into a study; raise `FileRefused` if that is impossible.

    Without a mapping the suggested one is used, doubtful columns left out.
    """
    questionnaire = get_import_questionnaire(study)
    doubtful: Mapping[str, str] = {}
    mapping = wishes.mapping
    if mapping is None:
        suggestion = suggest_column_mapping(table, questionnaire, wishes.codes, wishes.key)
        mapping, doubtful = suggestion.get_certain_mapping(), suggestion.get_guesses()
    else:
        key = mapping.key if wishes.key is None else wishes.key
        mapping = apply_value_labels(replace(mapping, key=key), questionnaire, wishes.codes or {})
    check_mapping(mapping, table.columns, questionnaire)
    wording = questionnaire.language_for(wishes.wording)
    reader = _reader(table, mapping, questionnaire, wishes, wording, today)
    return ImportPlan(table, reader, doubtful)


def get_study_plan(table: Table, wishes: ImportOptions, *, title: str, today: date) -> ImportPlan:
    """Return the plan to create a study from `table`, with an inferred questionnaire."""
    wording = wishes.wording or "en"
    key = suggest_key(table) if wishes.key is None else wishes.key
    inferred = infer_questions(table, wishes.codes, key=key, language=wording)
    workbook = write_xlsform(inferred.questions, form_id="imported", title=title, language=wording)
    questionnaire = read_xform(convert_workbook(workbook, "imported.xlsx").xform)
    check_mapping(inferred.mapping, table.columns, questionnaire)
    reader = _reader(table, inferred.mapping, questionnaire, wishes, wording, today)
    return ImportPlan(table, reader, workbook=workbook, questions=inferred.questions)


def _reader(
    table: Table,
    mapping: ColumnMapping,
    questionnaire: Questionnaire,
    wishes: ImportOptions,
    wording: str,
    today: date,
) -> RowParser:
    numerals = detect_number_formats(table, find_number_columns(mapping, questionnaire))
    return RowParser(
        mapping,
        questionnaire,
        today,
        wishes.language,
        wording,
        wishes.strict,
        numerals,
        wishes.codes or {},
    )


def get_dry_run_report(plan: ImportPlan, study: Study | None) -> ImportReport:
    """Return the report of an import without storing anything; `study` is None for a new one."""
    fielding = find_imported_fielding(study) if study else None
    tally = ImportTally()
    for batch in iter_batches(plan, study):
        known = find_known_keys(fielding.pk, [key for key, _ in batch]) if fielding else set()
        for key, reading in batch:
            count_row(tally, reading, already=key in known)
    return tally.report()


def count_row(tally: ImportTally, reading: ParsedRow, *, already: bool) -> None:
    """Count a parsed row once: as imported before, else as rejected, else as imported.

    A row imported before counts as such even if it would be rejected today. A row whose key an
    earlier row of the file has is always rejected: only that other row was imported.
    """
    if already and not reading.has_duplicate_key:
        tally.add_known()
    elif reading.problems:
        tally.add_refused(reading)
    else:
        tally.add_imported(reading)


def iter_batches(plan: ImportPlan, study: Study | None) -> Iterator[list[tuple[str, ParsedRow]]]:
    """Yield the parsed rows of a plan with their fingerprints by a study's key, `BATCH` at a time.

    `study` is None for a new one.
    """
    readings = _fingerprinted(plan, get_key(study.key_number if study else None))
    while batch := list(islice(readings, BATCH)):
        yield batch


def _fingerprinted(plan: ImportPlan, secret: bytes) -> Iterator[tuple[str, ParsedRow]]:
    for reading in plan.reader.iter_rows(plan.table):
        yield (
            fingerprint_row(reading.key, plan.table.file_hash, reading.row.number, secret=secret),
            reading,
        )


def find_known_keys(fielding: UUID, keys: Collection[str]) -> set[str]:
    """Return which of these row fingerprints were imported into this fielding before."""
    found = ImportedRow.objects.filter(fielding=fielding, key__in=keys)
    return set(found.values_list("key", flat=True))


def get_upload(upload: UUID, study: UUID | None, owner: int) -> Upload | None:
    """Return a member's own unconfirmed upload for a study, None if it is gone or another's.

    `study` is None for an upload that creates a new one.
    """
    return Upload.objects.filter(pk=upload, study=study, owner=owner).first()


def list_imported_files(study: Study) -> list[ImportedFile]:
    """Return the files that a study's answers were imported from, as far as they were noted."""
    return list(ImportedFile.objects.filter(fielding__in=study.fieldings.values("pk")))


def find_imported_file(study: Study, file: UUID | None, today: date) -> ImportedFile | None:
    """Return a file that was noted, or for None a new one that was not; None if there is no such.

    Before files were noted, and with coding projects, answers were imported without.
    """
    if file is not None:
        return next((each for each in list_imported_files(study) if each.pk == file), None)
    fielding = find_imported_fielding(study)
    return ImportedFile(fielding=fielding.pk, day=today) if fielding else None


def get_study_description(
    study: Study, found: Sequence[VersionAnswers], today: date
) -> StudyDescription:
    """Return the description of a study for a codebook: its texts, and its first and last day."""
    days = [day for each in found for fielding in each.fieldings if (day := fielding.opens)]
    ends = [day for each in found for fielding in each.fieldings if (day := fielding.closes)]
    both = (min(days).isoformat(), max(ends).isoformat()) if days and ends else None
    return StudyDescription(
        study.slug, today.isoformat(), study.title, study.asked_by, study.purpose, {}, both
    )


def get_answer_codings(study: Study) -> Mapping[UUID, Sequence[AnswerCoding]]:
    """Return the codings of all texts that their coders have finished, by answer."""
    found = defaultdict[UUID, list[AnswerCoding]](list)
    for each in iter_finished_codings(study):
        found[each.answer].append(
            AnswerCoding(
                each.question,
                each.address,
                each.coder,
                each.coder_kind,
                each.code,
                each.start,
                each.end,
                each.outcome,
                each.basis,
            )
        )
    return found


def get_version_data(
    study: Study,
    answered: VersionAnswers,
    *,
    several: bool,
    codings: Mapping[UUID, Sequence[AnswerCoding]],
) -> VersionData:
    """Return the answers to one version for export, under its number if there are several."""
    name = f"{study.slug}-v{answered.version}" if several else study.slug
    replies = (
        AnswerRecord(
            given.values,
            given.day,
            given.language,
            given.wave,
            given.mode,
            given.promise,
            partial(find_file, given.id),
            codings.get(given.id, ()),
        )
        for given in iter_shuffled_answers(answered, SystemRandom())
    )
    return VersionData(name, answered.questionnaire, replies, answered.people, answered.open_poll)
